package automations

import (
	"context"
	"slices"
	"strings"
	"time"

	"factotum/automations/audit"
	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/state"
)

// At gives what stands at a place in Slack and belongs to a request: a card, a
// line, or the message that a ticket was opened from. Request is empty where
// nothing does.
func (d *Desk) At(ctx context.Context, channel, ts string) (outbox.Delivery, error) {
	return d.posted(ctx, channel, ts)
}

// fresh is how old a message is at most whose record may still be on its way.
const fresh = 30 * time.Second

// AtSoon is At, and waits a moment for the record of a message that was posted
// just now where we post: somebody may be faster than it.
func (d *Desk) AtSoon(ctx context.Context, channel, ts string, posted time.Time) (at outbox.Delivery, err error) {
	ours, err := d.ours(ctx, channel)
	if err != nil {
		return at, err
	}
	for range patience {
		if at, err = d.posted(ctx, channel, ts); err != nil || at.Request != "" || !ours || d.Now().Sub(posted).Abs() > fresh {
			return at, err
		}
		select {
		case <-ctx.Done():
			return at, nil
		case <-time.After(pause):
		}
	}
	return at, nil
}

// ours tells whether we post cards in the channel: it is a team's, or somebody's
// direct messages with us.
func (d *Desk) ours(ctx context.Context, channel string) (bool, error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return false, err
	}
	place, ok := dir.ByAccount(channel)
	return ok && people.IsPlace(place.ID) || strings.HasPrefix(channel, "D"), nil
}

// posted gives what was delivered to a place in Slack; nothing where we posted
// nothing, or where it was since posted anew elsewhere.
func (d *Desk) posted(ctx context.Context, channel, ts string) (outbox.Delivery, error) {
	page, err := d.Store.Page(ctx, []string{messageIndex(channel, ts)}, "", 1)
	if err != nil || len(page.Documents) == 0 {
		return outbox.Delivery{}, err
	}
	at, err := decodeDelivery(page.Documents[0])
	if err != nil {
		return outbox.Delivery{}, err
	}
	if at.Channel != channel || at.TS != ts {
		return outbox.Delivery{}, nil
	}
	return at, nil
}

// Belongs checks that a button stands in a message about the request that was
// posted to this very person. A button that was copied elsewhere or forged is
// refused as denied, one of a message that is not recorded yet as unavailable;
// both are audited. Of a button on the person's own card it gives the request,
// which was read with the card: what follows need not read it again. Of one in a
// letter to them it gives the key of the letter.
func (d *Desk) Belongs(ctx context.Context, by people.Person, once, id, channel, ts string) (f File, letter string, err error) {
	f, own, err := d.ownCard(ctx, by, id, channel, ts)
	if err != nil || own {
		return f, "", err
	}
	at, early, err := d.record(ctx, by, id, channel, ts)
	if at.Key != "" && at.Request == "" && at.To == by.ID {
		return File{}, at.Key, err
	}
	if err != nil || at.Request == id && at.To == by.ID {
		return File{}, "", err
	}
	if at.Request == id {
		if shared, err := d.shared(ctx, at); err != nil || shared {
			return File{}, "", err
		}
	}
	return File{}, "", d.strange(ctx, by, once, id, channel, ts, early)
}

// shared tells whether something was posted to the place of a team, where each
// reader acts by their own rights.
func (d *Desk) shared(ctx context.Context, at outbox.Delivery) (bool, error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return false, err
	}
	place, ok := dir.Person(at.To)
	return ok && place.Service && slices.Contains(place.Accounts, at.Channel), nil
}

// ownCard tells whether the person's own card of the request stands at a place.
func (d *Desk) ownCard(ctx context.Context, by people.Person, id, channel, ts string) (f File, own bool, err error) {
	if f, own, err = d.fromHand(ctx, by, id, channel, ts); own || err != nil {
		return f, own, err
	}
	f, docs, err := d.openWith(ctx, id, outbox.DeliveryID(outbox.CardKey(id, by.ID)))
	if fault.CodeOf(err) == fault.NotFound {
		return File{}, false, nil
	}
	if err != nil {
		return File{}, false, err
	}
	card, err := decodeDelivery(docs[0])
	if err != nil || card.Channel != channel || card.TS != ts {
		return File{}, false, err
	}
	return f, true, nil
}

// strange refuses a button that is not where it was posted, on record.
func (d *Desk) strange(ctx context.Context, by people.Person, once, id, channel, ts string, early bool) error {
	move := "refused copied button"
	refusal := fault.New(fault.Denied, "This button is a copy or out of date, so nothing was changed. Open the request from your own card or from Home.")
	if early {
		move = "refused early button"
		refusal = fault.New(fault.Unavailable, "This message has only just been posted, so nothing was changed. Please try again in half a minute, or open the request from Home.")
	}
	record, err := audit.Of(d.Now(), by.ID, id, move, 0, "", map[string]string{"channel": channel, "ts": ts})
	if err != nil {
		return err
	}
	if _, err := d.write(ctx, state.Change{Once: state.Once{Key: "refused/" + once, Keep: keepSlack}, Audit: []audit.Record{record}}); err != nil {
		return err
	}
	return refusal
}

// patience is how often, at intervals of pause, a click that was faster than
// the record of its message waits for it.
const (
	patience = 20
	pause    = 50 * time.Millisecond
)

// record gives what stands at a place. early is true when nothing is known of
// it yet but something is expected there.
func (d *Desk) record(ctx context.Context, by people.Person, id, channel, ts string) (at outbox.Delivery, early bool, err error) {
	for range patience {
		if at, err = d.posted(ctx, channel, ts); err != nil || at.Key != "" {
			return at, false, err
		}
		if early, err = d.expects(ctx, by, id, channel); err != nil || !early {
			return at, early, err
		}
		select {
		case <-ctx.Done():
			return at, true, nil
		case <-time.After(pause):
		}
	}
	return at, true, nil
}

// expects tells whether a message about the request may stand in the channel
// of which there is no record yet: whoever posted it is about to write it, or
// has died and is followed by somebody who finds it.
func (d *Desk) expects(ctx context.Context, by people.Person, id, channel string) (bool, error) {
	docs, err := d.Store.Load(ctx, id, outbox.DeliveryID(outbox.CardKey(id, by.ID)))
	if err != nil || docs[0].Version == 0 {
		return false, err
	}
	f, err := decode(docs[0])
	if err != nil {
		return false, err
	}
	dir, err := d.Directory(ctx)
	if err != nil {
		return false, err
	}
	if place, ok := dir.ByAccount(channel); ok && place.Service {
		return slices.Contains(f.Request.Shown, place.ID), nil
	}
	if docs[1].Version == 0 {
		return slices.Contains(f.Request.Shown, by.ID), nil
	}
	card, err := decodeDelivery(docs[1])
	return card.Channel == channel, err
}
