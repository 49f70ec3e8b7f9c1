package request

import (
	"slices"
	"strings"
	"time"
)

// Climb is what a rung of a ladder does when nobody has decided for so long.
type Climb string

// What rungs do.
const (
	Nudge    Climb = "remind" // those asked are reminded
	AddRung  Climb = "add"    // more people are asked
	MoveRung Climb = "to"     // others are asked instead
	LastRung Climb = "expire" // it ends
)

// The people of a rung who are found only when it is due.
const (
	Substitutes = "substitute"       // of each of those asked
	NextManager = "managers_manager" // the manager of each of those asked
)

// Rung is one step of the ladder of a step, frozen with it.
type Rung struct {
	Minutes int    `json:"minutes"` // working time of those asked
	Do      Climb  `json:"do"`
	Word    string `json:"word,omitempty"` // Substitutes or NextManager
	Rules   []Rule `json:"rules,omitempty"`
}

// After is the working time after which it is due.
func (r Rung) After() time.Duration { return time.Duration(r.Minutes) * time.Minute }

// Raised is how far a step has come on its ladder.
type Raised struct {
	Rungs int       `json:"rungs"`           // climbed
	At    time.Time `json:"at"`              // of the last
	Rules []Rule    `json:"rules,omitempty"` // asked beside, or instead of, those of the step
	Moved bool      `json:"moved,omitempty"` // instead
	Why   string    `json:"why,omitempty"`   // said to them
	From  []string  `json:"from,omitempty"`  // who was asked before it was moved
}

// Climbed is how far the step has come up its ladder.
func (s Step) Climbed() Raised {
	if s.Raised == nil {
		return Raised{}
	}
	return *s.Raised
}

// escalate climbs the next rung of the current step.
func (r Request) escalate(m Move) (Request, error) {
	step, ok := r.Current()
	if !ok || m.Rung < 0 || m.Rung >= len(step.Ladder) {
		return r, r.refuse(m, Malformed)
	}
	raised := step.Climbed()
	if m.Rung != raised.Rungs || m.Stage != r.Stage() {
		return r, r.refuse(m, Over)
	}
	raised.Rungs, raised.At = m.Rung+1, m.At
	switch step.Ladder[m.Rung].Do {
	case Nudge, LastRung:
		r.Reminded = m.At
	case AddRung:
		raised.Rules, raised.Why = rulesOf(raised.Rules, m.Rules), m.Why
	case MoveRung:
		if len(m.Rules) > 0 {
			raised.Rules, raised.Moved, raised.Why, raised.From = slices.Clone(m.Rules), true, m.Why, slices.Clone(m.Asked)
		}
	}
	r.Steps = slices.Clone(r.Steps)
	r.Steps[r.Step].Raised = &raised
	return r, nil
}

// rulesOf adds rules that are not there yet.
func rulesOf(have, more []Rule) []Rule {
	all := slices.Clip(have)
	for _, rule := range more {
		if !slices.ContainsFunc(all, func(o Rule) bool { return strings.EqualFold(o.Key(), rule.Key()) }) {
			all = append(all, rule)
		}
	}
	return all
}
