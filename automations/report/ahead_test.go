package report_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/report"
)

func TestAReportThatLooksAheadMeansTheNearestMonth(t *testing.T) {
	t.Parallel()
	leave := report.Report{Name: "leave", SQL: ":period_from :period_to", Parameters: []report.Parameter{{Name: "period", Type: report.Period, Default: "this month", Ahead: true}}}
	past := leave
	past.Parameters = []report.Parameter{{Name: "period", Type: report.Period, Default: "this month"}}
	for word, want := range map[string][2]string{ // it is Sunday 22 November 2026
		"december":            {"2026-12-01 2026-12-31", "2025-12-01 2025-12-31"},
		"February":            {"2027-02-01 2027-02-28", "2026-02-01 2026-02-28"},
		"october":             {"2026-10-01 2026-10-31", "2026-10-01 2026-10-31"},
		"november":            {"2026-11-01 2026-11-30", "2026-11-01 2026-11-30"},
		"in dec.":             {"2026-12-01 2026-12-31", "2025-12-01 2025-12-31"},
		"24 dec":              {"2026-12-24 2026-12-24", "2025-12-24 2025-12-24"},
		"q1":                  {"2027-01-01 2027-03-31", "2026-01-01 2026-03-31"},
		"december to january": {"2026-12-01 2027-01-31", "2025-12-01 2026-01-31"},
		"december 2025":       {"2025-12-01 2025-12-31", "2025-12-01 2025-12-31"},
		"last month":          {"2026-10-01 2026-10-31", "2026-10-01 2026-10-31"},
		"last year":           {"2025-01-01 2025-12-31", "2025-01-01 2025-12-31"},
		"since march":         {"2026-03-01 2026-11-22", "2026-03-01 2026-11-22"},
		"until march":         {"1970-01-01 2026-03-31", "1970-01-01 2026-03-31"},
		"1 to 3 march":        {"2027-03-01 2027-03-03", "2026-03-01 2026-03-03"},
		"1-3 march":           {"2027-03-01 2027-03-03", "2026-03-01 2026-03-03"},
		"28. - 30. october":   {"2026-10-28 2026-10-30", "2026-10-28 2026-10-30"},
	} {
		for i, r := range []report.Report{leave, past} {
			a, err := report.Bind(r, report.Words{"period": word}, "", terms())
			require.NoError(t, err, word)
			assert.Equal(t, want[i], a["period_from"]+" "+a["period_to"], "%s, %d", word, i)
			_, s, ok := r.Over(report.Words{"period": word}, terms())
			require.True(t, ok)
			assert.Equal(t, a["period_from"], s.From.String(), word)
		}
	}
}
