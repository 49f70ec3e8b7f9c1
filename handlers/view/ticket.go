package view

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"factotum/automations/catalogue"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
)

// desk tells whether it is a ticket: somebody has it, and it is talked about.
func (l look) desk() bool { return l.r.Work != nil && l.r.Work.Desk }

// inside tells whether the reader belongs to those who work on the ticket, or is
// the place where they do.
func inside(r request.Request, reader people.Person, dir people.Directory) bool {
	if people.IsPlace(reader.ID) { // the place of a team that gave it away has a locked card
		place, here := policy.Place(r, dir)
		return here && place.ID == reader.ID
	}
	return policy.Works(r, reader, dir)
}

// heard is the conversation as far as the reader may follow it: notes of those
// who work on a ticket stay among them.
func heard(r request.Request, reader people.Person, dir people.Directory) []request.Remark {
	within := inside(r, reader, dir)
	var thread []request.Remark
	for _, m := range r.Thread {
		if !m.Removed && (within || !m.Internal) {
			thread = append(thread, m)
		}
	}
	return thread
}

// ticket is the card of those who work on it.
func (l look) ticket() []slack.Block {
	blocks := append(l.top(), section(l.standing()+l.remark()))
	blocks = append(blocks, l.body()...)
	blocks = append(blocks, l.clocks(false)...)
	blocks = append(blocks, l.traits()...)
	blocks = append(blocks, l.warnings(l.r.Warnings, 3)...)
	blocks = append(blocks, l.verdicts()...)
	blocks = append(blocks, l.tied()...)
	blocks = append(blocks, l.talk()...)
	if l.r.State == request.Open && l.r.Work.Assignee == "" && !people.IsPlace(l.Reader.ID) {
		blocks = append(blocks, l.whyWork())
	}
	return append(blocks, l.actions(true)...)
}

// traits say how urgent it is, who follows it, and what its requester thinks of it.
func (l look) traits() []slack.Block {
	var parts []string
	if p := priorityMark(l.r.Work.Priority); p != "" {
		parts = append(parts, "Priority "+p)
	}
	if l.r.Work.Private {
		parts = append(parts, "🔒 private")
	}
	if n := l.r.Work.Followers; len(n) > 0 {
		var names []string
		for _, id := range n {
			names = append(names, named(l.dir, id, l.Reader))
		}
		parts = append(parts, "👀 followed by "+Escape(some(names), 200))
	}
	if l.r.Work.Due != "" && !l.r.State.Final() && l.Clocks.Solve.Due.IsZero() { // else the clock says it
		parts = append(parts, "📅 "+l.dueBy())
	}
	if r := l.r.Work.Rating; r != nil {
		text := scoreMark(r.Score) + " rated by " + l.by(l.r.Requester)
		if r.Text != "" {
			text += ": “" + Escape(r.Text, 300) + "”"
		}
		parts = append(parts, text)
	}
	if len(parts) == 0 {
		return nil
	}
	return []slack.Block{small(strings.Join(parts, "  ·  "))}
}

func priorityMark(priority int) string {
	name := catalogue.PriorityName(priority)
	if name == "" {
		return ""
	}
	return []string{"🔴", "🟠", "🔵", "⚪"}[priority-1] + " " + name
}

func scoreMark(score int) string {
	switch {
	case score <= 1:
		return "🙁"
	case score == 2:
		return "😐"
	}
	return "😀"
}

// tied are the tickets that it has to do with. Those that others asked for are
// for who works on it alone: whoever asks or follows may not see them.
func (l look) tied() []slack.Block {
	if l.r.Work == nil {
		return nil
	}
	var lines, tasks []string // tasks stand by themselves, beneath how many are done
	done := 0
	for _, t := range l.r.Work.Ties {
		if others := t.Kind == request.Duplicate || t.Kind == request.Related; others && !l.inside() {
			continue
		}
		text := l.tie(t)
		switch {
		case t.Kind == request.Task:
			tasks = append(tasks, text)
			if t.Done {
				done++
			}
		case text != "":
			lines = append(lines, text)
		}
	}
	const shown = 12
	var blocks []slack.Block
	if len(lines) > 0 {
		blocks = append(blocks, section(listed(lines, shown)))
	}
	if len(tasks) > 0 {
		heading := fmt.Sprintf("*%d of %s done*\n", done, count(len(tasks), "task"))
		blocks = append(blocks, section(heading+listed(tasks, shown)))
	}
	return blocks
}

// tie is what one of them is to the ticket; empty where that is said elsewhere.
func (l look) tie(t request.Tie) string {
	what := Escape(strings.TrimSpace(t.Number+" "+OneLine(t.Title, 100)), 150)
	switch t.Kind {
	case request.Task:
		if t.Done {
			return "☑️ " + what
		}
		return "◻️ " + what
	case request.Parent:
		return "📋 part of " + what
	case request.Duplicate:
		return "🔗 also asked as " + what
	case request.Related:
		return "🔗 has to do with " + what
	case request.External:
		name := t.Title
		if system, ok := l.dir.Person(people.SystemID(name)); ok {
			name = system.Name
		}
		return fmt.Sprintf("🔗 elsewhere it is %s in %s", Escape(t.Number, 80), Escape(name, 80))
	case request.Original:
	}
	return ""
}

// listed are lines one below the other, so many at most.
func listed(lines []string, most int) string {
	if more := len(lines) - most; more > 0 {
		lines = append(lines[:most:most], fmt.Sprintf("and %d more", more))
	}
	return strings.Join(lines, "\n")
}

// underway says who has an open ticket.
func (l look) underway() string {
	since := l.moment(l.r.Since)
	if l.r.Work.Assignee == "" {
		return fmt.Sprintf("📬 With *%s* since %s. Nobody has taken it yet.", Escape(l.team(), 80), since)
	}
	if l.dir.Same(l.r.Work.Assignee, l.Reader.ID) {
		return "🛠️ You take care of it."
	}
	if !l.ofTeam(l.r.Work.Assignee) {
		return fmt.Sprintf("🛠️ %s takes care of it for %s.", l.by(l.r.Work.Assignee), Escape(l.team(), 80))
	}
	return fmt.Sprintf("🛠️ %s of %s takes care of it.", l.by(l.r.Work.Assignee), Escape(l.team(), 80))
}

// mergedInto says where it goes on.
func (l look) mergedInto() string {
	if l.r.Work != nil {
		for _, t := range l.r.Work.Ties {
			if t.Kind == request.Original {
				return fmt.Sprintf("🔗 Goes on as *%s* since %s.", Escape(t.Number, 40), l.moment(l.r.Since))
			}
		}
	}
	return fmt.Sprintf("🔗 Merged with another request on %s.", l.moment(l.r.Since))
}
