package books_test

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
	"factotum/automations/calendar"
	"factotum/automations/form"
	"factotum/automations/money"
	"factotum/automations/request"
	"factotum/automations/state"
)

// maker makes requests at random, of three years up to the day of the reports,
// the oldest first.
type maker struct {
	dice *rand.Rand
	of   int // how many there are to be
	made int

	orders []string // ids

	projects, unowned int // records of projects, and those without an owner
}

func newMaker(seed uint64, of int) *maker {
	return &maker{dice: rand.New(rand.NewPCG(seed, 7)), of: of}
}

func (m *maker) one(list ...string) string { return list[m.dice.IntN(len(list))] }

func (m *maker) person() string {
	return fmt.Sprintf("p%d@example.com", m.dice.IntN(min(3000, 5+m.of/20)))
}

func (m *maker) amount(most int) money.Amount {
	return money.Amount{Value: decimal.New(int64(1+m.dice.IntN(100*most)), -2), Currency: "EUR"}
}

// next is one more request, some minutes after the one before.
func (m *maker) next() request.Request {
	m.made++
	sent := on("2024-01-05", 0).Add(time.Duration(m.made*1050*86_400/m.of) * time.Second)
	r := request.Request{
		ID: fmt.Sprintf("g%07d", m.made), Requester: m.person(), Created: sent, Submitted: sent, Since: sent, Title: m.one("Visit to", "Things for", "Meeting in") + " " + m.one("Lisbon", "Porto", "Oslo", "Bern"),
		State: request.State(m.one("pending", "returned", "open", "open", "done", "done", "done", "done", "rejected", "withdrawn", "cancelled")),
	}
	switch d := m.dice.IntN(20); {
	case d < 10:
		m.claim(&r)
	case d < 13:
		m.invoice(&r)
	case d < 15:
		m.order(&r)
	case d < 17:
		m.ticket(&r)
	case d < 18 && m.dice.IntN(2) == 0:
		m.duty(&r)
	case d < 18:
		m.access(&r)
	default:
		m.leave(&r)
	}
	m.decide(&r)
	return r
}

func (m *maker) day(r *request.Request, from, to int) calendar.Date {
	return calendar.DateOf(r.Submitted, time.UTC).AddDays(from + m.dice.IntN(to-from+1))
}

// worked ends the work of what is done.
func (m *maker) worked(r *request.Request) {
	if r.State == request.Done && r.Work != nil {
		r.Since = r.Submitted.Add(time.Duration(1+m.dice.IntN(400)) * time.Hour)
		r.Work.By = m.person()
		if m.dice.IntN(2) == 0 {
			r.Work.Day = calendar.DateOf(r.Since, time.UTC).String()
		}
	}
}

func (m *maker) claim(r *request.Request) {
	sum := euros("0")
	var lines []form.Values
	for range 1 + m.dice.IntN(3) {
		amount := m.amount(400)
		sum, _ = sum.Add(amount)
		line := form.Values{
			"date": {Date: m.day(r, -20, 0)}, "merchant": {Text: m.one("City Taxi", "Rail", "Hotel", "Kaj & Co", "Café "+m.one("A", "B", "C", "D", "E", "F", "G"))}, "amount": {Money: &amount},
			"category": {Text: m.one("travel", "lodging", "meal", "office", "zoo")}, "cost_centre": {Text: m.one("sales", "it", "lab", "sea")},
		}
		if m.dice.IntN(10) == 0 {
			delete(line, "category")
		}
		lines = append(lines, line)
	}
	r.Kind, r.Sum = "expense", &request.Sum{Total: sum, Base: &sum}
	r.Values = form.Values{"purpose": {Text: r.Title}, "lines": {Lines: lines}}
	if m.dice.IntN(4) > 0 {
		r.Work = &request.Work{Team: "payables", Done: "Reimbursed"}
	} else if r.State == request.Open {
		r.State = request.Done
	}
	if m.dice.IntN(8) == 0 {
		r.Warnings = []request.Warning{{Say: m.one("No receipt.", "Too old.")}, {Say: "Late."}}
	}
	m.worked(r)
}

func (m *maker) invoice(r *request.Request) {
	amount, issued := m.amount(5000), m.day(r, -30, 0)
	r.Kind, r.Sum, r.Reading = "invoice", &request.Sum{Total: amount, Base: &amount}, &request.Reading{}
	seller := "Seller " + m.one("A", "B", "C", "D", "E", "F", "G", "H")
	if m.dice.IntN(3) == 0 {
		r.Reading.Vendor = "record/vendors/" + m.one("1", "2", "3", "4")
	}
	if m.dice.IntN(2) == 0 && len(m.orders) > 0 {
		r.Reading.Order = m.one(m.orders...)
	}
	due := issued.AddDays(m.dice.IntN(90))
	r.Work = &request.Work{Team: "payables", Done: "Paid", Due: due.String()}
	r.Values = form.Values{"vendor": {Text: seller}, "number": {Text: "N" + r.ID}, "gross": {Money: &amount}, "issue_date": {Date: issued}, "due_date": {Date: due}, "cost_centre": {Text: m.one("sales", "it")}, "category": {Text: m.one("goods", "travel")}}
	if m.dice.IntN(3) == 0 {
		percent := decimal.NewFromInt(int64(1 + m.dice.IntN(4)))
		r.Values["discount_until"], r.Values["discount_percent"] = form.Value{Date: issued.AddDays(m.dice.IntN(20))}, form.Value{Number: &percent}
	}
	if m.dice.IntN(15) == 0 {
		r.Released = []request.Ended{{Kind: request.DuplicateHold, Key: r.ID, By: m.person(), At: r.Submitted.Add(time.Hour)}}
	}
	m.worked(r)
}

func (m *maker) order(r *request.Request) {
	amount := m.amount(3000)
	r.Kind, r.Sum, r.Work = "purchase", &request.Sum{Total: amount, Base: &amount}, &request.Work{Team: "procurement", Done: "Ordered"}
	m.orders = append(m.orders, r.ID)
	r.Values = form.Values{"item": {Text: r.Title}, "vendor": {Text: "Lumen"}, "amount": {Money: &amount}, "cost_centre": {Text: m.one("sales", "it")}}
	m.worked(r)
}

func (m *maker) ticket(r *request.Request) {
	priority := 1 + m.dice.IntN(4)
	r.Kind, r.Work = "ticket", &request.Work{Team: m.one("it", "payables"), Desk: true, Priority: priority, Category: m.one("hardware", "software", "other")}
	r.Values = form.Values{"what": {Text: r.Title}, "category": {Text: r.Work.Category}}
	r.Work.Spans = []request.Span{{From: r.Submitted, State: request.Open, Team: r.Work.Team, Priority: priority}}
	m.worked(r)
	if r.State != request.Done {
		return
	}
	r.Work.Day = ""
	r.Work.Spans = append(r.Work.Spans, request.Span{From: r.Since, State: request.Done, Team: r.Work.Team, Priority: priority})
	if m.dice.IntN(3) > 0 {
		r.Work.First = r.Submitted.Add(time.Duration(1+m.dice.IntN(600)) * time.Minute)
	}
	if m.dice.IntN(3) == 0 {
		r.Work.Rating = &request.Rating{Score: 1 + m.dice.IntN(3)}
	}
}

func (m *maker) access(r *request.Request) {
	r.Kind, r.Work = "access", &request.Work{Team: "it", Desk: true, Priority: 3}
	r.Values = form.Values{"person": {Text: m.person()}, "system": {Text: m.one("crm", "ledger", "fax")}, "level": {Text: m.one("read", "write")}}
	if m.dice.IntN(2) == 0 {
		r.Values["until"] = form.Value{Date: m.day(r, 10, 500)}
	}
	m.worked(r)
}

func (m *maker) duty(r *request.Request) {
	due := m.day(r, 5, 60).String()
	switch r.State {
	case request.Pending, request.Done, request.Cancelled:
	default:
		r.State = request.Open
	}
	r.Kind, r.Values = "duty_vat", form.Values{}
	r.Work = &request.Work{Assignee: m.person(), Due: due, Duty: &request.Duty{Period: due[:7]}}
	m.worked(r)
}

// project is a record, sometimes without its owner.
func (m *maker) project() state.Row {
	owner := ""
	if m.projects++; m.dice.IntN(3) == 0 {
		m.unowned++
	} else {
		owner = fmt.Sprintf(`,"owner":{"text":%q}`, m.person())
	}
	id := fmt.Sprintf("record/projects/%d", m.projects)
	body := fmt.Sprintf(`{"id":%q,"dataset":"projects","version":1,"title":"Project","created":{"by":"factotum","at":"2020-01-01T00:00:00Z"},"changed":{"by":"factotum","at":"2020-01-01T00:00:00Z"},"values":{"name":{"text":"Project"}%s}}`, id, owner)
	return state.Row{Kind: state.DocumentRow, Cells: []string{id, "1", fmt.Sprintf("PRJ-%d", m.projects), body}}
}

func (m *maker) leave(r *request.Request) {
	from := m.day(r, 0, 60)
	r.Kind = "leave"
	r.Values = form.Values{"type": {Text: m.one("annual", "sick")}, "from": {Date: from}, "to": {Date: from.AddDays(m.dice.IntN(15))}}
	if r.State == request.Open {
		r.State = request.Done
	}
}

// decide gives verdicts that fit the state.
func (m *maker) decide(r *request.Request) {
	if r.Kind == "ticket" {
		return
	}
	r.Steps = []request.Step{{Name: "Manager", Rules: []request.Rule{{Kind: request.ManagerOf, Of: r.Requester}}, Need: 1}, {Name: "Finance", Rules: []request.Rule{{Kind: request.ByRole, Of: "finance"}}, Need: 1}}
	at := r.Submitted
	for i, step := range r.Steps {
		verdict := request.Approved
		switch r.State { //nolint:exhaustive // the others are approved
		case request.Pending:
			if r.Step = m.dice.IntN(2); i >= r.Step {
				return
			}
		case request.Rejected:
			verdict = request.TurnedDown
		case request.Returned:
			verdict = request.SentBack
		case request.Withdrawn:
			return
		}
		at = at.Add(time.Duration(60+m.dice.IntN(200_000)) * time.Second)
		r.Decisions = append(r.Decisions, request.Decision{Step: step.Name, Index: i, Verdict: verdict, By: m.person(), Why: "asked", At: at})
		if verdict != request.Approved {
			return
		}
	}
}

// fill puts requests into the store, with five entries of the log for each, and
// gives them back where that is asked.
func (s *shelf) fill(m *maker, keep bool) (all []request.Request) {
	s.t.Helper()
	var rows []state.Row
	position := 0
	require.NoError(s.t, s.store.Fill(s.ctx, func() (state.Row, error) {
		if len(rows) > 0 {
			row := rows[0]
			rows = rows[1:]
			return row, nil
		}
		if m.made == m.of {
			return state.Row{}, io.EOF
		}
		r := m.next()
		if keep {
			all = append(all, r)
		}
		body, err := json.Marshal(r)
		require.NoError(s.t, err)
		rows = append(rows, state.Row{Kind: state.DocumentRow, Cells: []string{r.ID, "5", fmt.Sprintf("EXP-%d", m.made), string(body)}})
		if m.made%50 == 1 {
			position++
			project := m.project()
			rows = append(rows, project, s.logged(position, on("2020-01-01", 0), audit.System, project.Cells[0], "create", 1))
		}
		for v, move := range []string{"submit", "show", "approve", "approve", "resolve"} {
			position++
			rows = append(rows, s.logged(position, r.Submitted.Add(time.Duration(v)*time.Minute), r.Requester, r.ID, move, int64(v+1)))
		}
		return state.Row{Kind: state.BeginRow}, nil
	}))
	return all
}

// logged is an entry of the log.
func (s *shelf) logged(position int, at time.Time, by, subject, move string, version int64) state.Row {
	s.t.Helper()
	record, err := audit.Of(at, by, subject, move, version, "", "x")
	require.NoError(s.t, err)
	record.Position = int64(position)
	row, err := state.Logged(record)
	require.NoError(s.t, err)
	return row
}
