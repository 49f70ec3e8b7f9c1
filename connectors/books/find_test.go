package books_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/find"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

// library is a shelf with a claim, a ticket and a vendor.
func library(t *testing.T) *shelf {
	t.Helper()
	s := setup(t)
	dir, _ := people.Join([]people.Account{{ID: "U1", RealName: "Ana Ruíz", Email: "ana@example.com"}, {ID: "U2", RealName: "Ben Löwe", Email: "ben@example.com"}}, nil, people.Company{})
	s.staff(dir)
	taxi := claim("r1", "ana@example.com", "Customer visit in Málaga", "42.50")
	taxi.Decisions = []request.Decision{{Step: "Manager", Verdict: request.Approved, By: "ben@example.com", At: at(1), Comment: "Nice trip"}}
	s.put(0, taxi, "submit")
	ticket := claim("r2", "ben@example.com", "Printer is broken", "1")
	ticket.Kind, ticket.State, ticket.Sum, ticket.Values = "ticket", request.Open, nil, nil
	ticket.Work = &request.Work{Team: "it", Desk: true, Priority: 2, Assignee: "ana@example.com", Followers: []string{"cy@example.com"}}
	ticket.Thread = []request.Remark{
		{By: "ben@example.com", At: at(1), Text: "It smells of smoke", Act: request.Say, ID: "1", Files: []form.File{{Name: "smoke.jpg", Source: "F1"}}},
		{By: "ana@example.com", At: at(2), Text: "He spilled lemonade", Act: request.Say, ID: "2", Internal: true, Files: []form.File{{Name: "stain.png", Source: "F2"}}},
		{By: "ana@example.com", At: at(3), Act: request.Say, ID: "3", Removed: true},
	}
	s.put(0, ticket, "submit")
	body := `{"id":"record/vendors/1","dataset":"vendors","title":"Acme Paper","version":1,"values":{"name":{"text":"Acme Paper"}},"created":{"by":"ben@example.com","at":"2026-11-20T09:00:00Z"},"changed":{"by":"ben@example.com","at":"2026-11-20T09:00:00Z"}}`
	s.keep(state.Document{ID: dataset.ID("vendors", "1"), Body: []byte(body)}, "create")
	s.project()
	return s
}

func TestWordsLeadToRequestsAndRecords(t *testing.T) {
	t.Parallel()
	s := library(t)
	for line, want := range map[string][]string{
		"malaga":           {"r1"},
		"MÁLAGA visit":     {"r1"},
		"mal vis":          {"r1"},
		"exp-1":            {"r1"},
		"42.50":            {"r1"},
		"ruiz":             {"r2", "r1"}, // she asked for one and has the other
		"löwe":             {"r2", "r1"},
		"nice":             {"r1"},
		"smoke":            {"r2"},
		"smoke.jpg":        {"r2"},
		"acme":             {"record/vendors/1"},
		"travel":           {"r1"},
		"zeppelin":         {},
		"malaga printer":   {},
		"lemonade":         {}, // an internal note
		"stain":            {},
		`"; DROP TABLE`:    {},
		`malaga" OR "visi`: {},
		"tags":             {},
	} {
		assert.Equal(t, want, s.finds(words(line)), line)
	}
	assert.Equal(t, []string{"r1"}, s.finds(find.Query{Words: []find.Word{{Text: "visit in malaga", Whole: true}}}))
	assert.Empty(t, s.finds(find.Query{Words: []find.Word{{Text: "visit in mala", Whole: true}}}))
	assert.True(t, s.Whole())
}

func TestFiltersNarrowDown(t *testing.T) {
	t.Parallel()
	s := library(t)
	ten, hundred := euros("42.50").Value, euros("42.51").Value
	for name, tt := range map[string]struct {
		q    find.Query
		want []string
	}{
		"kind":        {find.Query{Kinds: []string{"ticket"}}, []string{"r2"}},
		"two kinds":   {find.Query{Kinds: []string{"ticket", "expense"}}, []string{"r2", "r1"}},
		"state":       {find.Query{States: []string{"open"}}, []string{"r2"}},
		"from":        {find.Query{From: []string{"ana@example.com"}}, []string{"r1"}},
		"team":        {find.Query{Teams: []string{"it"}}, []string{"r2"}},
		"with":        {find.Query{With: []string{"ana@example.com", "ben@example.com"}}, []string{"r2"}},
		"with nobody": {find.Query{With: []string{find.Nobody}}, []string{}},
		"priority":    {find.Query{Ranks: []string{"1", "2"}}, []string{"r2"}},
		"not so high": {find.Query{Ranks: []string{"3"}}, []string{}},
		"over":        {find.Query{Over: &ten}, []string{"r1"}},
		"over more":   {find.Query{Over: &hundred}, []string{}},
		"under":       {find.Query{Under: &ten}, []string{"r1"}},
		"since":       {find.Query{Since: at(0), Kinds: []string{"expense"}}, []string{"r1"}},
		"since later": {find.Query{Since: at(1)}, []string{}},
		"until":       {find.Query{Until: at(0)}, []string{}},
		"until later": {find.Query{Until: at(1)}, []string{"record/vendors/1", "r2", "r1"}},
		"limit":       {find.Query{Until: at(1), Limit: 1}, []string{"record/vendors/1"}},
		"after":       {find.Query{Until: at(1), After: 2}, []string{"r1"}},
	} {
		assert.Equal(t, tt.want, s.finds(tt.q), name)
	}
}

func TestWhoLooksIsLedToTheirOwn(t *testing.T) {
	t.Parallel()
	s := library(t)
	q := func(r find.Reader, line string) find.Query { q := words(line); q.Reader = r; return q }
	assert.Empty(t, s.finds(q(find.Reader{Names: []string{}}, "malaga")), "nothing leads them anywhere")
	assert.Equal(t, []string{"r1"}, s.finds(q(find.Reader{Names: []string{"name:ana@example.com"}}, "malaga")))
	assert.Empty(t, s.finds(q(find.Reader{Names: []string{"name:cy@example.com"}}, "malaga")))
	assert.Equal(t, []string{"r2"}, s.finds(q(find.Reader{Names: []string{"name:cy@example.com"}}, "printer")), "who follows it")
	assert.Equal(t, []string{"record/vendors/1"}, s.finds(q(find.Reader{Kinds: []string{"vendors"}}, "acme")))
	team := find.Reader{Names: []string{"team:it"}, Notes: []string{"team:it"}}
	assert.Equal(t, []string{"r2"}, s.finds(q(team, "lemonade printer stain")), "who works on it reads its notes")
	assert.Empty(t, s.finds(q(find.Reader{Names: []string{"name:ben@example.com"}, Notes: []string{"team:other"}}, "lemonade")))
}

func TestTheBestComesFirstOnEveryPage(t *testing.T) {
	t.Parallel()
	s := library(t)
	for i, state := range []request.State{request.Pending, request.Done, request.Pending, request.Merged, request.Pending} {
		r := claim("t"+string(rune('0'+i)), "ana@example.com", []string{"Taxi", "Taxi", "Hotel", "Hotel", "Taxi again"}[i], "9")
		r.State, r.Decisions = state, []request.Decision{{Step: "Manager", Verdict: request.Approved, By: "ben@example.com", At: at(1), Comment: "no taxi"}}
		s.put(0, r, "submit")
	}
	s.project()
	want := []string{"t4", "t0", "t2", "r1", "t1", "t3"} // called so, then others; then the same of what is over
	assert.Equal(t, want, s.finds(words("taxi")))
	for _, line := range []string{"taxi", "kind:expense"} {
		q, paged := words(line), []string{}
		if line != "taxi" {
			q, want = find.Query{Kinds: []string{"expense"}}, []string{"t4", "t2", "t0", "r1", "t3", "t1"}
		}
		q.Reader.Kinds, q.Limit = []string{"expense"}, 1
		for range want {
			hits, err := s.Find(s.ctx, q)
			require.NoError(t, err)
			require.Len(t, hits, 1)
			paged, q.After = append(paged, hits[0].ID), hits[0].Place
		}
		assert.Equal(t, want, paged, line)
		assert.Empty(t, s.finds(q))
	}
}

func TestASearchThatTakesTooLongIsGivenUp(t *testing.T) {
	t.Parallel()
	s := library(t)
	ctx, cancel := context.WithDeadline(s.ctx, at(-1_000_000))
	defer cancel()
	_, err := s.Find(ctx, find.Query{Words: words("malaga").Words, Reader: find.Reader{Kinds: []string{"expense"}}, Limit: 1})
	require.Error(t, err)
	assert.Equal(t, fault.Unavailable, fault.CodeOf(err))
	assert.Contains(t, fault.Say(err), "takes too long")
}
