package automations_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/report"
)

func TestASharedAnswerHasTheMarksOfWhoReadsIt(t *testing.T) {
	t.Parallel()
	b := reporting(t)
	accounts, entries, company := staff()
	accounts[3].Locale, accounts[4].Locale, accounts[0].Locale, accounts[1].Locale = "de-DE", "en-IN", "fr-FR", "fr-CA"
	b.employ(accounts, entries, company)
	b.ledger.total = "1234567.5"
	b.Reporting.All[0].Chart = report.Chart{Form: report.Bars, Across: "what", Up: []string{"amount"}}
	run := b.ask("fay", "spend")
	pictures := map[string]bool{}
	for to, want := range map[string]string{"": "1.234.567,50 EUR", "finn@example.com": "12,34,567.50 EUR", "CFIN": "1\u00a0234\u00a0567,50 EUR"} {
		at := map[string]string{"": "U03", "finn@example.com": "U04"}[to]
		if to != "" {
			shared, err := b.ShareRun(b.ctx, b.who("fay"), b.id(), run.ID, to)
			require.NoError(t, err)
			b.deliver()
			stored, _, err := b.RunFor(b.ctx, b.who("fay"), shared.ID)
			require.NoError(t, err)
			pictures[stored.Picture] = true
		}
		if at == "" {
			at = to
		}
		assert.Contains(t, b.box.to(at)[0], want, to)
	}
	stored, _, err := b.RunFor(b.ctx, b.who("fay"), run.ID)
	require.NoError(t, err)
	pictures[stored.Picture] = true
	assert.Len(t, pictures, 3, "each has its own picture")
	assert.Equal(t, automations.RunAnswered, stored.Phase)
}
