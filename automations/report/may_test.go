package report_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"factotum/automations/people"
	"factotum/automations/report"
)

func TestWhoMayRead(t *testing.T) {
	t.Parallel()
	r := report.Report{Readers: []string{"Finance", "it"}, Own: true}
	for name, tt := range map[string]struct {
		p    people.Person
		want report.Right
	}{
		"role":     {people.Person{ID: "a", Roles: []string{"finance"}}, report.Whole},
		"team":     {people.Person{ID: "a", Teams: []string{"it"}}, report.Whole},
		"others":   {people.Person{ID: "a", Roles: []string{"sales"}}, report.OwnRows},
		"guest":    {people.Person{ID: "a", Roles: []string{"finance"}, Guest: true}, report.Nothing},
		"external": {people.Person{ID: "a", Roles: []string{"finance"}, External: true}, report.Nothing},
		"left":     {people.Person{ID: "a", Roles: []string{"finance"}, Inactive: true}, report.Nothing},
		"place":    {people.Person{ID: "a", Teams: []string{"it"}, Service: true}, report.Nothing},
	} {
		assert.Equal(t, tt.want, report.May(r, tt.p), name)
	}
	everyone := report.Report{Readers: []string{report.Everyone}}
	assert.Equal(t, report.Whole, report.May(everyone, people.Person{ID: "a"}))
	assert.Equal(t, report.Nothing, report.May(everyone, people.Person{ID: "a", Guest: true}))
	assert.Equal(t, report.Nothing, report.May(report.Report{}, people.Person{ID: "a"}))
}

// What an answer for one person holds, another reads only where they may read
// the whole, or it is their own.
func TestNobodyReadsWhatTheyMayNot(t *testing.T) {
	t.Parallel()
	words := rapid.SampledFrom([]string{"finance", "it", "sales", "hr", report.Everyone})
	person := rapid.Custom(func(t *rapid.T) people.Person {
		return people.Person{
			ID: rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "id"), Roles: rapid.SliceOfN(words, 0, 2).Draw(t, "roles"), Teams: rapid.SliceOfN(words, 0, 2).Draw(t, "teams"),
			Guest: rapid.IntRange(0, 5).Draw(t, "guest") == 0, Inactive: rapid.IntRange(0, 5).Draw(t, "left") == 0, External: rapid.IntRange(0, 5).Draw(t, "external") == 0,
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		r := report.Report{Readers: rapid.SliceOfN(words, 0, 2).Draw(t, "readers"), Own: rapid.Bool().Draw(t, "own")}
		asker, reader := person.Draw(t, "asker"), person.Draw(t, "reader")
		viewer, may := report.Viewer(r, asker)
		if !may {
			assert.False(t, report.Reads(r, asker, ""))
			return
		}
		assert.True(t, report.Reads(r, asker, viewer), "whoever asks reads the answer")
		if report.Reads(r, reader, viewer) {
			assert.True(t, reader.MayDecide())
			assert.True(t, report.May(r, reader) == report.Whole || viewer == reader.ID)
		}
	})
}
