package slack

import (
	"context"
	"errors"
	"time"

	"factotum/handlers/payload"
)

// arrival is something that Slack has sent, by whatever way.
type arrival struct {
	kind string // as Socket Mode names it
	id   string // of the envelope; empty where there is none
	raw  []byte
	at   time.Time
	// attempt is 0 for the first time, as far as Slack says.
	attempt int
	ack     func([]byte) error
	fail    func()
	here    bool // as a slip has it
}

// arrived decodes what has come and takes it. An event that cannot be read is
// acknowledged, since it would come again as it is; a person's click is not,
// since Slack then tells them that it failed. What is meant for another
// workspace or app is acknowledged and not looked at, only told of.
func (d *desk) arrived(ctx context.Context, a arrival) error {
	item, from, err := decode(a.kind, a.raw)
	if f, is := d.client.foreign(from); is {
		d.stranger(ctx, f)
		return a.ack(nil)
	}
	if err != nil && a.kind != "events_api" {
		return err
	}
	if item == nil {
		return errors.Join(err, a.ack(nil))
	}
	if e, ok := item.(payload.Event); ok {
		if d.client.own(e) {
			return a.ack(nil)
		}
		e.Attempt, e.At = a.attempt, a.at
		item = e
	}
	return d.take(ctx, slip{item: item, key: keyOf(item, a.id), at: a.at, ack: a.ack, fail: a.fail, here: a.here})
}
