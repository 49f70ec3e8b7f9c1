// Package obligation owns duties that return: what each is about, on which days
// it is due, and when who is reminded of it. It must not know requests, people
// or the present moment, and it opens and tells nothing itself.
package obligation

import (
	"fmt"
	"strings"

	"factotum/automations/calendar"
)

// Who names people in exactly one way: an address, a role or a team.
type Who struct {
	Person string `yaml:"person"`
	Role   string `yaml:"role"`
	Team   string `yaml:"team"`
}

// IsZero tells whether nobody is named.
func (w Who) IsZero() bool { return w == Who{} }

// String is who that is, for people.
func (w Who) String() string {
	switch {
	case w.Person != "":
		return w.Person
	case w.Role != "":
		return "role " + w.Role
	case w.Team != "":
		return "team " + w.Team
	}
	return "nobody"
}

// Proof is a way to show that a duty was done.
type Proof string

// The proofs.
const (
	ByFile      Proof = "file"
	ByLink      Proof = "link"
	ByFigure    Proof = "figure"
	ByStatement Proof = "statement"
)

// The proofs that Factotum brings by itself.
const (
	ByReport   Proof = "report"   // its answer about the period, when the occurrence opens
	ByRequests Proof = "requests" // those of a kind that were approved in the period
)

// Proofs are those that people bring, in the order of the form.
func Proofs() []Proof { return []Proof{ByFile, ByLink, ByFigure, ByStatement} }

// Evidence is something wanted before a duty counts as done.
type Evidence struct {
	Kind     Proof  `yaml:"kind"`
	Label    string `yaml:"label"`
	Optional bool   `yaml:"optional"`
	Report   string `yaml:"report"` // its name; of ByReport
	Of       string `yaml:"of"`     // the kind of request; of ByRequests
}

// Filed tells whether Factotum brings it by itself.
func (e Evidence) Filed() bool { return e.Kind == ByReport || e.Kind == ByRequests }

// Keys name the evidence of an obligation in its form, in order.
func (o Obligation) Keys() []string {
	keys, times := make([]string, len(o.Evidence)), map[Proof]int{}
	for i, e := range o.Evidence {
		keys[i] = string(e.Kind)
		if times[e.Kind]++; times[e.Kind] > 1 {
			keys[i] += fmt.Sprint(times[e.Kind])
		}
	}
	return keys
}

// Span is what the occurrence that is nominally due on a day is about: its
// period, or nothing where it has none.
func (o Obligation) Span(nominal calendar.Date) (from, to calendar.Date, ok bool) {
	if o.Covers == "" {
		return from, to, false
	}
	end := o.Covers.first(nominal)
	return end.AddMonths(-o.Covers.months()), end.AddDays(-1), true
}

// Obligation is a duty of the company that returns, or that an event brings.
type Obligation struct {
	Key       string
	Title     string
	Subject   string // under which it is listed: Tax, Security
	What      string // what is to be done
	Why       string // the rule it follows from
	Source    string // where that rule can be read
	Note      string // what the company has to confirm
	Pack      string // it came with; empty: the company's own
	Owner     Who
	Reviewer  Who // who signs it off; nobody: done with its evidence
	Head      Who // who hears of what is late, and gets what somebody says is not theirs
	Otherwise Who // who signs it off beside Head, where the reviewer has it
	Waiver    Who // who may say, with a reason, that it need not be done
	Country   string
	Region    string
	Covers    Period // the one before the day is what it is about, or that at whose end it is; empty: the day itself
	Lead      int    // days before it is due that it is opened
	Evidence  []Evidence
	Ladder    Ladder
	Snoozes   int      // how often reminders can be put off
	Needs     []string // keys of what has to be done before, of the same period
	Comes     []string // and their titles
	From      calendar.Date
	Until     calendar.Date // of its effect; zero: for good
	Phases    []Phase       // how it returns, each from a day on, in order
}

// Phase is how a duty returns from a day on, until the next phase begins.
type Phase struct {
	From calendar.Date
	Cadence
}

// Period is a stretch of the year.
type Period string

// The periods.
const (
	Month   Period = "month"
	Quarter Period = "quarter"
	Year    Period = "year"
)

// months is how long a period is.
func (p Period) months() int {
	switch p {
	case Quarter:
		return 3
	case Year:
		return 12
	case Month:
	}
	return 1
}

// first is the first day of the period that holds a day.
func (p Period) first(d calendar.Date) calendar.Date {
	n := p.months()
	month := (int(d.Month())-1)/n*n + 1
	return calendar.NewDate(d.Year(), 1, 1).AddMonths(month - 1)
}

// Name is what the duty that is nominally due on a day is about: the period
// before it, or the day.
func (o Obligation) Name(nominal calendar.Date) string {
	if o.Covers == "" {
		return nominal.In(utc()).Format("2 January 2006")
	}
	before := o.Covers.first(nominal).AddMonths(-o.Covers.months())
	switch o.Covers {
	case Quarter:
		return fmt.Sprintf("Q%d %d", (int(before.Month())+2)/3, before.Year())
	case Year:
		return fmt.Sprint(before.Year())
	case Month:
	}
	return before.In(utc()).Format("January 2006")
}

// Called is the title of one occurrence.
func (o Obligation) Called(due Due) string {
	about := due.Of
	switch {
	case about != "":
	case o.Covers == "":
		about = o.Name(due.Day)
	default:
		about = o.Name(due.Nominal)
	}
	return strings.TrimSpace(o.Title) + ", " + about
}

// Event is the dataset and the field whose days the duty follows; false for one
// that returns by the calendar alone.
func (o Obligation) Event() (After, bool) {
	for _, p := range o.Phases {
		if p.After != nil {
			return *p.After, true
		}
	}
	return After{}, false
}
