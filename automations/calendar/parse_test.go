package calendar

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Saturday 21 November 2026.
func saturday() Date { return NewDate(2026, time.November, 21) }

func TestParseDate(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"2026-11-20": "2026-11-20", "2026/11/20": "2026-11-20", "2026.11.20": "2026-11-20", " 2026-1-2 ": "2026-01-02",
		"20.11.2026": "2026-11-20", "20/11/2026": "2026-11-20", "20-11-2026": "2026-11-20", "20.11.26": "2026-11-20",
		"11/20/2026": "2026-11-20", "03/04/2026": "2026-04-03",
		"20.11.": "2026-11-20", "20.11": "2026-11-20", "20/11": "2026-11-20", "1.2.": "2027-02-01", "20.6.": "2026-06-20",
		"20 Nov": "2026-11-20", "Nov 20": "2026-11-20", "20. November": "2026-11-20", "November 20th 2026": "2026-11-20",
		"Nov 20, 2026": "2026-11-20", "20th of november 2025": "2025-11-20", "Dec. 3": "2026-12-03", "5 jan": "2027-01-05",
		"3. März 2026": "2026-03-03", "1er août": "2026-08-01", "20 de noviembre de 2026": "2026-11-20", "2 ottobre": "2026-10-02",
		"Mon 21 Dec": "2026-12-21", "Monday, December 21st": "2026-12-21", "Wednesday the 23rd of December": "2026-12-23", "Fri 20.11.": "2026-11-20",
		"15 mei": "2027-05-15", "29 feb": "2028-02-29",
		"today": "2026-11-21", "Yesterday": "2026-11-20", "tomorrow": "2026-11-22",
		"the day before yesterday": "2026-11-19", "day after tomorrow": "2026-11-23",
		"heute": "2026-11-21", "gestern": "2026-11-20", "morgen": "2026-11-22", "vorgestern": "2026-11-19", "Übermorgen": "2026-11-23",
		"aujourd'hui": "2026-11-21", "aujourd’hui": "2026-11-21", "hier": "2026-11-20", "demain": "2026-11-22", "après-demain": "2026-11-23",
		"hoy": "2026-11-21", "ayer": "2026-11-20", "mañana": "2026-11-22", "anteayer": "2026-11-19",
		"oggi": "2026-11-21", "ieri": "2026-11-20", "domani": "2026-11-22", "dopodomani": "2026-11-23",
		"vandaag": "2026-11-21", "gisteren": "2026-11-20", "eergisteren": "2026-11-19", "overmorgen": "2026-11-23",
		"friday": "2026-11-20", "last friday": "2026-11-20", "saturday": "2026-11-21", "last saturday": "2026-11-14",
		"next saturday": "2026-11-28", "next monday": "2026-11-23", "on monday": "2026-11-16", "Mon": "2026-11-16", "thurs": "2026-11-19",
		"3 days ago": "2026-11-18", "a week ago": "2026-11-14", "two months ago": "2026-09-21", "1 year ago": "2025-11-21", "three years ago": "2023-11-21", "in one week": "2026-11-28",
		"in 2 weeks": "2026-12-05", "in a month": "2026-12-21", "in 10 days": "2026-12-01",
	} {
		d, err := ParseDate(text, saturday())
		if assert.NoError(t, err, text) {
			assert.Equal(t, want, d.String(), text)
		}
	}
}

func TestParseDateRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                 `"" is not a day. Write it like 2026-11-20, 20 Nov, yesterday or last friday.`,
		"soon":             `"soon" is not a day.`,
		"42.50 EUR":        "is not a day",
		"2026":             "is not a day",
		"yesterday please": "is not a day",
		"2026-02-29":       `There is no such day as "2026-02-29". February 2026 has 28 days. Write it like 2026-11-20 or 20 Nov.`,
		"31.11.2026":       "There is no such day",
		"30 feb":           "There is no such day",
		"Tue 21 Dec":       "There is no such day",
		"12 bananas":       "There is no such day",
		"0000-01-01":       "There is no such day",
		"２０.11.2026":       "is not a day",
	} {
		_, err := ParseDate(text, saturday())
		if assert.Error(t, err, text) {
			assert.Contains(t, err.Error(), want, text)
		}
	}
}

func TestWeekdayOnThatVeryDay(t *testing.T) {
	t.Parallel()
	friday := NewDate(2026, time.November, 20)
	for text, want := range map[string]Date{
		"friday": friday, "last friday": friday.AddDays(-7), "next friday": friday.AddDays(7), "this friday": friday,
	} {
		d, err := ParseDate(text, friday)
		require.NoError(t, err)
		assert.Equal(t, want, d, text)
	}
}

func TestFindDate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want, rest string }{
		{"42.50 EUR taxi to the airport yesterday", "2026-11-20", "42.50 EUR taxi to the airport"},
		{"taxi last friday €42,50", "2026-11-20", "taxi €42,50"},
		{"lunch 20.11. 1.234,56 eur", "2026-11-20", "lunch 1.234,56 eur"},
		{"lunch on 2026-11-20, for 3", "2026-11-20", "lunch on , for 3"},
		{"Hotel Nov 20th 2026 Berlin", "2026-11-20", "Hotel Berlin"},
		{"train 3 days ago 30 EUR", "2026-11-18", "train 30 EUR"},
		{"Zug übermorgen nach Köln", "2026-11-23", "Zug nach Köln"},
		{"leave from 1 december to 5 december", "2026-12-01", "leave from to 5 december"},
		{"Monday and tuesday", "2026-11-16", "and tuesday"},
		{"taxi on Fri 20 Nov 2026", "2026-11-20", "taxi"},
		{"monday 2 coffees", "2026-11-16", "2 coffees"},
		{"Tuesday 21 December", "2026-11-17", "21 December"}, // a Monday: somebody has to say which
		{"İzmir yesterday", "2026-11-20", "İzmir"},
		{"rent in 2 weeks", "2026-12-05", "rent"},
		{"jan 5 taxi", "2027-01-05", "taxi"},
		{"todays train from yesterday, today", "2026-11-20", "todays train from , today"},
		{"paid 20/11 by card", "2026-11-20", "paid by card"},
	} {
		d, rest, ok := FindDate(c.text, saturday())
		assert.True(t, ok, c.text)
		assert.Equal(t, c.want, d.String(), c.text)
		assert.Equal(t, c.rest, rest, c.text)
	}
}

func TestFindDateLeavesOthersAlone(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"taxi  42.50", "20.11 EUR", "€20.11.", "1.234.567", "12.11.000,50", "24/7 support", "1/2 day", "EXP-20.11.2026", "room 2026",
		"sun cream", "mon ami", "blasttoday", "todays", "20.11.20267", "version 1.2.3.4", "30 feb", "", "in-2-weeks", "may",
	} {
		d, rest, ok := FindDate(text, saturday())
		assert.False(t, ok, "%s gave %s", text, d)
		assert.True(t, d.IsZero())
		if text == "taxi  42.50" {
			assert.Equal(t, "taxi 42.50", rest)
		}
	}
}

func TestFindDateReadsWhatItPrints(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := NewDate(rapid.IntRange(1950, 2090).Draw(t, "year"), 1, 1).AddDays(rapid.IntRange(0, 365).Draw(t, "day"))
		layout := rapid.SampledFrom([]string{"2006-01-02", "02.01.2006", "2/1/2006", "2 January 2006", "Jan 2, 2006", "Mon 2 Jan 2006"}).Draw(t, "layout")
		text := d.In(time.UTC).Format(layout)
		got, err := ParseDate(text, saturday())
		require.NoError(t, err, text)
		require.Equal(t, d, got, text)
		found, rest, ok := FindDate("taxi "+text+" 42.50 EUR", saturday())
		require.True(t, ok, text)
		require.Equal(t, d, found, text)
		require.Equal(t, "taxi 42.50 EUR", rest)
	})
}

func FuzzFindDate(f *testing.F) {
	for _, text := range []string{"taxi yesterday", "20.11.", "İ 20 nov", "\xff2026-11-20", "in 999 years"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, rest, ok := FindDate(text, saturday())
		assert.Equal(t, ok, !d.IsZero())
		assert.LessOrEqual(t, len(rest), len(text)+1)
		if whole, err := ParseDate(text, saturday()); err == nil {
			assert.False(t, whole.IsZero())
		}
	})
}
