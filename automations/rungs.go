package automations

import (
	"context"
	"strings"
	"time"

	"factotum/automations/audit"
	"factotum/automations/calendar"
	"factotum/automations/obligation"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/request"
)

// RungLine is the name of the line that reminds of a duty; its text is the key
// of the rung, and the word late where it should have been told before.
const RungLine = "rung"

// LateRung is that word.
const LateRung = "late"

// standingOf is how far the reminders of a duty have come.
func standingOf(r request.Request) obligation.Standing {
	s := obligation.Standing{Told: r.Work.Alerts}
	s.Due, _ = calendar.Parse(r.Work.Due) // the desk wrote these days
	s.Opens, _ = calendar.Parse(r.Work.Duty.Opens)
	s.Snoozed, _ = calendar.Parse(r.Work.Duty.Snoozed)
	return s
}

// look gives the rungs of a duty that are to be told now, to whom, and when to
// look again.
func (d *Desk) look(r request.Request, dir people.Directory, now time.Time) (calls []obligation.Call, to hearers, next time.Time) {
	kind, err := d.Catalogue.Kind(r.Kind)
	if err != nil || !r.IsDuty() || r.State != request.Open {
		return nil, nil, time.Time{}
	}
	to = d.ranked(r, *kind.Duty, dir)
	calls, next = kind.Duty.Ladder.Look(standingOf(r), d.calendars(to), now)
	return calls, to, next
}

// nextRung is when somebody is to be told of a duty, and how long that can wait
// where many are told; zero: never, as it stands.
func (d *Desk) nextRung(r request.Request, dir people.Directory, now time.Time) (time.Time, outbox.Rank) {
	calls, _, next := d.look(r, dir, now)
	if len(calls) > 0 {
		return now, urgency(calls)
	}
	if !next.IsZero() {
		calls, _, _ = d.look(r, dir, next)
	}
	return next, urgency(calls)
}

// climb is the move of telling the rungs whose time has come, each once, and whom
// it tells; or when that is to be done. Several that come together, since
// everything was down or it was put off, are one sentence to each person: the
// last. What a morning message of the hearer has told is told, and what that of
// today may tell waits for it.
func (d *Desk) climb(ctx context.Context, f File, wishes map[string]MorningWish) (act, time.Time, error) {
	now := d.Now().UTC()
	calls, to, next := d.look(f.Request, f.Dir, now)
	if len(calls) == 0 {
		return act{}, next, nil
	}
	messages, err := d.messages(ctx, f, to[obligation.Owner], calls, wishes)
	if err != nil {
		return act{}, next, err
	}
	told, left, again := messages.Fold(calls, now)
	if len(told)+len(left) == 0 {
		return act{}, again, nil
	}
	return called(told, left, to, now), next, nil
}

// messages are the morning messages of the hearer on the days of rungs.
func (d *Desk) messages(ctx context.Context, f File, hearer people.Person, calls []obligation.Call, wishes map[string]MorningWish) (obligation.Messages, error) {
	m := obligation.Messages{Zone: d.zones.of(hearer), Told: map[calendar.Date]time.Time{}}
	if len(wishes) == 0 && d.Morning == 0 { // nobody gets any
		return m, nil
	}
	for _, c := range calls {
		day := calendar.DateOf(c.At, m.Zone)
		if _, known := m.Told[day]; known || c.To != obligation.Owner {
			continue
		}
		letter, err := d.greeted(ctx, hearer, day)
		if err != nil {
			return m, err
		}
		if letter.lists(f.Request.ID) {
			m.Told[day] = letter.At
		}
		if !letter.Stands() && day == calendar.DateOf(d.Now(), m.Zone) {
			m.Again = d.comes(hearer, "due", wishes, f.Dir)
		}
	}
	return m, nil
}

// called is the act of telling rungs: on record are also those that a message has
// told.
func called(told, left []obligation.Call, to hearers, now time.Time) act {
	a := act{move: request.Move{Action: request.Alert, By: audit.System, At: now}}
	last := map[string]outbox.Says{}
	var order, late []string
	for i, c := range append(told, left...) {
		a.move.Alerts = append(a.move.Alerts, c.Key)
		text := c.Key
		if c.Late {
			late, text = append(late, c.Key), c.Key+" "+LateRung
		}
		person := to[c.To].ID
		if c.To != obligation.Owner {
			a.move.Heard = missing(nil, append(a.move.Heard, person))
		}
		if i < len(told) {
			continue
		}
		if _, known := last[person]; !known {
			order = append(order, person)
		}
		last[person] = outbox.Says{Name: RungLine, Text: text}
	}
	a.move.Why = strings.Join(late, " ")
	for _, person := range order {
		a.lines = append(a.lines, line{to: person, says: last[person], rank: urgency(left)})
	}
	return a
}

// urgency is how long rungs can wait where many are told at once: as long as the
// most urgent.
func urgency(calls []obligation.Call) outbox.Rank {
	rank := outbox.Ahead
	for _, c := range calls {
		switch {
		case c.To != obligation.Owner || strings.HasPrefix(c.Key, "+"):
			return outbox.Overdue
		case c.Key == "0":
			rank = outbox.Today
		}
	}
	return rank
}
