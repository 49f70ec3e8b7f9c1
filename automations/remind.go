package automations

import (
	"context"
	"time"

	"factotum/automations/audit"
	"factotum/automations/outbox"
	"factotum/automations/policy"
	"factotum/automations/request"
)

// remind is the move of reminding those whom a request waits for, and whom it
// tells; or when that is to be done. Where the morning message of one of them is
// still to come, which may tell it with everything else, it waits for that.
func (d *Desk) remind(ctx context.Context, f File, wishes map[string]MorningWish) (a act, next time.Time, err error) {
	idle, now := policy.Undecided(f.Request, f.Dir), d.Now().UTC()
	if next = d.nextReminder(f.Request, f, idle); next.IsZero() || next.Truncate(time.Millisecond).After(now) {
		return a, next, nil
	}
	a = act{move: request.Move{Action: request.Remind, By: audit.System, At: now}, timers: []string{remindTimer}, idle: idle}
	told := ids(idle)
	if here := present(told, f.Dir); len(here) > 0 {
		told = here // who is away is told only where nobody else could act
	}
	for _, p := range told {
		who, _ := f.Dir.Person(p)
		letter, again, err := d.today(ctx, who, "waiting", wishes, f.Dir)
		if err != nil || !again.IsZero() {
			return act{}, again, err
		}
		if !letter.counts(f.Request) {
			a.lines = append(a.lines, line{to: p, says: outbox.Says{Name: string(request.Remind), By: f.Request.Requester}, rank: reminding(f.Request)})
		}
	}
	return a, next, nil
}

// reminding is how long a reminder can wait where many are told at once.
func reminding(r request.Request) outbox.Rank {
	if !r.Reminded.IsZero() {
		return outbox.Today // they were reminded before
	}
	return outbox.Ahead
}
