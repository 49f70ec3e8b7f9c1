package report_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/calendar"
	"factotum/automations/fault"
	"factotum/automations/report"
)

// sunday is 22 November 2026.
func sunday() calendar.Date { return calendar.NewDate(2026, time.November, 22) }

func TestPeriodsAreReadInWords(t *testing.T) {
	t.Parallel()
	for words, want := range map[string][2]string{
		"last month":               {"2026-10-01", "2026-10-31"},
		"This Month":               {"2026-11-01", "2026-11-30"},
		"in the last quarter":      {"2026-07-01", "2026-09-30"},
		"this quarter":             {"2026-10-01", "2026-12-31"},
		"next quarter":             {"2027-01-01", "2027-03-31"},
		"this half":                {"2026-07-01", "2026-12-31"},
		"last year":                {"2025-01-01", "2025-12-31"},
		"this week":                {"2026-11-16", "2026-11-22"},
		"last week":                {"2026-11-09", "2026-11-15"},
		"next week":                {"2026-11-23", "2026-11-29"},
		"Q3 2026":                  {"2026-07-01", "2026-09-30"},
		"2025-Q4":                  {"2025-10-01", "2025-12-31"},
		"q4":                       {"2026-10-01", "2026-12-31"},
		"H1 2026":                  {"2026-01-01", "2026-06-30"},
		"third quarter of 2025":    {"2025-07-01", "2025-09-30"},
		"2nd quarter":              {"2026-04-01", "2026-06-30"},
		"quarter 1":                {"2026-01-01", "2026-03-31"},
		"since 1 March":            {"2026-03-01", "2026-11-22"},
		"since q2":                 {"2026-04-01", "2026-11-22"},
		"until march 2026":         {"1970-01-01", "2026-03-31"},
		"2026-01..2026-03":         {"2026-01-01", "2026-03-31"},
		"from march to may 2025":   {"2025-03-01", "2025-05-31"},
		"november to march 2026":   {"2025-11-01", "2026-03-31"},
		"1 Oct – 15 Oct":           {"2026-10-01", "2026-10-15"},
		"between 1 May and 3 June": {"2026-05-01", "2026-06-03"},
		"year to date":             {"2026-01-01", "2026-11-22"},
		"ytd":                      {"2026-01-01", "2026-11-22"},
		"quarter to date":          {"2026-10-01", "2026-11-22"},
		"month to date":            {"2026-11-01", "2026-11-22"},
		"wtd":                      {"2026-11-16", "2026-11-22"},
		"last 30 days":             {"2026-10-24", "2026-11-22"},
		"past 2 weeks":             {"2026-11-09", "2026-11-22"},
		"next 10 days":             {"2026-11-22", "2026-12-01"},
		"last 3 months":            {"2026-08-01", "2026-10-31"},
		"next 2 quarters":          {"2027-01-01", "2027-06-30"},
		"2025":                     {"2025-01-01", "2025-12-31"},
		"2026-02":                  {"2026-02-01", "2026-02-28"},
		"March":                    {"2026-03-01", "2026-03-31"},
		"december":                 {"2025-12-01", "2025-12-31"},
		"March 2024":               {"2024-03-01", "2024-03-31"},
		"yesterday":                {"2026-11-21", "2026-11-21"},
		"2026-11-20":               {"2026-11-20", "2026-11-20"},
		"ever":                     {"1970-01-01", "2026-11-22"},
	} {
		s, err := report.ParsePeriod(words, sunday())
		require.NoError(t, err, words)
		assert.Equal(t, want, [2]string{s.From.String(), s.To.String()}, words)
	}
	for _, words := range []string{"", "sometime", "q5", "h3 2026", "last 0 days", "2026-13", "3 May to 1 May 2026", "since sometime", "vendor", "may be"} {
		_, err := report.ParsePeriod(words, sunday())
		assert.Equal(t, fault.Invalid, fault.CodeOf(err), words)
	}
}

func TestThePeriodBeforeIsAsLong(t *testing.T) {
	t.Parallel()
	for words, want := range map[string][2]string{
		"last month":       {"October 2026", "September 2026"},
		"this month":       {"1 – 22 November 2026", "1 – 22 October 2026"},
		"year to date":     {"1 January – 22 November 2026", "1 January – 22 November 2025"},
		"Q3 2026":          {"Q3 2026", "Q2 2026"},
		"this quarter":     {"1 October – 22 November 2026", "1 July – 22 August 2026"},
		"2025":             {"2025", "2024"},
		"2026-01..2026-02": {"January – February 2026", "November – December 2025"},
		"2026-02":          {"February 2026", "January 2026"},
		"last 7 days":      {"16 – 22 November 2026", "9 – 15 November 2026"},
		"yesterday":        {"21 November 2026", "20 November 2026"},
		"since 1 March":    {"1 March – 22 November 2026", "7 June 2025 – 28 February 2026"},
		"since 1 January":  {"1 January – 22 November 2026", "1 January – 22 November 2025"},
		"since 1 July":     {"1 July – 22 November 2026", "1 January – 22 May 2026"},
		"1 Oct to today":   {"1 October – 22 November 2026", "1 July – 22 August 2026"},
		"since 1 Nov":      {"1 – 22 November 2026", "1 – 22 October 2026"},
		"1 Oct to 20 Nov":  {"1 October – 20 November 2026", "11 August – 30 September 2026"},
		"last 45 days":     {"9 October – 22 November 2026", "25 August – 8 October 2026"},
		"last 2 weeks":     {"9 – 22 November 2026", "26 October – 8 November 2026"},
		"wtd":              {"16 – 22 November 2026", "9 – 15 November 2026"},
		"last 14 months":   {"September 2025 – October 2026", "July 2024 – August 2025"},
	} {
		s, err := report.ParsePeriod(words, sunday())
		require.NoError(t, err, words)
		now, past, ok := s.Before(sunday())
		assert.True(t, ok, words)
		assert.Equal(t, want, [2]string{now.String(), past.String()}, words)
	}
	for at, c := range map[string][2]string{ // by the day on which it is asked
		"2026-11-30": {"year to date", "January – November 2025"},
		"2026-10-31": {"quarter to date", "July 2026"},
		"2026-11-18": {"this week", "9 – 11 November 2026"},
		"2027-02-28": {"since 1 January", "January – February 2026"},
		"2026-12-31": {"this year", "2025"},
	} {
		today, err := calendar.Parse(at)
		require.NoError(t, err)
		s, err := report.ParsePeriod(c[0], today)
		require.NoError(t, err, c[0])
		_, past, _ := s.Before(today)
		assert.Equal(t, c[1], past.String(), c[0])
	}
	for _, words := range []string{"ever", "next month", "until today", "next 10 days"} {
		s, err := report.ParsePeriod(words, sunday())
		require.NoError(t, err, words)
		_, _, ok := s.Before(sunday())
		assert.False(t, ok, words)
	}
	s, err := report.ParsePeriod("until 3 May 2026", sunday())
	require.NoError(t, err)
	assert.Equal(t, "up to 3 May 2026", s.String())
}
