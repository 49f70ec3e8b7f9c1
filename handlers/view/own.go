package view

import (
	"fmt"

	"github.com/slack-go/slack"

	"factotum/automations/policy"
	"factotum/automations/request"
)

// own is the requester's card: where it is, who holds it, what was said, and
// what can be done.
func (l look) own() []slack.Block {
	blocks := append(l.top(), l.outcome()...)
	blocks = append(blocks, l.clocks(false)...)
	blocks = append(blocks, l.asleep()...)
	blocks = append(blocks, l.rewrite(12, 300)...)
	if l.r.Reading != nil && !l.r.State.Final() { // what was read is looked after by who speaks for it
		blocks = append(blocks, l.picture()...)
		blocks = append(blocks, l.body()...)
		blocks = append(blocks, l.read()...)
		blocks = append(blocks, l.changed()...)
		blocks = append(blocks, l.warnings(l.r.Warnings, 6)...)
	}
	blocks = append(blocks, l.progress()...)
	blocks = append(blocks, l.earlier()...)
	blocks = append(blocks, l.tied()...)
	blocks = append(blocks, l.talk()...)
	blocks = append(blocks, l.given()...)
	blocks = append(blocks, l.thanks()...)
	return append(blocks, l.actions(true)...)
}

// draft is the card of what was understood so far.
func (l look) draft() []slack.Block {
	if l.discarded() {
		return []slack.Block{section(l.standing())}
	}
	if l.owed() {
		return l.missing()
	}
	blocks := []slack.Block{
		header(l.kind.Title + ", not sent yet"),
		section(l.understood()),
	}
	blocks = append(blocks, l.body()...)
	blocks = append(blocks, l.notes(l.Notes, 12)...)
	return append(blocks, l.actions(false)...)
}

// understood says how far a draft has come, and what to do with it.
func (l look) understood() string {
	switch {
	case len(l.r.Values) == 0:
		return "Nothing is filled in yet. Open the form to go on; nothing is sent before you say so."
	case l.sendable():
		return "This is what I understood. Send it as it is, or open the form to change it; nothing is sent before you say so."
	case l.Whole:
		return "This is what I understood. Open the form to look it through and send it; nothing is sent before you say so."
	}
	return "This is what I understood. Open the form to add what is missing; nothing is sent before you say so."
}

// sendable tells whether a draft may be sent without another look: it lacks
// nothing, and nobody decides on it.
func (l look) sendable() bool { return l.Whole && l.kind.Instant() && l.r.State == request.Draft }

// actions are the buttons that the reader can use now. In a message the details
// are one click away.
func (l look) actions(details bool) []slack.Block {
	elements := append(l.buttons(), l.stewardButtons()...)
	decides := l.approves()
	switch comment := "Approve with a comment…"; {
	case decides && details:
		elements = append(elements, menu(
			[3]string{ActionApproveComment, l.ref(), comment}, [3]string{ActionDetails, l.ref(), "Open details"},
		))
	case decides:
		elements = append(elements, button(ActionApproveComment, l.ref(), comment))
	case details:
		elements = append(elements, button(ActionDetails, l.ref(), "Details"))
	}
	if len(elements) == 0 {
		return nil
	}
	return []slack.Block{slack.NewActionBlock("", elements...)}
}

func (l look) buttons() []slack.BlockElement {
	if l.r.IsDuty() {
		return l.dutyButtons()
	}
	switch l.part() {
	case requester:
		return l.ownButtons()
	case decider:
		return append(l.approve("Approve"),
			button(ActionReturn, l.ref(), "Return…"),
			button(ActionReject, l.ref(), "Reject…").WithStyle(slack.StyleDanger),
			button(ActionAsk, l.ref(), "Ask…"),
		)
	case ender:
		if l.waitsForRate() {
			return []slack.BlockElement{button(ActionPrice, l.ref(), "Enter the rate…").WithStyle(slack.StylePrimary)}
		}
	case worker:
		return []slack.BlockElement{button(ActionResolve, l.ref(), OneLine(l.r.Work.Do, maxButton)).WithStyle(slack.StylePrimary)}
	case agent:
		if !l.r.State.Final() && l.r.State != request.Returned {
			return l.ticketButtons()
		}
	case bystander, steward:
	}
	return nil
}

// approves tells whether the reader may approve now: they decide, and every file is
// copied to safety.
func (l look) approves() bool { return l.part() == decider && len(l.r.Uncopied()) == 0 }

// approve is the button for it, as soon as it can be used.
func (l look) approve(label string) []slack.BlockElement {
	if !l.approves() {
		return nil
	}
	return []slack.BlockElement{button(ActionApprove, l.ref(), label).WithStyle(slack.StylePrimary)}
}

// stewardButtons are those of somebody who speaks for the requester.
func (l look) stewardButtons() []slack.BlockElement {
	if l.part() == requester || l.r.IsDuty() || !policy.Speaks(l.r, l.Reader, l.dir) {
		return nil
	}
	return l.ownButtons()
}

// correct are the buttons for looking at what was read.
func (l look) correct() []slack.BlockElement {
	if l.r.Reading == nil {
		return nil
	}
	b := button(ActionCorrect, l.ref(), "Correct fields…")
	elements := []slack.BlockElement{b}
	for _, h := range l.r.Holds {
		if h.Kind == request.UnsureHold || h.Kind == request.VendorHold {
			b.Style = slack.StylePrimary
		}
		if h.Kind == request.VendorHold {
			elements = append(elements, button(ActionOnboard, l.ref(), "Take the vendor on…"))
		}
	}
	return elements
}

// ownButtons are those of the requester.
func (l look) ownButtons() []slack.BlockElement {
	if l.r.State == request.Open && l.r.Reading != nil && len(l.r.Steps) > 0 {
		return []slack.BlockElement{button(ActionRevisit, l.ref(), "Back to approval…")}
	}
	withdraw := button(ActionWithdraw, l.ref(), "Withdraw").WithConfirm(confirm(
		"Withdraw this request?", fmt.Sprintf("%s ends here and nobody is asked any more. You can always send a new one.", l.heading()),
		"Withdraw", "Keep it"))
	switch l.r.State { //nolint:exhaustive // nothing can be done in the others
	case request.Draft:
		discard := button(ActionDiscard, l.ref(), "Discard").WithConfirm(confirm(
			"Discard this draft?", "What is filled in is lost. Nothing was sent.", "Discard", "Keep it"))
		edit := button(ActionEdit, l.ref(), "Open the form")
		elements := []slack.BlockElement{edit}
		if l.sendable() {
			elements = []slack.BlockElement{button(ActionSend, l.ref(), "Send").WithStyle(slack.StylePrimary), edit}
		} else {
			edit.WithStyle(slack.StylePrimary)
		}
		if l.Offer.Key != "" {
			elements = append(elements, button(ActionRecast, l.ref(), OneLine("Change to: "+l.Offer.Title, maxButton)))
		}
		if l.Enter {
			elements = append(elements, button(ActionEnterFrom, l.ref(), "Enter a record from this…"))
		}
		return append(elements, discard)
	case request.Returned:
		return []slack.BlockElement{button(ActionEdit, l.ref(), "Change and send again").WithStyle(slack.StylePrimary), withdraw}
	case request.Pending:
		elements := l.correct()
		if _, open := l.r.Unanswered(); open {
			elements = append(elements, button(ActionAnswer, l.ref(), "Answer…").WithStyle(slack.StylePrimary))
		}
		return append(elements, withdraw)
	case request.Open, request.Waiting, request.Done:
		if l.desk() {
			return l.askerButtons()
		}
	}
	return nil
}
