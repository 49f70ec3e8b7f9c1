package page

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDatesInEverySpelling(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"31.12.2026": "2026-12-31", "1.2.26": "2026-02-01", "01. 02. 2026": "2026-02-01", "2026-02-01": "2026-02-01", "2026/02/01": "2026-02-01", "2026.02.01": "2026-02-01",
		"31/12/2026": "2026-12-31", "12/31/2026": "2026-12-31", "31-12-2026": "2026-12-31", "2026-02-01T10:00:00": "2026-02-01",
		"3 March 2026": "2026-03-03", "3. März 2026": "2026-03-03", "3rd March 2026": "2026-03-03", "March 3, 2026": "2026-03-03", "MAR 3 2026": "2026-03-03", "Mar. 3rd, 2026": "2026-03-03",
		"03-MAR-26": "2026-03-03", "03MAR2026": "2026-03-03", "1er janvier 2026": "2026-01-01", "3 de marzo de 2026": "2026-03-03", "15 gennaio 2026": "2026-01-15", "15 mei 2026": "2026-05-15",
		"15. oktober 2026": "2026-10-15", "15 sierpnia 2026": "2026-08-15", "15. elokuuta 2026": "2026-08-15", "15 août 2026,": "2026-08-15", "(15.8.2026)": "2026-08-15",
	} {
		s := typed(false, text)
		if assert.Len(t, s.lines[0].dates, 1, text) {
			assert.Equal(t, want, s.lines[0].dates[0].iso(), text)
		}
	}
}

func TestWhatIsNoDate(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"31.02.2026", "1.2.3", "45/12/2026", "2026-13-01", "12-34-56-78", "1.2.2026.4", "March", "3 bolts 2026", "12.5.1899", "555-12-3456"} {
		assert.Empty(t, typed(false, text).lines[0].dates, text)
	}
}

func TestTheOrderOfDayAndMonthIsThatOfThePage(t *testing.T) {
	t.Parallel()
	for _, one := range []struct {
		name  string
		rows  []string
		want  string
		doubt bool
	}{
		{"another date says so", []string{"03/04/2026 25/04/2026"}, "2026-04-03", false},
		{"another date says so, in American", []string{"03/04/2026 04/25/2026"}, "2026-03-04", false},
		{"an address of the United States", []string{"Boise, ID 83702", "(208) 555-0144", "03/04/2026"}, "2026-03-04", false},
		{"pounds", []string{"Total £12.00", "03/04/2026"}, "2026-04-03", false},
		{"a tax that has a name in Europe", []string{"TVA 20% 12,00", "03/04/2026"}, "2026-04-03", false},
		{"points", []string{"03.04.2026"}, "2026-04-03", false},
		{"nothing", []string{"Total 12.00", "03/04/2026"}, "2026-04-03", true},
		{"both", []string{"Boise, ID 83702", "VAT 20% £12.00", "03/04/2026"}, "2026-04-03", true},
	} {
		s := typed(false, one.rows...)
		dates := s.lines[len(s.lines)-1].dates
		require.NotEmpty(t, dates, one.name)
		assert.Equal(t, one.want, dates[0].iso(), one.name)
		assert.Equal(t, one.doubt, dates[0].doubtful, one.name)
	}
}

func TestAStrokeReadAsAOne(t *testing.T) {
	t.Parallel()
	s := typed(true, "Boise, ID 83702", "(208) 555-0144", "6110/2019", "6|10/2019")
	require.Len(t, s.lines[2].dates, 1)
	assert.Equal(t, "2019-06-10", s.lines[2].dates[0].iso())
	assert.True(t, s.lines[2].dates[0].doubtful)
	require.Len(t, s.lines[3].dates, 1)
}

func TestAMonthWithAWrongLetter(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "2026-02-03", typed(true, "3 Februsr 2026").lines[0].dates[0].iso())
	assert.Empty(t, typed(false, "3 Februsr 2026").lines[0].dates)
}
