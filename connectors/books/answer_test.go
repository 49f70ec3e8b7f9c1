package books_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/automations/report"
	"factotum/connectors/books"
)

// asked is a built-in report.
func asked(t testing.TB, name string) report.Report {
	t.Helper()
	all, err := report.Load(books.Reports())
	require.NoError(t, err)
	for _, r := range all {
		if r.Name == name {
			return r
		}
	}
	require.Fail(t, "no report", name)
	return report.Report{}
}

// answer are the rows of a built-in report, and the names of their columns.
func (s *shelf) answer(name string, a report.Arguments) [][]string {
	s.t.Helper()
	if _, given := a["viewer"]; !given {
		a["viewer"] = ""
	}
	table, err := s.Answer(s.ctx, asked(s.t, name), a)
	require.NoError(s.t, err)
	return table.Lean().Rows
}

func TestLimitsOfAnAnswer(t *testing.T) {
	t.Parallel()
	s := library(t)
	r := report.Report{Name: "numbers", MostRows: 3, MostTime: ample, SQL: "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10) SELECT i FROM n"}
	table, err := s.Answer(s.ctx, r, nil)
	require.NoError(t, err)
	assert.Equal(t, [][]string{{"1"}, {"2"}, {"3"}}, table.Rows)
	assert.True(t, table.Cut)

	r.SQL, r.MostTime = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n", 50*time.Millisecond
	_, err = s.Answer(s.ctx, r, nil)
	assert.Equal(t, fault.Unavailable, fault.CodeOf(err))
	assert.Contains(t, fault.Say(err), "was stopped")

	ctx, stop := context.WithCancel(s.ctx)
	stop()
	_, err = s.Answer(ctx, r, nil)
	require.ErrorIs(t, err, context.Canceled)

	r.MostTime = ample
	for _, wrong := range []string{"DELETE FROM request", "SELECT nothing", "SELECT title FROM request WHERE requester = :viewer"} {
		r.SQL = wrong
		_, err = s.Answer(s.ctx, r, report.Arguments{})
		require.Error(t, err, wrong)
	}
	assert.NotEmpty(t, s.rows("SELECT * FROM request"))
}

func TestCellsAreTextsOfTheirTypes(t *testing.T) {
	t.Parallel()
	s := library(t)
	r := report.Report{
		Name: "cells", MostRows: 3, MostTime: ample,
		SQL:        "SELECT 425000 AS paid, 12.345 AS share, NULL AS missing, 1e999 AS endless, :day AS day, :now > '2026' AS now, :over + 1 AS over, :some + 1 AS some, :part * 2 AS part, 1.5e4 AS mean, x'41' AS raw",
		Columns:    []report.Column{{Name: "paid", Title: "Paid out", Type: report.Money}, {Name: "share", Type: report.Percent}, {Name: "mean", Type: report.Money, Currency: "USD"}},
		Parameters: []report.Parameter{{Name: "day", Type: report.Date}, {Name: "over", Type: report.Money}, {Name: "some", Type: report.Number}, {Name: "part", Type: report.Number}},
	}
	table, err := s.Answer(s.ctx, r, report.Arguments{"over": "12.50", "some": "3", "part": "0.5"})
	require.NoError(t, err)
	assert.Equal(t, [][]string{{"42.5", "12.35", "", "", "", "1", "125001", "4", "1", "1.5", "A"}}, table.Rows)
	assert.Equal(t, report.Column{Name: "paid", Title: "Paid out", Type: report.Money, Currency: "EUR"}, table.Columns[0])
	assert.Equal(t, report.Column{Name: "mean", Title: "Mean", Type: report.Money, Currency: "USD"}, table.Columns[9])
}
