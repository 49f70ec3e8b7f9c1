package view

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
)

// duty is the card of an occurrence of an obligation: what is due and when, why,
// what has to be brought, and what this reader can do.
func (l look) duty() []slack.Block {
	top := l.dutyTop()
	blocks := append([]slack.Block{top[0], section(l.dutyStanding() + l.dutyRemark())}, top[1:]...)
	blocks = append(blocks, l.dutyNotes()...)
	blocks = append(blocks, l.body()...)
	blocks = append(blocks, l.copies()...)
	blocks = append(blocks, l.verdicts()...)
	blocks = append(blocks, l.talk()...)
	if l.part() == decider {
		blocks = append(blocks, l.whyYou()...)
	}
	return append(blocks, l.actions(true)...)
}

// dutyTop is what it is, what is to be done and why.
func (l look) dutyTop() []slack.Block {
	blocks := []slack.Block{header(l.title(130) + l.numbered())}
	o := l.kind.Duty
	if o.What != "" {
		text := "*What:* " + Escape(o.What, 500) + "\n*Why:* " + Escape(o.Why, 500)
		if o.Source != "" {
			text += fmt.Sprintf(" <%s|Read the rule>", o.Source) // it was checked to be an address and nothing else
		}
		blocks = append(blocks, section(text))
	}
	return blocks
}

// dueDay is when it is due.
func (l look) dueDay() calendar.Date {
	day, _ := calendar.Parse(l.r.Work.Due) // the desk wrote it
	return day
}

// overdue tells whether the day is over where the reader is.
func (l look) overdue() bool { return calendar.DateOf(l.now, l.zone).After(l.dueDay()) }

// dutyStanding says when it is due, and who has it.
func (l look) dutyStanding() string {
	due, since := "*"+l.day(l.dueDay())+"*", l.moment(l.r.Since)
	with := l.dutyWith()
	switch l.r.State { //nolint:exhaustive // a duty is in no other state
	case request.Pending:
		return fmt.Sprintf("🔍 Due %s. %s brought the evidence; it waits for *%s* to sign it off.", due, capital(l.by(l.r.Work.Duty.Filed)), Escape(nobodyOr(either(l.askedNames())), 200))
	case request.Done:
		return fmt.Sprintf("✅ Signed off by %s on %s. Done by %s on %s; it was due %s.", l.by(l.last().By), since, l.by(l.r.Work.By), isoDay(l.r.Work.Day), due)
	case request.Cancelled:
		return fmt.Sprintf("🗑️ Waived on %s; it was due %s. The reason:", since, due)
	}
	text := fmt.Sprintf("🗓️ Due %s, with %s.", due, with)
	if l.overdue() {
		text = fmt.Sprintf("🔴 *Late.* It was due %s, and is with %s.", due, with)
	}
	if last, ok := l.r.LastDecision(); ok && last.Verdict == request.SentBack {
		text += fmt.Sprintf(" %s sent the evidence back on %s: “%s”", capital(l.by(last.By)), l.moment(last.At), Escape(last.Comment, 300))
	}
	return text
}

// dutyHas is whose it is, and who has it: where they are away who stands in for
// them, how says until when.
func (l look) dutyHas() (owner, has people.Person, how policy.StandIn, away bool) {
	owner, _ = l.dir.Person(l.r.Work.Assignee)
	has, how, away = policy.Cover(owner, l.dir)
	return owner, has, how, away
}

// dutyWith is who has it, and for whom until when where that is somebody else's.
func (l look) dutyWith() string {
	owner, stand, how, away := l.dutyHas()
	if !away {
		return l.by(l.r.Work.Assignee)
	}
	return l.by(stand.ID) + " for " + l.by(owner.ID) + " until " + how.Day()
}

// dutyMine tells whether the reader has it, also in somebody's place.
func (l look) dutyMine() bool {
	owner, has, _, _ := l.dutyHas()
	return l.dir.Same(owner.ID, l.Reader.ID) || l.dir.Same(has.ID, l.Reader.ID)
}

// dutyNotes say what is wanted, who signs it off, and what is to be known of
// the days and of reminders.
func (l look) dutyNotes() []slack.Block {
	if l.r.State != request.Open {
		return nil
	}
	o := l.kind.Duty
	var wanted []string
	for _, f := range l.kind.Form.Fields() {
		switch {
		case f.Key == catalogue.DoneOn:
		case slices.Contains(l.kind.Filed(l.r.Values), f.Key):
			wanted = append(wanted, "“"+Escape(f.Label, 80)+"” (📎 filed by itself)")
		case f.Required:
			wanted = append(wanted, "“"+Escape(f.Label, 80)+"”")
		default:
			wanted = append(wanted, "“"+Escape(f.Label, 80)+"” (if there is one)")
		}
	}
	notes := []string{"*Evidence wanted:* " + strings.Join(wanted, ", ") + "  ·  *signed off by* " + Escape(l.signers(), 160) + ", and never by who brings it"}
	if len(l.Unmet) > 0 {
		notes = append(notes, "⛓️ *Waits for "+Escape(automations.List(l.Unmet), 400)+".* The evidence can be brought once that is signed off.")
	} else if len(o.Comes) > 0 {
		notes = append(notes, "⛓️ What comes before is done: "+Escape(strings.Join(o.Comes, ", "), 400))
	}
	if o.Note != "" {
		notes = append(notes, "⚠️ "+Escape(o.Note, 300))
	}
	d := l.r.Work.Duty
	if d.Snoozed != "" && l.now.Before(l.startOf(d.Snoozed)) {
		notes = append(notes, fmt.Sprintf("💤 Put off until *%s* (%d of %d times)", l.day(dateOf(d.Snoozed)), d.Snoozes, d.Most))
	}
	if d.Proposed != "" {
		notes = append(notes, fmt.Sprintf("💡 Proposed instead: %s", l.by(d.Proposed)))
	}
	return []slack.Block{small(strings.Join(notes, "\n"))}
}

func dateOf(iso string) calendar.Date {
	d, _ := calendar.Parse(iso) // the desk wrote it
	return d
}

// startOf is the beginning of a day where the reader is.
func (l look) startOf(iso string) time.Time { return dateOf(iso).In(l.zone) }

// dutyAsk is the fallback: what a phone shows.
func (l look) dutyAsk() string {
	text := fmt.Sprintf("Duty: %s%s", Escape(l.title(150), 150), l.numbered())
	if l.r.State == request.Open || l.r.State == request.Pending {
		text += ", due " + l.day(l.dueDay())
	}
	if l.r.State != request.Open {
		text += " – " + l.dutyStanding() + l.dutyRemark()
	}
	return text
}

// dutyRemark is the reason for which a duty was waived.
func (l look) dutyRemark() string {
	if l.r.State != request.Cancelled {
		return ""
	}
	return l.remark()
}
