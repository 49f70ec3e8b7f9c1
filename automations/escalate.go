package automations

import (
	"context"
	"fmt"
	"strings"
	"time"

	"factotum/automations/audit"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// apart is how long, at least, a rung waits after the one before it in working
// time, where both are due at once because nothing worked for a while.
const apart = 2 * time.Hour

// nextClimb is when the next rung of the current step is due: so much working
// time after it was asked, for each of those who have not answered; zero where
// there is none. While nobody may decide, the time of the requester counts.
func (d *Desk) nextClimb(r request.Request, dir people.Directory) time.Time {
	step, ok := r.Current()
	if !ok || len(r.Holds) > 0 {
		return time.Time{}
	}
	raised := step.Climbed()
	if raised.Rungs >= len(step.Ladder) {
		return time.Time{}
	}
	var last time.Time
	for _, p := range clockedBy(r, dir) {
		due := d.Calendar(p).Add(r.Since, step.Ladder[raised.Rungs].After())
		if raised.Rungs > 0 {
			pause := min(apart, step.Ladder[raised.Rungs].After()-step.Ladder[raised.Rungs-1].After())
			if soonest := d.Calendar(p).Add(raised.At, pause); soonest.After(due) {
				due = soonest
			}
		}
		if due.After(last) {
			last = due
		}
	}
	return last
}

// clockedBy are those in whose working time a step is counted: who has not answered,
// or the requester while nobody may.
func clockedBy(r request.Request, dir people.Directory) []people.Person {
	idle := policy.Undecided(r, dir)
	if requester, ok := dir.Person(r.Requester); ok && len(idle) == 0 {
		idle = append(idle, requester)
	}
	return idle
}

// climbing is the name of the timer of the next rung. One that only reminds is a
// bell, behind what is to be posted. One that moves the request does so at its time,
// however much there is to be posted and whether or not it can be.
func climbing(r request.Request) string {
	step, _ := r.Current()
	if at := step.Climbed().Rungs; at < len(step.Ladder) && step.Ladder[at].Do != request.Nudge {
		return raiseTimer
	}
	return belling(climbTimer, outbox.Overdue)
}

// raise moves a request up the ladder, or ends it.
func (d *Desk) raise(ctx context.Context, t state.Timer) error {
	f, err := d.open(ctx, t.Subject)
	if err != nil {
		return err
	}
	a, next := d.escalate(f)
	if soonest := d.reprieve(f, t); a.move.Action == request.Expire && !soonest.IsZero() {
		a, next = act{}, soonest
	}
	switch {
	case a.move.Action != "":
		a.fired = []state.Timer{t}
		_, err = d.commit(ctx, f, slot(t), a)
	case next.IsZero():
		err = d.drop(ctx, t)
	default:
		again := state.Timer{Key: t.Key, Name: climbing(f.Request), Subject: t.Subject, At: next}
		_, err = d.write(ctx, state.Change{Once: slot(t), Fired: []state.Timer{t}, Timers: []state.Timer{again}})
	}
	return err
}

// punctual is how late a timer is at most while everything works.
const punctual = 15 * time.Minute

// reprieve is when a request ends whose time came while nothing worked: nobody could
// decide it then, so they have a little working time from now on; zero where the
// timer is in time.
func (d *Desk) reprieve(f File, t state.Timer) time.Time {
	now := d.Now().UTC()
	if now.Sub(t.At) <= punctual {
		return time.Time{}
	}
	var last time.Time
	for _, p := range clockedBy(f.Request, f.Dir) {
		if at := d.Calendar(p).Add(now, apart); at.After(last) {
			last = at
		}
	}
	return last
}

// escalate is the move of the rung that is due, and whom it tells; or when that is
// to be done.
func (d *Desk) escalate(f File) (a act, next time.Time) {
	now := d.Now().UTC()
	if next = d.nextClimb(f.Request, f.Dir); next.IsZero() || next.Truncate(time.Millisecond).After(now) { // others are asked by now
		return a, next
	}
	step, _ := f.Request.Current()
	at := step.Climbed().Rungs
	a.move = request.Move{Action: request.Escalate, By: audit.System, At: now, Rung: at, Stage: f.Request.Stage()}
	rung, idle := step.Ladder[at], ids(policy.Undecided(f.Request, f.Dir))
	long := workingHours(rung.After())
	switch rung.Do {
	case request.Nudge:
		if here := present(idle, f.Dir); len(here) > 0 {
			idle = here
		}
		a.lines = tell(idle, outbox.Says{Name: string(request.Remind), By: f.Request.Requester})
	case request.AddRung, request.MoveRung:
		a.move.Rules, a.move.Asked = policy.Climbed(f.Request, rung, f.Dir), idle
		a.move.Why = "nobody has decided it for " + long + " of working time"
		if len(a.move.Rules) > 0 {
			a.lines = tell(owners(f, ""), outbox.Says{Name: string(request.Escalate), Text: long, Threaded: true})
		}
	case request.LastRung:
		a.move = request.Move{Action: request.Expire, By: audit.System, At: now, Text: "Nobody decided it for " + long + " of working time."}
		a.lines = tell(missing(nil, append(owners(f, ""), idle...)), outbox.Says{Name: string(request.Expire)})
	}
	return a, next
}

// workingHours says a working time: 16 h, 90 min.
func workingHours(d time.Duration) string {
	if d%time.Hour == 0 {
		return fmt.Sprintf("%d h", int(d.Hours()))
	}
	return strings.TrimSuffix(d.String(), "0s")
}
