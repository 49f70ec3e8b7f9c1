package calendar

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// daysOff lists the holidays of a year as month and day.
func daysOff(t *testing.T, country, region string, year int) string {
	c, err := New(time.UTC, weekdays(t), country, region, nil)
	require.NoError(t, err)
	var days []string
	for d := NewDate(year, time.January, 1); d.Year() == year; d = d.AddDays(1) {
		if _, ok := c.Holiday(d); ok {
			days = append(days, d.String()[5:])
		}
	}
	return strings.Join(days, " ")
}

func TestWholeYears(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		country, region string
		year            int
		want            string
	}{
		{"FI", "", 2026, "01-01 01-06 04-03 04-06 05-01 05-14 06-19 06-20 10-31 12-06 12-24 12-25 12-26"},
		{"LU", "", 2026, "01-01 04-06 05-01 05-09 05-14 05-25 06-23 08-15 11-01 12-25 12-26"},
		{"LU", "", 2019, "01-01 04-22 05-01 05-09 05-30 06-10 06-23 08-15 11-01 12-25 12-26"},
		{"PT", "", 2026, "01-01 04-03 04-25 05-01 06-04 06-10 08-15 10-05 11-01 12-01 12-08 12-25"},
		{"IT", "", 2026, "01-01 01-06 04-06 04-25 05-01 06-02 08-15 10-04 11-01 12-08 12-25 12-26"},
		{"GB", "SCT", 2025, "01-01 01-02 04-18 05-05 05-26 08-04 11-30 12-01 12-25 12-26"},
		{"GB", "NIR", 2025, "01-01 03-17 04-18 04-21 05-05 05-26 07-12 07-14 08-25 12-25 12-26"},
		// Emancipation Day falls on a Sunday, is observed on Monday, and on a Friday before a Saturday.
		{"US", "DC", 2028, "01-01 01-17 02-21 04-16 04-17 05-29 06-19 07-04 09-04 10-09 11-10 11-11 11-23 12-25"},
		{"US", "DC", 2033, "01-01 01-17 02-21 04-15 04-16 05-30 06-19 06-20 07-04 09-05 10-10 11-11 11-24 12-25 12-26"},
		{"US", "", 2027, "01-01 01-18 02-15 05-31 06-18 06-19 07-04 07-05 09-06 10-11 11-11 11-25 12-24 12-25 12-31"},
		{"DE", "BANK", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 10-03 12-24 12-25 12-26 12-31"},
		{"DE", "BY", 2026, "01-01 01-06 04-03 04-06 05-01 05-14 05-25 06-04 10-03 11-01 12-25 12-26"},
	} {
		assert.Equal(t, c.want, daysOff(t, c.country, c.region, c.year), "%s %s %d", c.country, c.region, c.year)
	}
}

func TestMatarikiIsThatFridayByLaw(t *testing.T) {
	t.Parallel()
	c, err := New(time.UTC, weekdays(t), "NZ", "", nil)
	require.NoError(t, err)
	for _, day := range []string{
		"2025-06-20", "2026-07-10", "2027-06-25", "2028-07-14", "2029-07-06", "2030-06-21",
		"2031-07-11", "2032-07-02", "2033-06-24", "2034-07-07", "2035-06-29",
	} {
		d, err := Parse(day)
		require.NoError(t, err)
		name, _ := c.Holiday(d)
		assert.Equal(t, "Matariki", name, day)
		assert.Equal(t, time.Friday, d.Weekday(), day)
	}
}

func TestEveryRegionCanBeNamed(t *testing.T) {
	t.Parallel()
	for country, want := range map[string]string{
		"AU": "ACT, NSW, NT, QLD, SA, TAS, VIC, WA",
		"CH": "AG, AI, AR, BE, BL, BS, FR, GE, GL, GR, JU, LU, NE, NW, OW, SG, SH, SO, SZ, TG, TI, UR, VD, VS, ZG, ZH",
		"DE": "BANK, BB, BE, BW, BY, HB, HE, HH, MV, NI, NW, RP, SH, SL, SN, ST, TH",
		"GB": "ENG, NIR, SCT, WLS",
		"US": "DC",
	} {
		assert.Equal(t, want, listed(regions(country)), country)
	}
}
