package request

import (
	"fmt"
	"slices"
	"time"

	"factotum/automations/form"
)

// Move is one change of a request, with all that is needed to repeat it. The
// audit log keeps moves as payloads.
type Move struct {
	Action Action            `json:"action"`
	By     string            `json:"by"` // person id, or audit.System
	At     time.Time         `json:"at"`
	Text   string            `json:"text,omitempty"`   // comment, reason, question, answer, note
	Sent   *Submission       `json:"sent,omitempty"`   // submit, resubmit, price, refer, correct, release of a mismatch
	Stage  string            `json:"stage,omitempty"`  // decisions: what the person had before them; empty: what is asked now
	Why    string            `json:"why,omitempty"`    // decisions: why this person
	For    string            `json:"for,omitempty"`    // decisions: who is away and in whose place this person decides
	Asked  []string          `json:"asked,omitempty"`  // decisions, questions: who could decide, or end the hold, at that moment
	Given  []Given           `json:"given,omitempty"`  // approve: further steps that only this person is asked of
	Copies map[string]string `json:"copies,omitempty"` // keep: hash by source of the file
	Rung   int               `json:"rung,omitempty"`   // escalate: which of the ladder, from 0 on
	Rules  []Rule            `json:"rules,omitempty"`  // escalate: who is asked from now on
	Shows  []string          `json:"shows,omitempty"`  // people who get a card from now on
	Spare  bool              `json:"spare,omitempty"`  // nobody named first is left to act, so that others are asked
	Hold   string            `json:"hold,omitempty"`   // confirm, release: the ID of the hold
	Choice string            `json:"choice,omitempty"` // release of a mismatch: the source whose value is right
	Keys   []string          `json:"keys,omitempty"`   // note: further claims of the request
	Day    string            `json:"day,omitempty"`    // resolve, evidence of a duty: when it was done, ISO 8601; remind: put off until then; note: a duty is due then

	Remark   string      `json:"remark,omitempty"`   // what says something: the id of the sentence; amend: of which
	Internal bool        `json:"internal,omitempty"` // say, amend: for those only who work on it
	Files    []form.File `json:"files,omitempty"`    // what says something, amend: that come with it
	Removed  bool        `json:"removed,omitempty"`  // amend: the sentence is taken back
	Staff    bool        `json:"staff,omitempty"`    // what says something: by one of those who work on it
	To       string      `json:"to,omitempty"`       // assign: the person; empty: nobody
	From     string      `json:"from,omitempty"`     // assign: who had it when the person looked
	Team     string      `json:"team,omitempty"`     // assign: handed to that team; empty: stays
	Priority int         `json:"priority,omitempty"` // rank: 1 to 4
	Follows  []string    `json:"follows,omitempty"`  // follow, link: who is kept informed from now on
	Leaves   []string    `json:"leaves,omitempty"`   // follow: and who not any more
	Tie      *Tie        `json:"tie,omitempty"`      // link, merge
	Circle   []Rule      `json:"circle,omitempty"`   // conceal: who works on it from now on
	Score    int         `json:"score,omitempty"`    // rate: 1 to 3
	Alerts   []string    `json:"alerts,omitempty"`   // alert: what is told, each once; note of a day: what is told again for it
	Heard    []string    `json:"heard,omitempty"`    // alert: people told beside those who work on it

	Speakers []string `json:"speakers,omitempty"` // who could speak for the requester at that moment
}

// Given is a step that is approved together with the one before it: one person
// decides once.
type Given struct {
	Why   string   `json:"why"`   // why this person
	Asked []string `json:"asked"` // who could decide it: the same person alone
}

// Submission is what a request is from the moment it is sent: the values and
// everything the policy made of them, frozen.
type Submission struct {
	Kind      string      `json:"kind"`
	Policy    string      `json:"policy"`
	Requester string      `json:"requester"`
	Excluded  []string    `json:"excluded,omitempty"` // people it is for, who never decide on it
	Accounts  []string    `json:"accounts,omitempty"` // of the requester and those excluded
	Called    string      `json:"called,omitempty"`   // the name that a requester outside gives themselves
	Title     string      `json:"title"`
	Created   time.Time   `json:"created"`
	Values    form.Values `json:"values"`
	Sum       *Sum        `json:"sum,omitempty"`
	Steps     []Step      `json:"steps,omitempty"`
	Warnings  []Warning   `json:"warnings,omitempty"`
	Holds     []Hold      `json:"holds,omitempty"`
	Work      *Work       `json:"work,omitempty"`
	Reading   *Reading    `json:"reading,omitempty"`
	Stewards  []Rule      `json:"stewards,omitempty"`
	Orders    string      `json:"orders,omitempty"`   // the vendor from whom it orders
	Material  []string    `json:"material,omitempty"` // keys of the fields that decide over the money
}

// Refusal is why a move cannot be made. It holds facts, no sentence: names and
// local times are known to whoever speaks to the person.
type Refusal struct {
	Cause  Cause
	Action Action
	State  State
	Last   Decision // the newest decision, if any
	Hold   Hold     // causes Held and Early
}

// Cause is the class of a refusal.
type Cause string

// The causes.
const (
	NotNow    Cause = "not now"    // the state does not allow the action
	Held      Cause = "held"       // a hold blocks it
	Copying   Cause = "copying"    // a file is not copied yet
	Twice     Cause = "twice"      // this person has approved this step
	Wordless  Cause = "wordless"   // the action needs a reason, question or answer
	Own       Cause = "own"        // the requester, or somebody it is for, may never decide
	Stranger  Cause = "stranger"   // only the requester may do this
	Overtaken Cause = "overtaken"  // the stage that was decided on is over
	NotAsked  Cause = "not asked"  // this person is not among those asked, or no rate is missing
	Malformed Cause = "malformed"  // the move lacks its own parts: our mistake
	NoWork    Cause = "no work"    // nothing was to be done after approval
	Unpriced  Cause = "unpriced"   // a rate is still missing
	Unrouted  Cause = "unrouted"   // nobody is asked
	Unfit     Cause = "unfit copy" // a copy of a file the request does not have
	Over      Cause = "over"       // the hold was ended meanwhile
	Early     Cause = "early"      // the hold may not be ended yet
	Elsewhere Cause = "elsewhere"  // somebody else has taken it on meanwhile
	Unchosen  Cause = "unchosen"   // a mismatch needs one of the values that the document has
)

// Error is for logs.
func (e *Refusal) Error() string {
	return fmt.Sprintf("request: cannot %s while %s: %s", e.Action, e.State, e.Cause)
}

func (r Request) refuse(m Move, cause Cause) error {
	last, _ := r.LastDecision()
	return &Refusal{Cause: cause, Action: m.Action, State: r.State, Last: last}
}

// Apply makes the move, or returns a *Refusal and the request as it was. It
// never changes r, and what it returns shares nothing with r or m.
func (r Request) Apply(m Move) (Request, error) {
	if !r.State.allows(m.Action) || r.bars(m.Action) {
		return r.clone(), r.refuse(m, NotNow)
	}
	after, err := r.apply(m)
	if err != nil {
		return r.clone(), err
	}
	return after.timed(m).Seen(m).clone(), nil
}

// Seen is the request with what the move says of those who see it: the rest of
// a move can be told only when it is known what it leads to.
func (r Request) Seen(m Move) Request {
	r.Shown, r.Spare = union(r.Shown, m.Shows), m.Spare
	return r
}

func (r Request) apply(m Move) (Request, error) {
	switch m.Action {
	case Submit, Resubmit:
		return r.send(m)
	case Price:
		return r.price(m)
	case Approve, Return, Reject:
		return r.decide(m)
	case Ask, Answer:
		return r.remark(m)
	case Withdraw:
		return r.withdraw(m)
	case Expire, Cancel, Merge:
		return r.end(m), nil
	case Resolve, Await, Resume, Lapse, Refer, Reopen:
		return r.work(m)
	case Alert, Settle:
		return r.clocked(m)
	case Assign, Rank, Follow, Link, Rate, Conceal:
		return r.tend(m)
	case Say, Amend:
		return r.talk(m)
	case Correct:
		return r.correct(m)
	case Confirm:
		return r.confirm(m)
	case Release:
		return r.release(m)
	case Note:
		return r.note(m)
	case Keep:
		return r.keep(m)
	case Show:
		return r, nil
	case Escalate:
		return r.escalate(m)
	case Remind:
		if r.Reminded = m.At; m.Day != "" && r.IsDuty() {
			return r.snooze(m)
		}
		return r, nil
	}
	return r, r.refuse(m, Malformed)
}

func union(have, more []string) []string {
	all := slices.Clip(have)
	for _, one := range more {
		if !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	return all
}

// Replay gives the request that a log of moves led to.
func Replay(id string, moves []Move) (Request, error) {
	r := Request{ID: id, State: Draft}
	for i, m := range moves {
		next, err := r.Apply(m)
		if err != nil {
			return r, fmt.Errorf("request: replay move %d of %s: %w", i+1, id, err)
		}
		r = next
	}
	return r, nil
}
