package report_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations/report"
)

func TestColumnsAreSaidAlikeInEveryReport(t *testing.T) {
	t.Parallel()
	names := func(names ...string) (all []report.Column) {
		for _, name := range names {
			all = append(all, report.Column{Name: name, Type: report.Text})
		}
		return all
	}
	r := report.Report{Columns: []report.Column{{Name: "Spent", Type: report.Money}, {Name: "items", Title: "Things", Unit: "of 3"}}}
	all := report.Owned(r.Described(names("what", "spent", "items", "unrated", "currency"), report.Arguments{"by": "cost_centre"}), "EUR")
	assert.Equal(t, []report.Column{
		{Name: "what", Title: "Cost centre", Type: report.Text},
		{Name: "spent", Title: "Spent", Type: report.Money, Currency: "EUR"},
		{Name: "items", Title: "Things", Type: report.Text, Unit: "of 3"},
		{Name: "unrated", Title: "No rate yet", Type: report.Money, Rare: true},
		{Name: "currency", Title: "Currency", Type: report.Text, Rare: true},
	}, all)

	all = report.Owned(r.Described(names("what", "spent", "currency", ""), nil), "EUR")
	assert.Equal(t, []report.Column{
		{Name: "what", Title: "What", Type: report.Text},
		{Name: "spent", Title: "Spent", Type: report.Money},
		{Name: "currency", Title: "Currency", Type: report.Text},
		{Type: report.Text},
	}, all, "each row says its own currency")
}
