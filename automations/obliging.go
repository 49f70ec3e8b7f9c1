package automations

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/source"
)

// Repeats is how an obligation returns.
type Repeats struct {
	Way  string `json:"way"`            // one of RepeatWays
	Rule string `json:"rule,omitempty"` // of the last way one of RFC 5545, of the one before which working day
	Roll string `json:"roll,omitempty"` // before or after: the nearest working day
}

// RepeatWays are the ways, counted from the first day: each month on its day, on
// its working day, and so on.
func RepeatWays() []string {
	return []string{"week", "month", "quarter", "half", "year", "working", "rule"}
}

// ObligingDraft is what the form of an obligation holds.
type ObligingDraft struct {
	Title    string        `json:"title"`
	Subject  string        `json:"subject,omitempty"`
	What     string        `json:"what"`
	Why      string        `json:"why"`
	Source   string        `json:"source,omitempty"`
	Owner    string        `json:"owner"`    // id
	Reviewer string        `json:"reviewer"` // id; empty: the compliance lead
	Country  string        `json:"country,omitempty"`
	Lead     int           `json:"lead"` // days before it is due that it opens
	Evidence []string      `json:"evidence,omitempty"`
	From     calendar.Date `json:"from,omitzero"` // first due on; of a change: the day from which it repeats otherwise
	Every    Repeats       `json:"every,omitzero"`
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

// file is the obligation as the company would write it, a line for each part, so
// that it is checked and holds as those that are written.
func (f Formed) file() catalogue.File {
	lines := []string{"obligation: " + f.Key}
	for _, part := range f.parts() {
		lines = append(lines, part[1])
	}
	return catalogue.File{Name: "obligation " + f.Key, Body: []byte(strings.Join(lines, "\n") + "\n")}
}

// parts are the names of the form's inputs with their lines, from the second on.
func (f Formed) parts() [][2]string {
	d := f.Draft
	parts := [][2]string{{"title", "title: " + quoted(d.Title)}, {"what", "what: " + quoted(d.What)}, {"why", "why: " + quoted(d.Why)}}
	for _, one := range [][2]string{{"subject", d.Subject}, {"source", d.Source}, {"country", d.Country}} {
		if one[1] != "" {
			parts = append(parts, [2]string{one[0], one[0] + ": " + quoted(one[1])})
		}
	}
	parts = append(parts, [2]string{"owner", "owner: {person: " + quoted(d.Owner) + "}"})
	if d.Reviewer != "" {
		parts = append(parts, [2]string{"reviewer", "reviewer: {person: " + quoted(d.Reviewer) + "}"})
	}
	var proofs []string
	for i, e := range d.Evidence {
		proofs = append(proofs, fmt.Sprintf("{kind: %s, optional: %t}", e, i > 0))
	}
	if len(proofs) > 0 {
		parts = append(parts, [2]string{"evidence", "evidence: [" + strings.Join(proofs, ", ") + "]"})
	}
	parts = append(parts, [2]string{"lead", fmt.Sprintf("open: %d", d.Lead)}, [2]string{"from", "from: " + f.First.String()}, [2]string{"every", "every: " + f.Every.text(f.First)})
	var changes []string
	for _, c := range f.Then {
		changes = append(changes, fmt.Sprintf("{from: %s, every: %s}", c.From, c.Every.text(c.From)))
	}
	if len(changes) > 0 {
		parts = append(parts, [2]string{"every", "changes: [" + strings.Join(changes, ", ") + "]"})
	}
	if !f.Until.IsZero() {
		parts = append(parts, [2]string{"from", "until: " + f.Until.String()})
	}
	return parts
}

// problems are the mistakes of the text by the input that they are about.
func (f Formed) problems(wrong []source.Problem) []form.Problem {
	parts := f.parts()
	var list []form.Problem
	for _, p := range wrong {
		path := "title"
		if at := p.Line - 2; at >= 0 && at < len(parts) {
			path = parts[at][0]
		}
		list = append(list, form.Problem{Path: path, Say: p.Say})
	}
	return list
}

// text is the cadence as it is written, counted from a day.
func (r Repeats) text(first calendar.Date) string {
	day, month := first.Day(), int(first.Month())
	said := ""
	switch months := map[string]int{"quarter": 3, "half": 6, "year": 12}[r.Way]; {
	case months > 0:
		var list []string
		for m := (month-1)%months + 1; m <= 12; m += months {
			list = append(list, fmt.Sprint(m))
		}
		said = fmt.Sprintf("day: %d, months: [%s]", day, strings.Join(list, ", "))
	case r.Way == "week":
		said = "rule: FREQ=WEEKLY;BYDAY=" + strings.ToUpper(first.Weekday().String()[:2])
	case r.Way == "working":
		n, _ := strconv.Atoi(r.Rule) // none is refused as such
		return fmt.Sprintf("{working_day: %d}", n)
	case r.Way == "rule":
		said = "rule: " + quoted(r.Rule)
	default:
		said = fmt.Sprintf("day: %d", day)
	}
	if r.Roll != "" {
		said += ", roll: " + r.Roll
	}
	return "{" + said + "}"
}

// quoted is a text as YAML takes it: JSON is YAML.
func quoted(text string) string {
	body, err := json.Marshal(strings.TrimSpace(text))
	if err != nil {
		return `""`
	}
	return string(body)
}
