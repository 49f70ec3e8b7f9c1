package automations

import (
	"time"

	"factotum/automations/audit"
	"factotum/automations/outbox"
	"factotum/automations/policy"
	"factotum/automations/request"
)

// remind is the move of reminding those whom a request waits for, and whom it
// tells; or when that is to be done. Found is when it came due.
func (d *Desk) remind(f File, wishes map[string]MorningWish, found time.Time) (a act, next time.Time) {
	idle, now := policy.Undecided(f.Request, f.Dir), d.Now().UTC()
	if next = d.nextReminder(f.Request, f, idle); next.IsZero() || next.Truncate(time.Millisecond).After(now) {
		return a, next
	}
	a = act{move: request.Move{Action: request.Remind, By: audit.System, At: now}, timers: []string{remindTimer}, idle: idle}
	told := ids(idle)
	if here := present(told, f.Dir); len(here) > 0 {
		told = here // who is away is told only where nobody else could act
	}
	for _, p := range told {
		if who, _ := f.Dir.Person(p); d.spared(who, "waiting", wishes, f.Dir, found) {
			continue // one message tells it with everything else
		}
		a.lines = append(a.lines, line{to: p, says: outbox.Says{Name: string(request.Remind), By: f.Request.Requester}, rank: reminding(f.Request)})
	}
	return a, next
}

// reminding is how long a reminder can wait where many are told at once.
func reminding(r request.Request) outbox.Rank {
	if !r.Reminded.IsZero() {
		return outbox.Today // they were reminded before
	}
	return outbox.Ahead
}
