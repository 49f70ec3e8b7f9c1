package automations

import (
	"context"
	"errors"
	"time"

	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/state"
)

// bringFile shows a file. Its bytes are brought first, and what they are called
// there is kept before anybody sees them: whoever tries again, or beside this one,
// shows the very same file, which happens once.
func (c *Courier) bringFile(ctx context.Context, l outbox.Leased, d *delivered, m outbox.Message) error {
	file := *m.File
	m.File = &file
	if file.ID = d.File; file.ID != "" {
		channel, ts, found, err := c.Messenger.Find(ctx, m, l.At.Add(-skew))
		if err == nil && !found {
			channel, ts, err = c.Messenger.Post(ctx, m)
		}
		if !errors.Is(err, outbox.ErrGone) {
			d.Channel, d.TS = channel, ts
			return err
		}
	}
	if err := c.upload(ctx, d, m); err != nil {
		return err
	}
	file.ID = d.File
	channel, ts, err := c.Messenger.Post(ctx, m)
	if errors.Is(err, outbox.ErrGone) {
		return fault.Wrap(err, fault.Unavailable, "Slack did not keep the file. It is brought again.")
	}
	d.Channel, d.TS = channel, ts
	return err
}

// upload brings the bytes of a file and keeps what they are called. Where another
// has kept theirs meanwhile, nothing is shown: theirs is looked for next time.
func (c *Courier) upload(ctx context.Context, d *delivered, m outbox.Message) (err error) {
	kept := outbox.Delivery{Key: d.Key, Request: d.Request, To: d.To}
	if kept.File, err = c.Messenger.Upload(ctx, m); err != nil {
		return err
	}
	body, err := encode(kept)
	if err != nil {
		return err
	}
	_, err = c.Store.Commit(ctx, state.Change{
		Once:      state.Once{Key: "uploaded/" + d.Key + "/" + kept.File, Keep: time.Hour},
		Documents: []state.Document{{ID: outbox.DeliveryID(d.Key), Version: d.version, Body: body}},
	})
	var stale state.StaleError
	if errors.As(err, &stale) {
		return fault.Wrap(err, fault.Unavailable, "This file is being posted by another worker just now.")
	}
	if err != nil {
		return err
	}
	d.File, d.version = kept.File, d.version+1
	return nil
}
