package automations

import (
	"context"
	"slices"
	"time"

	"factotum/automations/calendar"
	"factotum/automations/obligation"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/request"
)

// afterwards is how long after its hour a morning message is looked for: it is put
// into the outbox within minutes, and posted from there.
const afterwards = 6 * time.Minute

// greeted is a morning message that was posted; the zero one: none was.
type greeted struct{ outbox.Delivery }

// greeted is somebody's morning message of a day of theirs.
func (d *Desk) greeted(ctx context.Context, p people.Person, day calendar.Date) (greeted, error) {
	docs, err := d.Store.Load(ctx, outbox.DeliveryID(morningKey(p.ID, day)))
	if err != nil {
		return greeted{}, err
	}
	delivery, err := decodeDelivery(docs[0])
	return greeted{delivery}, err
}

// morningKey names the notice of somebody's morning message of a day.
func morningKey(person people.ID, day calendar.Date) string {
	return outbox.LetterKey(person, MorningLetter+"/"+day.String())
}

// lists tells whether a request stands in it, to be dealt with.
func (g greeted) lists(request string) bool {
	return slices.ContainsFunc([]string{WaitingPart, DutyPart, DuePart}, func(part string) bool { return slices.Contains(g.About, part+request) })
}

// counts tells whether it has told that a request waits since it was asked, or its
// people were last reminded: in its list, or as one of those beside.
func (g greeted) counts(r request.Request) bool {
	_, rest := rests(g.About)
	return g.At.After(r.Since) && g.At.After(r.Reminded) && (g.lists(r.ID) || rest[WaitingPart] > 0)
}

// today is somebody's morning message of today; where it is not posted, when to
// look again whether it has told something of a part, or zero: it will not.
func (d *Desk) today(ctx context.Context, p people.Person, part string, wishes map[string]MorningWish, dir people.Directory) (greeted, time.Time, error) {
	if len(wishes) == 0 && d.Morning == 0 { // nobody gets any
		return greeted{}, time.Time{}, nil
	}
	letter, err := d.greeted(ctx, p, calendar.DateOf(d.Now(), d.zones.of(p)))
	if err != nil || letter.Stands() {
		return letter, time.Time{}, err
	}
	return letter, d.comes(p, part, wishes, dir), nil
}

// comes is when to look whether somebody's morning message of today has told
// something of a part; zero: none that would tell it comes within the hour, nor is
// one still on its way.
func (d *Desk) comes(p people.Person, part string, all map[string]MorningWish, dir people.Directory) time.Time {
	wish, ok := all[p.ID]
	if !ok {
		wish = MorningWish{Hour: d.Morning}
	}
	now := d.Now()
	if _, away := dir.Away(p.ID); away || slices.Contains(wish.Skip, part) || !d.greets(p, wish, now.Add(-afterwards)) && !d.greets(p, wish, now.Add(obligation.Ahead)) && !d.greets(p, wish, now) {
		return time.Time{}
	}
	at := calendar.DateOf(now, zone(p)).In(zone(p)).Add(time.Duration(wish.Hour) * time.Hour)
	if at.Before(now) {
		at = now
	}
	return at.Add(afterwards).UTC()
}

// stale tells whether a morning message comes too late: nobody waits for it any
// more, and what it was to tell has been told without it.
func (d *Desk) stale(ctx context.Context, n outbox.Notice, p people.Person) (bool, error) {
	wish, err := d.MorningOf(ctx, p)
	hour := calendar.DateOf(n.At, zone(p)).In(zone(p)).Add(time.Duration(wish.Hour) * time.Hour)
	return d.Now().Sub(hour) > late, err
}
