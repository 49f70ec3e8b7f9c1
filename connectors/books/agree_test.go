package books_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"factotum/automations/calendar"
	"factotum/automations/form"
	"factotum/automations/report"
	"factotum/connectors/books"
)

func minutes(n int) time.Duration { return time.Duration(n) * time.Minute }

// TestReportsAgreeWithASlowComputation asks every report for random periods,
// people and choices, and counts the same from the requests without SQL.
func TestReportsAgreeWithASlowComputation(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		agree(t, seed, 500, 4)
	}
}

// BenchmarkAgree does the same with 20,000 requests.
//
//	go test -run none -bench Agree -benchtime 1x ./connectors/books
func BenchmarkAgree(b *testing.B) {
	for b.Loop() {
		agree(b, 99, 20_000, 3)
	}
}

func agree(t testing.TB, seed uint64, requests, times int) {
	t.Helper()
	s := setup(t)
	hours := always(t)
	s.rules = books.Rules{Shift: func(string) *calendar.Calendar { return hours }}
	for _, b := range [][3]string{{"", "", "2026"}, {"sales", "", "2026"}, {"it", "travel", "2025"}, {"lab", "zoo", "2026"}, {"", "goods", "2025"}} {
		s.rules.Budgets = append(s.rules.Budgets, books.Budget{CostCentre: b[0], Category: b[1], Period: b[2], From: date(b[2] + "-01-01"), To: date(b[2] + "-12-31"), Amount: euros("7000")})
	}
	s.again()
	m := newMaker(seed, requests)
	own := slow{all: s.fill(m, true), labels: map[string]string{}, titles: map[string]string{}, budgets: s.rules.Budgets, projects: m.projects, unowned: m.unowned}
	s.project()
	own.called(s)
	dice := rand.New(rand.NewPCG(seed, 1))
	reports := map[string]func(report.Arguments) [][]string{
		"spend": own.spend, "budget": own.budget, "forecast": own.forecast, "approvals": own.approvals, "approved": own.approved, "waiting": own.waiting,
		"reimbursements": own.reimbursements, "policy": own.policy, "exceptions": own.exceptions, "invoices-due": own.invoicesDue, "vendors": own.vendors,
		"discounts": own.discounts, "tickets": own.tickets, "access": own.access, "leave": own.leave, "activity": own.activity, "duties": own.duties, "quality": own.quality,
	}
	for _, name := range slices.Sorted(maps.Keys(reports)) {
		r := asked(t, name)
		r.MostRows = 10 * requests
		for range times * choices(r) {
			a := some(dice, r, own)
			table, err := s.Answer(s.ctx, r, a)
			require.NoError(t, err)
			require.Equal(t, joined(reports[name](a)), joined(table.Lean().Rows), "%s %v, seed %d", name, a, seed)
		}
	}
}

// choices is how many ways there are to choose.
func choices(r report.Report) int {
	n := 1
	for _, p := range r.Parameters {
		n = max(n, len(p.Choices))
	}
	return n
}

// some are random arguments of a report.
func some(dice *rand.Rand, r report.Report, own slow) report.Arguments {
	from := date("2024-01-01").AddDays(dice.IntN(1060))
	a := during(from.String(), from.AddDays(dice.IntN(400)).String())
	a["today"] = date("2026-11-20").AddDays(-dice.IntN(320)).String()
	who := own.all[dice.IntN(len(own.all))].Requester
	a["viewer"] = ""
	if r.Own && dice.IntN(3) == 0 {
		a["viewer"] = who
	}
	for _, p := range r.Parameters {
		switch {
		case p.Type == report.Choice && p.Of == "":
			a[p.Name] = p.Choices[dice.IntN(len(p.Choices))]
		case dice.IntN(2) == 0:
		case p.Of == "category":
			a[p.Name] = slices.Sorted(maps.Values(own.labels))[dice.IntN(len(own.labels))]
		case p.Of == "cost_centre":
			a[p.Name] = "sales"
		case p.Type == report.Person:
			a[p.Name] = who
		case p.Type == report.Money:
			a[p.Name] = "700"
		case p.Type == report.Number:
			a[p.Name] = "60"
		case p.Type == report.Text:
			a[p.Name] = "resolve"
		}
	}
	return a
}

// called learns what choices and kinds are called.
func (s slow) called(on *shelf) {
	learn := func(key string, o form.Option) {
		if known := s.labels[o.Value]; key == "category" && (known == "" || o.Label < known) {
			s.labels[o.Value] = o.Label
		}
	}
	for _, k := range on.kinds.Kinds() {
		s.titles[k.Key] = k.Title
		k.Choices(learn)
	}
	for _, ds := range on.kinds.Datasets() {
		for _, f := range ds.Form.Fields() {
			for _, o := range f.Options {
				learn(f.Key, o)
			}
		}
	}
}
