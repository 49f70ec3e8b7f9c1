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
	"factotum/automations/obligation"
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

// owes tells whether the reader may bring the evidence.
func (l look) owes() bool {
	return l.r.State == request.Open && policy.Owes(l.r, l.Reader, l.dir)
}

// waives tells whether the reader may say that it need not be done.
func (l look) waives() bool {
	return l.r.State == request.Open && automations.Waives(l.kind, l.Reader, l.dir)
}

// dutyButtons are those of who has it, and of who says whose duties are.
func (l look) dutyButtons() []slack.BlockElement {
	ref := l.ref()
	if l.part() == decider {
		return append(l.approve("Sign off"), button(ActionReturn, ref, "Send back…"), button(ActionAsk, ref, "Ask…"))
	}
	var elements []slack.BlockElement
	if l.r.State == request.Pending && policy.Speaks(l.r, l.Reader, l.dir) {
		if _, open := l.r.Unanswered(); open {
			elements = append(elements, button(ActionAnswer, ref, "Answer…").WithStyle(slack.StylePrimary))
		}
	}
	buttons, more := l.dutyDoes()
	elements = append(elements, buttons...)
	switch {
	case l.dutyMine() && l.heads() && l.owes(): // who says whose duties are
		elements = append(elements, button(ActionPass, ref, "Hand over…"))
	case l.owes() || l.waives():
		more = append(more, [3]string{ActionPass, ref, "Hand over…"})
	}
	if l.waives() {
		more = append(more, [3]string{ActionWaive, ref, "Waive…"})
	}
	if len(more) > 0 {
		elements = append(elements, menu(more...))
	}
	return elements
}

// dutyDoes are what whoever owes it can do about it: as buttons, and in a menu.
func (l look) dutyDoes() (buttons []slack.BlockElement, more [][3]string) {
	if !l.owes() {
		return nil, nil
	}
	ref, mine := l.ref(), l.dutyMine()
	switch {
	case len(l.Unmet) > 0:
	case mine:
		buttons = append(buttons, button(ActionProve, ref, "Done: add evidence…").WithStyle(slack.StylePrimary))
	default: // somebody else has it
		more = append(more, [3]string{ActionProve, ref, "Done: add evidence…"})
	}
	if mine && l.snoozes() {
		buttons = append(buttons, button(ActionSnooze+":1", ref, "Snooze a day"))
		more = append(more, [3]string{ActionSnooze + ":3", ref, "Snooze 3 working days"})
	}
	if l.dir.Same(l.r.Work.Assignee, l.Reader.ID) && !l.heads() {
		buttons = append(buttons, button(ActionNotMine, ref, "Not mine…"))
	}
	return buttons, more
}

// snoozes tells whether reminders can still be put off.
func (l look) snoozes() bool {
	d := l.r.Work.Duty
	return d.Snoozes < d.Most && d.Snoozed < l.r.Work.Due && calendar.DateOf(l.now, l.zone).Before(l.dueDay())
}

// heads tells whether it is with whoever says whose duties are, already.
func (l look) heads() bool {
	h := l.kind.Duty.Head
	rule := request.Rule{Kind: request.ByRole, Of: h.Role}
	switch {
	case h.Person != "":
		rule = request.Rule{Kind: request.ByPerson, Of: h.Person}
	case h.Team != "":
		rule = request.Rule{Kind: request.ByTeam, Of: h.Team}
	}
	return policy.Decides(rule, l.Reader, l.dir)
}

// rung is the sentence of a reminder.
func (l look) rung(what string) string {
	key, late, _ := strings.Cut(l.Notice.Says.Text, " ")
	due, with := "*"+l.day(l.dueDay())+"*", capital(l.dutyWith())
	left := int(l.dueDay().In(time.UTC).Sub(calendar.DateOf(l.Notice.At, l.zone).In(time.UTC)).Hours() / 24)
	missed := ""
	if l.dutyMine() && !l.dir.Same(l.r.Work.Assignee, l.Reader.ID) {
		missed = " It is with " + l.dutyWith() + "."
	}
	if late != "" {
		missed += " _(You should have read this before: Factotum could not tell you then.)_"
	}
	switch {
	case key == string(obligation.Manager) || key == string(obligation.Head):
		return fmt.Sprintf("🔴 %s was due %s and is not done. %s has it.%s", what, due, with, missed)
	case left < 0:
		return fmt.Sprintf("🔴 %s was due %s and is not done.%s", what, due, missed)
	case left == 0:
		return fmt.Sprintf("⏰ %s is due *today*.%s", what, missed)
	case left == 1:
		return fmt.Sprintf("⏰ %s is due %s, tomorrow.%s", what, due, missed)
	}
	return fmt.Sprintf("⏰ %s is due %s, in %d days.%s", what, due, left, missed)
}

// dutyTidings is the sentence of a line about a duty.
func (l look) dutyTidings(by, what string) (string, bool) {
	if l.kind.Duty == nil || !l.r.IsDuty() {
		return "", false
	}
	switch l.Notice.Says.Name {
	case automations.RungLine:
		return l.rung(what), true
	case automations.FreedLine:
		return fmt.Sprintf("⛓️ %s is signed off or waived: nothing stands in the way of %s any more. It is due *%s*.", Escape(l.Notice.Says.Text, 150), what, l.day(l.dueDay())), true
	case automations.NotMineLine:
		text := fmt.Sprintf("🙅 %s says that %s is not theirs", by, what)
		if p := l.r.Work.Duty.Proposed; p != "" {
			text += " and proposes " + l.by(p)
		}
		return text + ". Hand it to whoever should have it:", true
	case string(request.Remind):
		return fmt.Sprintf("🔍 The evidence of %s has been waiting for you since %s. Look at it, and sign it off or send it back.", what, l.moment(l.r.Since)), true
	case string(request.Approve):
		return fmt.Sprintf("✅ %s signed off %s.", by, what), true
	case string(request.Return):
		return fmt.Sprintf("↩️ %s sent the evidence of %s back. Change it with the button on the card and bring it again:", by, what), true
	case string(request.Cancel):
		return fmt.Sprintf("🗑️ %s waived %s:", by, what), true
	case string(request.Assign):
		if l.dir.Same(l.r.Work.Assignee, l.Reader.ID) {
			return fmt.Sprintf("📥 %s gave you %s. It is due *%s*.", by, what, l.day(l.dueDay())), true
		}
		return fmt.Sprintf("📤 %s is no longer with you, but with %s.", what, l.by(l.r.Work.Assignee)), true
	case automations.TurnLine:
		return fmt.Sprintf("🔍 The evidence of %s is there. Look at it, and sign it off or send it back.", what), true
	}
	return "", false
}

// signers are those who sign it off: whom the obligation names, or where that is who
// has it, whoever else may.
func (l look) signers() string {
	o := l.kind.Duty
	if automations.Another(l.dir, o.Reviewer, l.r.Work.Assignee) {
		return l.whom(o.Reviewer)
	}
	var others []string
	for _, w := range []obligation.Who{o.Head, o.Otherwise} {
		if who := l.whom(w); automations.Another(l.dir, w, l.r.Work.Assignee) && !slices.Contains(others, who) {
			others = append(others, who)
		}
	}
	return nobodyOr(either(others))
}

// whom is whom an obligation names, as people know them.
func (l look) whom(w obligation.Who) string { return automations.Whom(l.dir, w) }
