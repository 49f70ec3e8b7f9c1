package books_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"factotum/automations/calendar"
	"factotum/automations/report"
	"factotum/connectors/books"
)

// million is how many requests reports are asked of.
const million = 1_000_000

// BenchmarkReports makes the books of a million requests with five entries of the
// log each, and asks every built-in report of a whole year.
//
//	go test -run none -bench Reports -benchtime 5x -timeout 60m ./connectors/books
func BenchmarkReports(b *testing.B) {
	s := setup(b)
	s.rules = books.Rules{Shift: func(string) *calendar.Calendar { return always(b) }}
	for _, centre := range []string{"sales", "it", "lab", "sea", ""} {
		for _, category := range []string{"travel", "goods", "meal", ""} {
			s.rules.Budgets = append(s.rules.Budgets, books.Budget{CostCentre: centre, Category: category, Period: "2026", From: date("2026-01-01"), To: date("2026-12-31"), Amount: euros("100000")})
		}
	}
	s.again()
	s.fill(newMaker(1, million), false)
	begun := time.Now()
	s.project()
	rebuilt := time.Since(begun)
	all, err := report.Load(books.Reports())
	require.NoError(b, err)
	for _, r := range all {
		b.Run(r.Name, func(b *testing.B) {
			a := during("2026-01-01", "2026-12-31", "viewer", "")
			var each []time.Duration
			rows := 0
			for b.Loop() {
				begun := time.Now()
				table, err := s.Answer(s.ctx, r, a)
				each = append(each, time.Since(begun))
				require.NoError(b, err)
				rows = len(table.Rows)
			}
			slices.Sort(each)
			b.ReportMetric(float64(each[len(each)/2].Milliseconds()), "ms/median")
			b.ReportMetric(float64(rows), "rows")
			b.ReportMetric(rebuilt.Seconds(), "s/rebuild")
		})
	}
}
