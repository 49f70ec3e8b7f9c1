package report_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/report"
)

const orders = `report: orders
title: Orders
subject: Sales
about: What customers ordered, by region
source: shop
parameters:
  - {name: period, type: period, default: last month}
  - {name: words}
columns:
  - {name: total, title: Ordered, type: money, currency: EUR}
readers: [finance]
masked: [card]
chart: {form: bars, across: region, up: [total]}
headline: total
rows: 500
seconds: 5
sql: |
  SELECT region, card, sum(total) AS total
  FROM orders
  WHERE day BETWEEN :period_from AND :period_to AND (:words IS NULL OR region LIKE :words)
  GROUP BY region
`

func TestAReportOfOnesOwn(t *testing.T) {
	t.Parallel()
	o, problems := report.ParseOwn("reports/orders.yaml", []byte(orders), []string{"shop"})
	require.Empty(t, problems)
	assert.Equal(t, "shop", o.Source)
	assert.Equal(t, 500, o.MostRows)
	assert.Equal(t, 5*time.Second, o.MostTime)
	assert.Equal(t, []report.Parameter{{Name: "period", Type: report.Period, Default: "last month"}, {Name: "words", Type: report.Text}}, o.Parameters)
	assert.Empty(t, o.Lacks([]string{"Region", "card", "total"}))
	var said []string
	for _, p := range o.Lacks([]string{"regions", "cards"}) {
		said = append(said, p.String())
	}
	assert.Equal(t, []string{
		`reports/orders.yaml:10: the statement gives no column "total"; write one of cards, regions`,
		`reports/orders.yaml:12: the statement gives no column "card"; did you mean cards?`,
		`reports/orders.yaml:13: the statement gives no column "region"; did you mean regions?`,
		`reports/orders.yaml:13: the statement gives no column "total"; write one of cards, regions`,
		`reports/orders.yaml:14: the statement gives no column "total"; write one of cards, regions`,
	}, said)
	assert.Equal(t, "reports/orders.yaml:19: no such table: orders", o.At(len("SELECT region, card, sum(total) AS total\nFR"), "no such table: orders").String())
	assert.Equal(t, "reports/orders.yaml:17: it is wrong", o.At(-1, "it is wrong").String())
	assert.Equal(t, "reports/orders.yaml:11: nobody is called so", o.Setting("readers[0]", "nobody is called %s", "so").String())
}

func TestMistakesInAReportOfOnesOwn(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"nothing right": {
			"report: Orders!\nsource: shpo\nmasked: [b]\nchart: {form: pie, across: a, up: [b]}\nrows: 1000000\nsql: SELECT :x\n",
			`o.yaml:1: "Orders!" is no name for a report: write 2 to 31 small letters, digits, - or _, such as orders
o.yaml:2: there is no source "shpo"; did you mean shop?
o.yaml:0: a report needs a title, a subject under which it is listed, and a sentence about it
o.yaml:6: nobody may read it: name roles or teams, or everyone, or write own: true
o.yaml:6: the SQL names :x, which is no parameter: add it, or correct the name
o.yaml:5: a report gives at most 200000 rows, and takes at most 600 seconds
o.yaml:4: "pie" is no form of a chart: write bars, columns or line
o.yaml:3: b is masked, so it can neither be drawn nor be the headline
`,
		},
		"an unknown key": {"reprot: x\n", "o.yaml:1: there is no setting \"reprot\" here; did you mean report?\n"},
		"not YAML":       {"report: [\n", "o.yaml:1: a list in brackets does not end: write a comma between its entries and ] after the last, such as [a, b]\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o, problems := report.ParseOwn("o.yaml", []byte(c.text), []string{"shop"})
			var said string
			for _, p := range problems {
				if p.Line == 0 {
					p.File += ":0"
				}
				said += p.String() + "\n"
			}
			assert.Contains(t, said, c.want)
			assert.Equal(t, "", o.Title)
		})
	}
	o, _ := report.ParseOwn("o.yaml", []byte("report: x\nsql: SELECT 1\n"), nil)
	assert.Equal(t, 2, o.At(3, "wrong").Line, "all of it is on one line")
}
