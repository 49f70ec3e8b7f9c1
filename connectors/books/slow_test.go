package books_test

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"factotum/automations/form"
	"factotum/automations/report"
	"factotum/automations/request"
	"factotum/connectors/books"
)

// slow answers reports without SQL, from the requests themselves.
type slow struct {
	all     []request.Request // the number of each is its place
	labels  map[string]string
	titles  map[string]string // of kinds
	budgets []books.Budget

	projects, unowned int // records of projects, and those without an owner
}

// part is one amount.
type part struct {
	request                                                int
	r                                                      request.Request
	day, category, centre, vendor, payee, kind, who, stage string
	e4                                                     int64
}

func stage(r request.Request) string {
	switch r.State {
	case request.Pending, request.Returned:
		return "asked"
	case request.Open, request.Waiting, request.Done:
		return "agreed"
	default:
		return "void"
	}
}

func e4(v form.Value) int64 { return v.Money.Value.Shift(4).IntPart() }

func number(i int) string { return fmt.Sprintf("EXP-%d", i+1) }

func day(t time.Time) string { return t.Format(time.DateOnly) }

func within(text string, a report.Arguments) bool {
	return text >= a["period_from"] && text <= a["period_to"]
}

// parts are all amounts.
func (s slow) parts() (all []part) {
	for i, r := range s.all {
		p := part{request: i, r: r, kind: r.Kind, who: r.Requester, stage: stage(r), day: day(r.Submitted), centre: r.Values["cost_centre"].Text, category: r.Values["category"].Text}
		switch r.Kind {
		case "expense":
			for _, l := range r.Values["lines"].Lines {
				q := p
				q.day, q.category, q.centre, q.payee, q.e4 = l["date"].Date.String(), l["category"].Text, l["cost_centre"].Text, l["merchant"].Text, e4(l["amount"])
				all = append(all, q)
			}
		case "invoice":
			p.day, p.vendor, p.payee, p.e4 = r.Values["issue_date"].Date.String(), r.Reading.Vendor, r.Values["vendor"].Text, e4(r.Values["gross"])
			all = append(all, p)
		case "purchase":
			p.payee, p.e4 = r.Values["vendor"].Text, e4(r.Values["amount"])
			all = append(all, p)
		}
	}
	return all
}

// spent are those that count as spent.
func (s slow) spent() []part {
	return slices.DeleteFunc(s.parts(), func(p part) bool { return p.stage != "agreed" || p.kind == "purchase" })
}

// committed are the orders with what is left of them.
func (s slow) committed() []part {
	billed := map[string]int64{}
	for _, p := range s.parts() {
		if p.kind == "invoice" && p.stage != "void" {
			billed[p.r.Reading.Order] += p.e4
		}
	}
	all := slices.DeleteFunc(s.parts(), func(p part) bool { return p.stage != "agreed" || p.kind != "purchase" })
	for i, p := range all {
		all[i].e4 = max(0, p.e4-billed[p.r.ID])
	}
	return all
}

// grouped is a row for each key, of the items that have it.
func grouped[T any](items []T, key func(T) string, row func(key string, of []T) []string) (rows [][]string) {
	groups := map[string][]T{}
	for _, i := range items {
		groups[key(i)] = append(groups[key(i)], i)
	}
	for k, of := range groups {
		rows = append(rows, row(k, of))
	}
	return rows
}

func sum[T any](of []T, what func(T) int64) (total int64) {
	for _, i := range of {
		total += what(i)
	}
	return total
}

func amounts(of []part) int64 { return sum(of, func(p part) int64 { return p.e4 }) }

func cash(e4 int64) string { return decimal.New(e4, -4).String() }

func fraction(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return ""
	}
	return decimal.NewFromFloat(v).Round(2).String()
}

func percent(part, whole int64) string { return fraction(100 * float64(part) / float64(whole)) }

func count(n int) string { return strconv.Itoa(n) }

func (s slow) label(category string) string { return cmp.Or(s.labels[category], category, "Not said") }

// where is what a part is counted under.
func (s slow) where(by string) func(part) string {
	return func(p part) string {
		switch by {
		case "cost_centre":
			return cmp.Or(p.centre, "Not said")
		case "vendor":
			return cmp.Or(p.vendor, p.payee, "Not said")
		case "person":
			return p.who
		case "month":
			return p.day[:7]
		case "kind":
			return s.titles[p.kind]
		}
		return s.label(p.category)
	}
}

func (s slow) spend(a report.Arguments) [][]string {
	parts := slices.DeleteFunc(s.spent(), func(p part) bool {
		return !within(p.day, a) || a["viewer"] != "" && p.who != a["viewer"] || s.beside(p, a)
	})
	all := amounts(parts)
	return grouped(parts, s.where(a["by"]), func(key string, of []part) []string {
		return []string{key, cash(amounts(of)), percent(amounts(of), all), count(len(of))}
	})
}

// beside tells whether an amount is none of those that were asked for.
func (s slow) beside(p part, a report.Arguments) bool {
	return a["person"] != "" && p.who != a["person"] || a["category"] != "" && s.labels[p.category] != a["category"] ||
		a["cost_centre"] != "" && p.centre != a["cost_centre"]
}

func (s slow) budget(a report.Arguments) (rows [][]string) {
	for _, b := range s.budgets {
		if a["viewer"] != "" || b.From.String() > a["period_to"] || b.To.String() < a["period_from"] {
			continue
		}
		fits := func(p part) bool {
			return p.day < b.From.String() || p.day > b.To.String() || b.CostCentre != "" && p.centre != b.CostCentre || b.Category != "" && p.category != b.Category
		}
		actual, committed := amounts(slices.DeleteFunc(s.spent(), fits)), amounts(slices.DeleteFunc(s.committed(), fits))
		limit := b.Amount.Value.Shift(4).IntPart()
		category := ""
		if b.Category != "" {
			category = s.label(b.Category)
		}
		rows = append(rows, []string{cmp.Or(b.CostCentre, "Whole company"), category, b.Period, cash(limit), cash(actual), cash(committed), cash(limit - actual - committed), percent(actual+committed, limit), cash(actual + committed)})
	}
	return rows
}

func (s slow) forecast(a report.Arguments) [][]string {
	year, _ := strconv.Atoi(a["today"][:4])
	full, _ := strconv.ParseInt(a["today"][5:7], 10, 64)
	full--
	from := func(p part) (ago int, early bool) {
		y, _ := strconv.Atoi(p.day[:4])
		m, _ := strconv.ParseInt(p.day[5:7], 10, 64)
		return year - y, m <= full
	}
	oldest := -1
	parts := slices.DeleteFunc(s.spent(), func(p part) bool {
		ago, _ := from(p)
		out := ago > 2 || p.day > a["today"]
		if !out {
			oldest = max(oldest, ago)
		}
		return out
	})
	key := func(p part) string {
		if a["by"] == "category" || a["by"] == "cost_centre" {
			return s.where(a["by"])(p)
		}
		return "Whole company"
	}
	return grouped(parts, key, func(key string, of []part) []string {
		in := func(years int, late, early bool) int64 {
			return amounts(slices.DeleteFunc(slices.Clone(of), func(p part) bool {
				ago, e := from(p)
				return ago != years || e && !early || !e && !late
			}))
		}
		last := in(1, true, true)
		row := []string{key, cash(in(0, true, true)), "", "", cash(last), "", ""}
		if full > 0 {
			row[2] = cash(12 * in(0, false, true) / full)
			row[5] = percent(12*in(1, false, true)/full-last, last)
		}
		if oldest >= 1 {
			row[3] = cash(in(0, false, true) + in(1, true, false))
		}
		if oldest >= 2 {
			row[6] = percent(in(1, false, true)+in(2, true, false)-last, last)
		}
		return row
	})
}

// given is one decision.
type given struct {
	request.Decision
	i      int
	waited int64
}

func (s slow) decisions(a report.Arguments) (all []given) {
	for i, r := range s.all {
		since := r.Submitted
		for _, e := range r.Released {
			since = e.At
		}
		for _, d := range r.Decisions {
			if e := r.Released; len(e) > 0 && e[0].At.After(d.At) {
				since = r.Submitted
			}
			if within(day(d.At), a) && (a["viewer"] == "" || d.By == a["viewer"]) {
				all = append(all, given{d, i, int64(d.At.Sub(since).Seconds())})
			}
			since = d.At
			if e := r.Released; len(e) > 0 && e[0].At.After(d.At) {
				since = e[0].At
			}
		}
	}
	return all
}

func (s slow) approvals(a report.Arguments) [][]string {
	key := func(g given) string {
		switch a["by"] {
		case "approver":
			return g.By
		case "kind":
			return cmp.Or(s.titles[s.all[g.i].Kind], "Duties")
		case "month":
			return day(g.At)[:7]
		}
		return g.Step
	}
	return grouped(s.decisions(a), key, func(key string, of []given) []string {
		slices.SortFunc(of, func(a, b given) int { return cmp.Compare(a.waited, b.waited) })
		n, not := len(of), 0
		for _, g := range of {
			if g.Verdict != request.Approved {
				not++
			}
		}
		median := float64(of[(n-1)/2].waited/60+of[n/2].waited/60) / 120
		slowest := float64(of[int(math.Ceil(0.9*float64(n)))-1].waited/60) / 60
		return []string{key, count(n), fraction(median), fraction(slowest), percent(int64(not), int64(n))}
	})
}

// said is what people call a state.
func said(s request.State) string {
	return map[request.State]string{
		request.Pending: "Waits for approval", request.Returned: "Returned", request.Open: "In progress", request.Waiting: "Waits for an answer", request.Done: "Done",
		request.Rejected: "Rejected", request.Withdrawn: "Withdrawn", request.Expired: "Expired", request.Cancelled: "Cancelled", request.Merged: "Merged",
	}[s]
}

func (s slow) approved(a report.Arguments) (rows [][]string) {
	for i, r := range s.all {
		last, by := "", []string(nil)
		for _, d := range r.Decisions {
			if d.Verdict != request.Approved || !within(day(d.At), a) {
				continue
			}
			if !slices.Contains(by, d.By) {
				by = append(by, d.By)
			}
			if (a["person"] == "" || d.By == a["person"]) && (a["viewer"] == "" || d.By == a["viewer"]) {
				last = d.At.Format("2006-01-02T15:04:05.000Z")
			}
		}
		if last == "" {
			continue
		}
		amount := ""
		if r.Sum != nil {
			amount = cash(r.Sum.Base.Value.Shift(4).IntPart())
		}
		rows = append(rows, []string{last, number(i), r.Title, r.Requester, amount, said(r.State), strings.Join(by, ", ")})
	}
	return rows
}

func (s slow) waiting(a report.Arguments) [][]string {
	var pending []int
	for i, r := range s.all {
		if r.State == request.Pending && (a["viewer"] == "" || r.Requester == a["viewer"]) {
			pending = append(pending, i)
		}
	}
	key := func(i int) string {
		r := s.all[i]
		step, asked := r.Current()
		switch {
		case a["by"] == "kind":
			return cmp.Or(s.titles[r.Kind], "Duties")
		case !asked:
			return "Held"
		case a["by"] == "approver":
			return strings.Replace(step.Rules[0].Key(), "role:", "Role ", 1)
		}
		return step.Name
	}
	return grouped(pending, key, func(key string, of []int) []string {
		total := sum(of, func(i int) int64 {
			if s.all[i].Sum == nil {
				return 0
			}
			return s.all[i].Sum.Base.Value.Shift(4).IntPart()
		})
		amount := cash(total)
		if !slices.ContainsFunc(of, func(i int) bool { return s.all[i].Sum != nil }) {
			amount = "" // none of them is about money
		}
		return []string{key, count(len(of)), amount, number(of[0]), apart(day(s.all[of[0]].Since), a["today"])}
	})
}

// apart is how many days lie between two days.
func apart(from, to string) string {
	return count(int(math.Round(on(to, 0).Sub(on(from, 0)).Hours() / 24)))
}

// joined is a row as one text, by which rows are compared in whatever order.
func joined(rows [][]string) []string {
	texts := []string{}
	for _, row := range rows {
		texts = append(texts, strings.Join(row, " | "))
	}
	slices.Sort(texts)
	return texts
}
