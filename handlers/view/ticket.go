package view

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/calendar"
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

// ticketButtons are those of who works on it. At a place everybody acts by their
// own rights.
func (l look) ticketButtons() []slack.BlockElement {
	ref := l.ref()
	reply, change := button(ActionReply, ref, "Reply…"), button(ActionChange, ref, "Change…")
	if l.r.State == request.Done {
		return append(l.again(), reply)
	}
	further := [][3]string{
		{ActionMerge, ref, "Merge or link…"},
		{ActionTasks, ref, "Add tasks…"},
		{ActionRefer, ref, "Ask for approval…"},
		{ActionCancel, ref, "Cancel it…"},
	}
	if l.concealable() {
		further = append(further, [3]string{ActionConceal, ref, "Make private…"})
	}
	more := menu(further...)
	solve := button(ActionResolve, ref, OneLine(l.r.Work.Do, maxButton))
	if l.r.Work.Assignee == "" {
		return []slack.BlockElement{button(ActionClaim, ref, "Claim").WithStyle(slack.StylePrimary), solve, reply, change, more}
	}
	return []slack.BlockElement{solve.WithStyle(slack.StylePrimary), reply, change, more}
}

// askerButtons are those of who asked for the ticket.
func (l look) askerButtons() []slack.BlockElement {
	ref := l.ref()
	var conceal []slack.BlockElement
	if l.concealable() {
		conceal = append(conceal, button(ActionConceal, ref, "Make private…"))
	}
	switch l.r.State { //nolint:exhaustive // nothing can be done in the others
	case request.Waiting:
		return append([]slack.BlockElement{
			button(ActionReply, ref, "Answer…").WithStyle(slack.StylePrimary), button(ActionCancel, ref, "Not needed any more…"),
		}, conceal...)
	case request.Open:
		return append([]slack.BlockElement{button(ActionReply, ref, "Write…"), button(ActionCancel, ref, "Not needed any more…")}, conceal...)
	case request.Done:
		if l.r.Work.Rating != nil {
			label := "Say why…"
			if l.r.Work.Rating.Text != "" {
				label = "Change what you said…"
			}
			return append([]slack.BlockElement{button(ActionRateWhy, ref, label)}, l.again()...)
		}
		if l.r.Work.By == "" { // nobody solved it
			return l.again()
		}
		return append([]slack.BlockElement{
			button(ActionRate+":3", ref, "😀 Good"), button(ActionRate+":2", ref, "😐 So-so"), button(ActionRate+":1", ref, "🙁 Not good"),
		}, l.again()...)
	}
	return nil
}

// concealable tells whether the ticket can be made private: its team has a place
// for that.
func (l look) concealable() bool {
	_, ok := l.dir.Place(l.r.Work.Team, true)
	return l.desk() && !l.r.Work.Private && ok
}

// again is the button that takes up again what is done, as long as that can be.
func (l look) again() []slack.BlockElement {
	if !l.r.Work.Settled.IsZero() {
		return nil
	}
	return []slack.BlockElement{button(ActionReopen, l.ref(), "Open again…")}
}

// thanks stands on the card of who asked, once it is done.
func (l look) thanks() []slack.Block {
	if !l.desk() || l.r.State != request.Done {
		return nil
	}
	if r := l.r.Work.Rating; r != nil {
		said := ""
		if r.Text != "" {
			said = fmt.Sprintf(" You said: “%s”", Escape(r.Text, 300))
		}
		return []slack.Block{small(scoreMark(r.Score) + " Thank you for saying how it was." + said)}
	}
	if l.r.Work.By == "" {
		return []slack.Block{small("If it is still needed, write in the thread of this message, or open it again with the button.")}
	}
	return []slack.Block{small("How was it? One click is enough.")}
}

// ticketTidings is the sentence of a line about a ticket.
func (l look) ticketTidings(by, what string) (string, bool) {
	switch l.Notice.Says.Name {
	case string(request.Assign):
		if l.dir.Same(l.r.Work.Assignee, l.Reader.ID) {
			return fmt.Sprintf("📥 %s gave you %s.", by, what), true
		}
		if l.r.Work.Assignee == "" && l.inside() {
			return fmt.Sprintf("📬 %s is free again, and somebody has to take it:", what), true
		}
		return fmt.Sprintf("📤 %s is no longer with you: %s", what, l.underway()), true
	case string(request.Follow):
		return fmt.Sprintf("👀 %s lets you follow %s.", by, what), true
	case string(request.Reopen):
		if strings.TrimSpace(l.Notice.Says.Text) == "" {
			return fmt.Sprintf("🔁 %s opened %s again.", by, what), true
		}
		return fmt.Sprintf("🔁 %s opened %s again:", by, what), true
	case string(request.Cancel):
		return fmt.Sprintf("🗑️ %s ended %s without solving it:", by, what), true
	case string(request.Conceal):
		return fmt.Sprintf("🔒 %s made %s private. Only who asked, and who takes care of it, see it now.", by, what), true
	case string(request.Merge):
		return fmt.Sprintf("🔗 %s found that %s is about the same as another one. It goes on as:", by, what), true
	case string(request.Rate):
		return l.rated(by, what), true
	}
	return "", false
}

// rated says to the lead of the team how content who asked is. It changes in its
// place where they think better of it.
func (l look) rated(by, what string) string {
	if r := l.r.Work.Rating; r != nil && r.Score != automations.Unhappy {
		return fmt.Sprintf("%s %s was not content with %s, and thinks better of it now.", scoreMark(r.Score), by, what)
	}
	return fmt.Sprintf("🙁 %s is not content with %s, which %s did.", by, what, l.by(l.r.Work.By))
}

// given says until when somebody has what was given, and that it is over. The card
// is drawn again as it ends, since a task comes of that.
func (l look) given() []slack.Block {
	last := l.kind.Until(l.r)
	if !l.desk() || l.r.State != request.Done || last.IsZero() {
		return nil
	}
	if end := automations.EndsOn(last, l.r, l.dir); l.now.Before(end) {
		return []slack.Block{section(fmt.Sprintf("⌛ It ends on *%s*. Who needs it for longer asks for it again.", l.moment(end)))}
	}
	return []slack.Block{section(fmt.Sprintf("⌛ It has ended on *%s*. Who still needs it asks for it again.", l.day(last)))}
}

// untilThen says that something given ends soon.
func (l look) untilThen(what string) string {
	end := automations.EndsOn(l.kind.Until(l.r), l.r, l.dir)
	if calendar.DateOf(end, l.zone) == calendar.DateOf(l.now, l.zone) {
		return fmt.Sprintf("⌛ %s ends *today at %s*. Who still needs it asks for it again.", what, end.In(l.zone).Format("15:04"))
	}
	return fmt.Sprintf("⌛ %s ends on *%s*. Who still needs it asks for it again.", what, l.moment(end))
}
