package automations

import (
	"context"
	"time"

	"factotum/automations/calendar"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

// DueLine is the name of the line that tells those whom a request waits for of a
// day that comes near; its text is the key of the date field.
const DueLine = "due"

// morning is when people are told of a day.
const morning = 9 * time.Hour

// soon is a day of which people are to be told.
type soon struct {
	field string
	day   calendar.Date
	at    time.Time // when they are told
}

// soons are the days that are not over, where the first of those lives whom the
// request waits for: to be told of on the morning of so many days before.
func (d *Desk) soons(r request.Request, f File) []soon {
	kind, err := d.Catalogue.Kind(r.Kind)
	if err != nil || len(kind.Due) == 0 || r.State != request.Pending && r.State != request.Open {
		return nil
	}
	reader := people.Person{}
	if waiting := awaited(r, f.Dir); len(waiting) > 0 {
		reader, _ = f.Dir.Person(waiting[0])
	}
	today := calendar.DateOf(d.Now(), zone(reader))
	var all []soon
	for _, due := range kind.Due {
		if day := r.Values[due.Field].Date; !day.IsZero() && !day.Before(today) {
			all = append(all, soon{due.Field, day, day.AddDays(-due.Before).In(zone(reader)).Add(morning)})
		}
	}
	return all
}

// nextDue is the earliest moment, not before now, at which people are to be told
// of a day.
func (d *Desk) nextDue(r request.Request, f File) (when time.Time, ok bool) {
	now := d.Now().UTC()
	for _, s := range d.soons(r, f) {
		at := s.at
		if at.Before(now) {
			at = now
		}
		if !ok || at.Before(when) {
			when, ok = at, true
		}
	}
	return when, ok
}

// due tells those whom a request waits for of the days that come near. Each of
// them is told of each day once: that is the key of the line. What stands in
// their morning message of today they need not be told beside.
func (d *Desk) due(ctx context.Context, t state.Timer) error {
	f, err := d.open(ctx, t.Subject)
	if err != nil {
		return err
	}
	wishes, _, err := d.wishes(ctx)
	if err != nil {
		return err
	}
	now, r := d.Now().UTC(), f.Request
	c := state.Change{Once: slot(t), Fired: []state.Timer{t}}
	again := func(at time.Time) {
		if len(c.Timers) == 0 || at.Before(c.Timers[0].At) {
			c.Timers = []state.Timer{{Key: t.Key, Name: t.Name, Subject: t.Subject, At: at}}
		}
	}
	for _, s := range d.soons(r, f) {
		if s.at.After(now) {
			again(s.at)
			continue
		}
		for _, person := range missing(nil, awaited(r, f.Dir)) {
			letter, comes, err := d.lists(ctx, f, person, wishes)
			switch {
			case err != nil:
				return err
			case !comes.IsZero():
				again(comes)
				continue
			case letter.lists(r.ID):
				continue
			}
			n := lineOf(r, person, DueLine, outbox.Says{Name: DueLine, By: r.Requester, Text: s.field}, now)
			n.Key = outbox.LineKey(r.ID, person, DueLine+"-"+s.field+"-"+s.day.String())
			c.Notices = append(c.Notices, n)
		}
	}
	_, err = d.write(ctx, c)
	return err
}

// lists is somebody's morning message of today, or when to look whether it is
// there, where it is one that may say what is due of a request.
func (d *Desk) lists(ctx context.Context, f File, person string, wishes map[string]MorningWish) (greeted, time.Time, error) {
	who, _ := f.Dir.Person(person)
	part := "waiting"
	if f.Request.State == request.Open {
		part = "due"
		tomorrow := d.Calendar(who).AddWorkingDays(calendar.DateOf(d.Now(), zone(who)), 1)
		if w := f.Request.Work; w == nil || w.List == "" || w.Due == "" || w.Due > tomorrow.String() {
			return greeted{}, time.Time{}, nil
		}
	}
	return d.today(ctx, who, part, wishes, f.Dir)
}
