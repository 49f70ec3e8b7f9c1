package books

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"factotum/automations/calendar"
	"factotum/automations/form"
	"factotum/automations/level"
	"factotum/automations/money"
)

// Rules are what the books hold of the configuration, beside its catalogue.
type Rules struct {
	Shift   level.Hours    // working time of teams; nil: no clocks are counted
	Working string         // that time as it is configured: where it changes, clocks are counted anew
	Zone    *time.Location // of the company, by which a moment belongs to a day; nil: UTC
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

// ways are the rules that all rows depend on, as one text.
func (b *Books) ways() string {
	return strings.Join([]string{b.rules.zone().String(), string(b.kinds.Company().Currency), b.rules.Working}, "\n")
}

// outdated tells whether rows were made by other rules than those of now: of all,
// or those of a kind or dataset, by which it is known what is in which column,
// and what not everybody may see.
func (b *Books) outdated(ctx context.Context) (bool, error) {
	var ways string
	if err := b.pen.QueryRowContext(ctx, "SELECT rules FROM mark WHERE position > 0 UNION ALL SELECT ?", b.ways()).Scan(&ways); err != nil || ways != b.ways() {
		return err == nil, err
	}
	now := map[string]string{}
	for _, kind := range b.kinds.Kinds() {
		now[kind.Key] = kind.Hash
	}
	for _, ds := range b.kinds.Datasets() {
		now["dataset "+ds.Key] = ds.Hash
	}
	before, err := texts(ctx, b.pen, "SELECT key || '=' || rules FROM kind UNION ALL SELECT 'dataset ' || key || '=' || rules FROM dataset")
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
	p.run("UPDATE mark SET rules = ?", b.ways())
	return p.close()
}

func (p *page) choice(of string) func(key string, o form.Option) {
	return func(key string, o form.Option) {
		p.add("INSERT OR IGNORE INTO choice VALUES (?, ?, ?, ?)", of, key, o.Value, o.Label)
	}
}
