package automations

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/state"
)

// lease is how long a worker holds a notice. It is longer than the messenger's
// time-out, so that a stalled worker cannot overwrite a newer card.
const lease = 30 * time.Second

// trying is how long a worker may try: it stops while its lease still holds.
const trying = 25 * time.Second

// skew is how far our clock may be ahead of the messenger's.
const skew = time.Minute

// deliver posts one notice and gives what is to be recorded of it, also when ctx
// ended meanwhile: what was posted is known then.
func (c *Courier) deliver(ctx context.Context, l outbox.Leased) (state.Change, error) {
	try, cancel := context.WithTimeout(ctx, trying)
	defer cancel()
	switch l.Shape {
	case outbox.Report:
		return c.answer(try, l)
	case outbox.Bell:
		return c.ring(try, l), nil
	case outbox.Hook:
		if err := c.hook(try, l); err != nil {
			return ended(failure(l, err, c.Desk.Now())), nil
		}
		return ended(outbox.Receipt{Key: l.Key, Token: l.Token}), nil
	case outbox.Letter:
		return c.posted(try, l, c.letter)
	default:
		return c.posted(try, l, c.post)
	}
}

// posted posts one notice and gives what is to be recorded of it.
func (c *Courier) posted(try context.Context, l outbox.Leased, post func(context.Context, outbox.Leased) (delivered, bool, error)) (state.Change, error) {
	delivery, posted, err := post(try, l)
	if err != nil {
		return ended(failure(l, err, c.Desk.Now())), nil
	}
	change, err := landed(l, delivery, posted)
	if err != nil || !posted {
		return change, err
	}
	change.Add = append(change.Add, state.Entry{Index: messageIndex(delivery.Channel, delivery.TS), Sort: "0", ID: outbox.DeliveryID(l.Key)})
	if l.Shape != outbox.Card && delivery.swept { // what may be taken away again
		change.Add = append(change.Add, state.Entry{Index: besideIndex(l.Request, l.To), Sort: "0", ID: outbox.DeliveryID(l.Key)})
	}
	if (delivery.out || delivery.bare) && l.Shape == outbox.Card {
		change.Notices, err = c.sweep(try, l, c.Desk.Now())
	}
	return change, err
}

// landed is what is recorded of a notice that is dealt with, and of what was posted
// of it.
func landed(l outbox.Leased, d delivered, posted bool) (state.Change, error) {
	c := ended(outbox.Receipt{Key: l.Key, Token: l.Token})
	if !posted {
		return c, nil
	}
	body, err := json.Marshal(d.Delivery)
	if err != nil {
		return c, fmt.Errorf("automations: encode delivery %s: %w", l.Key, err)
	}
	c.Documents = []state.Document{{ID: outbox.DeliveryID(l.Key), Version: d.version, Body: body}}
	if l.Shape != outbox.Card && d.fresh {
		c.Add = []state.Entry{sent(d.Delivery)}
	}
	return c, nil
}

// failure turns an error into a receipt: wait as told, try again later, or give
// up so that an admin sees it.
func failure(l outbox.Leased, err error, now time.Time) outbox.Receipt {
	r := outbox.Receipt{Key: l.Key, Token: l.Token, Reason: why(err)}
	var delay outbox.DelayError
	switch {
	case errors.As(err, &delay):
		r.Retry, r.Delayed = now.Add(delay.For), true
	case passing(err) && l.Attempts+1 < outbox.MaxAttempts:
		r.Retry = now.Add(outbox.Backoff(l.Attempts + 1))
	default:
		r.Failed = true
	}
	return r
}

// why is the reason for an admin: all that is known, which of a fault without a
// cause is its sentence.
func why(err error) string {
	var f *fault.Error
	if errors.As(err, &f) && f.Err == nil && f.Error() == err.Error() {
		return f.Say
	}
	return err.Error()
}

// passing tells whether trying again may help.
func passing(err error) bool {
	return fault.CodeOf(err) == fault.Unavailable || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}

// delivered is a delivery with the version of its document.
type delivered struct {
	outbox.Delivery
	version int64
	request state.Document // as it was read
	swept   bool           // it is about what may be made private, or goes for its age
	bare    bool           // that went for its age
	out     bool           // the reader is shut out: what stands there says so
	fresh   bool           // nothing stood there before
	lost    bool           // it may stand there without our knowing: it is brought up to date if so, and not posted
}

// post renders the notice from the state as it is now and brings Slack in line
// with it. posted is false when nothing was to be done.
func (c *Courier) post(ctx context.Context, l outbox.Leased) (d delivered, posted bool, err error) {
	sight, d, card, err := c.look(ctx, l)
	if err == nil && !needed(sight) && l.Again && !sight.Had && !sight.Reader.Contact() {
		sight.Had, d.lost = true, true
	}
	if err != nil || !needed(sight) {
		return d, false, err
	}
	if sight.Reader.Contact() {
		return c.mailed(ctx, l, sight, d)
	}
	if err := c.Desk.untimely(sight); err != nil {
		return d, false, err
	}
	message, err := c.Render(sight)
	if err != nil {
		return d, false, err
	}
	if len(sight.Reader.Accounts) == 0 {
		return d, false, fault.New(fault.Invalid, "%s has no account in Slack, so nothing can be delivered.", sight.Reader.Name)
	}
	message.Key, message.To = l.Key, sight.Reader.Accounts[0]
	switch {
	case l.Says.Threaded:
		message.Thread = cmp.Or(card.Thread, card.TS)
	case l.Shape == outbox.Card:
		message.Thread = d.Thread
	}
	if l.Shape == outbox.Copy && card.TS == "" {
		return d, false, fault.New(fault.Unavailable, "The card in whose thread it belongs is not posted yet.")
	}
	hash := contentHash(message)
	if d.Stands() && (l.Shape == outbox.Line || d.Hash == hash && !message.Gone) {
		return d, false, nil
	}
	d.Key, d.Request, d.To, d.Hash, d.out = l.Key, l.Request, l.To, hash, sight.ShutOut()
	d.Version, d.At = sight.File.Version, sight.Now
	d.swept, d.bare = sight.sweeps(), sight.File.Request.Months > 0
	err = c.bring(ctx, l, &d, message, sight.File.Request.Created)
	if posted = err == nil && d.Stands(); posted && l.Shape == outbox.Card {
		c.Desk.atHand.keep(d, sight.File)
	}
	return d, posted, err
}

// decodeDelivery reads what was delivered; the zero one where nothing was.
func decodeDelivery(doc state.Document) (d outbox.Delivery, err error) {
	if doc.Version == 0 {
		return d, nil
	}
	err = decodeOften(doc, &d)
	return d, err
}
