package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/bot/app"
)

// dutifulCompany is the sample company, with something else in its configuration.
func dutifulCompany(t *testing.T, old, new string) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "demo")
	require.NoError(t, app.Prepare(folder, false))
	config := filepath.Join(folder, "company", "factotum.yaml")
	body, err := os.ReadFile(config)
	require.NoError(t, err)
	require.Contains(t, string(body), old)
	text := strings.Replace(string(body), old, new, 1)
	text = regexp.MustCompile(`(?m)^rates: .*\n`).ReplaceAllString(text, "") // the demonstration makes that file
	require.NoError(t, os.WriteFile(config, []byte(text), 0o600))
	return config
}

func TestTheDaysOfDutiesArePrinted(t *testing.T) {
	t.Parallel()
	config := dutifulCompany(t, "packs: [month_end, tax_de, security, renewals]", "packs: [month_end, tax_de, tax_es, tax_fr, tax_it, tax_uk, tax_us, payroll, data_protection, security, renewals]")
	var out bytes.Buffer
	count, err := app.Calendar(t.Context(), config, none, time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), &out)
	require.NoError(t, err)
	require.Zero(t, count, out.String())
	for _, want := range []string{
		"VAT return (Germany) (de_vat, pack tax_de: to be confirmed by you)\n    Thu 2026-12-10, Mon 2027-01-11, Wed 2027-02-10, Wed 2027-03-10, Mon 2027-04-12\n",
		"Trade tax prepayment (Germany) (de_trade_tax, pack tax_de: to be confirmed by you)\n    Mon 2027-02-15, Tue 2027-05-18, Mon 2027-08-16, Mon 2027-11-15, Tue 2028-02-15\n",
		// The tenth working day: not on 25 December, 1 January, 29 March (Easter Monday).
		"Statement of trade in the EU (France) (fr_eu_trade, pack tax_fr: to be confirmed by you)\n    Mon 2026-12-14, Fri 2027-01-15, Fri 2027-02-12, Fri 2027-03-12, Wed 2027-04-14\n",
		// Where 16 April, Emancipation Day, is observed on the Monday after the 15th, that is no day to file either (26 U.S.C. 7503).
		"Income tax return Form 1120 (US) (us_1120, pack tax_us: to be confirmed by you)\n    Thu 2027-04-15, Tue 2028-04-18, Tue 2029-04-17, Mon 2030-04-15, Tue 2031-04-15\n",
		// Presidents' Day.
		"Employment tax deposit (US) (payroll_us_deposit, pack payroll: to be confirmed by you)\n    Tue 2026-12-15, Fri 2027-01-15, Tue 2027-02-16, Mon 2027-03-15, Thu 2027-04-15\n",
		// The third last day on which banks work: not 24, 25 and 31 December, nor Good Friday and Easter Monday.
		"Social insurance contributions (Germany) (payroll_de_social, pack payroll: to be confirmed by you)\n    Thu 2026-11-26, Mon 2026-12-28, Wed 2027-01-27, Wed 2027-02-24, Thu 2027-03-25\n",
		"VAT payment F24 (Italy) (it_vat_payment, pack tax_it: to be confirmed by you)\n    Wed 2026-12-16, Mon 2027-01-18, Tue 2027-02-16, Tue 2027-03-16, Fri 2027-04-16\n",
		"VAT payment F24 of July (Italy) (it_vat_payment_august, pack tax_it: to be confirmed by you)\n    Fri 2027-08-20, Mon 2028-08-21, Mon 2029-08-20, ",
		// The working day before.
		"VAT return (UK) (uk_vat, pack tax_uk: to be confirmed by you)\n    Fri 2027-02-05, Fri 2027-05-07, Fri 2027-08-06, Fri 2027-11-05, Mon 2028-02-07\n",
		"VAT return 303 (Spain) (es_vat, pack tax_es: to be confirmed by you)\n    Tue 2027-04-20, Tue 2027-07-20, Wed 2027-10-20, Thu 2028-04-20, Thu 2028-07-20\n",
		// Rules of RFC 5545; the tenth, and the tenth last, working day of a quarter, where the company is closed on 24 and 31 December.
		"Records of processing reviewed (dp_records, pack data_protection: to be confirmed by you)\n    Fri 2027-02-26, Mon 2028-02-28, Wed 2029-02-28, Thu 2030-02-28, Fri 2031-02-28\n",
		"Deletion run (dp_deletion, pack data_protection: to be confirmed by you)\n    Fri 2027-01-15, Wed 2027-04-14, Wed 2027-07-14, Thu 2027-10-14, Fri 2028-01-14\n",
		"Restore tested (sec_restore, pack security: to be confirmed by you)\n    Tue 2026-12-15, Tue 2027-03-16, ",
		"Insured values reported (insurance_values)\n    Mon 2026-11-30, Tue 2027-11-30",
		"Renewal (renewal, pack renewals: to be confirmed by you)\n    by the records of renewals, which cannot be read yet: There is no Factotum data at ",
		"Annual accounts published (Germany) (de_accounts, pack tax_de: to be confirmed by you)\n    Thu 2026-12-31, ", // however the company is closed then
	} {
		assert.Contains(t, out.String(), want)
	}
}

func TestWhereCalendarsAreFetchedIsChecked(t *testing.T) {
	t.Parallel()
	for feed, want := range map[string]string{
		"https://factotum.example.com/calendar": "calendars are given where the health page is: write health:",
		"http://factotum.example.com/calendar":  "a link that is a secret goes over https only",
		"factotum.example.com":                  "is no address at which calendars could be fetched",
	} {
		_, problems := app.Load(dutifulCompany(t, "  obligations: duties", "  feed: "+feed+"\n  obligations: duties"), none)
		require.Len(t, problems, 1, feed)
		assert.Contains(t, problems[0].Say, want)
	}
	s, problems := app.Load(dutifulCompany(t, "compliance:", "health: 127.0.0.1:8485\ncompliance:\n  feed: https://factotum.example.com/calendar/"), none)
	require.Empty(t, problems)
	assert.Equal(t, "https://factotum.example.com/calendar", s.Feed)
}

func TestTheCalendarFileIsRead(t *testing.T) {
	t.Parallel()
	config := dutifulCompany(t, "packs: [month_end, tax_de, security, renewals]", "packs: [tax_de]")
	file := filepath.Join(t.TempDir(), "duties.ics")
	var out bytes.Buffer
	count, err := app.CalendarFile(t.Context(), config, none, time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), file, &out)
	require.NoError(t, err)
	require.Zero(t, count, out.String())
	body, err := os.ReadFile(file)
	require.NoError(t, err)
	events := parsed(t, string(body))
	assert.Greater(t, len(events), 30)
	found := false
	for _, e := range events {
		require.NotEmpty(t, e["UID"])
		require.Regexp(t, `^\d{8}T\d{6}Z$`, e["DTSTAMP"])
		require.Regexp(t, `^\d{8}$`, e["DTSTART"])
		require.Less(t, e["DTSTART"], e["DTEND"])
		found = found || e["DTSTART"] == "20261210" && e["SUMMARY"] == `VAT return (Germany)\, November 2026`
	}
	assert.True(t, found)
}

// parsed reads a calendar by RFC 5545 alone: lines end with CRLF, have at most 75
// octets, and go on where the next one begins with a space.
func parsed(t *testing.T, text string) []map[string]string {
	t.Helper()
	require.True(t, strings.HasSuffix(text, "\r\n"))
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		require.LessOrEqual(t, len(line), 75)
		require.NotContains(t, line, "\n")
	}
	var open []string
	var events []map[string]string
	for line := range strings.SplitSeq(strings.TrimSuffix(strings.ReplaceAll(text, "\r\n ", ""), "\r\n"), "\r\n") {
		name, value, ok := strings.Cut(line, ":")
		require.True(t, ok, line)
		name, _, _ = strings.Cut(name, ";")
		switch {
		case name == "BEGIN":
			if open = append(open, value); value == "VEVENT" {
				events = append(events, map[string]string{})
			}
		case name == "END":
			require.Equal(t, open[len(open)-1], value)
			open = open[:len(open)-1]
		case len(open) == 2:
			events[len(events)-1][name] = value
		}
	}
	require.Empty(t, open)
	return events
}

func TestMistakesAboutDutiesAreSaid(t *testing.T) {
	t.Parallel()
	for change, say := range map[string]string{
		"packs: [month_end, tax_de,|packs: [tax_d,":                        `no pack called "tax_d" comes with Factotum`,
		"obligations: duties|obligations: nowhere":                         "the folder of obligations",
		"obligations: duties|obligations: kinds":                           "this is no obligation",
		"  lead: {person: aisha@|  at: \"23:00\"\n  lead: {person: aisha@": "no hour at which people are reminded",
	} {
		before, after, _ := strings.Cut(change, "|")
		var out bytes.Buffer
		count, err := app.Calendar(t.Context(), dutifulCompany(t, before, after), none, time.Now(), &out)
		require.NoError(t, err)
		assert.Positive(t, count, change)
		assert.Contains(t, out.String(), say)
	}
	var out bytes.Buffer
	count, err := app.CalendarFile(t.Context(), dutifulCompany(t, "packs: [month_end, tax_de,", "packs: [tax_d,"), none, time.Now(), "x.ics", &out)
	require.NoError(t, err)
	assert.Positive(t, count)
}
