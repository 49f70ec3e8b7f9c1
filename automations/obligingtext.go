package automations

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"factotum/automations/calendar"
	"factotum/automations/catalogue"
)

// part is one line of an obligation as it is written, and the input that it comes of.
type part struct{ input, line string }

// file is the obligation as the company would write it, a line for each part, so
// that it is checked and holds as those that are written.
func (f Formed) file() catalogue.File {
	lines := []string{"obligation: " + f.Key}
	for _, p := range f.parts() {
		lines = append(lines, p.line)
	}
	return catalogue.File{Name: "obligation " + f.Key, Body: []byte(strings.Join(lines, "\n") + "\n")}
}

// parts are all lines from the second on.
func (f Formed) parts() []part {
	d := f.Draft
	parts := []part{{"title", "title: " + quoted(d.Title)}, {"what", "what: " + quoted(d.What)}, {"why", "why: " + quoted(d.Why)}, {"owner", "owner: " + whom(d.Owner)}}
	add := func(input, key, text string) {
		if text != "" {
			parts = append(parts, part{input, key + ": " + text})
		}
	}
	for _, one := range [][2]string{{"subject", d.Subject}, {"source", d.Source}, {"country", d.Country}, {"region", d.Region}, {"covers", d.Covers}, {"at", d.At}} {
		if one[1] != "" {
			add(one[0], one[0], quoted(one[1]))
		}
	}
	if d.Reviewer != "" {
		add("reviewer", "reviewer", whom(d.Reviewer))
	}
	if d.Waiver != "" {
		add("waive", "waive", whom(d.Waiver))
	}
	add("evidence", "evidence", proofsOf(d.Evidence))
	add("needs", "needs", listOf(d.Needs))
	add("remind", "remind", listOf(strings.Split(d.Remind, ",")))
	add("daily", "late", d.Late.text())
	add("snooze", "snooze", whole(d.Snooze))
	parts = append(parts, part{"lead", fmt.Sprintf("open: %d", d.Lead)}, part{"from", "from: " + f.First.String()}, part{"every", "every: " + f.Every.text(f.First)})
	var changes []string
	for _, c := range f.Then {
		changes = append(changes, fmt.Sprintf("{from: %s, every: %s}", c.From, c.Every.text(c.From)))
	}
	add("every", "changes", bracketed(changes))
	if until := f.ends(); !until.IsZero() {
		add("until", "until", until.String())
	}
	return parts
}

// ends is the last day of its effect; zero: none.
func (f Formed) ends() calendar.Date {
	if f.Until.IsZero() || !f.Draft.Until.IsZero() && f.Draft.Until.Before(f.Until) {
		return f.Draft.Until
	}
	return f.Until
}

// whom is who is named, as it is written.
func whom(who string) string {
	for _, kind := range []string{"role", "team"} {
		if name, is := strings.CutPrefix(who, kind+":"); is {
			return "{" + kind + ": " + quoted(name) + "}"
		}
	}
	return "{person: " + quoted(who) + "}"
}

// proofsOf is the evidence wanted: the first has to be there.
func proofsOf(kinds []string) string {
	var all []string
	for i, kind := range kinds {
		all = append(all, fmt.Sprintf("{kind: %s, optional: %t}", kind, i > 0))
	}
	return bracketed(all)
}

// listOf is a list of words; empty for none.
func listOf(words []string) string {
	var all []string
	for _, w := range words {
		if w = whole(w); w != "" {
			all = append(all, w)
		}
	}
	return bracketed(all)
}

func bracketed(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return "[" + strings.Join(all, ", ") + "]"
}

// whole is a number as it is written, or a text that is refused as none.
func whole(text string) string {
	text = strings.TrimSpace(text)
	if _, err := strconv.Atoi(text); err == nil || text == "" {
		return text
	}
	return quoted(text)
}

// text is what happens while it is late; empty where nothing is said of it.
func (l LateDraft) text() string {
	var all []string
	for _, one := range [][2]string{{"daily", l.Daily}, {"manager", l.Manager}, {"lead", l.Lead}} {
		if n := whole(one[1]); n != "" {
			all = append(all, one[0]+": "+n)
		}
	}
	if len(all) == 0 {
		return ""
	}
	return "{" + strings.Join(all, ", ") + "}"
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
	case r.Way == "event":
		said = fmt.Sprintf("after: %s, days: %d", quoted(r.Event), r.Days)
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
