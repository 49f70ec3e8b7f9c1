package handlers

import (
	"context"
	"strings"

	"factotum/automations"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// Click answers a pressed button or a changed element.
func (b *Bot) Click(ctx context.Context, c payload.Click) payload.Reply {
	by, err := b.Desk.Who(ctx, c.By)
	if err != nil {
		return b.fail(ctx, err)
	}
	if c.Action == view.ActionOverflow {
		c.Action, c.Value, _ = strings.Cut(c.Value, "|")
	}
	if reply, answered := b.clickWithin(ctx, c, by); answered {
		return reply
	}
	return b.clickAction(ctx, c, by)
}

// clickAction answers what is pressed anywhere else.
func (b *Bot) clickAction(ctx context.Context, c payload.Click, by people.Person) payload.Reply {
	if yearAction(c.Action) {
		return b.clickYear(ctx, c, by)
	}
	if tableAction(c.Action) {
		return b.clickTable(ctx, c, by)
	}
	if kind, ok := strings.CutPrefix(c.Action, view.ActionStart+":"); ok {
		return b.startByButton(ctx, c, by, kind)
	}
	switch c.Action {
	case view.ActionRecord, view.ActionRecordChange, view.ActionRecordHistory, view.ActionRecordAdd, view.ActionRecordList, view.ActionRecordGaps:
		return b.clickRecord(ctx, c, by)
	case view.ActionHomeMore, view.ActionRefresh:
		return b.turn(ctx, c, by)
	case view.ActionQueue:
		return b.clickQueue(ctx, c, by)
	case view.ActionRedeliver:
		return b.redeliver(ctx, c, by)
	case view.ActionBatch:
		return b.askBatch(ctx, c, by)
	case view.ActionFind, view.ActionFindMore:
		return b.clickFind(ctx, c, by)
	case view.ActionDisown:
		return b.disown(ctx, c, by)
	case view.ActionAway:
		return b.askAway(ctx, c, by)
	case view.ActionBackIn:
		return b.backIn(ctx, c, by)
	case view.ActionMorning, view.ActionRest:
		return b.clickMorning(ctx, c, by)
	case view.ActionPack:
		return b.askPack(ctx, c, by)
	}
	return b.clickRequest(ctx, c, by)
}

// clickWithin answers what is pressed or changed in a form; false where it was
// something else.
func (b *Bot) clickWithin(ctx context.Context, c payload.Click, by people.Person) (payload.Reply, bool) {
	switch in := c.View.Callback; {
	case (in == view.CallbackForm || in == view.CallbackCheck) && c.Action != view.ActionRecord:
		return b.write(ctx, c, by), true
	case in == view.CallbackClash:
		return b.clickClash(ctx, c, by), true
	case in == view.CallbackCorrect:
		return b.writeCorrect(ctx, c, by), true
	case in == view.CallbackReportPlan || reportAction(c.Action):
		return b.clickReport(ctx, c, by), true
	}
	return payload.Reply{}, false
}

// clickRequest answers a button that belongs to one request. The button's value
// is only a key: what it may do is found in the store.
func (b *Bot) clickRequest(ctx context.Context, c payload.Click, by people.Person) payload.Reply {
	id, _ := view.ParseRef(c.Value)
	if c.Action == view.ActionCanned {
		return b.canned(ctx, c, by)
	}
	read, letter, err := b.stands(ctx, c, by, id)
	if err != nil {
		return b.fail(ctx, err)
	}
	if letter != "" { // what follows brings it up to date, as it does with Home
		c.View.Metadata = view.Meta{From: letter}.Encode()
	}
	if score, ok := strings.CutPrefix(c.Action, view.ActionRate+":"); ok {
		return b.rate(ctx, c, by, id, score)
	}
	if into, ok := strings.CutPrefix(c.Action, view.ActionEnterInto+":"); ok {
		return b.enterInto(ctx, c, by, id, into)
	}
	if working, ok := strings.CutPrefix(c.Action, view.ActionSnooze+":"); ok {
		return b.snooze(ctx, c, by, id, working)
	}
	if c.Action == view.ActionApprove {
		return b.decideNow(ctx, c, by, id, read)
	}
	return b.clickVerb(ctx, c, by, id)
}

// stands checks that a button of a message stands where it was posted, as Belongs
// does. Looking changes nothing and asks for rights itself, and so does opening
// the form of one's own draft, which a list offers that is posted nowhere.
func (b *Bot) stands(ctx context.Context, c payload.Click, by people.Person, id string) (read automations.File, letter string, err error) {
	switch {
	case c.Message.TS == "" || c.Action == view.ActionDetails:
		return read, "", nil
	case c.Action == view.ActionEdit:
		at, err := b.Desk.At(ctx, c.Message.Channel, c.Message.TS)
		if at.Request == "" && at.To == by.ID {
			letter = at.Key
		}
		return read, letter, err
	}
	return b.Desk.Belongs(ctx, by, c.Once, id, c.Message.Channel, c.Message.TS)
}

// clickVerb answers what is done to a request but for approving it.
func (b *Bot) clickVerb(ctx context.Context, c payload.Click, by people.Person, id string) payload.Reply {
	switch c.Action {
	case view.ActionProve:
		return b.askProof(ctx, c, by, id)
	case view.ActionNotMine, view.ActionPass, view.ActionWaive:
		return b.askDuty(ctx, c, by, id)
	case view.ActionEnterFrom:
		return b.enterFrom(ctx, c, by, id)
	case view.ActionClaim:
		return b.claim(ctx, c, by, id)
	case view.ActionReply, view.ActionChange, view.ActionMerge, view.ActionTasks, view.ActionRefer, view.ActionCancel, view.ActionConceal, view.ActionReopen, view.ActionRateWhy:
		return b.askWork(ctx, c, by, id)
	case view.ActionWithdraw:
		return b.withdraw(ctx, c, by, id)
	case view.ActionEdit:
		return b.edit(ctx, c, by, id)
	case view.ActionRecast:
		return b.recast(ctx, c, by, id)
	case view.ActionSend:
		return b.sendDraft(ctx, c, by, id)
	case view.ActionDiscard:
		return b.discard(ctx, c, by, id)
	case view.ActionDetails:
		return b.details(ctx, c, by, id)
	case view.ActionReturn, view.ActionReject, view.ActionAsk, view.ActionApproveComment:
		return b.askWhy(ctx, c, by, id)
	case view.ActionAnswer, view.ActionResolve, view.ActionPrice:
		return b.askWords(ctx, c, by, id)
	case view.ActionCorrect:
		return b.askCorrect(ctx, c, by, id)
	case view.ActionRevisit:
		return b.askReconsider(ctx, c, by, id)
	case view.ActionOnboard:
		return b.onboard(ctx, c, by, id)
	case view.ActionConfirm, view.ActionRelease:
		return b.askHold(ctx, c, by, id)
	}
	return payload.Reply{} // a link button, or a button of an older version: nothing to do
}

// Submit answers a submitted view.
func (b *Bot) Submit(ctx context.Context, s payload.Submission) payload.Reply {
	by, err := b.Desk.Who(ctx, s.By)
	if err != nil {
		return b.failForm(ctx, s, "Not possible", err)
	}
	meta := view.DecodeMeta(s.View.Metadata)
	switch s.View.Callback {
	case view.CallbackForm:
		return b.submitForm(ctx, s, by, meta)
	case view.CallbackReading:
		return b.goOn(ctx, s, by, meta)
	case view.CallbackCheck:
		return b.send(ctx, s, by, meta)
	case view.CallbackReason:
		return b.submitReason(ctx, s, by, meta)
	case view.CallbackAnswer, view.CallbackResolve, view.CallbackPrice:
		return b.submitWords(ctx, s, by, meta)
	case view.CallbackCorrect:
		return b.submitCorrect(ctx, s, by, meta)
	case view.CallbackTable:
		return b.submitTable(ctx, s, by, meta)
	case view.CallbackRevisit:
		return b.submitReconsider(ctx, s, by, meta)
	case view.CallbackConfirm, view.CallbackRelease:
		return b.submitHold(ctx, s, by, meta)
	case view.CallbackWork:
		return b.submitWork(ctx, s, by, meta)
	case view.CallbackProve:
		return b.submitProof(ctx, s, by, meta)
	case view.CallbackDuty, view.CallbackPack:
		return b.submitDuty(ctx, s, by, meta)
	case view.CallbackBatch:
		return b.submitBatch(ctx, s, by, meta)
	case view.CallbackReport, view.CallbackReportShare, view.CallbackReportPlan:
		return b.submitReport(ctx, s, by)
	case view.CallbackFind:
		return b.submitFind(ctx, s, by)
	case view.CallbackAway:
		return b.submitAway(ctx, s, by, meta)
	case view.CallbackMorning:
		return b.submitMorning(ctx, s, by, meta)
	}
	return b.submitFormed(ctx, s, by, meta)
}

// verb is what an action of a button says to a request; empty for one that says
// nothing.
func verb(action string) request.Action {
	switch action {
	case view.ActionApprove, view.ActionApproveComment:
		return request.Approve
	case view.ActionReturn:
		return request.Return
	case view.ActionReject:
		return request.Reject
	case view.ActionAsk:
		return request.Ask
	}
	return ""
}
