package books

import (
	"context"
	"database/sql"

	"factotum/automations/calendar"
	"factotum/automations/form"
	"factotum/automations/level"
	"factotum/automations/money"
)

// Rules are what the books hold of the configuration, beside its catalogue.
type Rules struct {
	Shift   level.Hours // working time of teams; nil: no clocks are counted
	Budgets []Budget
}

// Budget is what may be spent in a period, both of whose days belong to it.
type Budget struct {
	CostCentre string // empty: of the whole company
	Category   string // empty: whatever for
	Period     string // as it is written: 2026-Q3
	From, To   calendar.Date
	Amount     money.Amount // in the company's currency
}

// arrange writes what is configured.
func (b *Books) arrange(ctx context.Context, tx *sql.Tx) error {
	p := &page{ctx: ctx}
	p.begin(tx)
	for _, table := range []string{"kind", "choice", "dataset", "wanted", "budget"} {
		p.run("DELETE FROM " + table)
	}
	for _, kind := range b.kinds.Kinds() {
		p.add("INSERT INTO kind VALUES (?, ?, ?, ?)", kind.Key, kind.Title, kind.Orders(), kind.Match != nil)
		kind.Choices(p.choice(kind.Key))
	}
	for _, ds := range b.kinds.Datasets() {
		p.add("INSERT INTO dataset VALUES (?, ?)", ds.Key, ds.Title)
		for _, key := range ds.Wanted {
			if field, ok := ds.Form.Field(key); ok {
				p.add("INSERT OR IGNORE INTO wanted VALUES (?, ?)", ds.Key, field.Label)
			}
		}
		for _, field := range ds.Form.Fields() {
			for _, o := range field.Options {
				p.choice(ds.Key)(field.Key, o)
			}
		}
	}
	for _, of := range b.rules.Budgets {
		p.add("INSERT INTO budget VALUES (NULL, ?, ?, ?, ?, ?, ?)", opt(of.CostCentre), opt(of.Category), of.Period, of.From.String(), of.To.String(), e4(of.Amount.Value))
	}
	return p.close()
}

func (p *page) choice(of string) func(key string, o form.Option) {
	return func(key string, o form.Option) {
		p.add("INSERT OR IGNORE INTO choice VALUES (?, ?, ?, ?)", of, key, o.Value, o.Label)
	}
}
