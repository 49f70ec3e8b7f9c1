package view

import (
	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/policy"
	"factotum/automations/request"
)

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
