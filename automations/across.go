package automations

import (
	"context"
	"regexp"
	"strings"

	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
)

// moment is how Slack names a message of a channel.
var moment = regexp.MustCompile(`^[0-9]+\.[0-9]+$`)

// Across gives the message on the other side of a ticket that a copy of a sentence
// was made of, for what one person shows of it to the other: who asked, or follows,
// to those who work on it and back. It is empty where there is none, as of a note.
func (d *Desk) Across(ctx context.Context, by people.Person, at outbox.Delivery) (channel, ts string, err error) {
	f, err := d.open(ctx, at.Request)
	if err != nil {
		return "", "", err
	}
	r, dir := f.Request, f.Dir
	m, said := r.Said(at.Sentence())
	author, known := dir.Person(m.By)
	works, answers := policy.Works(r, by, dir), known && policy.Works(r, author, dir)
	if !said || m.Internal || m.Removed || works == answers || !works && !policy.Hears(r, by, false, dir) {
		return "", "", nil
	}
	if channel, ts, _ = strings.Cut(m.ID, "-"); moment.MatchString(ts) {
		return channel, ts, nil
	}
	place, placed := policy.Place(r, dir)
	if !answers || !placed { // written in a form, so that it stands nowhere there
		return "", "", nil
	}
	docs, err := d.Store.Load(ctx, outbox.DeliveryID(outbox.CopyKey(r.ID, place.ID, m.ID)))
	if err != nil {
		return "", "", err
	}
	if docs[0].Version == 0 {
		return "", "", fault.New(fault.Unavailable, "What was said about %s has not come to those who work on it yet. It is tried again by itself.", f.Name())
	}
	copied, err := decodeDelivery(docs[0])
	return copied.Channel, copied.TS, err
}
