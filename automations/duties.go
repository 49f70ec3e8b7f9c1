package automations

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/obligation"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

// How often the days of an obligation are looked at again, if nothing opens
// before: those that follow events may have new ones.
const (
	lookAhead = 30 * 24 * time.Hour
	lookEvent = time.Hour
)

// Duties sets the timers by which occurrences of obligations open. It is called
// at every start, so that what was missed, or is new, opens then, and what is open
// follows the calendar.
func (d *Desk) Duties(ctx context.Context) error {
	if err := d.learnFormed(ctx); err != nil {
		return err
	}
	now := d.Now().UTC()
	if err := d.redates(ctx, now); err != nil {
		return err
	}
	for _, kind := range d.Catalogue.Duties() {
		key := kind.Duty.Key
		t := state.Timer{Key: timerKey(opensTimer, key), Name: opensTimer, At: now, Subject: key}
		once := state.Once{Key: "duties/" + key + "/" + now.Format(sortable), Keep: time.Hour}
		if _, err := d.write(ctx, state.Change{Once: once, Timers: []state.Timer{t}}); err != nil {
			return err
		}
	}
	return nil
}

// soonestFirst puts obligations behind other timers, those first of which the next
// occurrence is due first: what opens in one morning is told in that order.
func (d *Desk) soonestFirst(timers []state.Timer) []state.Timer {
	next := map[string]string{}
	for _, t := range timers {
		if t.Name != opensTimer {
			continue
		}
		kind, err := d.Catalogue.Kind(catalogue.DutyKind(t.Subject))
		if err != nil { // it is not configured any more
			continue
		}
		next[t.Key] = "later" // behind all days
		days := d.Law(kind.Duty.Country, kind.Duty.Region)
		if due := kind.Duty.Next(calendar.DateOf(d.Now(), days.Location), 1, days); len(due) > 0 {
			next[t.Key] = due[0].Day.String()
		}
	}
	return slices.SortedStableFunc(slices.Values(timers), func(a, b state.Timer) int { return strings.Compare(next[a.Key], next[b.Key]) })
}

// opening is what opens occurrences of one obligation at a moment.
type opening struct {
	kind  catalogue.Kind
	o     obligation.Obligation
	dir   people.Directory
	owner people.Person
	days  *calendar.Calendar // of the obligation
	doc   state.Document
	course
	now time.Time
}

// opens opens the occurrences whose time has come, each once, and looks again
// when the next one opens.
func (d *Desk) opens(ctx context.Context, t state.Timer) error {
	kind, err := d.Catalogue.Kind(catalogue.DutyKind(t.Subject))
	if err != nil || len(kind.Duty.Phases) == 0 { // it is not configured any more
		return d.drop(ctx, t)
	}
	in, err := d.opening(ctx, kind)
	if err != nil {
		return err
	}
	event, follows := in.o.Event()
	var next time.Time
	if follows {
		next, err = d.openEvents(ctx, in, event)
	} else {
		next, err = d.openDays(ctx, &in)
	}
	if err != nil {
		return err
	}
	if in.doc.Body, err = encode(in.course); err != nil {
		return err
	}
	again := state.Timer{Key: t.Key, Name: t.Name, Subject: t.Subject, At: next.Truncate(time.Millisecond)}
	_, err = d.write(ctx, state.Change{Once: slot(t), Fired: []state.Timer{t}, Timers: []state.Timer{again}, Documents: []state.Document{in.doc}})
	return err
}

// opening reads what is needed to open occurrences.
func (d *Desk) opening(ctx context.Context, kind catalogue.Kind) (opening, error) {
	in := opening{kind: kind, o: *kind.Duty, now: d.Now().UTC()}
	var err error
	if in.dir, err = d.Directory(ctx); err != nil {
		return in, err
	}
	docs, err := d.Store.Load(ctx, courseID(in.o.Key))
	if err != nil {
		return in, err
	}
	in.doc, in.days = docs[0], d.Law(in.o.Country, in.o.Region)
	if in.course, err = courseOf(in.doc, calendar.DateOf(in.now, in.days.Location)); err != nil {
		return in, err
	}
	owner, known := d.behind(in.o, in.dir, in.o.Owner)
	if !known {
		return in, fault.New(fault.Unavailable, "Nobody has the duty “%s”: %s is nobody who may act. Name somebody as its owner.", in.o.Title, in.o.Owner)
	}
	in.owner = owner
	return in, nil
}

// openDays opens what returns by the calendar. Where that has changed, something
// may have come before what was opened already: it is opened if its day is not over.
func (d *Desk) openDays(ctx context.Context, in *opening) (next time.Time, err error) {
	next = in.now.Add(lookAhead)
	from := in.Since
	if today := calendar.DateOf(in.now, in.days.Location); today.After(from) && !in.Through.IsZero() {
		if from = in.Through.AddDays(1); today.Before(from) {
			from = today
		}
	}
	until := calendar.DateOf(next, in.days.Location).AddDays(in.o.Lead + 7)
	for _, due := range in.o.Between(from, until, in.days) {
		if at := d.mayOpen(*in, due); at.After(in.now) {
			if at.Before(next) {
				next = at
			}
			break
		}
		if err := d.openDuty(ctx, *in, due); err != nil {
			return next, err
		}
		if due.Day.After(in.Through) {
			in.Through = due.Day
		}
	}
	return next, nil
}

// mayOpen is when an occurrence opens: at the hour of its day where the owner
// is, and never at night.
func (d *Desk) mayOpen(in opening, due obligation.Due) time.Time {
	hours := d.Calendar(in.owner)
	at := in.o.Ladder.Opening(hours, in.o.Opens(due))
	if at.After(in.now) {
		return at
	}
	return in.o.Ladder.Awake(hours, in.now)
}

// openEvents opens what the records of a dataset bring, and looks again at the
// next full hour.
func (d *Desk) openEvents(ctx context.Context, in opening, event obligation.After) (time.Time, error) {
	next := in.now.Truncate(lookEvent).Add(lookEvent)
	for r, err := range d.walkRecords(ctx, recordsIndex(event.Dataset)) {
		if err != nil {
			return next, err
		}
		if err := d.openEvent(ctx, in, event, r); err != nil {
			return next, err
		}
	}
	return next, nil
}

func (d *Desk) openEvent(ctx context.Context, in opening, event obligation.After, r dataset.Record) error {
	day := r.Values[event.Field].Date
	if day.IsZero() {
		return nil
	}
	due, holds := in.o.On(day, r.ID, r.Title, in.days)
	in.owner = ownerIn(r, event, in.dir, in.owner)
	if !holds || due.Day.Before(in.Since) || d.mayOpen(in, due).After(in.now) {
		return nil
	}
	return d.openDuty(ctx, in, due)
}

// openDuty makes the request of one occurrence, if there is none, again where who
// is there changes meanwhile.
func (d *Desk) openDuty(ctx context.Context, in opening, due obligation.Due) error {
	docs, err := occurrences(ctx, d.Store, occurrence{in.o, due, in.course})
	if err != nil || docs[0].Version > 0 {
		return err
	}
	id := dutyID(in.o.Key, due.Period())
	err = d.persist(crowded(), func(stale string) bool { return stale == id }, func() error { return d.tryDuty(ctx, in, due, id) })
	var stale state.StaleError
	if errors.As(err, &stale) {
		return nil // another replica was faster
	}
	return err
}

// tryDuty tries once. Nobody else can: it holds the claim on its obligation and
// period.
func (d *Desk) tryDuty(ctx context.Context, in opening, due obligation.Due, id string) error {
	f, err := d.open(ctx, id)
	if err == nil {
		return nil // another replica has opened it
	}
	if fault.CodeOf(err) != fault.NotFound {
		return err
	}
	f.Request = request.Request{ID: id, Kind: in.kind.Key, State: request.Draft, Requester: people.CalendarID, Created: in.now}
	opens := in.o.Opens(due)
	if in.Since.After(opens) { // the obligation is younger: what lies before it was never to be told
		opens = in.Since
	}
	sent := request.Submission{
		Kind: in.kind.Key, Policy: in.kind.Hash, Requester: people.CalendarID, Title: in.o.Called(due), Created: in.now,
		Stewards: []request.Rule{{Kind: request.ByPerson, Of: in.owner.ID}},
		Work: &request.Work{
			Team: in.o.Owner.Team, Do: "Add evidence", Done: "Signed off", Due: due.Day.String(), Assignee: in.owner.ID, Circle: rulesOf(in.o.Owner),
			Duty: &request.Duty{Period: due.Period(), Opens: opens.String(), Most: in.o.Snoozes},
		},
	}
	claim := "duty/" + in.o.Key + "/" + due.Period()
	_, err = d.commit(ctx, f, state.Once{Key: claim}, act{
		move: request.Move{Action: request.Submit, By: people.CalendarID, At: in.now, Sent: &sent}, prefix: in.kind.Prefix,
		also: state.Change{Claims: []state.Claim{{Key: claim, Holder: id}}, Timers: in.files(id, due)},
	})
	return err
}
