package automations

import (
	"context"
	"errors"
	"fmt"
	"time"

	"factotum/automations/mail"
	"factotum/automations/state"
)

// A mail that shows no sign of having been dealt with so long after it was: its
// replica ended in between. One replica a span sets it right.
const (
	settleAfter = time.Minute
	repairSize  = 100
)

// repair deals with what stands before a position and shows nothing: mails that
// were taken in by a program that ended before it could show so, and those that
// were passed over because somebody had marked them as deleted for a while.
func (in *Intake) repair(ctx context.Context, upTo mail.Position) error {
	left, err := in.Mailbox.Unsettled(ctx, upTo, repairSize)
	if err != nil || len(left) == 0 {
		return err
	}
	ids := make([]string, len(left))
	for i, at := range left {
		ids[i] = placeID(at)
	}
	docs, err := in.Desk.Store.Load(ctx, ids...)
	if err != nil {
		return err
	}
	var failed []error
	for i, at := range left {
		if docs[i].Version == 0 {
			failed = append(failed, in.found(ctx, at))
			continue
		}
		failed = append(failed, in.resettle(ctx, at, docs[i]))
	}
	return errors.Join(failed...)
}

// found takes in one mail that was passed over.
func (in *Intake) found(ctx context.Context, at mail.Position) error {
	before := at
	before.UID--
	for m, err := range in.Mailbox.Next(ctx, before, 1) {
		if err != nil {
			return err
		}
		if m.At == at {
			return in.take(ctx, m)
		}
	}
	return nil
}

// resettle shows in the mailbox what became of a mail a while ago.
func (in *Intake) resettle(ctx context.Context, at mail.Position, doc state.Document) error {
	var t trace
	if err := decodeInto(doc, &t); err != nil {
		return err
	}
	now := in.Desk.Now().UTC()
	if now.Sub(t.At) < settleAfter {
		return nil // it is being shown
	}
	slot := fmt.Sprintf("mail/settle/%s/%d", at, now.Unix()/int64(settleAfter/time.Second))
	result, err := in.Desk.write(ctx, state.Change{Once: state.Once{Key: slot, Keep: time.Hour}})
	if err != nil || result.Repeated {
		return err
	}
	return in.Mailbox.Settle(ctx, at, t.Outcome)
}
