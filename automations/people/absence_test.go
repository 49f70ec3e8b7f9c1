package people_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"factotum/automations/people"
)

func day(d int) time.Time { return time.Date(2026, time.December, d, 0, 0, 0, 0, time.UTC) }

func absence(id, who, stand string, from, until int) people.Absence {
	return people.Absence{ID: id, Person: who, Substitute: stand, From: day(from), Until: day(until)}
}

func TestAnAbsenceThatLeadsBackIsALoop(t *testing.T) {
	t.Parallel()
	list := people.Absences{absence("1", "a", "b", 1, 5), absence("2", "b", "c", 3, 8), absence("3", "d", "", 1, 9)}
	tests := map[string]struct {
		in   people.Absence
		want []string
	}{
		"to each other":           {absence("x", "b", "a", 4, 6), nil},
		"back over two":           {absence("x", "c", "a", 4, 6), []string{"a", "b", "c"}},
		"not at the same time":    {absence("x", "c", "a", 5, 6), nil},
		"only two of three":       {absence("x", "c", "a", 1, 3), nil},
		"nobody":                  {absence("x", "c", "", 1, 9), nil},
		"themselves":              {absence("x", "c", "c", 1, 9), []string{"c"}},
		"somebody without anyone": {absence("x", "c", "d", 1, 9), nil},
		"the one that is changed": {absence("1", "a", "c", 3, 5), nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			have := list
			if name == "to each other" {
				have, tt.want = list[:1], []string{"a", "b"}
			}
			assert.Equal(t, tt.want, have.Loop(tt.in, people.Directory{}))
		})
	}
}

func TestWhoIsAwayAtAMoment(t *testing.T) {
	t.Parallel()
	dir, _ := people.Join([]people.Account{{ID: "U1", Email: "a@x.example"}, {ID: "U2", Email: "b@x.example"}, {ID: "U3", Email: "c@x.example"}}, nil, people.Company{})
	a, b, c := "a@x.example", "b@x.example", "c@x.example"
	list := people.Absences{absence("1", a, "", 1, 9), absence("2", a, b, 2, 5), absence("3", b, c, 4, 6), absence("4", a, b, 2, 4)}
	at := func(d int) people.Directory { return dir.With(list, day(d)) }

	_, away := dir.Away(a)
	assert.False(t, away)
	got, away := at(1).Away(a)
	assert.True(t, away)
	assert.Equal(t, "1", got.ID)
	got, _ = at(3).Away(a)
	assert.Equal(t, "2", got.ID, "one with a substitute, that ends last")
	got, _ = at(5).Away(a)
	assert.Equal(t, "1", got.ID, "its end is the first moment after it")
	_, away = at(9).Away(a)
	assert.False(t, away)

	names := func(list []people.Person) (ids []string) {
		for _, p := range list {
			ids = append(ids, p.ID)
		}
		return ids
	}
	assert.Equal(t, []string{a}, names(at(3).Covers(b)))
	assert.Equal(t, []string{a, b}, names(at(4).Covers(c)), "over who is away too")
	assert.Empty(t, at(3).Covers(c))
}

func TestAbsencesAreFoundAndPutInOrder(t *testing.T) {
	t.Parallel()
	list := people.Absences{absence("late", "a", "", 5, 9), absence("other", "b", "", 1, 2), absence("early", "a", "", 2, 3)}
	assert.Equal(t, people.Absences{list[2], list[0]}, list.Of("a"))
	assert.Equal(t, people.Absences{list[0], list[2]}, list.Without("other"))
	_, known := list.Find("none")
	assert.False(t, known)
	found, _ := list.Find("late")
	assert.Equal(t, list[0], found)
	assert.Equal(t, day(3), list.Next(day(2)))
	assert.True(t, list.Next(day(9)).IsZero())
	clash, twice := list.Clash(absence("x", "a", "", 8, 12))
	assert.True(t, twice)
	assert.Equal(t, "late", clash.ID)
	_, twice = list.Clash(absence("x", "a", "", 3, 5))
	assert.False(t, twice)
}
