package find_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/calendar"
	"factotum/automations/fault"
	"factotum/automations/find"
)

func terms() find.Terms {
	among := func(all ...string) func(string) []string {
		return func(word string) []string {
			if at := slices.IndexFunc(all, func(a string) bool { return strings.EqualFold(a, word) }); at >= 0 {
				return []string{strings.ToLower(all[at])}
			}
			return nil
		}
	}
	berlin, _ := time.LoadLocation("Europe/Berlin")
	return find.Terms{
		Me: "ines@x", Today: calendar.NewDate(2026, 11, 20), Zone: berlin, Currency: "EUR",
		Kinds: among("expense", "vendors"), States: among("pending", "done"), Teams: among("it"), Ranks: among("2"),
		People: func(word string) []string {
			return map[string][]string{"ana": {"ana@x", "anatol@x"}, "ana ruiz": {"ana@x"}}[strings.ToLower(word)]
		},
		Known: func(filter string) []string {
			if filter == "kind" || filter == "in" {
				return []string{"expense", "vendors"}
			}
			return nil
		},
	}
}

func TestALineIsWordsAndFilters(t *testing.T) {
	t.Parallel()
	q, err := find.Parse(`taxi "Lisbon airport" - kind:Expense,vendors in:expense state:pending From:ana,me team:IT "note:x" 12:30 https://x.example re: over:500 under:"1,000.50 EUR"`, terms())
	require.NoError(t, err)
	assert.Equal(t, []find.Word{{Text: "taxi"}, {Text: "Lisbon airport", Whole: true}, {Text: "note:x", Whole: true}, {Text: "12:30"}, {Text: "https://x.example"}, {Text: "re:"}}, q.Words)
	assert.Equal(t, []string{"expense", "vendors"}, q.Kinds)
	assert.Equal(t, []string{"pending"}, q.States)
	assert.Equal(t, []string{"ana@x", "anatol@x", "ines@x"}, q.From)
	assert.Equal(t, []string{"it"}, q.Teams)
	assert.Equal(t, "500", q.Over.String())
	assert.Equal(t, "1000.5", q.Under.String())
	assert.False(t, q.Empty())

	q, err = find.Parse(`from:"Ana Ruiz" with:Nobody,me priority:2 is:done "never closed`, terms())
	require.NoError(t, err)
	assert.Equal(t, []string{"ana@x"}, q.From)
	assert.Equal(t, []string{find.Nobody, "ines@x"}, q.With)
	assert.Equal(t, []string{"2"}, q.Ranks)
	assert.Equal(t, []find.Word{{Text: "never closed", Whole: true}}, q.Words)

	for _, line := range []string{"", "  ", "—", `""`} {
		q, err = find.Parse(line, terms())
		require.NoError(t, err)
		assert.True(t, q.Empty(), line)
	}
}

func TestDaysBeginAndEndWhereThePersonIs(t *testing.T) {
	t.Parallel()
	for line, want := range map[string][2]string{
		"since:2026-10-01":              {"2026-09-30T22:00:00Z", ""},
		"after:30d":                     {"2026-10-20T22:00:00Z", ""},
		"since:2w before:yesterday":     {"2026-11-05T23:00:00Z", "2026-11-18T23:00:00Z"},
		"since:6m":                      {"2026-05-19T22:00:00Z", ""},
		"since:1y until:yesterday":      {"2025-11-19T23:00:00Z", "2026-11-19T23:00:00Z"},
		`since:"last friday" until:1d`:  {"2026-11-12T23:00:00Z", "2026-11-19T23:00:00Z"},
		"before:2026-03-29 taxi lisbon": {"", "2026-03-28T23:00:00Z"},
	} {
		q, err := find.Parse(line, terms())
		require.NoError(t, err, line)
		for i, at := range []time.Time{q.Since, q.Until} {
			said := ""
			if !at.IsZero() {
				said = at.UTC().Format(time.RFC3339)
			}
			assert.Equal(t, want[i], said, line)
		}
	}
}

func TestWhatMeansNothingIsSaid(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"kind:":         "Say what kind: is to be, such as kind:expense",
		"kind:taxi":     "There is no “taxi” to look for with kind:. Write one of expense, vendors.",
		"from:zoe":      "Nobody is called “zoe” here. Write from: with a name, such as from:ana, or from:me.",
		"since:someday": "“someday” is no day for since:. Write since:2026-10-01, yesterday or 30d.",
		"over:much":     "“much” is no amount for over:. Write it like over:500.",
		"under:5USD":    "Amounts are looked for in EUR, in which the company counts. Write under: with EUR.",
		"taxi foo:bar": "There is no filter “foo:”. You can use kind:expense, state:pending, from:ana, team:it, with:nobody, priority:urgent, since:2026-10-01, until:yesterday, over:500, under:20.50. " +
			"To look for these very words, put them in quotes.",
		strings.Repeat("a ", 21): "These are too many words: look for 20 at most.",
	} {
		_, err := find.Parse(line, terms())
		assert.Equal(t, fault.Invalid, fault.CodeOf(err), line)
		assert.Equal(t, want, fault.Say(err), line)
	}
	assert.Equal(t, "kind:expense, state:pending, from:ana, team:it, with:nobody, priority:urgent, since:2026-10-01, until:yesterday, over:500, under:20.50", strings.Join(find.Filters(), ", "))
}
