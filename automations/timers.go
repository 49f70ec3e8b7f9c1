package automations

import (
	"slices"
	"time"

	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// The names of timers. The key of a timer is its name and the request's id, so
// that there is one of each at most.
const (
	remindTimer = "remind"
	copyTimer   = "copy"
	dueTimer    = "due"
	readTimer   = "read"
	matchTimer  = "match" // of a dataset
	retainName  = "retain"
	importTimer = "import"
	chaseTimer  = "chase"
	exportTimer = "export"
	packTimer   = "pack"
	filesTimer  = "files" // of a duty
	clockTimer  = "clock"
	tasksTimer  = "tasks"
	tieTimer    = "tie"
	untilTimer  = "until"
	opensTimer  = "opens" // of an obligation
	dutyTimer   = "duty"

	absenceTimer = "absence"
	climbTimer   = "climb"
)

func timerKey(name, id string) string { return name + "/" + id }

// timers sets the timers that an act asks for, as far as the request still
// needs them, and cancels those of a request that waits for nobody.
func (d *Desk) timers(after request.Request, f File, a act) (set []state.Timer, cancel []string) {
	at := func(name string, when time.Time) {
		set = append(set, state.Timer{Key: timerKey(name, after.ID), At: when, Subject: after.ID, Name: name})
	}
	bell := func(name string, rank outbox.Rank, when time.Time) {
		set = append(set, state.Timer{Key: timerKey(name, after.ID), At: when, Subject: after.ID, Name: belling(name, rank)})
	}
	if slices.Contains(a.timers, copyTimer) && len(after.Uncopied()) > 0 {
		at(copyTimer, a.move.At)
	}
	if day, ok := d.nextDue(after, f); !ok {
		cancel = append(cancel, timerKey(dueTimer, after.ID))
	} else if slices.Contains(a.timers, dueTimer) {
		at(dueTimer, day)
	}
	if d.unfolds(f.Request, after) {
		at(tasksTimer, a.move.At)
	}
	if _, task := after.Parent(); task && (f.Version == 0 || f.Request.Finished() != after.Finished()) {
		at(tieTimer, a.move.At)
	}
	if next := d.nextEnding(after, f.Dir, a.move.At); !next.IsZero() {
		at(untilTimer, next)
	} else if f.Request.State == request.Done {
		cancel = append(cancel, timerKey(untilTimer, after.ID))
	}
	if next := d.nextClock(after); !next.IsZero() {
		if next.Before(a.move.At) { // it was told to others then: that slot is over
			next = a.move.At.Truncate(time.Millisecond)
		}
		at(clockTimer, next)
	} else if after.Work != nil && len(after.Work.Spans) > 0 {
		cancel = append(cancel, timerKey(clockTimer, after.ID))
	}
	if next, rank := d.nextRung(after, f.Dir, a.move.At); !next.IsZero() {
		bell(dutyTimer, rank, next)
	} else if after.IsDuty() {
		cancel = append(cancel, timerKey(dutyTimer, after.ID))
	}
	if next := d.nextClimb(after, f.Dir); !next.IsZero() {
		bell(climbTimer, outbox.Overdue, next)
	} else if step, asked := f.Request.Current(); asked && len(step.Ladder) > 0 {
		cancel = append(cancel, timerKey(climbTimer, after.ID))
	}
	when := d.nextReminder(after, f, a.idle)
	switch {
	case when.IsZero():
		cancel = append(cancel, timerKey(remindTimer, after.ID))
	case slices.Contains(a.timers, remindTimer):
		bell(remindTimer, reminding(after), when)
	}
	return set, cancel
}

// nextReminder is the earliest moment at which somebody asked has left the
// request alone for the configured working time of theirs; zero when it waits
// for no decision. While nobody may decide, the time of the requester counts:
// somebody may be named any day. Idle are those asked; nil: they are found here.
func (d *Desk) nextReminder(r request.Request, f File, idle []people.Person) time.Time {
	kind, err := d.Catalogue.Kind(r.Kind)
	if err != nil || kind.Remind == 0 || r.State != request.Pending {
		return time.Time{}
	}
	if step, _ := r.Current(); len(step.Ladder) > 0 { // which says when people are reminded
		return time.Time{}
	}
	since := r.Since
	if r.Reminded.After(since) {
		since = r.Reminded
	}
	if idle == nil {
		idle = policy.Undecided(r, f.Dir)
	}
	if requester, ok := f.Dir.Person(r.Requester); ok && len(idle) == 0 {
		idle = []people.Person{requester}
	}
	var first time.Time
	for _, p := range idle {
		due := d.Calendar(p).Add(since, kind.Remind)
		if first.IsZero() || due.Before(first) {
			first = due
		}
	}
	return first
}
