package view

import (
	"fmt"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/outbox"
	"factotum/automations/request"
)

// Card renders a request for one reader: what it is, where it stands, and what
// this reader can do now. Who can do nothing gets a locked copy that says who
// decided, and when.
func Card(s automations.Sight) (outbox.Message, error) {
	l := lookAt(s)
	if s.Import != nil {
		return l.importing()
	}
	if l.r.IsDuty() {
		return message(l.dutyAsk(), l.duty())
	}
	switch l.part() {
	case requester:
		if l.kind.Dataset != "" && l.r.State == request.Done {
			return message(l.yours(), l.entered())
		}
		if l.r.State == request.Draft || l.discarded() {
			return message(l.ask(), l.draft())
		}
		return message(l.yours(), l.own())
	case decider, ender:
		return message(l.ask(), l.approval())
	case worker:
		return message(l.ask(), l.job())
	case steward:
		return message(l.ask()+" – "+l.standing()+l.remark(), l.own())
	case agent:
		return message(l.ask()+" – "+l.standing()+l.remark(), l.ticket())
	case bystander:
	}
	return message(l.ask()+" – "+l.standing()+l.remark(), l.locked())
}

// ask says who, how much and what for: "Ines Moreau asks for 42.50 EUR: taxi to
// the airport (EXP-12)". It is text of a message, read as mrkdwn.
func (l look) ask() string {
	if l.owed() {
		return fmt.Sprintf("⏰ Your %s is %s. Open the form and fill it in.", l.owing(), l.dueOn())
	}
	if l.r.State == request.Draft || l.discarded() {
		return fmt.Sprintf("Your draft: %s. %s", Escape(l.kind.Title, 60), l.standing())
	}
	title := Escape(l.title(150), 150) + l.numbered()
	sum := amount(l.r.Sum)
	_, task := l.r.Parent()
	switch {
	case task: // it came of another request, and nobody asked for it by itself
		return fmt.Sprintf("A task: %s", title)
	case l.mailed() && sum != "":
		return fmt.Sprintf("%s over %s: %s", Escape(l.kind.Title, 60), sum, title)
	case l.mailed():
		return fmt.Sprintf("%s: %s", Escape(l.kind.Title, 60), title)
	case sum != "":
		return fmt.Sprintf("%s asks for %s: %s", Escape(l.who(), 80), sum, title)
	}
	return fmt.Sprintf("%s asks: %s – %s", Escape(l.who(), 80), Escape(l.kind.Title, 60), title)
}

func (l look) numbered() string {
	if l.File.Number == "" {
		return ""
	}
	return " (" + l.File.Number + ")"
}

// yours is the fallback of the requester's own card.
func (l look) yours() string {
	text := Escape(l.heading(), 80)
	if sum := amount(l.r.Sum); sum != "" {
		text += ", " + sum
	}
	return fmt.Sprintf("%s: %s. %s", text, Escape(l.title(150), 150), l.standing()+l.remark())
}

// top is what every card begins with: kind, number and amount, who, and what
// for.
func (l look) top() []slack.Block {
	head := l.heading()
	if sum := amount(l.r.Sum); sum != "" {
		head += " · " + sum
	}
	blocks := []slack.Block{header(head)}
	if title := l.title(200); title != "" {
		text := "*" + Escape(title, 200) + "*"
		_, task := l.r.Parent()
		switch {
		case task:
			text = "A task: " + text
		case l.mailed():
			text += "\nIt came to the mailbox " + l.by(l.r.Requester) + "."
		case !l.dir.Same(l.r.Requester, l.Reader.ID):
			text = l.by(l.r.Requester) + " asks: " + text
		}
		blocks = append(blocks, section(text))
	}
	if base := inBase(l.r.Sum); base != "" {
		blocks = append(blocks, small(base))
	}
	return append(blocks, l.origin()...)
}

// approval is the card of somebody who may decide now, or give a missing rate.
func (l look) approval() []slack.Block {
	blocks := append(l.top(), l.picture()...)
	blocks = append(blocks, l.body()...)
	blocks = append(blocks, l.read()...)
	blocks = append(blocks, l.changed()...)
	blocks = append(blocks, l.warnings(l.r.Warnings, 6)...)
	blocks = append(blocks, l.talk()...)
	blocks = append(blocks, l.holds()...)
	blocks = append(blocks, l.progress()...)
	blocks = append(blocks, l.whyYou()...)
	blocks = append(blocks, l.copies()...)
	return append(blocks, l.actions(true)...)
}

// body is what was filled in, short enough for a message; of a record that is
// changed what changes.
func (l look) body() []slack.Block {
	if l.Rewrite != nil {
		return l.rewrite(12, 300)
	}
	blocks := sheet(l.facts(l.r.Values, l.r.Title), 300)
	if len(blocks) > 6 {
		blocks = append(blocks[:6:6], small("More is in the details."))
	}
	return append(blocks, l.lists(l.r.Values, 10, 160, " – open the details")...)
}

// job is the card of somebody who does what is left after approval.
func (l look) job() []slack.Block {
	blocks := append(l.top(), l.picture()...)
	blocks = append(blocks, l.body()...)
	blocks = append(blocks, l.read()...)
	blocks = append(blocks, l.warnings(l.r.Warnings, 6)...)
	blocks = append(blocks, l.verdicts()...)
	blocks = append(blocks, l.clocks(false)...)
	return append(append(blocks, l.whyWork()), l.actions(true)...)
}

// whyWork says why somebody is asked to do the work.
func (l look) whyWork() slack.Block {
	team, why := Escape(l.team(), 80), "you are in the team %s"
	if !l.ofTeam(l.Reader.ID) {
		why = "nobody of the team %s can do it, so it comes to you"
		if l.r.Work.Private {
			why = "it is private and you are one of those who see it; the team is %s"
		}
	}
	return small(fmt.Sprintf("*Why you:* "+why+". It has been waiting since %s.", team, l.moment(l.r.Since)))
}

// locked is the copy of somebody who can do nothing now: what it was, what
// became of it, and no button but the one to look.
func (l look) locked() []slack.Block {
	blocks := append(l.top(), l.outcome()...)
	blocks = append(blocks, l.rewrite(12, 300)...)
	blocks = append(blocks, l.clocks(false)...)
	blocks = append(blocks, l.earlier()...)
	return append(blocks, l.actions(true)...)
}

// outcome is where the request stands, with what was said when it came there.
func (l look) outcome() []slack.Block {
	blocks := []slack.Block{section(l.standing())}
	if said := l.closing(); said != "" {
		blocks = append(blocks, rich(l.cited(l.closer(), said, 1000)))
	}
	return blocks
}

// earlier are the decisions that the outcome does not tell already.
func (l look) earlier() []slack.Block {
	if l.closedByWords() {
		return nil
	}
	return l.verdicts()
}

// closedByWords tells whether the last decision is what the request stands at.
func (l look) closedByWords() bool {
	return l.r.State == request.Rejected || l.r.State == request.Returned
}

// closing is what was said when the request came to where it stands.
func (l look) closing() string {
	switch {
	case l.closedByWords():
		return l.last().Comment
	case l.r.State == request.Merged: // where it goes on is said already
		return ""
	}
	return l.r.Closing
}

// closer is who has said it, where those are shown otherwise who work on it.
func (l look) closer() string {
	if l.r.Work == nil || l.r.State != request.Done {
		return ""
	}
	return l.r.Work.By
}

// remark is closing for the end of a fallback.
func (l look) remark() string {
	if said := Escape(unmarked(l.says(l.closer())(l.closing())), 200); said != "" {
		return " “" + said + "”"
	}
	return ""
}
