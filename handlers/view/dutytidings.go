package view

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/obligation"
	"factotum/automations/request"
)

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
