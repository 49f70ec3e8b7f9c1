package report_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"factotum/automations/report"
)

func TestFiguresAreWrittenAsTheReaderDoes(t *testing.T) {
	t.Parallel()
	for locale, want := range map[string]string{
		"": "-1,234,567.50 EUR", "en-GB": "-1,234,567.50 EUR", "de-DE": "-1.234.567,50 EUR", "de-AT": "-1\u00a0234\u00a0567,50 EUR", "de-CH": "-1’234’567.50 EUR",
		"fr-FR": "-1\u00a0234\u00a0567,50 EUR", "es-ES": "-1.234.567,50 EUR", "pl": "-1\u00a0234\u00a0567,50 EUR", "sv-SE": "-1\u00a0234\u00a0567,50 EUR",
		"en-IN": "-12,34,567.50 EUR", "hi": "-12,34,567.50 EUR", "fa": "-1,234,567.50 EUR", "nowhere at all": "-1,234,567.50 EUR",
	} {
		table := answer("category", []string{"Travel", "-1234567.5"}, []string{"Meals", "0"})
		table.Marks = report.MarksOf(locale)
		assert.Equal(t, want, table.Show(0, 1, time.UTC), locale)
	}
	said := report.Unmarked()
	table := answer("category", []string{"Travel", "-1234567.5"})
	table.Marks = said
	text := "2026, EXP-1234: " + table.Show(0, 1, time.UTC)
	assert.Equal(t, "2026, EXP-1234: -1,234,567.50 EUR", report.Marks{}.Write(text), "marks are put in when it is read")
	assert.Equal(t, "2026, EXP-1234: -1.234.567,50 EUR", report.MarksOf("de-DE").Write(text))
	assert.Equal(t, "2026, EXP-1234: -12,34,567.50 EUR", report.MarksOf("en-IN").Write(text))
	now := answer("category", []string{"Travel", "12345.5"}, []string{"Meals", "8100"})
	now.Marks = report.MarksOf("de-DE")
	r := spend(report.Bars, "category")
	r.Headline = "spent"
	assert.Equal(t, "20.445,50 EUR", r.Headlined(now))
	p, _ := r.Draws(now)
	assert.Equal(t, "12,3k", p.Short(p.Lines[0].Values[0]))
	r.Title = "Spend by category"
	assert.Equal(t, "Travel is 60 % of 20,4k EUR", report.Finding(r, now, report.Table{}, ""))
}
