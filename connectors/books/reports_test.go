package books_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/report"
	"factotum/connectors/books"
)

const today = "2026-11-20"

// during are the arguments of a period, with further ones by name.
func during(from, to string, more ...string) report.Arguments {
	a := report.Arguments{"period_from": from, "period_to": to, "today": today}
	for i := 0; i+1 < len(more); i += 2 {
		a[more[i]] = more[i+1]
	}
	return a
}

func november(more ...string) report.Arguments { return during("2026-11-01", "2026-11-30", more...) }

func TestBuiltInReportsOnAHistoryCheckedByHand(t *testing.T) {
	t.Parallel()
	s := past(t)
	for title, c := range map[string]struct {
		name string
		a    report.Arguments
		rows [][]string
	}{
		"spend by category": {"spend", november(), [][]string{
			{"Goods and material", "500", "58.79", "1"}, {"Entertaining guests", "200", "23.52", "1"}, {"Hotel and lodging", "110.5", "12.99", "1"}, {"Travel", "40", "4.7", "1"},
		}},
		"spend by cost centre": {"spend", november("by", "cost_centre"), [][]string{{"Sales (sales)", "740", "87.01", "3"}, {"it", "110.5", "12.99", "1"}}},
		"spend by person":      {"spend", november("by", "person"), [][]string{{"Finn Roy", "500", "58.79", "1"}, {"Carl Berg", "200", "23.52", "1"}, {"Ana Ruíz", "150.5", "17.7", "2"}}},
		"spend by vendor": {"spend", november("by", "vendor"), [][]string{
			{"Lumen Office GmbH", "500", "58.79", "1"}, {"Kaj & Co", "200", "23.52", "1"}, {"Casa do Rio", "110.5", "12.99", "1"}, {"Taxi Lisboa", "40", "4.7", "1"},
		}},
		"spend by month":    {"spend", during("2026-10-01", "2026-11-30", "by", "month"), [][]string{{"2026-10", "100", "10.52", "1"}, {"2026-11", "850.5", "89.48", "4"}}},
		"spend by kind":     {"spend", november("by", "kind"), [][]string{{"Invoice", "500", "58.79", "1"}, {"Expense claim", "350.5", "41.21", "3"}}},
		"spend of oneself":  {"spend", november("viewer", "ana@example.com"), [][]string{{"Hotel and lodging", "110.5", "73.42", "1"}, {"Travel", "40", "26.58", "1"}}},
		"spend on travel":   {"spend", during("2026-10-01", "2026-11-30", "by", "month", "category", "Travel"), [][]string{{"2026-11", "40", "100", "1"}}},
		"spend of somebody": {"spend", november("by", "category", "person", "carl@example.com"), [][]string{{"Entertaining guests", "200", "100", "1"}}},
		"spend of a centre": {"spend", november("by", "person", "cost_centre", "sales Sales"), [][]string{{"Finn Roy", "500", "67.57", "1"}, {"Carl Berg", "200", "27.03", "1"}, {"Ana Ruíz", "40", "5.41", "1"}}},
		"spend of a code":   {"spend", november("by", "person", "cost_centre", "it"), [][]string{{"Ana Ruíz", "110.5", "100", "1"}}},
		"budget": {"budget", during("2026-01-01", "2026-12-31"), [][]string{
			{"Whole company", "", "2026", "10000", "950.5", "280", "8769.5", "12.31", "1230.5"}, {"Sales (sales)", "Travel", "2026-Q4", "100", "40", "0", "60", "40", "40"},
		}},
		"budget of an owner": {"budget", during("2026-01-01", "2026-12-31", "viewer", "ben@example.com"), [][]string{{"Sales (sales)", "Travel", "2026-Q4", "100", "40", "0", "60", "40", "40"}}},
		"budget of others":   {"budget", during("2026-01-01", "2026-12-31", "viewer", "ana@example.com"), nil},
		// Ten full months with 100; last year 300 by October and 360 in all; in the winter before 90.
		"forecast":                {"forecast", report.Arguments{"today": today}, [][]string{{"Whole company", "950.5", "120", "160", "360", "0", "8.33"}}},
		"forecast by category":    {"forecast", report.Arguments{"today": "2026-10-31", "by": "category"}, [][]string{{"Goods and material", "100", "0", "0", "0", "", ""}, {"Travel", "0", "0", "60", "360", "11.11", "8.33"}}},
		"approvals":               {"approvals", november(), [][]string{{"Manager", "3", "24", "30", "33.33"}}},
		"approvals by approver":   {"approvals", november("by", "approver"), [][]string{{"Ben Löwe", "2", "27", "30", "0"}, {"Finn Roy", "1", "2", "2", "100"}}},
		"approvals of oneself":    {"approvals", november("by", "month", "viewer", "finn@example.com"), [][]string{{"2026-11", "1", "2", "2", "100"}}},
		"approvals by kind":       {"approvals", november("by", "kind"), [][]string{{"Expense claim", "3", "24", "30", "33.33"}}},
		"waiting":                 {"waiting", report.Arguments{"today": today}, [][]string{{"Held", "1", "20", "EXP-11", "2", "", ""}, {"Manager", "1", "350", "EXP-3", "11", "", ""}, {"Manager", "1", "", "EXP-22", "8", "42000", "JPY"}}},
		"waiting by who is asked": {"waiting", report.Arguments{"today": today, "by": "approver"}, [][]string{{"Ben Löwe", "1", "350", "EXP-3", "11", "", ""}, {"Ben Löwe", "1", "", "EXP-22", "8", "42000", "JPY"}, {"Held", "1", "20", "EXP-11", "2", "", ""}}},
		"waiting for oneself":     {"waiting", report.Arguments{"today": today, "by": "kind", "viewer": "carl@example.com"}, [][]string{{"Expense claim", "1", "350", "EXP-3", "11"}}},
		"what I approved": {"approved", november("viewer", "ben@example.com"), [][]string{
			{"2026-11-06T09:00:00.000Z", "EXP-2", "Dinner", "carl@example.com", "200", "In progress", "Ben Löwe"},
			{"2026-11-05T15:00:00.000Z", "EXP-1", "Lisbon", "ana@example.com", "150.5", "Done", "Ben Löwe"},
		}},
		"what was rejected":    {"approved", november("person", "finn@example.com"), nil},
		"approved twice":       {"approved", during("2026-08-01", "2026-08-31", "person", "finn@example.com"), [][]string{{"2026-08-05T09:00:00.000Z", "EXP-21", "Kyoto", "ana@example.com", "", "42000", "JPY", "In progress", "Finn Roy"}}},
		"spend without a rate": {"spend", during("2026-08-01", "2026-11-30", "viewer", "ana@example.com"), [][]string{{"Hotel and lodging", "110.5", "73.42", "1", "", ""}, {"Travel", "40", "26.58", "1", "", ""}, {"Hotel and lodging", "", "", "1", "42000", "JPY"}}},
		"reimbursements":       {"reimbursements", report.Arguments{"today": today}, [][]string{{"EXP-21", "ana@example.com", "Kyoto", "2026-08-05", "107", "", "42000", "JPY"}, {"EXP-2", "carl@example.com", "Dinner", "2026-11-06", "14", "200", "", ""}}},
		"reimbursed":           {"reimbursements", report.Arguments{"today": today, "viewer": "ben@example.com"}, nil},
		"out of policy":        {"policy", november(), [][]string{{"EXP-2", "carl@example.com", "Dinner", "2026-11-05", "In progress", "No receipt is attached.", "200"}}},
		"out of my policy":     {"policy", november("viewer", "ana@example.com"), nil},
		"exceptions": {"exceptions", november(), [][]string{
			{"Hold ended: duplicate", "EXP-11", "", "finn@example.com", "2026-11-19", "Finn Roy", "20"},
			{"Same file", "EXP-3", "EXP-2", "carl@example.com", "2026-11-09", "Kaj.jpg", "350"},
			{"Together above 500 within a week", "EXP-3", "EXP-2", "carl@example.com", "2026-11-08", "Kaj & Co", "550"},
		}},
		"a higher limit": {"exceptions", november("limit", "600"), [][]string{
			{"Hold ended: duplicate", "EXP-11", "", "finn@example.com", "2026-11-19", "Finn Roy", "20"}, {"Same file", "EXP-3", "EXP-2", "carl@example.com", "2026-11-09", "Kaj.jpg", "350"},
		}},
		"invoices due": {"invoices-due", report.Arguments{"today": today}, [][]string{
			{"Due later", "1", "20", "0", "2026-12-18"}, {"Up to 30 days over", "1", "500", "500", "2026-11-15"},
		}},
		"invoices due by vendor": {"invoices-due", report.Arguments{"today": today, "by": "vendor"}, [][]string{{"Lumen Office GmbH", "1", "500", "500", "2026-11-15"}, {"Kral", "1", "20", "0", "2026-12-18"}}},
		"invoices overdue":       {"invoices-due", report.Arguments{"today": today, "by": "vendor", "which": "overdue"}, [][]string{{"Lumen Office GmbH", "1", "500", "500", "2026-11-15"}}},
		"invoices one by one":    {"invoices-due", report.Arguments{"today": "2026-12-15", "by": "invoice"}, [][]string{{"EXP-9 Lumen Office GmbH", "500", "500", "2026-11-15"}, {"EXP-11 Kral", "20", "0", "2026-12-18"}}},
		"vendors":                {"vendors", during("2026-10-01", "2026-11-30"), [][]string{{"Lumen Office GmbH", "1", "500", "83.33", "2026-11-01", "new"}, {"Papierhaus", "1", "100", "16.67", "2026-10-20", "new"}}},
		"new vendors":            {"vendors", november("which", "new"), [][]string{{"Lumen Office GmbH", "1", "500", "100", "2026-11-01", "new"}}},
		"discounts":              {"discounts", november(), [][]string{{"EXP-9", "Lumen Office GmbH", "2026-11-08", "", "500", "2", "10"}}},
		"tickets":                {"tickets", november(), [][]string{{"IT", "3", "2", "100", "0", "34", "3", "1"}}},
		"tickets by priority":    {"tickets", november("by", "priority"), [][]string{{"Urgent", "1", "0", "", "", "", "", "0"}, {"Normal", "2", "2", "100", "0", "34", "3", "1"}}},
		"tickets by person":      {"tickets", november("by", "person"), [][]string{{"Ben Löwe", "2", "2", "100", "0", "34", "3", "1"}, {"Nobody", "1", "0", "", "", "", "", "0"}}},
		"quality":                {"quality", report.Arguments{}, [][]string{{"Projects", "Who leads it", "2", "1", "50"}, {"Vendors", "(no field is required)", "1", "0", "100"}}},
		"duties": {"duties", november(), [][]string{
			{"EXP-20", "VAT return", "finn@example.com", "2026-11-02", "", "Waived"},
			{"EXP-16", "VAT return", "finn@example.com", "2026-11-10", "2026-11-09", "Done"},
			{"EXP-17", "VAT return", "finn@example.com", "2026-11-11", "2026-11-12", "Done late"},
			{"EXP-18", "VAT return", "finn@example.com", "2026-11-19", "", "Overdue"},
			{"EXP-19", "VAT return", "finn@example.com", "2026-11-20", "", "Open"},
		}},
		"duties overdue":       {"duties", november("which", "overdue", "viewer", "finn@example.com"), [][]string{{"EXP-18", "VAT return", "finn@example.com", "2026-11-19", "", "Overdue"}}},
		"duties of others":     {"duties", november("viewer", "ana@example.com"), nil},
		"access":               {"access", report.Arguments{"today": today}, [][]string{{"EXP-14", "carl@example.com", "Accounting", "Change", "2026-11-02", "2026-12-04", "14"}}},
		"access about to end":  {"access", report.Arguments{"today": today, "which": "ending", "days": "13"}, nil},
		"access within days":   {"access", report.Arguments{"today": today, "days": "13"}, nil},
		"access that ended":    {"access", report.Arguments{"today": "2026-12-05"}, nil},
		"access of others":     {"access", report.Arguments{"today": today, "viewer": "ana@example.com"}, nil},
		"leave":                {"leave", during("2026-12-01", "2026-12-31"), [][]string{{"EXP-15", "ana@example.com", "Annual leave", "2026-11-27", "2026-12-04", "4", "agreed"}}},
		"no leave":             {"leave", during("2026-12-05", "2026-12-31"), nil},
		"activity":             {"activity", during("2026-11-20", "2026-11-20", "about", "EXP-3"), [][]string{{"2026-11-20T09:07:00.000Z", "ana@example.com", "Sent it", "EXP-3", "Dinner again"}}},
		"activity of Factotum": {"activity", november("person", "factotum"), [][]string{{"2026-11-20T09:40:00.000Z", "factotum", "Asked for a report", "", "Report spend"}}},
		"activity by schedule": {"activity", november("person", "gus@example.com"), [][]string{{"2026-11-20T09:41:00.000Z", "gus@example.com", "Got a report by their schedule", "", "Report spend"}}},
		"activity of nobody":   {"activity", november("person", "ben@example.com"), nil},
	} {
		if c.rows == nil {
			c.rows = [][]string(nil)
		}
		assert.Equal(t, c.rows, s.answer(c.name, c.a), title)
	}
}

func TestEveryBuiltInReportRunsAndKnowsItsColumns(t *testing.T) {
	t.Parallel()
	s := past(t)
	all, err := report.Load(books.Reports())
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(all), 18)
	for _, r := range all {
		table, err := s.Answer(s.ctx, r, report.Arguments{"viewer": "", "period_from": "2020-01-01", "period_to": "2030-12-31"})
		require.NoError(t, err, r.Name)
		names := map[string]bool{}
		for _, c := range table.Columns {
			names[c.Name] = true
		}
		for _, c := range r.Columns {
			assert.True(t, names[c.Name], "%s has no column %s", r.Name, c.Name)
		}
		for _, name := range append(append([]string{}, r.Chart.Up...), r.Chart.Across, r.Headline) {
			assert.True(t, name == "" || name == report.RowsFigure || names[name], "%s has no column %s", r.Name, name)
		}
	}
}
