package books_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/automations/report"
)

func TestTheDayOfAMomentIsThatOfTheCompany(t *testing.T) {
	t.Parallel()
	s := setup(t)
	zone, err := time.LoadLocation("Pacific/Auckland")
	require.NoError(t, err)
	s.rules.Zone = zone
	s.again()
	undated := claim("r1", "ana@example.com", "Taxi", "40")
	undated.Submitted = at(14 * 60) // 23:00 in UTC
	delete(undated.Values["lines"].Lines[0], "date")
	s.put(0, undated, "submit")
	s.project()
	r := report.Report{Name: "days", MostRows: 9, MostTime: time.Minute, SQL: `SELECT day, day_of('2026-11-20T11:30:00.000Z') AS d, day_of('2026-06-20T11:30:00.000Z') AS w, begins('2026-11-21') AS b, day_of(NULL) AS n, begins('soon') AS s FROM line`}
	table, err := s.Answer(s.ctx, r, report.Arguments{})
	require.NoError(t, err)
	assert.Equal(t, [][]string{{"2026-11-21", "2026-11-21", "2026-06-20", "2026-11-20T11:00:00.000Z", "", ""}}, table.Rows)

	s.rules.Working = "mon-fri: 10:00-16:00" // as it was when the books were opened: nothing
	s.again()
	_, err = s.Answer(s.ctx, r, report.Arguments{})
	assert.Equal(t, fault.Unavailable, fault.CodeOf(err), "they are made anew: clocks stand in working time")
	s.project()
	s.again()
	table, err = s.Answer(s.ctx, r, report.Arguments{})
	require.NoError(t, err)
	assert.Len(t, table.Rows, 1)
}
