package view

import (
	"fmt"

	"github.com/slack-go/slack"

	"factotum/automations/request"
)

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
