package automations

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"factotum/automations/audit"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// absent is what happens when an absence begins or ends: what waits is shown to
// those who are asked now, cards of those who are not any more are locked, and
// tickets go to who stands in where they work on them too. Done again after it
// was broken off, it changes nothing twice.
func (d *Desk) absent(ctx context.Context, t state.Timer) error {
	list, doc, err := d.absences(ctx)
	if err != nil {
		return err
	}
	dir, err := d.Directory(ctx)
	if err != nil {
		return err
	}
	a, ok := list.Find(strings.TrimPrefix(t.Key, timerKey(absenceTimer, "")))
	now := d.Now().UTC()
	if !ok || t.At.After(now) {
		return d.drop(ctx, t)
	}
	if err := d.handOn(ctx, a, dir, dir.With(list, t.At.Add(-time.Millisecond))); err != nil {
		return err
	}
	var c state.Change
	if a.Until.After(now) {
		c.Timers = []state.Timer{{Key: t.Key, Name: t.Name, Subject: t.Subject, At: a.Until}}
	} else if c, err = absenceChange(doc, list.Without(a.ID), a, "absence over", audit.System, now, time.Time{}); err != nil {
		return err
	} else if a.From.Before(a.Until) {
		c.Notices = []outbox.Notice{letterTo(a.Person, BackLetter, a, now)}
	}
	c.Once, c.Fired = slot(t), []state.Timer{t}
	_, err = d.write(ctx, c)
	return err
}

// handOn walks what waits for who leaves or comes back.
func (d *Desk) handOn(ctx context.Context, a people.Absence, dir, before people.Directory) error {
	who, ok := dir.Person(a.Person)
	if !ok {
		return nil
	}
	indexes := []string{dutyIndex(who.ID)}
	for _, rule := range missing(nil, append(policy.Matching(who, dir), policy.Matching(who, before)...)) {
		indexes = append(indexes, waitingIndex(rule), listIndex(rule))
	}
	var failed []error
	for doc, err := range d.walk(ctx, indexes...) {
		if err != nil {
			return err
		}
		failed = append(failed, d.handOver(ctx, doc, a, dir, before))
	}
	return errors.Join(failed...)
}

// handOver brings one request in line with who is there.
func (d *Desk) handOver(ctx context.Context, doc state.Document, a people.Absence, dir, before people.Directory) error {
	f, err := decode(doc)
	if err != nil {
		return err
	}
	f.Dir = dir
	if moved, err := d.handTicket(ctx, f, a); err != nil || moved {
		return err
	}
	now, r := d.Now().UTC(), f.Request
	var told []outbox.Notice
	for _, person := range missing(deciders(r, before), deciders(r, dir)) {
		if slices.Contains(r.Shown, person) { // their card changes in its place, which notifies nobody
			n := lineOf(r, person, TurnLine, outbox.Says{Name: TurnLine, By: r.Requester}, now)
			n.Key = outbox.LineKey(r.ID, person, TurnLine+"-"+a.ID+"-"+a.Until.Format(sortable))
			told = append(told, n)
		}
	}
	if err := d.reroute(ctx, doc, dir); err != nil || len(told) == 0 {
		return err
	}
	_, err = d.write(ctx, state.Change{Once: state.Once{Key: "absent/" + told[0].Key, Keep: keepSlack}, Notices: told})
	return err
}

// handTicket gives a ticket of who is away to who stands in, where they work on
// it too; true where that was done.
func (d *Desk) handTicket(ctx context.Context, f File, a people.Absence) (bool, error) {
	stand, known := f.Dir.Person(a.Substitute)
	w := f.Request.Work
	_, gone := f.Dir.Away(stand.ID)
	if w == nil || w.Assignee != a.Person || f.Request.State != request.Open || !a.On(d.Now()) || !known || gone || !policy.Works(f.Request, stand, f.Dir) {
		return false, nil
	}
	once := state.Once{Key: "absent/" + a.ID + "/" + f.Request.ID, Keep: keepSlack}
	_, err := d.update(ctx, f.Request.ID, once, func(f File) (act, error) {
		away, _ := f.Dir.Person(a.Person)
		move := request.Move{Action: request.Assign, By: audit.System, At: d.Now().UTC(), From: a.Person, To: stand.ID, Text: away.Name + " is away until " + dayOf(a.Last) + "."}
		return act{move: move, lines: handedOver(move, people.Person{ID: a.Person})}, nil
	})
	var moved *request.Refusal
	if errors.As(err, &moved) {
		return true, nil // somebody else has it by now
	}
	return true, err
}

// present are those who are not away.
func present(staff []string, dir people.Directory) []string {
	return slices.DeleteFunc(slices.Clone(staff), func(id string) bool {
		_, away := dir.Away(id)
		return away
	})
}

// nobodyUntil is when the first of those who work on a ticket is back; zero where
// somebody is there.
func nobodyUntil(r request.Request, dir people.Directory) time.Time {
	var first time.Time
	for _, id := range ids(policy.Staff(r, dir)) {
		a, away := dir.Away(id)
		if !away {
			return time.Time{}
		}
		if first.IsZero() || a.Until.Before(first) {
			first = a.Until
		}
	}
	return first
}
