package automations

import (
	"fmt"
	"slices"

	"factotum/automations/calendar"
	"factotum/automations/form"
	"factotum/automations/source"
)

// Repeats is how an obligation returns.
type Repeats struct {
	Way   string `json:"way"`             // one of RepeatWays
	Rule  string `json:"rule,omitempty"`  // by rule one of RFC 5545, by working day which
	Event string `json:"event,omitempty"` // by event dataset.field
	Days  int    `json:"days,omitempty"`  // after the event; negative: before it
	Roll  string `json:"roll,omitempty"`  // before or after: the nearest working day
}

// RepeatWays are the ways, counted from the first day: each month on its day, on
// its working day, and so on, or so many days after an event.
func RepeatWays() []string {
	return []string{"week", "month", "quarter", "half", "year", "working", "rule", "event"}
}

// ObligingDraft is what the form of an obligation holds. Whoever is named is a
// person by id, or "role:" or "team:" with its name.
type ObligingDraft struct {
	Title    string        `json:"title"`
	Subject  string        `json:"subject,omitempty"`
	What     string        `json:"what"`
	Why      string        `json:"why"`
	Source   string        `json:"source,omitempty"`
	Owner    string        `json:"owner"`
	Reviewer string        `json:"reviewer,omitempty"` // empty: the compliance lead
	Waiver   string        `json:"waiver,omitempty"`   // likewise
	Country  string        `json:"country,omitempty"`
	Region   string        `json:"region,omitempty"`
	Covers   string        `json:"covers,omitempty"` // month, quarter or year
	Lead     int           `json:"lead"`             // days before it is due that it opens
	Evidence []string      `json:"evidence,omitempty"`
	Needs    []string      `json:"needs,omitempty"`  // keys of other obligations
	Remind   string        `json:"remind,omitempty"` // days before: 14, 7, 1, 0
	Late     LateDraft     `json:"late,omitzero"`
	At       string        `json:"at,omitempty"`     // hour of reminders
	Snooze   string        `json:"snooze,omitempty"` // how often
	From     calendar.Date `json:"from,omitzero"`    // first due on; of a change: the day from which it repeats otherwise
	Until    calendar.Date `json:"until,omitzero"`   // of its effect; zero: for good
	Every    Repeats       `json:"every,omitzero"`
}

// LateDraft is what happens while it is late, in working days; empty: as usual.
type LateDraft struct {
	Daily   string `json:"daily,omitempty"`   // reminded on each, so many at most
	Manager string `json:"manager,omitempty"` // after so many the manager is told; 0: never
	Lead    string `json:"lead,omitempty"`    // and after so many the compliance lead
}

// with is the obligation as a draft has it. That it repeats otherwise holds from
// the draft's day on.
func (f Formed) with(d ObligingDraft) (Formed, error) {
	from, every := d.From, d.Every
	d.From, d.Every = calendar.Date{}, Repeats{}
	f.Draft = d
	switch {
	case from.IsZero():
		return f, &Problems{List: []form.Problem{{Path: "from", Say: "Say on which day it is first due."}}}
	case f.First.IsZero():
		f.First, f.Every = from, every
		return f, nil
	case f.now().Every == every:
		return f, nil
	case !from.After(f.now().From):
		return f, &Problems{List: []form.Problem{{Path: "from", Say: fmt.Sprintf("It repeats otherwise from a day after %s on: choose a later one.", f.now().From)}}}
	}
	f.Then = append(slices.Clone(f.Then), FormedChange{From: from, Every: every})
	return f, nil
}

// now is how it repeats by its last change.
func (f Formed) now() FormedChange {
	if len(f.Then) > 0 {
		return f.Then[len(f.Then)-1]
	}
	return FormedChange{From: f.First, Every: f.Every}
}

// Asked is the obligation as the form shows it again.
func (f Formed) Asked() ObligingDraft {
	d := f.Draft
	d.From, d.Every = f.now().From, f.now().Every
	return d
}

// problems are the mistakes of the text by the input that they are about.
func (f Formed) problems(wrong []source.Problem) []form.Problem {
	parts := f.parts()
	var list []form.Problem
	for _, p := range wrong {
		path := "title"
		if at := p.Line - 2; at >= 0 && at < len(parts) {
			path = parts[at].input
		}
		list = append(list, form.Problem{Path: path, Say: p.Say})
	}
	return list
}
