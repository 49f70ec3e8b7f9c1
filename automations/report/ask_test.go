package report_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/automations/report"
)

func reports() []report.Report {
	return []report.Report{
		{
			Name: "spend", Title: "Spend", Also: []string{"spending", "costs"}, Headline: "amount", Parameters: []report.Parameter{
				{Name: "period", Type: report.Period, Default: "last month"},
				{Name: "by", Type: report.Choice, Default: "category", Choices: []string{"category", "cost_centre", "vendor", "person", "month"}},
				{Name: "person", Type: report.Person},
			},
		},
		{
			Name: "invoices-due", Title: "Invoices due", Also: []string{"due invoices"}, Parameters: []report.Parameter{
				{Name: "day", Label: "Day", Type: report.Date, Default: "today"},
				{Name: "over", Type: report.Money},
				{Name: "vendor", Type: report.Text},
			},
		},
		{Name: "approved", Title: "What I approved", Parameters: []report.Parameter{{Name: "kind", Label: "Kind", Type: report.Text, Required: true}, {Name: "least", Type: report.Number}}},
		{Name: "duties", Title: "Duties"},
		{Name: "access", Title: "Access", Parameters: []report.Parameter{
			{Name: "days", Label: "Ending within days", Type: report.Number, Least: 1, Says: "ending within {} days"}, {Name: "limit", Type: report.Money, Least: 1},
		}},
	}
}

func terms() report.Terms {
	return report.Terms{Today: sunday(), Me: "ana@x", People: func(name string) []string {
		return map[string][]string{"we": {"weber@x"}, "ana": {"ana@x"}, "ana ruiz": {"ana@x"}, "ben": {"ben@x"}, "jules": {"jules@x", "jules2@x"}}[strings.ToLower(name)]
	}}
}

func TestWhatWasAskedIsSaidAsASentence(t *testing.T) {
	t.Parallel()
	access, _, err := report.Understand("access", reports(), terms())
	require.NoError(t, err)
	assert.Equal(t, []string{"ending within 30 days", "limit 500"}, access.Said(report.Words{"days": "30", "limit": "500"}, nil))
}

func TestALineIsUnderstood(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]report.Words{
		"spend":                                    {},
		"spend last month by department":           {"period": "last month", "by": "cost_centre"},
		"spend by vendors in Q3 2026":              {"period": "in Q3 2026", "by": "vendor"},
		"spend since 1 March by cost centre":       {"period": "since 1 March", "by": "cost_centre"},
		"Spending 2026-01..2026-03 vendor":         {"period": "2026-01..2026-03", "by": "vendor"},
		"costs by=vendor period=\"this year\"":     {"period": "this year", "by": "vendor"},
		"spend of Ana Ruiz year to date":           {"person": "ana@x", "period": "year to date"},
		"what did we spend last month per vendor?": {"period": "last month", "by": "vendor"},
		"spend last month as file":                 {"period": "last month"},
		"Spend last month, by vendor!":             {"period": "last month", "by": "vendor"},
		"what was our spend this month ?":          {"period": "this month"},
		"show me the spend for 1 to 3 march":       {"period": "for 1 to 3 march"},
		"spend me":                                 {"person": "ana@x"},
		"last quarter spend by category for ben":   {"person": "ben@x", "period": "last quarter", "by": "category"},
	} {
		r, words, err := report.Understand(line, reports(), terms())
		require.NoError(t, err, line)
		assert.Equal(t, "spend", r.Name, line)
		assert.Equal(t, want, words, line)
	}
	r, words, err := report.Understand("due invoices tomorrow over=500 Lumen Office", reports(), terms())
	require.NoError(t, err)
	assert.Equal(t, "invoices-due", r.Name)
	assert.Equal(t, report.Words{"over": "500", "day": "tomorrow", "vendor": "Lumen Office"}, words)
	r, words, err = report.Understand("invoices-due day=tomorrow 1200.50 \"Lumen Office\"", reports(), terms())
	require.NoError(t, err)
	assert.Equal(t, "invoices-due", r.Name)
	assert.Equal(t, report.Words{"day": "tomorrow", "over": "1200.5", "vendor": "Lumen Office"}, words)
	r, words, err = report.Understand("Invoice due", reports(), terms())
	require.NoError(t, err)
	assert.Equal(t, "invoices-due", r.Name, "also as one")
	assert.Empty(t, words)
}

func TestOneOfWhatFormsOfferIsAskedFor(t *testing.T) {
	t.Parallel()
	spend := reports()[0]
	spend.Parameters = append(spend.Parameters, report.Parameter{Name: "category", Type: report.Choice, Of: "category"}, report.Parameter{Name: "cost_centre", Type: report.Choice, Of: "cost_centre"})
	all := report.Offered([]report.Report{spend}, func(field string) []string {
		return map[string][]string{
			"category": {"Hotel and lodging", "Meals of the team", "Other costs", "Training of the team", "Travel"}, "cost_centre": {"400 Design", "410 Research"},
		}[field]
	})
	require.Empty(t, spend.Parameters[3].Choices, "what is offered may change")
	for line, want := range map[string]report.Words{
		"how much did we spend on travel last quarter?": {"category": "Travel", "period": "last quarter", "by": "cost_centre"},
		"spend on hotels by vendor":                     {"category": "Hotel and lodging", "by": "vendor"},
		"spend hotel and lodging of ben this year":      {"category": "Hotel and lodging", "person": "ben@x", "period": "this year", "by": "cost_centre"},
		"what did 400 spend on meals":                   {"category": "Meals of the team", "cost_centre": "400 Design", "by": "vendor"},
		"costs of this month":                           {"period": "of this month"},
		"spend of research by month":                    {"cost_centre": "410 Research", "by": "month"},
		"what did I spend this month":                   {"person": "ana@x", "period": "this month"},
	} {
		_, words, err := report.Understand(line, all, terms())
		require.NoError(t, err, line)
		assert.Equal(t, want, words, line)
	}
	_, _, err := report.Understand("spend team", all, terms())
	require.ErrorContains(t, err, "does not know “team”", "two have it")
	_, _, err = report.Understand("spend by travel", all, terms())
	require.ErrorContains(t, err, "“travel” is none of the choices for by.")
	_, _, err = report.Understand("spend travle", all, terms())
	require.ErrorContains(t, err, "did you mean Travel?")
	alone := terms()
	alone.Alone = func(report.Report) bool { return true }
	_, words, err := report.Understand("what did I spend this month", all, alone)
	require.NoError(t, err)
	assert.Equal(t, report.Words{"period": "this month"}, words, "all they see is about them")
}

func TestOfManyChoicesAFewAreNamed(t *testing.T) {
	t.Parallel()
	spend := reports()[0]
	spend.Parameters = append(spend.Parameters, report.Parameter{Name: "cost_centre", Type: report.Choice, Of: "cost_centre"}, report.Parameter{Name: "project", Type: report.Choice, Of: "project"})
	all := report.Offered([]report.Report{spend}, func(field string) (labels []string) {
		for i := range 300 {
			labels = append(labels, fmt.Sprintf("%d Shop", 1000+i))
		}
		return map[string][]string{"cost_centre": labels}[field]
	})
	_, _, err := report.Understand("spend zork", all, terms())
	assert.Equal(t, "The report spend does not know “zork”. It takes a period (last month, Q3 2026, since 1 March), by (category, cost centre, vendor, person, month), the name of a person, "+
		"cost centre (1000 Shop, 1001 Shop, 1002 Shop, 1003 Shop, 1004 Shop, 1005 Shop, 1006 Shop, 1007 Shop and 292 others).", fault.Say(err))
	_, _, err = report.Understand("spend cost_centre=zork", all, terms())
	require.ErrorContains(t, err, "1007 Shop and 292 others.")
	_, _, err = report.Understand("spend project=zork", all, terms())
	require.ErrorContains(t, err, "“zork” is none of the choices for project. There is nothing to choose from: leave it out.")
}

func TestMineIsAllThereIsForWhoeverSeesNothingElse(t *testing.T) {
	t.Parallel()
	alone := terms()
	alone.Alone = func(r report.Report) bool { return r.Name == "duties" }
	_, words, err := report.Understand("what are my duties", reports(), alone)
	require.NoError(t, err)
	assert.Empty(t, words)
	_, _, err = report.Understand("what are my duties", reports(), terms())
	assert.ErrorContains(t, err, "does not know “my”")
}

func TestANameThatIsAChoiceTooIsTakenAsOne(t *testing.T) {
	t.Parallel()
	due := report.Report{Name: "invoices-due", Also: []string{"invoices", "overdue"}, Parameters: []report.Parameter{
		{Name: "by", Type: report.Choice, Default: "age", Choices: []string{"age", "invoice"}},
		{Name: "which", Type: report.Choice, Default: "all", Choices: []string{"all", "overdue"}},
	}}
	for line, want := range map[string]report.Words{
		"overdue":                 {"which": "overdue"},
		"overdue invoices":        {"which": "overdue", "by": "invoice"},
		"invoices overdue":        {"which": "overdue"},
		"invoices":                {},
		"overdue invoices by age": {"which": "overdue", "by": "age"},
	} {
		_, words, err := report.Understand(line, []report.Report{due}, terms())
		require.NoError(t, err, line)
		assert.Equal(t, want, words, line)
	}
}

func TestWhatWasProbablyMeantIsSuggested(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"spnd last month":                       "There is no report “spnd” that you may read; did you mean spend? /report lists all of yours.",
		"":                                      "There is no report “” that you may read. /report lists all of yours.",
		"weather":                               "There is no report “weather” that you may read. /report lists all of yours.",
		"spend by vendr":                        "“vendr” is none of the choices for by; did you mean vendor?",
		"spend by weather":                      "“weather” is none of the choices for by. Write one of category, cost centre, vendor, person, month.",
		"spend every monday":                    "To have the report spend come by itself, ask for it without “every” and press “Every Monday…” below the answer: there you choose the days.",
		"spend by department and month":         "The report spend takes one of “cost centre” and “month” at a time. Ask for each by itself.",
		"spend lst month":                       "did you mean last?",
		"spend by departmnt":                    "“departmnt” is none of the choices for by; did you mean department?",
		"spend departmnt":                       "The report spend does not know “departmnt”; did you mean department?",
		"spend 31 February":                     "“31 February” is no day: February 2026 has 28 days. Write one that there is, such as 2026-11-20 or 20 Nov.",
		"spend since 31 February 2025 by month": "“31 February 2025” is no day: February 2025 has 28 days.",
		"spend peroid=ever":                     "The report spend takes no “peroid”; did you mean period? It takes a period (last month, Q3 2026, since 1 March), by (category, cost centre, vendor, person, month), the name of a person.",
		"spend period=sometime":                 "“sometime” is no period.",
		"spend person=jules":                    "“jules” does not name one person here. Write the full name or the address.",
		"invoices-due day=soon":                 "“soon” is no day for Day. Write it like 2026-11-20 or 20 Nov.",
		"approved x least=many":                 "“many” is no number for least. Write it like 500 or 12.5.",
		"duties of moon":                        "The report duties does not know “moon”. It takes nothing: write /report duties.",
		"access days=-5":                        "“-5” cannot be used for Ending within days. Write a whole number, 1 or more.",
		"access days=2.5":                       "Write a whole number, 1 or more.",
		"access limit=0":                        "“0” cannot be used for limit. Write an amount of 1 or more.",
		"approved x least=1e99":                 "“1e99” is too much for least.",
		"spend last 0 days":                     "The report spend does not know “last”. It takes a period",
		"approved kind=a b c":                   "“b” is no number for least.",
		"spend since 31.02.2026":                "“31.02.2026” is no day: February 2026 has 28 days.",
		"spend period=\"1 Oct to 31 Nov 2026\"": "“31 nov 2026” is no day: November 2026 has 30 days.",
	} {
		_, _, err := report.Understand(line, reports(), terms())
		require.Error(t, err, line)
		assert.Contains(t, fault.Say(err), want, line)
	}
}

func TestWhatARunBinds(t *testing.T) {
	t.Parallel()
	spend := reports()[0]
	a, err := report.Bind(spend, report.Words{"by": "vendor"}, "", terms())
	require.NoError(t, err)
	assert.Equal(t, report.Arguments{"viewer": "", "period_from": "2026-10-01", "period_to": "2026-10-31", "by": "vendor", "person": ""}, a)
	part, before, c, ok := spend.Earlier(report.Words{}, a, terms())
	require.True(t, ok)
	assert.Nil(t, part, "it is over")
	assert.Equal(t, "September 2026", c.Past.String())
	assert.Equal(t, "2026-09-01", before["period_from"])
	assert.Equal(t, "2026-10-01", a["period_from"])
	part, _, c, ok = spend.Earlier(report.Words{"period": "this month"}, a, terms())
	require.True(t, ok)
	assert.Equal(t, "2026-11-22", part["period_to"], "the rest of it is still to come")
	assert.Equal(t, "22 November", c.Until)
	_, _, _, ok = spend.Earlier(report.Words{"period": "ever"}, a, terms())
	assert.False(t, ok)
	_, _, _, ok = reports()[1].Earlier(nil, a, terms())
	assert.False(t, ok)

	a, err = report.Bind(reports()[1], nil, "ana@x", terms())
	require.NoError(t, err)
	assert.Equal(t, report.Arguments{"viewer": "ana@x", "day": "2026-11-22", "over": "", "vendor": ""}, a)

	_, err = report.Bind(reports()[2], nil, "", terms())
	var missing report.MissingError
	require.True(t, errors.As(err, &missing))
	assert.Equal(t, "kind", missing.Parameters[0].Name)
	assert.Equal(t, "The report approved needs more: say Kind.", fault.Say(err))
	_, err = report.Bind(spend, report.Words{"period": "sometime"}, "", terms())
	assert.Equal(t, fault.Invalid, fault.CodeOf(err))
	_, err = report.Bind(spend, report.Words{"by": "moon"}, "", terms())
	assert.Equal(t, fault.Invalid, fault.CodeOf(err))
	a, err = report.Bind(report.Report{Parameters: []report.Parameter{{Name: "when", Type: report.Period}, {Name: "share", Type: report.Percent}}}, report.Words{"share": "12,5%"}, "", terms())
	require.NoError(t, err)
	assert.Equal(t, report.Arguments{"viewer": "", "when_from": "", "when_to": "", "share": "12.5"}, a)
}

func TestTheHeadlineSaysHowItChanged(t *testing.T) {
	t.Parallel()
	spend := reports()[0]
	table := func(amounts ...string) report.Table {
		t := report.Table{Columns: []report.Column{{Name: "category"}, {Name: "amount", Type: report.Money, Currency: "EUR"}}}
		for _, a := range amounts {
			t.Rows = append(t.Rows, []string{"travel", a})
		}
		return t
	}
	past, err := report.ParsePeriod("2026-09", sunday())
	require.NoError(t, err)
	assert.Equal(t, "12,500.00 EUR", spend.Headlined(table("12000", "500", "")))
	with := func(now, before report.Table) report.Comparison {
		return report.Comparison{Now: now, Before: before, Past: past}
	}
	changed := func(now, before report.Table) string { return spend.Changed(now, with(now, before)) }
	assert.Equal(t, "▲ up 25 % against September 2026 (10,000.00 EUR)", changed(table("12500"), table("10000")))
	assert.Equal(t, "▼ down 50 % against September 2026 (10,000.00 EUR)", changed(table("5000"), table("10000")))
	assert.Equal(t, "▲ up from nothing in September 2026", changed(table("5000"), table()))
	assert.Empty(t, changed(table(), table("5")))
	assert.Equal(t, "the same as in September 2026 (10,000.00 EUR)", changed(table("10000"), table("10000")))
	assert.Equal(t, "▲ up by 22.00 EUR against September 2026 (27,028.00 EUR)", changed(table("27050"), table("27028")))
	assert.Equal(t, "▼ down by 22.00 EUR against September 2026 (27,050.00 EUR)", changed(table("27028"), table("27050")))
	assert.Equal(t, "▲ up by 25.00 EUR against September 2026 (-20.00 EUR)", changed(table("5"), table("-20")))
	assert.Equal(t, "▼ down from nothing in September 2026", changed(table("-5"), table()))
	going := with(table("12500"), table("10000"))
	going.Until = "22 November"
	assert.Equal(t, "September 2026", going.Since(spend, table("12500")))
	assert.Equal(t, "▲ up 25 % against September 2026 (10,000.00 EUR)", spend.Changed(table("12500"), going))
	assert.Equal(t, "12,500.00 EUR until 22 November: ▲ up 25 % against September 2026 (10,000.00 EUR)", spend.Changed(table("13000"), going))
	assert.Empty(t, going.Since(spend, table("13000")))
	cut := table("5")
	cut.Cut = true
	assert.Empty(t, changed(cut, table("5")))
	rate := table("5", "")
	rate.Columns = append(rate.Columns, report.Column{Name: report.Unrated, Type: report.Money}, report.Column{Name: "currency", Rare: true})
	rate.Rows = [][]string{{"travel", "5", "", ""}, {"meals", "", "12.5", "USD"}}
	assert.Equal(t, "5.00 EUR, and 12.50 USD without an exchange rate", spend.Headlined(rate))
	rate.Rows = rate.Rows[:1]
	assert.Len(t, rate.Lean().Columns, 3)
	assert.Equal(t, []string{"travel", "5", ""}, rate.Lean().Rows[0])
	assert.Equal(t, table("5"), table("5").Lean())
	duties := report.Report{Title: "Duties", Headline: report.RowsFigure, Chart: report.Chart{Form: report.Bars, Across: "category", Up: []string{report.RowsFigure}}}
	assert.Equal(t, "2", duties.Headlined(table("1", "2")))
	assert.Equal(t, "Duties", duties.Measure(table("1", "2")))
	assert.Equal(t, "travel: 2 duties", report.Finding(duties, table("1", "2"), report.Table{}, ""))
	duties.About, duties.Notes = "What it is", []string{"It is {amount}.", "Always."}
	assert.Equal(t, []string{"What it is.", "It is 1.00 EUR.", "Always."}, duties.Noted(table("1")))
	assert.Equal(t, []string{"What it is.", "Always."}, duties.Noted(table("1", "2")))
	assert.Empty(t, report.Report{}.Headlined(table("5")))
	assert.Nil(t, table("5").Total("category"))
	hours := report.Table{Columns: []report.Column{{Name: "amount", Type: report.Hours}}, Rows: [][]string{{"1234.5"}, {"1"}}}
	assert.Equal(t, "1,235.5 h", spend.Headlined(hours))
}
