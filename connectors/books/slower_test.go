package books_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"factotum/automations/report"
	"factotum/automations/request"
)

func (s slow) base(i int) int64 { return s.all[i].Sum.Base.Value.Shift(4).IntPart() }

// decided is when nothing was left to decide.
func decided(r request.Request) string {
	if n := len(r.Decisions); n > 0 && r.Decisions[n-1].Verdict == request.Approved {
		return day(r.Decisions[n-1].At)
	}
	return day(r.Submitted)
}

func (s slow) reimbursements(a report.Arguments) (rows [][]string) {
	for i, r := range s.all {
		if r.Kind != "expense" || r.State != request.Open || r.Work == nil || a["viewer"] != "" && r.Requester != a["viewer"] {
			continue
		}
		rows = append(rows, []string{number(i), r.Requester, r.Title, decided(r), apart(decided(r), a["today"]), cash(s.base(i))})
	}
	return rows
}

func (s slow) policy(a report.Arguments) (rows [][]string) {
	for i, r := range s.all {
		if len(r.Warnings) == 0 || !within(day(r.Submitted), a) || a["viewer"] != "" && r.Requester != a["viewer"] {
			continue
		}
		rows = append(rows, []string{number(i), r.Requester, r.Title, day(r.Submitted), said(r.State), r.Warnings[0].Say + " " + r.Warnings[1].Say, cash(s.base(i))})
	}
	return rows
}

func (s slow) exceptions(a report.Arguments) (rows [][]string) {
	limit := int64(5_000_000)
	if a["limit"] != "" {
		limit = decimal.RequireFromString(a["limit"]).Shift(4).IntPart()
	}
	parts := slices.DeleteFunc(s.parts(), func(p part) bool { return p.kind == "purchase" || p.stage == "void" || !within(p.day, a) })
	rows = s.twice(parts)
	parts = slices.DeleteFunc(parts, func(p part) bool { return p.kind == "invoice" })
	claims := grouped(parts, func(p part) string { return fmt.Sprint(p.request, p.payee) }, func(_ string, of []part) []string {
		first := slices.MinFunc(of, func(a, b part) int { return cmp.Compare(a.day, b.day) })
		return []string{first.who, first.payee, first.day, fmt.Sprint(first.request), fmt.Sprint(amounts(of))}
	})
	claims = slices.DeleteFunc(claims, func(c []string) bool { return whole(c[4]) >= limit })
	for _, c := range claims {
		together, n, first, since := int64(0), 0, c[3], date(c[2]).AddDays(-6).String()
		for _, o := range claims {
			if o[0] == c[0] && o[1] == c[1] && o[2] <= c[2] && o[2] >= since {
				together, n = together+whole(o[4]), n+1
				if whole(o[3]) < whole(first) {
					first = o[3]
				}
			}
		}
		if n > 1 && together >= limit {
			other := ""
			if first != c[3] {
				other = number(int(whole(first)))
			}
			rows = append(rows, []string{fmt.Sprintf("Together above %d within a week", limit/10_000), number(int(whole(c[3]))), other, c[0], c[2], c[1], cash(together)})
		}
	}
	for i, r := range s.all {
		for _, e := range r.Released {
			if within(day(e.At), a) {
				rows = append(rows, []string{"Hold ended: duplicate", number(i), "", r.Requester, day(e.At), "", cash(s.base(i))})
			}
		}
	}
	return rows
}

// twice are amounts that were handed in more than once.
func (s slow) twice(parts []part) [][]string {
	rows := grouped(parts, func(p part) string { return fmt.Sprint(p.day, p.payee, p.e4) }, func(_ string, of []part) []string {
		by := func(a, b part) int { return cmp.Compare(a.request, b.request) }
		first, last := slices.MinFunc(of, by), slices.MaxFunc(of, by)
		if first.request == last.request {
			return nil
		}
		return []string{"Same day, payee and amount", number(last.request), number(first.request), last.who, last.day, last.payee, cash(last.e4)}
	})
	return slices.DeleteFunc(rows, func(row []string) bool { return row == nil })
}

func whole(text string) (n int64) { return decimal.RequireFromString(text).IntPart() }

// owed is an invoice.
type owed struct {
	i                        int
	seller, due, paid, issue string
	e4                       int64
}

func (s slow) invoices() (all []owed) {
	for i, r := range s.all {
		if r.Kind != "invoice" || stage(r) == "void" {
			continue
		}
		o := owed{i: i, seller: cmp.Or(r.Reading.Vendor, r.Values["vendor"].Text), due: r.Values["due_date"].Date.String(), issue: r.Values["issue_date"].Date.String(), e4: s.base(i)}
		if r.State == request.Done {
			o.paid = cmp.Or(r.Work.Day, day(r.Since))
		}
		all = append(all, o)
	}
	return all
}

func (s slow) invoicesDue(a report.Arguments) [][]string {
	unpaid := slices.DeleteFunc(s.invoices(), func(o owed) bool { return o.paid != "" || a["which"] == "overdue" && o.due >= a["today"] })
	key := func(o owed) string {
		over := whole(apart(o.due, a["today"]))
		switch {
		case a["by"] == "vendor":
			return o.seller
		case a["by"] == "invoice":
			return number(o.i) + " " + o.seller
		case over < -7:
			return "Due later"
		case over <= 0:
			return "Due within 7 days"
		case over <= 30:
			return "Up to 30 days over"
		case over <= 60:
			return "31 to 60 days over"
		case over <= 90:
			return "61 to 90 days over"
		}
		return "More than 90 days over"
	}
	return grouped(unpaid, key, func(key string, of []owed) []string {
		overdue := slices.DeleteFunc(slices.Clone(of), func(o owed) bool { return o.due >= a["today"] })
		money := func(o owed) int64 { return o.e4 }
		row := []string{key, count(len(of)), cash(sum(of, money)), cash(sum(overdue, money)), slices.MinFunc(of, func(a, b owed) int { return strings.Compare(a.due, b.due) }).due}
		if a["by"] == "invoice" {
			row = slices.Delete(row, 1, 2)
		}
		return row
	})
}

func (s slow) vendors(a report.Arguments) [][]string {
	first := map[string]string{}
	for i, r := range s.all {
		if r.Kind == "invoice" {
			key := cmp.Or(r.Reading.Vendor, r.Values["vendor"].Text)
			if day := s.all[i].Values["issue_date"].Date.String(); first[key] == "" || day < first[key] {
				first[key] = day
			}
		}
	}
	agreed := slices.DeleteFunc(s.invoices(), func(o owed) bool {
		return stage(s.all[o.i]) != "agreed" || !within(o.issue, a) || a["which"] == "new" && first[o.seller] < a["period_from"]
	})
	money := func(o owed) int64 { return o.e4 }
	all := sum(agreed, money)
	return grouped(agreed, func(o owed) string { return o.seller }, func(key string, of []owed) []string {
		fresh := ""
		if first[key] >= a["period_from"] {
			fresh = "new"
		}
		return []string{key, count(len(of)), cash(sum(of, money)), percent(sum(of, money), all), first[key], fresh}
	})
}

func (s slow) discounts(a report.Arguments) (rows [][]string) {
	for _, o := range s.invoices() {
		r := s.all[o.i]
		until, percent := r.Values["discount_until"].Date, r.Values["discount_percent"].Number
		if percent == nil || !within(until.String(), a) || cmp.Or(o.paid, a["today"]) <= until.String() {
			continue
		}
		missed := decimal.New(o.e4, 0).Mul(*percent).Div(decimal.NewFromInt(100)).Round(0).IntPart()
		rows = append(rows, []string{number(o.i), cmp.Or(r.Values["vendor"].Text), until.String(), o.paid, cash(o.e4), percent.String(), cash(missed)})
	}
	return rows
}

// event is a ticket that came or went.
type event struct {
	r    request.Request
	gone bool
	day  string
}

func (s slow) tickets(a report.Arguments) [][]string {
	var events []event
	for _, r := range s.all {
		if r.Work == nil || !r.Work.Desk {
			continue
		}
		if within(day(r.Submitted), a) {
			events = append(events, event{r, false, day(r.Submitted)})
		}
		if r.State == request.Done && within(day(r.Since), a) {
			events = append(events, event{r, true, day(r.Since)})
		}
	}
	key := func(e event) string {
		switch a["by"] {
		case "category":
			return cmp.Or(map[string]string{"hardware": "Device or printer", "software": "Program", "other": "Something else"}[e.r.Work.Category], "No category")
		case "priority":
			return []string{"Urgent", "High", "Normal", "Low"}[e.r.Work.Priority-1]
		case "month":
			return e.day[:7]
		case "person":
			return cmp.Or(e.r.Work.By, "Nobody")
		case "kind":
			return s.titles[e.r.Kind]
		}
		return e.r.Work.Team
	}
	return grouped(events, key, promised)
}

// promised are the figures of tickets; every hour is worked.
func promised(key string, of []event) []string {
	var opened, resolved, answered, inTime, promises, rated, stars int64
	hours := 0.0
	for _, e := range of {
		if !e.gone {
			opened++
			continue
		}
		resolved++
		w := e.r.Work
		if w.Rating != nil {
			rated, stars = rated+1, stars+int64(w.Rating.Score)
		}
		if len(w.Spans) == 0 {
			continue
		}
		promises++
		first := w.First
		if first.IsZero() || first.After(e.r.Since) {
			first = e.r.Since
		}
		if first.Sub(e.r.Submitted).Minutes() <= []float64{30, 120, 240, 480}[w.Priority-1] {
			answered++
		}
		if e.r.Since.Sub(e.r.Submitted).Hours() <= []float64{4, 8, 24, 80}[w.Priority-1] {
			inTime++
		}
		hours += e.r.Since.Sub(e.r.Submitted).Hours()
	}
	return []string{key, count(int(opened)), count(int(resolved)), percent(answered, promises), percent(inTime, promises), fraction(hours / float64(promises)), fraction(float64(stars) / float64(rated)), count(int(rated))}
}

func (s slow) access(a report.Arguments) (rows [][]string) {
	for i, r := range s.all {
		if r.Kind != "access" || r.State != request.Done {
			continue
		}
		who, until, left := r.Values["person"].Text, "", ""
		if d := r.Values["until"].Date; !d.IsZero() {
			until, left = d.String(), apart(a["today"], d.String())
		}
		days := int(whole(cmp.Or(a["days"], "30")))
		switch {
		case until != "" && until < a["today"], a["viewer"] != "" && who != a["viewer"]:
			continue
		case (a["which"] == "ending" || a["days"] != "") && (until == "" || until > date(a["today"]).AddDays(days).String()):
			continue
		}
		system := map[string]string{"crm": "Customer database", "ledger": "Accounting", "fax": "fax"}[r.Values["system"].Text]
		level := map[string]string{"read": "Read", "write": "Change"}[r.Values["level"].Text]
		rows = append(rows, []string{number(i), who, system, level, day(r.Since), until, left})
	}
	return rows
}

func (s slow) leave(a report.Arguments) (rows [][]string) {
	for i, r := range s.all {
		from, to := r.Values["from"].Date.String(), r.Values["to"].Date.String()
		if r.Kind != "leave" || stage(r) == "void" || to < a["period_from"] || from > a["period_to"] || a["viewer"] != "" && r.Requester != a["viewer"] {
			continue
		}
		sort := map[string]string{"annual": "Annual leave", "sick": "Sick leave"}[r.Values["type"].Text]
		days := 1 + int(whole(apart(max(from, a["period_from"]), min(to, a["period_to"]))))
		rows = append(rows, []string{number(i), r.Requester, sort, from, to, count(days), stage(r)})
	}
	return rows
}

func (s slow) activity(a report.Arguments) (rows [][]string) {
	said := map[string]string{"submit": "Sent it", "show": "Showed it to more people", "approve": "Approved", "resolve": "Done"}
	for i, r := range s.all {
		for v, move := range []string{"submit", "show", "approve", "approve", "resolve"} {
			at := r.Submitted.Add(minutes(v))
			if within(day(at), a) && (a["person"] == "" || r.Requester == a["person"]) && (a["about"] == "" || move == a["about"]) {
				rows = append(rows, []string{at.Format("2006-01-02T15:04:05.000Z"), r.Requester, said[move], number(i), r.Title})
			}
		}
	}
	return rows
}

func (s slow) duties(a report.Arguments) (rows [][]string) {
	for i, r := range s.all {
		if r.Work == nil || r.Work.Duty == nil || !within(r.Work.Due, a) || a["viewer"] != "" && r.Work.Assignee != a["viewer"] {
			continue
		}
		done, how := "", "Open"
		switch {
		case r.State == request.Done:
			if done, how = cmp.Or(r.Work.Day, day(r.Since)), "Done"; done > r.Work.Due {
				how = "Done late"
			}
		case stage(r) == "void":
			how = "Waived"
		case r.Work.Due < a["today"]:
			how = "Overdue"
		}
		if which := a["which"]; which == "all" || which == "open" && (how == "Open" || how == "Overdue") || which == "overdue" && how == "Overdue" || which == "done" && done != "" {
			rows = append(rows, []string{number(i), r.Title, r.Work.Assignee, r.Work.Due, done, how})
		}
	}
	return rows
}

func (s slow) quality(report.Arguments) [][]string {
	return [][]string{{"Projects", "Who leads it", count(s.projects), count(s.unowned), fraction(100 * float64(s.projects-s.unowned) / float64(s.projects))}}
}
