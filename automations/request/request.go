// Package request owns the one noun of Factotum: a request of some kind, its
// states and the moves between them. Every change is a Move that Apply accepts
// or refuses; the audit log keeps the moves, and replaying them gives the
// request again. It must not know who may do what (policy), what a kind asks
// for (catalogue), or where anything is stored or shown.
package request

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"factotum/automations/form"
	"factotum/automations/money"
)

// Request is an expense claim, a purchase, a leave, a ticket … of some Kind.
type Request struct {
	ID        string      `json:"id"`
	Kind      string      `json:"kind"`
	State     State       `json:"state"`
	Requester string      `json:"requester"`        // person id
	Called    string      `json:"called,omitempty"` // the name that a requester outside gives themselves
	Title     string      `json:"title"`            // one line: what it is for
	Values    form.Values `json:"values,omitempty"`
	Previous  form.Values `json:"previous,omitempty"` // before the last resubmission
	Sum       *Sum        `json:"sum,omitempty"`      // kinds that are about money
	Policy    string      `json:"policy,omitempty"`   // hash of the kind's text the steps were frozen by
	Steps     []Step      `json:"steps,omitempty"`
	Step      int         `json:"step"`            // the one that is asked now
	Round     int         `json:"round,omitempty"` // how often it was resubmitted
	Decisions []Decision  `json:"decisions,omitempty"`
	Warnings  []Warning   `json:"warnings,omitempty"`
	Holds     []Hold      `json:"holds,omitempty"`
	Released  []Ended     `json:"released,omitempty"` // holds that somebody has ended
	Work      *Work       `json:"work,omitempty"`     // nil where nothing is left to do after approval
	Reading   *Reading    `json:"reading,omitempty"`  // of the document it came from, if it did
	Stewards  []Rule      `json:"stewards,omitempty"` // who speaks for the requester beside, or instead of, the requester
	Orders    string      `json:"orders,omitempty"`   // the vendor from whom it orders: their invoices may belong to it
	Thread    []Remark    `json:"thread,omitempty"`
	Shown     []string    `json:"shown,omitempty"` // people who have a card of it
	Spare     bool        `json:"spare,omitempty"` // it waits for those who are asked where nobody else is left
	Excluded  []string    `json:"excluded,omitempty"`
	Accounts  []string    `json:"accounts,omitempty"` // of the requester and those excluded, by which they stay known under another id
	Created   time.Time   `json:"created"`
	Submitted time.Time   `json:"submitted,omitzero"`
	Since     time.Time   `json:"since,omitzero"`    // in this state, or with this step
	Reminded  time.Time   `json:"reminded,omitzero"` // those it waits for
	Closing   string      `json:"closing,omitempty"` // what was said when it ended
	Months    int         `json:"months,omitempty"`  // after which all that was typed went for its age; 0: it is there
}

// Sum is the amount a request is about.
type Sum struct {
	Total   money.Amount  `json:"total"`             // in its own currency, or in base where lines differ
	Base    *money.Amount `json:"base,omitempty"`    // in the company's currency; nil while a rate is missing
	Rates   []money.Rate  `json:"rates,omitempty"`   // used for Base
	Missing []MissingRate `json:"missing,omitempty"` // asked of finance
}

// MissingRate is a rate that the company's file does not have.
type MissingRate struct {
	From money.Currency `json:"from"`
	Date string         `json:"date"` // ISO 8601
}

// Step is one stage of the approval, frozen when the request is submitted. The
// people behind its rules are found when somebody clicks.
type Step struct {
	Name      string `json:"name"`
	Rules     []Rule `json:"rules"`
	Otherwise []Rule `json:"otherwise,omitempty"` // when Rules name nobody who may decide
	Need      int    `json:"need"`                // approvals wanted; 0: of everybody asked
	Why       string `json:"why,omitempty"`       // "the amount is above 500 EUR"

	Again bool `json:"again,omitempty"` // also of whom approved the step before it

	Ladder []Rung  `json:"ladder,omitempty"` // what happens when nobody decides
	Raised *Raised `json:"raised,omitempty"` // how far it has come to that
}

// RuleKind is how a rule names people.
type RuleKind string

// The kinds of rule.
const (
	ByPerson  RuleKind = "person"
	ByRole    RuleKind = "role"
	ByTeam    RuleKind = "team"
	ManagerOf RuleKind = "manager_of"
	OwnerOf   RuleKind = "owner_of" // of a cost centre
)

// Rule names people: role finance, manager of somebody, owner of a cost centre.
type Rule struct {
	Kind RuleKind `json:"kind"`
	Of   string   `json:"of"`
	For  string   `json:"for,omitempty"` // of a person: as whose substitute a ladder asks them
}

// Key is the rule as one word, for indexes. Roles, teams and cost centres are
// one and the same in upper and lower case.
func (r Rule) Key() string { return string(r.Kind) + ":" + strings.ToLower(strings.TrimSpace(r.Of)) }

// Verdict is what an approver says.
type Verdict string

// The verdicts.
const (
	Approved   Verdict = "approved"
	SentBack   Verdict = "returned"
	TurnedDown Verdict = "rejected"
)

// Decision is a verdict with everything that makes it traceable.
type Decision struct {
	Step    string    `json:"step"`
	Index   int       `json:"index"`
	Round   int       `json:"round"`
	Verdict Verdict   `json:"verdict"`
	By      string    `json:"by"`
	Why     string    `json:"why"`           // why this person could decide
	For     string    `json:"for,omitempty"` // the person who was away and in whose place they did
	At      time.Time `json:"at"`
	Comment string    `json:"comment,omitempty"`
}

// Warning is a check that did not pass but does not block.
type Warning struct {
	Path string `json:"path,omitempty"`
	Say  string `json:"say"`
}

// Remark is one sentence of the conversation: a question, its answer, or what
// somebody said as they did something.
type Remark struct {
	By       string      `json:"by"`
	At       time.Time   `json:"at"`
	Text     string      `json:"text"`
	Question bool        `json:"question,omitempty"`
	Act      Action      `json:"act,omitempty"` // correct, confirm, release, note, say: neither question nor answer
	ID       string      `json:"id,omitempty"`  // of the sentence; with it, it can be changed and is said once
	Internal bool        `json:"internal,omitempty"`
	Files    []form.File `json:"files,omitempty"`
	Amended  time.Time   `json:"amended,omitzero"`
	Removed  bool        `json:"removed,omitempty"` // taken back: neither words nor files are left
}

// Current is the step that is asked now, if any.
func (r Request) Current() (Step, bool) {
	if r.State != Pending || r.Step >= len(r.Steps) {
		return Step{}, false
	}
	return r.Steps[r.Step], true
}

// Stage names what is being decided: the round and the step. A button carries
// it, so that a click on an older card cannot decide a later step.
func (r Request) Stage() string { return fmt.Sprintf("%d.%d", r.Round, r.Step) }

// At gives the newest decision of a stage, if there is one.
func (r Request) At(stage string) (Decision, bool) {
	for _, d := range slices.Backward(r.Decisions) {
		if fmt.Sprintf("%d.%d", d.Round, d.Index) == stage {
			return d, true
		}
	}
	return Decision{}, false
}

// Approvals are the people who have approved the current step in this round.
func (r Request) Approvals() []string {
	var by []string
	for _, d := range r.Decisions {
		if d.Round == r.Round && d.Index == r.Step && d.Verdict == Approved {
			by = append(by, d.By)
		}
	}
	return by
}

// Seats are the people in whose place others have approved the current step in
// this round.
func (r Request) Seats() []string {
	var seats []string
	for _, d := range r.Decisions {
		if d.Round == r.Round && d.Index == r.Step && d.Verdict == Approved && d.For != "" {
			seats = append(seats, d.For)
		}
	}
	return seats
}

// LastDecision is the newest verdict, if there is one.
func (r Request) LastDecision() (Decision, bool) {
	if len(r.Decisions) == 0 {
		return Decision{}, false
	}
	return r.Decisions[len(r.Decisions)-1], true
}

// Unanswered is the newest question that the requester has not answered.
func (r Request) Unanswered() (Remark, bool) {
	for _, m := range slices.Backward(r.Thread) {
		if m.Question {
			return m, true
		}
		if m.Act == "" {
			return Remark{}, false
		}
	}
	return Remark{}, false
}

// Files are all files of the request, those of its lines included, in a fixed
// order.
func (r Request) Files() []form.File { return form.Files(r.Values) }

// Attached are the files of the conversation, in its order.
func (r Request) Attached() []form.File {
	var files []form.File
	for _, m := range r.Thread {
		files = append(files, m.Files...)
	}
	return files
}

// Uncopied are the files of which we do not have our own copy yet.
func (r Request) Uncopied() []form.File {
	return slices.DeleteFunc(append(r.Files(), r.Attached()...), func(f form.File) bool { return f.Hash != "" })
}
