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
	trimTimer   = "trim"  // of a table
	purgeTimer  = "purge" // of the log
	dropTimer   = "drop"  // of a file
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
	datesTimer  = "dates" // of all duties
	dutyTimer   = "duty"

	absenceTimer = "absence"
	climbTimer   = "climb"
	raiseTimer   = "raise" // of the same key: the rung moves the request
)

func timerKey(name, id string) string { return name + "/" + id }

// ringing is what an act does to the timers of a request.
type ringing struct {
	id     string
	set    []state.Timer
	cancel []string
}

// ring sets the timer of a key, or cancels it where there is no moment for it and it
// is over.
func (r *ringing) ring(key, name string, when time.Time, over bool) {
	switch key = timerKey(key, r.id); {
	case !when.IsZero():
		r.set = append(r.set, state.Timer{Key: key, At: when, Subject: r.id, Name: name})
	case over:
		r.cancel = append(r.cancel, key)
	}
}

func (r *ringing) at(name string, when time.Time, over bool) { r.ring(name, name, when, over) }

func (r *ringing) bell(name string, rank outbox.Rank, when time.Time, over bool) {
	r.ring(name, belling(name, rank), when, over)
}

// timers sets the timers that an act asks for, as far as the request still
// needs them, and cancels those of a request that waits for nobody.
func (d *Desk) timers(after request.Request, f File, a act) (set []state.Timer, cancel []string) {
	r := &ringing{id: after.ID}
	if slices.Contains(a.timers, copyTimer) && len(after.Uncopied()) > 0 {
		r.at(copyTimer, a.move.At, false)
	}
	if day, ok := d.nextDue(after, f); !ok {
		r.at(dueTimer, time.Time{}, true)
	} else if slices.Contains(a.timers, dueTimer) {
		r.at(dueTimer, day, false)
	}
	if d.unfolds(f.Request, after) {
		r.at(tasksTimer, a.move.At, false)
	}
	if _, task := after.Parent(); task && (f.Version == 0 || f.Request.Finished() != after.Finished()) {
		r.at(tieTimer, a.move.At, false)
	}
	r.set = slices.Concat(r.set, d.recordless(after), d.outgrown(f.Request, after, a.move.At))
	r.at(untilTimer, d.nextEnding(after, f.Dir, a.move.At), f.Request.State == request.Done)
	d.urge(r, after, f, a)
	return r.set, r.cancel
}

// urge sets the timers that wait for people: service levels, the rungs of a duty
// and of a step, and reminders.
func (d *Desk) urge(r *ringing, after request.Request, f File, a act) {
	next := d.nextClock(after)
	if !next.IsZero() && next.Before(a.move.At) { // it was told to others then: that slot is over
		next = a.move.At.Truncate(time.Millisecond)
	}
	r.at(clockTimer, next, after.Work != nil && len(after.Work.Spans) > 0)
	next, rank := d.nextRung(after, f.Dir, a.move.At)
	r.bell(dutyTimer, rank, next, after.IsDuty())
	step, asked := f.Request.Current()
	r.ring(climbTimer, climbing(after), d.nextClimb(after, f.Dir), asked && len(step.Ladder) > 0)
	if next = d.nextReminder(after, f, a.idle); next.IsZero() || slices.Contains(a.timers, remindTimer) {
		r.bell(remindTimer, reminding(after), next, true)
	}
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
