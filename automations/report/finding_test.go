package report_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"factotum/automations/report"
)

// spend is a report of amounts by some column.
func spend(form, across string) report.Report {
	return report.Report{Name: "spend", Title: "Spend", Chart: report.Chart{Form: form, Across: across, Up: []string{"spent"}}}
}

func answer(across string, rows ...[]string) report.Table {
	return report.Table{
		Columns: []report.Column{{Name: across, Title: "Category"}, {Name: "spent", Title: "Spent", Type: report.Money, Currency: "EUR"}}, Rows: rows,
	}
}

func TestTheFindingOfBars(t *testing.T) {
	t.Parallel()
	now := answer("category", []string{"Meals", "300"}, []string{"Travel", "410"}, []string{"Other", "290"})
	for name, c := range map[string]struct {
		now, before report.Table
		since, want string
	}{
		"more than before":     {now, answer("category", []string{"Travel", "366"}), "September", "Travel is 41 % of spend, up 12 % on September"},
		"less than before":     {now, answer("category", []string{"Travel", "820"}), "September", "Travel is 41 % of spend, down 50 % on September"},
		"many times as before": {now, answer("category", []string{"Travel", "4.1"}), "September", "Travel is 41 % of spend, up 100 times on September"},
		"as before":            {now, answer("category", []string{"Travel", "410.5"}), "September", "Travel is 41 % of spend, about the same as in September"},
		"just as before":       {now, answer("category", []string{"Travel", "410"}), "September", "Travel is 41 % of spend, the same as in September"},
		"new":                  {now, answer("category", []string{"Meals", "9"}), "September", "Travel is 41 % of spend, none in September"},
		"nothing before":       {now, report.Table{}, "September", "Travel is 41 % of spend"},
		"not compared":         {now, answer("category", []string{"Travel", "366"}), "", "Travel is 41 % of spend"},
		"alone":                {answer("category", []string{"Travel", "1234.5"}), report.Table{}, "", "Travel: 1,235 EUR"},
		"all the same":         {answer("category", []string{"Travel", "12"}, []string{"Meals", "12"}), report.Table{}, "", "All 2 have 12 EUR each"},
		"none":                 {answer("category"), report.Table{}, "", ""},
		"nothing at all":       {answer("category", []string{"Travel", "0"}, []string{"", "0"}), report.Table{}, "", ""},
		"all paid back":        {answer("category", []string{"Travel", "0"}, []string{"", "-1"}), report.Table{}, "", "Nothing is above zero in 2 rows"},
		"paid back":            {answer("category", []string{"Travel", "5"}, []string{"", "-3"}), report.Table{}, "", "Travel is highest with 5 EUR"},
		"hardly any":           {answer("category", []string{"", "1"}, []string{"Travel", "0"}), report.Table{}, "", "(none) is all of 1 EUR"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, c.want, report.Finding(spend(report.Bars, "category"), c.now, c.before, c.since))
		})
	}
}

func TestTheFindingSaysTheTotalWhereTheTitleIsLong(t *testing.T) {
	t.Parallel()
	r := spend(report.Bars, "category")
	r.Title = "Spend by category"
	now := answer("category", []string{"Meals", "59000"}, []string{"Travel", "41000"})
	assert.Equal(t, "Meals is 59 % of 100k EUR", report.Finding(r, now, report.Table{}, ""))
}

func TestBarsWithATargetSayBoth(t *testing.T) {
	t.Parallel()
	budgets := report.Table{Columns: []report.Column{
		{Name: "centre", Type: report.Text},
		{Name: "category", Type: report.Text},
		{Name: "period", Type: report.Text},
		{Name: "spent", Title: "Actual", Type: report.Money, Currency: "EUR"},
		{Name: "budget", Title: "Budget", Type: report.Money, Currency: "EUR"},
		{Name: "left", Type: report.Money, Currency: "USD"},
	}, Rows: [][]string{{"Design", "Travel", "2026", "200", "300", "1"}, {"Design", "Everything", "2026", "900", "800", "1"}, {"Sales", "Travel", "2026", "1", "2", "1"}}}
	r := spend(report.Bars, "centre")
	r.Chart.Up = []string{"spent", "budget", "left"}
	p, ok := r.Draws(budgets)
	require.True(t, ok)
	assert.Len(t, p.Lines, report.MostLines)
	assert.Equal(t, []string{"Design, Everything", "Design, Travel", "Sales, Travel"}, p.Labels, "they are not added up")
	assert.Equal(t, "Design, Everything: actual 900 EUR, budget 800 EUR", report.Finding(r, budgets, report.Table{}, ""))
	r.Chart.Limit = true
	assert.Equal(t, "Design, Everything is 100 EUR above its budget", report.Finding(r, budgets, report.Table{}, ""))
	budgets.Rows[0][3], budgets.Rows[2][4] = "301", "0"
	assert.Equal(t, "Design, Everything is 100 EUR above its budget; 2 of 2 are above theirs", report.Finding(r, budgets, report.Table{}, ""))
	budgets.Rows = budgets.Rows[2:]
	assert.Empty(t, report.Finding(r, budgets, report.Table{}, ""), "no limit is one")
	budgets.Rows[0][4] = "2"
	assert.Equal(t, "Sales has used 50 % of its budget of 2 EUR", report.Finding(r, budgets, report.Table{}, ""))
	r.Chart.Says = "{spent} of {budget}"
	assert.Equal(t, "1 EUR of 2 EUR", report.Finding(r, budgets, report.Table{}, ""))
	r.Chart.Says = "{rows} of them"
	assert.Equal(t, "1 of them", report.Finding(r, budgets, report.Table{}, ""), "rows are counted wherever they are named")
	r.Chart.Says = "{spent} and {centre}"
	assert.Equal(t, "Sales has used 50 % of its budget of 2 EUR", report.Finding(r, budgets, report.Table{}, ""), "names are not added up")
	vendors := spend(report.Bars, "category")
	vendors.Title = "Vendors"
	assert.Equal(t, "Meals is 75 % of 4 EUR", report.Finding(vendors, answer("category", []string{"Meals", "3"}, []string{"Travel", "1"}), report.Table{}, ""))
}

func TestTheFindingOfCountsSaysOfWhat(t *testing.T) {
	t.Parallel()
	now := answer("step", []string{"Manager", "3"}, []string{"Finance", "8"})
	now.Columns[1] = report.Column{Name: "spent", Title: "Requests", Type: report.Number}
	r := spend(report.Bars, "step")
	assert.Equal(t, "Finance: 8 of 11 requests (73 %)", report.Finding(r, now, report.Table{}, ""))
	even := answer("step", []string{"Manager", "1"}, []string{"Finance", "1"})
	even.Columns[1] = now.Columns[1]
	assert.Equal(t, "All 2 have 1 request each", report.Finding(r, even, report.Table{}, ""))
	even.Rows = even.Rows[:1]
	assert.Equal(t, "Manager: 1 request", report.Finding(r, even, report.Table{}, ""))
	even.Columns[1].Title = "Duties"
	assert.Equal(t, "Manager: 1 duty", report.Finding(r, even, report.Table{}, ""))
	r.Chart.Kept = true
	p, ok := r.Draws(now)
	require.True(t, ok)
	assert.Equal(t, []string{"Manager", "Finance"}, p.Labels, "in the order of the answer")
}

func TestTheFindingAboutPeopleSaysWhatTheyDid(t *testing.T) {
	t.Parallel()
	r := spend(report.Bars, "what")
	r.Parameters = []report.Parameter{{Name: "by", Type: report.Choice, Choices: []string{"person", "month"}, Headed: map[string]string{"person": "Handed in by"}}}
	now := answer("what", []string{"Ana", "30"}, []string{"Ben", "10"})
	now.Columns = r.Described(now.Columns, report.Arguments{"by": "person"})
	now.Columns[1].Type, now.Columns[1].Currency = report.Money, "EUR"
	assert.Equal(t, "Handed in by", now.Columns[0].Title)
	before := now
	before.Rows = [][]string{{"Ana", "20"}}
	assert.Equal(t, "75 % of spend was handed in by Ana, up 50 % on September", report.Finding(r, now, before, "September"))
	assert.Equal(t, "Month", r.Described(now.Columns, report.Arguments{"by": "month"})[0].Title)
}

func TestFiguresThatCannotBeAddedHaveNoShare(t *testing.T) {
	t.Parallel()
	now := answer("team", []string{"IT", "12.25"}, []string{"Finance", "41.54"})
	now.Columns[1].Type = report.Hours
	assert.Equal(t, "Finance is highest with 41.5 h", report.Finding(spend(report.Bars, "team"), now, report.Table{}, ""))
}

func TestTheFindingOfWhatFollowsEachOther(t *testing.T) {
	t.Parallel()
	months := answer("month", []string{"2026-09", "100"}, []string{"2026-10", "112"})
	assert.Equal(t, "Oct 2026: 112 EUR, up 12 % on Sep 2026", report.Finding(spend(report.Posts, "month"), months, report.Table{}, ""))
	more := answer("month", []string{"2026-09", "300"}, []string{"2026-10", "100"}, []string{"2026-11", "112"})
	assert.Equal(t, "Sep 2026 is highest with 300 EUR; Nov 2026: 112 EUR", report.Finding(spend(report.Posts, "month"), more, report.Table{}, ""))
	more.Rows[2][1] = "301"
	assert.Equal(t, "Nov 2026 is highest with 301 EUR", report.Finding(spend(report.Posts, "month"), more, report.Table{}, ""))
	more.Rows[0][1], more.Rows[2][1] = "1300.4", "64.2"
	assert.Equal(t, "Sep 2026 is highest with 1,300 EUR; Nov 2026: 64.20 EUR", report.Finding(spend(report.Posts, "month"), more, report.Table{}, ""))
	one := answer("month", []string{"2026-10-05", "112"})
	assert.Equal(t, "5 Oct 2026: 112 EUR", report.Finding(spend(report.Lines, "month"), one, report.Table{}, ""))
	target := answer("month", []string{"2026-09", "100", "90"}, []string{"2026-10", "112", "140"}, []string{"2026-11", "112", "100"})
	target.Columns = append(target.Columns, report.Column{Name: "budget", Title: "Budget", Type: report.Money, Currency: "EUR"})
	r := spend(report.Lines, "month")
	r.Chart.Up = append(r.Chart.Up, "budget")
	assert.Equal(t, "Spent was 12 % above the budget in Nov 2026", report.Finding(r, target, report.Table{}, ""))
	target.Rows = target.Rows[:2]
	assert.Equal(t, "Spent was 20 % below the budget in Oct 2026", report.Finding(r, target, report.Table{}, ""))
	target.Rows[1][2] = "0"
	assert.Equal(t, "Spent in Oct 2026: 112 EUR, Budget 0 EUR", report.Finding(r, target, report.Table{}, ""))
}

func TestNothingIsDrawnOfWhatDoesNotFit(t *testing.T) {
	t.Parallel()
	table := answer("category", []string{"Travel", "1"}, []string{"Meals", "2"})
	_, ok := spend(report.Bars, "place").Draws(table)
	assert.False(t, ok, "no such column")
	r := spend(report.Bars, "category")
	r.Chart.Up = []string{"lost"}
	_, ok = r.Draws(table)
	assert.False(t, ok, "no such figure")
	r.Chart.Up = nil
	_, ok = r.Draws(table)
	assert.False(t, ok, "no figure")
	table.Columns[1].Currency = ""
	table.Columns = append(table.Columns, report.Column{Name: "Currency"})
	table.Rows = [][]string{{"Travel", "1", "EUR"}, {"Meals", "2", "USD"}}
	_, ok = spend(report.Bars, "category").Draws(table)
	assert.False(t, ok, "two currencies")
	table.Rows[1][2] = "EUR"
	p, ok := spend(report.Bars, "category").Draws(table)
	require.True(t, ok)
	assert.Equal(t, "EUR", p.Unit)
	assert.Equal(t, []string{"Meals", "Travel"}, p.Labels)
}

func TestMonthsStandInTheirOrder(t *testing.T) {
	t.Parallel()
	table := answer("month", []string{"2026-09", "100"}, []string{"2026-10", "112"})
	table.Columns[0].Type = report.Text
	assert.Equal(t, "Oct 2026", table.Show(1, 0, time.UTC))
	table.Columns[0].Title = "What"
	p, ok := spend(report.Bars, "month").Draws(table)
	require.True(t, ok)
	assert.Empty(t, p.Across)
	assert.Equal(t, report.Posts, p.Form)
	assert.Equal(t, []string{"Sep 2026", "Oct 2026"}, p.Labels)
}

func TestAPictureHasEveryFigureOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) []string {
			return []string{rapid.SampledFrom([]string{"a", "b", "c", ""}).Draw(t, "label"), decimal.New(rapid.Int64Range(-1e9, 1e9).Draw(t, "figure"), -2).String()}
		}), 1, 20).Draw(t, "rows")
		table := answer("category", rows...)
		p, ok := spend(rapid.SampledFrom([]string{report.Bars, report.Posts, report.Lines}).Draw(t, "form"), "category").Draws(table)
		drawn, given := decimal.Zero, decimal.Zero
		for _, row := range rows {
			given = given.Add(decimal.RequireFromString(row[1]))
		}
		if !ok { // nothing but zeros is not drawn
			require.True(t, given.IsZero())
			return
		}
		for i, v := range p.Lines[0].Values {
			drawn = drawn.Add(v)
			if p.Form == report.Bars && i > 0 {
				require.False(t, v.GreaterThan(p.Lines[0].Values[i-1]))
			}
		}
		require.True(t, drawn.Equal(given))
		require.NotEmpty(t, report.Finding(spend(p.Form, "category"), table, report.Table{}, ""))
	})
}

func TestShortFigures(t *testing.T) {
	t.Parallel()
	for figure, want := range map[string]string{
		"0": "0", "0.004": "0", "3.14159": "3.14", "41.54": "41.5", "-41.54": "-41.5", "412.5": "413", "4210": "4,210", "-4210.4": "-4,210",
		"12345": "12.3k", "123456": "123k", "1234567": "1.23M", "12345678901": "12.3bn", "-1234567": "-1.23M",
	} {
		assert.Equal(t, want, report.Short(decimal.RequireFromString(figure)), figure)
	}
}

func TestCellsAsPeopleReadThem(t *testing.T) {
	t.Parallel()
	paris, err := time.LoadLocation("Europe/Paris")
	require.NoError(t, err)
	types := []report.Type{report.Text, report.Money, report.Percent, report.Hours, report.Number, report.Date, report.Moment, report.Person, report.Money, report.Date}
	table := report.Table{Rows: [][]string{{"a", "-1234567.50", "12.5", "3", "1000", "2026-11-20", "2026-11-20T23:30:00Z", "ana@example.com", "", "soon"}}}
	for _, kind := range types {
		table.Columns = append(table.Columns, report.Column{Name: string(kind), Type: kind, Currency: "EUR"})
	}
	named := table.Named(func(id string) string { return "<" + id + ">" })
	var shown []string
	for i := range types {
		shown = append(shown, named.Show(0, i, paris))
	}
	assert.Equal(t, []string{"a", "-1,234,567.50 EUR", "12.5 %", "3.0 h", "1,000", "20 Nov 2026", "21 Nov 2026 00:30", "<ana@example.com>", "", "soon"}, shown)
	assert.Equal(t, "ana@example.com", table.Rows[0][7], "the answer itself is not changed")
}
