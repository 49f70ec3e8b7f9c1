package books_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
	"factotum/automations/calendar"
	"factotum/automations/form"
	"factotum/automations/money"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
	"factotum/connectors/books"
)

// date is a day as it is written.
func date(text string) calendar.Date {
	d, err := calendar.Parse(text)
	if err != nil {
		panic(err)
	}
	return d
}

// on is a moment of a day.
func on(day string, hour int) time.Time {
	return date(day).In(time.UTC).Add(time.Duration(hour) * time.Hour)
}

// item is a line of an expense claim.
func item(day, merchant, category, centre, amount string) form.Values {
	sum := euros(amount)
	return form.Values{"date": {Date: date(day)}, "merchant": {Text: merchant}, "category": {Text: category}, "cost_centre": {Text: centre}, "amount": {Money: &sum}}
}

// spending is an expense claim with its items.
func spending(id, by, title string, state request.State, sent string, items ...form.Values) request.Request {
	sum := euros("0")
	for _, i := range items {
		sum, _ = sum.Add(*i["amount"].Money)
	}
	return request.Request{
		ID: id, Kind: "expense", State: state, Requester: by, Title: title, Created: on(sent, 8), Submitted: on(sent, 9), Since: on(sent, 9),
		Sum: &request.Sum{Total: sum, Base: &sum}, Steps: []request.Step{{Name: "Manager", Rules: []request.Rule{{Kind: request.ManagerOf, Of: by}}, Need: 1}},
		Work:   &request.Work{Team: "payables", Do: "Mark as reimbursed", Done: "Reimbursed"},
		Values: form.Values{"purpose": {Text: title}, "paid_with": {Text: "own"}, "lines": {Lines: items}},
	}
}

// verdict is the request with a decision.
func verdict(r request.Request, by, day string, hour int, what request.Verdict) request.Request {
	r.Decisions = append(r.Decisions, request.Decision{Step: "Manager", Verdict: what, By: by, Why: "their manager", At: on(day, hour)})
	r.Since = on(day, hour)
	return r
}

// finished is the request whose work was done on a day.
func finished(r request.Request, by, day string) request.Request {
	work := *r.Work
	work.By, work.Day = by, day
	r.State, r.Since, r.Work = request.Done, on(day, 15), &work
	return r
}

// bill is an invoice.
func bill(id, seller, vendor, order, amount, issued, due, discount, percent string) request.Request {
	sum := euros(amount)
	r := request.Request{
		ID: id, Kind: "invoice", State: request.Open, Requester: "finn@example.com", Title: seller, Created: on(issued, 8), Submitted: on(issued, 9), Since: on(issued, 9),
		Sum: &request.Sum{Total: sum, Base: &sum}, Reading: &request.Reading{Vendor: vendor, Order: order},
		Work: &request.Work{Team: "payables", Done: "Paid", List: "To pay", Due: due},
		Values: form.Values{
			"vendor": {Text: seller}, "number": {Text: "N-" + id}, "gross": {Money: &sum}, "issue_date": {Date: date(issued)}, "due_date": {Date: date(due)},
			"cost_centre": {Text: "sales"}, "category": {Text: "goods"},
		},
	}
	if discount != "" {
		n := decimal.RequireFromString(percent)
		r.Values["discount_until"], r.Values["discount_percent"] = form.Value{Date: date(discount)}, form.Value{Number: &n}
	}
	return r
}

// past is a small history that was checked by hand, as of 20 November 2026.
func past(t testing.TB) *shelf {
	t.Helper()
	s := setup(t)
	s.rules = books.Rules{
		Shift: func(string) *calendar.Calendar { return always(t) },
		Budgets: []books.Budget{
			{Period: "2026", From: date("2026-01-01"), To: date("2026-12-31"), Amount: euros("10000")},
			{CostCentre: "sales", Category: "travel", Period: "2026-Q4", From: date("2026-10-01"), To: date("2026-12-31"), Amount: euros("100")},
			{CostCentre: "it", Period: "2027", From: date("2027-01-01"), To: date("2027-12-31"), Amount: euros("5")},
		},
	}
	s.again()
	accounts := []people.Account{
		{ID: "U1", RealName: "Ana Ruíz", Email: "ana@example.com"},
		{ID: "U2", RealName: "Ben Löwe", Email: "ben@example.com"},
		{ID: "U3", RealName: "Carl Berg", Email: "carl@example.com"},
		{ID: "U4", RealName: "Finn Roy", Email: "finn@example.com"},
	}
	dir, _ := people.Join(accounts, []people.Entry{{Email: "ana@example.com", Manager: "ben@example.com"}, {Email: "carl@example.com", Manager: "ben@example.com"}}, people.Company{
		Teams: []people.Team{{Key: "it", Name: "IT"}}, CostCentres: []people.CostCentre{{Code: "sales", Name: "Sales", Owner: "ben@example.com"}, {Code: "it"}},
	})
	s.staff(dir)
	s.keep(state.Document{ID: "record/vendors/1", Prefix: "VEN", Body: []byte(`{"id":"record/vendors/1","dataset":"vendors","version":1,"title":"Lumen Office GmbH","created":{"by":"ben@example.com","at":"2026-11-01T09:00:00Z"},"changed":{"by":"ben@example.com","at":"2026-11-01T09:00:00Z"},"values":{"name":{"text":"Lumen"}}}`)}, "create")
	for n, owner := range []string{`,"owner":{"text":"ana@example.com"}`, ""} {
		id := fmt.Sprintf("record/projects/%d", n)
		s.keep(state.Document{ID: id, Prefix: "PRJ", Body: []byte(fmt.Sprintf(`{"id":%q,"dataset":"projects","version":1,"title":"P","created":{"by":"ben@example.com","at":"2026-11-01T09:00:00Z"},"changed":{"by":"ben@example.com","at":"2026-11-01T09:00:00Z"},"values":{"name":{"text":"P"}%s}}`, id, owner))}, "create")
	}
	for _, r := range slices.Concat(claims(), others(), duties(), unrated()) {
		s.put(0, r, "submit")
	}
	ran, err := audit.Of(at(40), audit.System, "run/1", "fetch", 0, "", map[string]string{"report": "spend"})
	require.NoError(t, err)
	came, err := audit.Of(at(41), "gus@example.com", "run/plan/1/20261120T080000", "fetch", 0, "", map[string]string{"report": "spend"})
	require.NoError(t, err)
	_, err = s.store.Commit(s.ctx, state.Change{Once: state.Once{Key: "run"}, Audit: []audit.Record{ran, came}})
	require.NoError(t, err)
	s.project()
	return s
}

// claims are EXP-1 to EXP-7.
func claims() []request.Request {
	lisbon := spending("e1", "ana@example.com", "Lisbon", request.Open, "2026-11-04",
		item("2026-11-02", "Taxi Lisboa", "travel", "sales", "40"), item("2026-11-03", "Casa do Rio", "lodging", "it", "110.50"))
	dinner := spending("e2", "carl@example.com", "Dinner", request.Open, "2026-11-05", item("2026-11-05", "Kaj & Co", "entertainment", "sales", "200"))
	dinner.Warnings = []request.Warning{{Path: "lines.0.receipt", Say: "No receipt is attached."}}
	again := spending("e3", "carl@example.com", "Dinner again", request.Pending, "2026-11-09", item("2026-11-08", "Kaj & Co", "entertainment", "sales", "350"))
	refused := spending("e4", "ben@example.com", "Flight", request.Rejected, "2026-11-05", item("2026-11-05", "Air", "travel", "sales", "99"))
	for _, r := range []request.Request{dinner, again} {
		r.Values["lines"].Lines[0]["receipt"] = form.Value{Files: []form.File{{Name: "Kaj.jpg", Hash: "k1"}}}
	}
	return []request.Request{
		finished(verdict(lisbon, "ben@example.com", "2026-11-05", 15, request.Approved), "finn@example.com", "2026-11-10"),
		verdict(dinner, "ben@example.com", "2026-11-06", 9, request.Approved),
		again,
		verdict(refused, "finn@example.com", "2026-11-05", 11, request.TurnedDown),
		finished(spending("e5", "ana@example.com", "Spring", request.Open, "2025-03-10", item("2025-03-09", "Rail", "travel", "sales", "300")), "finn@example.com", "2025-03-20"),
		finished(spending("e6", "ana@example.com", "Winter", request.Open, "2025-12-10", item("2025-12-09", "Rail", "travel", "sales", "60")), "finn@example.com", "2025-12-20"),
		finished(spending("e7", "ana@example.com", "Winter before", request.Open, "2024-12-10", item("2024-12-09", "Rail", "travel", "sales", "90")), "finn@example.com", "2024-12-20"),
	}
}

// others are EXP-8 to EXP-15.
func others() []request.Request {
	price := euros("780")
	order := request.Request{
		ID: "p1", Kind: "purchase", State: request.Done, Requester: "ben@example.com", Title: "Monitors", Created: on("2026-10-01", 9), Submitted: on("2026-10-01", 9), Since: on("2026-10-02", 9),
		Sum: &request.Sum{Total: price, Base: &price}, Work: &request.Work{Team: "procurement", Done: "Ordered", By: "finn@example.com"},
		Values: form.Values{"item": {Text: "Monitors"}, "vendor": {Text: "Lumen"}, "amount": {Money: &price}, "cost_centre": {Text: "sales"}},
	}
	held := bill("i3", "Kral", "", "", "20", "2026-11-18", "2026-12-18", "", "")
	held.State, held.Released = request.Pending, []request.Ended{{Kind: request.DuplicateHold, Key: "d", By: "finn@example.com", At: on("2026-11-19", 9)}}
	solved := ticket("t1", "2026-11-02", 3, request.Done)
	solved.Work.First, solved.Work.By, solved.Work.Rating = on("2026-11-02", 11), "ben@example.com", &request.Rating{Score: 3}
	solved.Work.Spans, solved.Since = append(solved.Work.Spans, request.Span{From: on("2026-11-03", 19), State: request.Done, Team: "it", Priority: 3}), on("2026-11-03", 19)
	return []request.Request{
		order,
		bill("i1", "Lumen", "record/vendors/1", "p1", "500", "2026-11-01", "2026-11-15", "2026-11-08", "2"),
		finished(bill("i2", "Papierhaus", "", "", "100", "2026-10-20", "2026-12-01", "2026-11-14", "3"), "ben@example.com", "2026-11-12"),
		held, solved, ticket("t2", "2026-11-10", 1, request.Open),
		{
			ID: "a1", Kind: "access", State: request.Done, Requester: "ana@example.com", Title: "Ledger", Created: on("2026-11-01", 9), Submitted: on("2026-11-01", 9), Since: on("2026-11-02", 9),
			Work:   &request.Work{Team: "it", Desk: true, By: "ben@example.com", Priority: 3},
			Values: form.Values{"person": {Text: "carl@example.com"}, "system": {Text: "ledger"}, "level": {Text: "write"}, "until": {Date: date("2026-12-04")}},
		},
		{
			ID: "l1", Kind: "leave", State: request.Done, Requester: "ana@example.com", Title: "Skiing", Created: on("2026-11-01", 9), Submitted: on("2026-11-01", 9), Since: on("2026-11-02", 9),
			Values: form.Values{"type": {Text: "annual"}, "from": {Date: date("2026-11-27")}, "to": {Date: date("2026-12-04")}},
		},
	}
}

// duties are EXP-16 to EXP-20.
func duties() (all []request.Request) {
	for i, d := range []struct {
		state     request.State
		due, done string
	}{{request.Done, "2026-11-10", "2026-11-09"}, {request.Done, "2026-11-11", "2026-11-12"}, {request.Open, "2026-11-19", ""}, {request.Open, "2026-11-20", ""}, {request.Cancelled, "2026-11-02", ""}} {
		all = append(all, request.Request{
			ID: "d" + string(rune('1'+i)), Kind: "duty_vat", State: d.state, Requester: "calendar", Title: "VAT return", Created: on("2026-11-01", 9), Submitted: on("2026-11-01", 9), Since: on("2026-11-15", 9),
			Work: &request.Work{Assignee: "finn@example.com", Due: d.due, Day: d.done, Duty: &request.Duty{Period: d.due[:7]}},
		})
	}
	return all
}

// unrated are EXP-21 and EXP-22: claims of which the exchange rate is not known.
// The first was approved in August, the second waits since 12 November.
func unrated() []request.Request {
	yen := money.Amount{Value: decimal.NewFromInt(42_000), Currency: "JPY"}
	claim := func(id, sent string) request.Request {
		r := spending(id, "ana@example.com", "Kyoto", request.Pending, sent, item(sent, "Ryokan", "lodging", "sales", "1"))
		r.Values["lines"].Lines[0]["amount"] = form.Value{Money: &yen}
		r.Sum = &request.Sum{Total: yen}
		return r
	}
	agreed := claim("u1", "2026-08-03")
	agreed.State = request.Open
	for _, at := range []string{"2026-08-04", "2026-08-05"} { // in two steps
		agreed = verdict(agreed, "finn@example.com", at, 9, request.Approved)
	}
	return []request.Request{agreed, claim("u2", "2026-11-12")}
}

// ticket is one of the team it that was opened on a day at 9.
func ticket(id, day string, priority int, is request.State) request.Request {
	return request.Request{
		ID: id, Kind: "ticket", State: is, Requester: "carl@example.com", Title: "Printer", Created: on(day, 9), Submitted: on(day, 9), Since: on(day, 9),
		Work:   &request.Work{Team: "it", Desk: true, Priority: priority, Category: "hardware", Spans: []request.Span{{From: on(day, 9), State: request.Open, Team: "it", Priority: priority}}},
		Values: form.Values{"what": {Text: "Printer"}, "category": {Text: "hardware"}},
	}
}

// always is a calendar in which every hour is worked.
func always(t testing.TB) *calendar.Calendar {
	t.Helper()
	hours, err := calendar.ParseHours(map[string]string{"mon-sun": "00:00-24:00"})
	require.NoError(t, err)
	c, err := calendar.New(time.UTC, hours, "", "", nil)
	require.NoError(t, err)
	return c
}
