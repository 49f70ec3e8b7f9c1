package request_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"factotum/automations/form"
	"factotum/automations/money"
	"factotum/automations/request"
)

// ana asks, bea is whom it is for, cy, dan and eve are asked.
const (
	ana = "ana"
	bea = "bea"
	cy  = "cy"
	dan = "dan"
	eve = "eve"
)

var monday = time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)

// actions are all that can be done.
func actions() []request.Action {
	return []request.Action{
		request.Submit, request.Resubmit, request.Approve, request.Return, request.Reject, request.Withdraw, request.Expire,
		request.Resolve, request.Await, request.Resume, request.Lapse, request.Refer, request.Cancel, request.Merge, request.Reopen,
		request.Ask, request.Answer, request.Price, request.Keep, request.Show, request.Remind, request.Escalate,
		request.Correct, request.Confirm, request.Release, request.Note,
		request.Assign, request.Rank, request.Say, request.Amend, request.Follow, request.Link, request.Rate,
		request.Alert, request.Settle, request.Conceal,
	}
}

// shape is what a request is made of.
type shape struct {
	needs []int // of each step
	work  bool
	held  bool
	hold  request.HoldKind // one more hold
	files int              // without a copy of ours
}

func shapes() []shape {
	var all []shape
	for _, needs := range [][]int{nil, {1}, {1, 1}, {0}, {2, 1}} {
		for _, work := range []bool{false, true} {
			all = append(all, shape{needs: needs, work: work}, shape{needs: needs, work: work, held: true})
			all = append(all, shape{needs: needs, work: work, hold: request.BankHold}, shape{needs: needs, work: work, hold: request.DuplicateHold})
		}
	}
	return all
}

// sent is a submission of the shape.
func (s shape) sent() *request.Submission {
	base := euros(50)
	sub := &request.Submission{
		Kind: "expense", Policy: "p1", Requester: ana, Excluded: []string{bea}, Accounts: []string{"U1", "U2"}, Title: "Taxi",
		Created: monday, Values: values(s.files), Warnings: []request.Warning{{Path: "lines.0", Say: "old"}},
		Sum:      &request.Sum{Total: euros(50), Base: &base, Rates: []money.Rate{{From: "USD", To: "EUR"}}},
		Stewards: []request.Rule{{Kind: request.ByTeam, Of: "payables"}}, Material: []string{"lines"},
		Reading: &request.Reading{Sources: map[string]string{"lines": "xml"}, Unsure: []string{"count"}, Odd: []string{"odd"}, Matched: []string{"matched"}, Keys: []string{"invoice/1"}},
	}
	for i, need := range s.needs {
		sub.Steps = append(sub.Steps, request.Step{
			Name: fmt.Sprintf("step %d", i+1), Need: need,
			Rules: []request.Rule{{Kind: request.ByRole, Of: "finance"}}, Otherwise: []request.Rule{{Kind: request.ByRole, Of: "director"}},
			Ladder: []request.Rung{{Minutes: 480, Do: request.AddRung, Word: request.Substitutes}},
		})
	}
	if s.held {
		sub.Holds = []request.Hold{{
			Kind: request.RateHold, Say: "no rate", Release: request.Rule{Kind: request.ByRole, Of: "finance"},
			Otherwise: []request.Rule{{Kind: request.ByRole, Of: "director"}},
		}}
		sub.Sum.Base, sub.Sum.Missing = nil, []request.MissingRate{{From: "USD", Date: "2026-11-16"}}
	}
	if s.hold != "" {
		sub.Holds = append(sub.Holds, extra(s.hold))
	}
	if s.work {
		sub.Work = &request.Work{
			Team: "payables", Do: "Mark as paid", Done: "Paid", Desk: true, Priority: request.Normal,
			Circle: []request.Rule{{Kind: request.ByRole, Of: "security"}}, Followers: []string{eve}, Ties: []request.Tie{{Kind: request.Related, ID: "r2"}},
		}
	}
	return sub
}

// extra is a hold of a kind; a bank hold lacks one voice.
func extra(kind request.HoldKind) request.Hold {
	h := request.Hold{Kind: kind, Key: "k", Say: "something is odd", Release: request.Rule{Kind: request.ByRole, Of: "finance"}}
	switch kind { //nolint:exhaustive // the rest has no more
	case request.BankHold:
		h.Accounts = []request.Account{request.Mask("on file", "DE89370400440532013000"), request.Mask("on the invoice", "DE75512108001245126199")}
		h.Voices = []request.Voice{{By: eve, At: monday, Text: "Mr Sample"}}
	case request.MismatchHold:
		h.Stays, h.Path = true, "purpose"
		h.Choices = []request.Choice{{Source: "xml", Value: form.Value{Text: "Taxi"}}, {Source: "page", Value: form.Value{Text: "Tram"}}}
	}
	return h
}

func euros(n int64) money.Amount { return money.Amount{Value: decimal.New(n, 0), Currency: "EUR"} }

func values(files int) form.Values {
	amount, count := euros(50), decimal.New(3, 0)
	line := form.Values{"amount": {Money: &amount}}
	for i := range files {
		v := line["receipt"]
		v.Files = append(v.Files, form.File{Name: "r.pdf", Source: fmt.Sprintf("F%d", i+1)})
		line["receipt"] = v
	}
	return form.Values{
		"purpose": {Text: "Taxi"}, "count": {Number: &count}, "tags": {List: []string{"x"}}, "lines": {Lines: []form.Values{line}},
	}
}

// sample is a request of the shape in a state.
func (s shape) sample(state request.State) request.Request {
	sub := s.sent()
	return request.Request{
		ID: "r1", Kind: sub.Kind, State: state, Requester: ana, Title: sub.Title, Values: sub.Values, Previous: values(1),
		Sum: sub.Sum, Policy: sub.Policy, Steps: sub.Steps, Warnings: sub.Warnings, Holds: sub.Holds, Work: sub.Work,
		Reading: sub.Reading, Stewards: sub.Stewards,
		Shown: []string{ana}, Excluded: sub.Excluded, Accounts: sub.Accounts, Created: monday, Submitted: monday, Since: monday,
		Thread: []request.Remark{
			{By: cy, At: monday, Text: "Which trip?", Question: true},
			{By: cy, At: monday, Text: "See here.", ID: "s1", Act: request.Say, Files: []form.File{{Name: "p.png", Source: "F8", Hash: "h8"}}},
		},
	}
}

// move is one that lacks nothing of its own: by whom it has to be, with words,
// with a submission of the shape.
func (s shape) move(a request.Action) request.Move {
	m := request.Move{Action: a, By: cy, At: monday.Add(time.Hour), Text: "because", Asked: []string{cy}, Why: "finance", Shows: []string{cy}}
	switch a { //nolint:exhaustive // the rest is done by anybody
	case request.Submit, request.Resubmit:
		m.By, m.Sent = ana, s.sent()
	case request.Price, request.Refer:
		m.Sent = s.sent()
	case request.Correct:
		m.Sent, m.Speakers = s.sent(), []string{cy}
	case request.Confirm:
		m.Hold = extra(request.BankHold).ID()
	case request.Release:
		m.Hold = extra(request.DuplicateHold).ID()
	case request.Withdraw, request.Answer, request.Resume:
		m.By = ana
	case request.Escalate:
		m.Stage, m.Rules = "0.0", []request.Rule{{Kind: request.ByPerson, Of: dan}}
	case request.Assign:
		m.To = cy
	case request.Rank:
		m.Priority = request.High
	case request.Say:
		m.Remark, m.Files = "s2", []form.File{{Name: "q.png", Source: "F7", Hash: "h7"}}
	case request.Amend:
		m.Remark = "s1"
	case request.Follow:
		m.Follows = []string{dan}
	case request.Link:
		m.Tie = &request.Tie{Kind: request.Related, ID: "r3"}
	case request.Rate:
		m.By, m.Score = ana, 3
	case request.Conceal:
		m.Circle = []request.Rule{{Kind: request.ByPerson, Of: cy}}
	case request.Alert:
		m.Alerts, m.Heard = []string{"first-late"}, []string{dan}
	}
	return m
}

func apply(t *testing.T, r request.Request, moves ...request.Move) request.Request {
	t.Helper()
	for _, m := range moves {
		var err error
		r, err = r.Apply(m)
		require.NoError(t, err)
	}
	return r
}

func draft() request.Request { return request.Request{ID: "r1", State: request.Draft} }

// pending is a request of the shape just submitted.
func (s shape) pending(t *testing.T) request.Request {
	t.Helper()
	return apply(t, draft(), s.move(request.Submit))
}

func by(who string, a request.Action, asked ...string) request.Move {
	return request.Move{Action: a, By: who, At: monday.Add(time.Hour), Text: "because", Asked: asked}
}

func cause(t *testing.T, err error) request.Cause {
	t.Helper()
	var refusal *request.Refusal
	require.ErrorAs(t, err, &refusal)
	return refusal.Cause
}

func text(t require.TestingT, v any) string {
	body, err := json.Marshal(v)
	require.NoError(t, err)
	return string(body)
}
