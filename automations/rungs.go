package automations

import (
	"context"
	"slices"
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
// last. Found is when they came due.
func (d *Desk) climb(ctx context.Context, f File, wishes map[string]MorningWish, found time.Time) (act, time.Time, error) {
	now := d.Now().UTC()
	calls, to, next := d.look(f.Request, f.Dir, now)
	if len(calls) == 0 {
		return act{}, next, nil
	}
	folded, err := d.folded(ctx, f, to[obligation.Owner], wishes, found)
	return called(calls, to, folded, now), next, err
}

// folded tells whether what would be told now stands in the hearer's morning
// message of today. There are the duties that they have, and only so many.
func (d *Desk) folded(ctx context.Context, f File, hearer people.Person, wishes map[string]MorningWish, now time.Time) (bool, error) {
	have := dutyIndexes(hearer, f.Dir)
	if !slices.Contains(have, dutyIndex(f.Request.Work.Assignee)) || !d.spared(hearer, "due", wishes, f.Dir, now) {
		return false, nil
	}
	own, err := d.Store.Page(ctx, have, "", 1)
	return own.Total <= rowsTold, err
}

// called is the act of telling rungs; folded leaves out the line to the owner.
func called(calls []obligation.Call, to hearers, folded bool, now time.Time) act {
	a := act{move: request.Move{Action: request.Alert, By: audit.System, At: now}}
	last := map[string]outbox.Says{}
	var order, late []string
	for _, c := range calls {
		a.move.Alerts = append(a.move.Alerts, c.Key)
		text := c.Key
		if c.Late {
			late, text = append(late, c.Key), c.Key+" "+LateRung
		}
		person := to[c.To].ID
		if c.To != obligation.Owner {
			a.move.Heard = missing(nil, append(a.move.Heard, person))
		}
		if folded && c.To == obligation.Owner {
			continue
		}
		if _, known := last[person]; !known {
			order = append(order, person)
		}
		last[person] = outbox.Says{Name: RungLine, Text: text}
	}
	a.move.Why = strings.Join(late, " ")
	for _, person := range order {
		a.lines = append(a.lines, line{to: person, says: last[person], rank: urgency(calls)})
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
