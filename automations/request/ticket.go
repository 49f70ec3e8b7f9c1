package request

import (
	"slices"
	"strings"
	"time"
)

// Work is what is left to do after approval, and for whom.
type Work struct {
	Team      string `json:"team"`
	Otherwise string `json:"otherwise,omitempty"` // role that does it where nobody of the team may
	Do        string `json:"do"`                  // the button: "Mark as reimbursed"
	Done      string `json:"done"`                // the state afterwards: "Reimbursed"
	By        string `json:"by,omitempty"`
	List      string `json:"list,omitempty"` // the heading under which it stands on Home and is done in batches: "To pay"
	Due       string `json:"due,omitempty"`  // ISO 8601: the list is ordered by it
	Day       string `json:"day,omitempty"`  // ISO 8601: on which it was done, where that is asked

	Desk      bool      `json:"desk,omitempty"` // a ticket: it is talked about, somebody has it, it can be opened again
	Category  string    `json:"category,omitempty"`
	Assignee  string    `json:"assignee,omitempty"` // person id; empty: nobody has it yet
	Priority  int       `json:"priority,omitempty"` // 1 urgent to 4 low; 0: without
	Private   bool      `json:"private,omitempty"`  // only those named see it
	Circle    []Rule    `json:"circle,omitempty"`   // private: who works on it instead of the team
	Followers []string  `json:"followers,omitempty"`
	Ties      []Tie     `json:"ties,omitempty"`
	First     time.Time `json:"first,omitzero"` // when one of the team first answered the requester
	Spans     []Span    `json:"spans,omitempty"`
	Rating    *Rating   `json:"rating,omitempty"`
	Alerts    []string  `json:"alerts,omitempty"` // what was told of its clocks
	Heard     []string  `json:"heard,omitempty"`  // people to whom that went up
	Settled   time.Time `json:"settled,omitzero"` // from when on it is not opened again
	Duty      *Duty     `json:"duty,omitempty"`   // it is an occurrence of an obligation
}

// The priorities. Lower is more urgent.
const (
	Urgent = 1
	High   = 2
	Normal = 3
	Low    = 4
)

// TieKind is what another request is to this one.
type TieKind string

// The ties. Each has its counterpart on the other side.
const (
	Related   TieKind = "related"
	Original  TieKind = "original"  // this one was merged into it
	Duplicate TieKind = "duplicate" // it was merged into this one
	Parent    TieKind = "parent"    // this one is a task of it
	Task      TieKind = "task"      // it is a task of this one
	External  TieKind = "external"  // it has that number in another system
)

// Tie leads to another request.
type Tie struct {
	Kind   TieKind `json:"kind"`
	ID     string  `json:"id"`
	Number string  `json:"number,omitempty"`
	Title  string  `json:"title,omitempty"`
	Done   bool    `json:"done,omitempty"`  // task: nothing is left to do for it
	Apart  bool    `json:"apart,omitempty"` // the tie ends
}

// Parent is the request that this one is a task of.
func (r Request) Parent() (Tie, bool) {
	if r.Work == nil {
		return Tie{}, false
	}
	at := slices.IndexFunc(r.Work.Ties, func(t Tie) bool { return t.Kind == Parent })
	if at < 0 {
		return Tie{}, false
	}
	return r.Work.Ties[at], true
}

// Rating is how content the requester was.
type Rating struct {
	Score int       `json:"score"` // 1 unhappy, 2 so-so, 3 happy
	Text  string    `json:"text,omitempty"`
	At    time.Time `json:"at"`
}

// Span is how things stood from a moment on, up to the next span: what clocks
// are computed from.
type Span struct {
	From     time.Time `json:"from"`
	State    State     `json:"state"`
	Team     string    `json:"team"`
	Priority int       `json:"priority,omitempty"`
}

// after is the work as it was newly computed with what has become of it since.
func (w *Work) after(before *Work) *Work {
	if w == nil || before == nil || !before.Desk {
		return w
	}
	next := *w
	if len(before.Spans) > 0 { // it was handed about since: that stands
		next.Team, next.Priority = before.Team, before.Priority
	}
	next.Assignee, next.Followers, next.Ties = before.Assignee, before.Followers, before.Ties
	next.First, next.Spans, next.Rating = before.First, before.Spans, before.Rating
	next.Alerts, next.Heard = before.Alerts, before.Heard
	if before.Private { // also where it became so by hand
		next.Private, next.Circle = true, before.Circle
	}
	return &next
}

// timed notes when state, team or priority became others.
func (r Request) timed(m Move) Request {
	if r.Work == nil || !r.Work.Desk {
		return r
	}
	now := Span{From: m.At, State: r.State, Team: r.Work.Team, Priority: r.Work.Priority}
	if n := len(r.Work.Spans); n > 0 {
		last := r.Work.Spans[n-1]
		if last.From = m.At; last == now {
			return r
		}
	}
	work := *r.Work
	work.Spans = append(slices.Clip(work.Spans), now)
	r.Work = &work
	return r
}

// tend changes how a request is worked on, but not its state.
func (r Request) tend(m Move) (Request, error) {
	if r.Work == nil {
		return r, r.refuse(m, NoWork)
	}
	work := *r.Work
	r.Work = &work
	switch m.Action { //nolint:exhaustive // only these come here
	case Assign:
		return r.assign(m)
	case Rank:
		if m.Priority < Urgent || m.Priority > Low {
			return r, r.refuse(m, Malformed)
		}
		work.Priority = m.Priority
	case Follow:
		work.Followers = union(work.Followers, m.Follows)
		work.Followers = slices.DeleteFunc(slices.Clone(work.Followers), func(p string) bool { return slices.Contains(m.Leaves, p) })
	case Link:
		if m.Tie == nil || m.Tie.ID == "" || m.Tie.ID == r.ID {
			return r, r.refuse(m, Malformed)
		}
		work.Followers = union(work.Followers, m.Follows)
		return r.tied(*m.Tie), nil
	case Conceal:
		return r.conceal(m)
	case Rate:
		if !r.speaks(m) {
			return r, r.refuse(m, Stranger)
		}
		if m.Score < 1 || m.Score > 3 {
			return r, r.refuse(m, Malformed)
		}
		work.Heard = union(work.Heard, m.Heard)
		work.Rating = &Rating{Score: m.Score, Text: strings.TrimSpace(m.Text), At: m.At}
	}
	return r, nil
}

// assign gives the work to somebody, to nobody or to another team. Who looked
// at it as it was before somebody else took it on is refused.
func (r Request) assign(m Move) (Request, error) {
	switch {
	case m.From != r.Work.Assignee:
		return r, r.refuse(m, Elsewhere)
	case m.To != "" && r.own(m.To) && !r.IsDuty():
		return r, r.refuse(m, Own)
	case m.To == "" && r.IsDuty():
		return r, r.refuse(m, Malformed)
	}
	r.Work.Assignee = m.To
	if r.IsDuty() {
		r = r.passed(m)
	}
	if m.Team != "" && m.Team != r.Work.Team {
		r.Work.Team, r.Work.Alerts = m.Team, nil // who takes it over has heard nothing of its clocks
	}
	return r, nil
}

// conceal keeps the work among those named. Who had it keeps it only where the
// move says so, and nobody follows it any more.
func (r Request) conceal(m Move) (Request, error) {
	switch {
	case !r.Work.Desk:
		return r, r.refuse(m, NoWork)
	case r.Work.Private:
		return r, r.refuse(m, Over)
	case len(m.Circle) == 0:
		return r, r.refuse(m, Malformed)
	case m.To != "" && r.own(m.To):
		return r, r.refuse(m, Own)
	}
	r.Work.Private, r.Work.Circle, r.Work.Assignee = true, m.Circle, m.To
	r.Work.Followers, r.Work.Heard = nil, nil
	return r, nil
}

// tied is the request with a tie, instead of an older one to the same.
func (r Request) tied(t Tie) Request {
	work := *r.Work
	work.Ties = slices.DeleteFunc(slices.Clone(work.Ties), func(o Tie) bool { return o.ID == t.ID })
	if !t.Apart {
		work.Ties = append(work.Ties, t)
	}
	r.Work = &work
	return r
}
