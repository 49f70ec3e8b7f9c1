package automations

import (
	"context"
	"errors"

	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/state"
)

// answer delivers a notice about a run and gives what is to be recorded of it.
func (c *Courier) answer(ctx context.Context, l outbox.Leased) (state.Change, error) {
	d, posted, err := c.bringAnswer(ctx, l)
	if err == nil {
		err = c.arrived(ctx, l)
	}
	if err != nil {
		receipt, tell := failure(l, err, c.Desk.Now()), c.late
		if receipt.Failed {
			tell = c.lost
		}
		if known := new(fault.Error); errors.As(err, &known) {
			receipt.Reason = known.Say // an admin reads it beside the name of the report
		}
		if err := tell(ctx, l, err); err != nil {
			return state.Change{}, err
		}
		return ended(receipt), nil
	}
	return landed(l, d, posted)
}

// arrived says that Slack has all of a run, once it has the last.
func (c *Courier) arrived(ctx context.Context, l outbox.Leased) error {
	run, err := c.Desk.run(ctx, l.Request)
	if err != nil || run.Phase != RunAnswered || !run.Sent.IsZero() || l.Key != run.last() {
		return unlessGone(err)
	}
	now := c.Desk.Now().UTC()
	_, err = c.Desk.editRun(ctx, run.ID, func(r *Run) (state.Change, error) {
		r.Sent = now
		also, err := c.Desk.tidied(ctx, *r, now)
		return with(r.settled(now), also), err
	})
	return err
}

// unlessGone leaves out that something is not there any more.
func unlessGone(err error) error {
	if fault.CodeOf(err) == fault.NotFound {
		return nil
	}
	return err
}

// lost writes that a part of a run was given up, and tells whose it is. What went
// wrong with telling them is on the list of failed deliveries.
func (c *Courier) lost(ctx context.Context, l outbox.Leased, why error) error {
	if !figured(l) {
		return nil
	}
	_, err := c.Desk.editRun(ctx, l.Request, func(r *Run) (state.Change, error) {
		first := len(r.Lost) == 0
		r.Lost = append(r.Lost, missing(r.Lost, []string{l.Key})...)
		if !first {
			return state.Change{}, nil // the first reason is that of all
		}
		r.Reason = fault.Say(why)
		return r.trouble(c.Desk.Now().UTC()), nil
	})
	return unlessGone(err)
}

// bringAnswer brings Slack in line with a notice about a run. Everybody's right to
// read it is asked for again.
func (c *Courier) bringAnswer(ctx context.Context, l outbox.Leased) (d delivered, posted bool, err error) {
	run, err := c.Desk.run(ctx, l.Request)
	if err != nil {
		return d, false, unlessGone(err)
	}
	docs, err := c.Store.Load(ctx, outbox.DeliveryID(l.Key), outbox.DeliveryID(runKey(run.ID, AnswerSays)))
	if err != nil {
		return d, false, err
	}
	if d.Delivery, err = decodeDelivery(docs[0]); err != nil {
		return d, false, err
	}
	main, err := decodeDelivery(docs[1])
	if err != nil {
		return d, false, err
	}
	d.version = docs[0].Version
	if l.Says.Name == removeSays {
		return d, false, c.unpost(ctx, run, main)
	}
	if !run.wants(l, d.Stands()) {
		return d, false, nil
	}
	m, err := c.answerMessage(ctx, run, l, main)
	if err != nil {
		return d, false, err
	}
	hash := contentHash(m)
	if d.Stands() && (m.File != nil || d.Hash == hash) {
		return d, false, nil
	}
	d.Key, d.Request, d.To, d.Hash, d.At = l.Key, l.Request, l.To, hash, c.Desk.Now()
	err = c.bring(ctx, l, &d, m, l.At)
	return d, err == nil, err
}

// wants tells whether a notice still has something to tell.
func (r Run) wants(l outbox.Leased, had bool) bool {
	switch l.Says.Name {
	case RunningSays:
		return had || r.going()
	case AnswerSays:
		return r.Phase == RunAnswered || r.Phase == RunFailed
	case FileSays:
		return r.Phase == RunAnswered && !had
	case LateSays:
		return !had && r.Trying() && r.Sent.IsZero()
	}
	return !had
}

// unpost takes an answer out of Slack with the files in its thread; of a run that
// posted none, the last one before it.
func (c *Courier) unpost(ctx context.Context, run Run, main outbox.Delivery) error {
	for main.TS == "" && run.Earlier != "" {
		docs, err := c.Store.Load(ctx, run.Earlier, outbox.DeliveryID(runKey(run.Earlier, AnswerSays)))
		if err != nil {
			return err
		}
		if run, err = decodeRun(docs[0]); err != nil {
			return unlessGone(err)
		}
		if main, err = decodeDelivery(docs[1]); err != nil {
			return err
		}
	}
	if main.TS == "" {
		return nil
	}
	return c.Messenger.Update(ctx, main.Channel, main.TS, outbox.Message{Gone: true, Whole: true})
}
