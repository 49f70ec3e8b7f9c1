package books

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

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

// outdated tells whether rows were made by rules of a kind or dataset that are
// others now: what is in which column, and what not everybody may see, comes from
// them.
func (b *Books) outdated(ctx context.Context) (bool, error) {
	now := map[string]string{}
	for _, kind := range b.kinds.Kinds() {
		now[kind.Key] = kind.Hash
	}
	for _, ds := range b.kinds.Datasets() {
		now["dataset "+ds.Key] = ds.Hash
	}
	rows, err := b.pen.QueryContext(ctx, "SELECT key || '=' || rules FROM kind UNION ALL SELECT 'dataset ' || key || '=' || rules FROM dataset")
	if err != nil {
		return false, fmt.Errorf("books: rules: %w", err)
	}
	before, err := texts(rows)
	if err != nil {
		return false, fmt.Errorf("books: rules: %w", err)
	}
	for _, one := range before {
		key, rules, _ := strings.Cut(one, "=")
		if is, configured := now[key]; configured && is != rules {
			return true, nil
		}
	}
	return false, nil
}

// arrange writes what is configured.
func (b *Books) arrange(ctx context.Context, tx *sql.Tx) error {
	p := &page{ctx: ctx}
	p.begin(tx)
	for _, table := range []string{"kind", "choice", "dataset", "wanted", "budget"} {
		p.run("DELETE FROM " + table)
	}
	for _, kind := range b.kinds.Kinds() {
		p.add("INSERT INTO kind VALUES (?, ?, ?, ?, ?)", kind.Key, kind.Title, kind.Orders(), kind.Match != nil, kind.Hash)
		kind.Choices(p.choice(kind.Key))
	}
	for _, ds := range b.kinds.Datasets() {
		p.add("INSERT INTO dataset VALUES (?, ?, ?)", ds.Key, ds.Title, ds.Hash)
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
