package automations

import (
	"context"
	"errors"
	"time"

	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/state"
)

// hopeful is how long a run may fail to arrive before whose it is hears that it
// is still being tried.
const hopeful = 2 * time.Minute

// patient is how long somebody who asked waits for an answer that Slack fails to
// take before they hear of it.
const patient = 10 * time.Second

// figured tells whether a notice is a part of an answer, and not about one.
func figured(l outbox.Leased) bool { return l.Says.Name == AnswerSays || l.Says.Name == FileSays }

// late tells whose run it is that a part of it is still being tried, and why it
// has not arrived; once, and after a while only.
func (c *Courier) late(ctx context.Context, l outbox.Leased, why error) error {
	now := c.Desk.Now().UTC()
	if !figured(l) || now.Sub(l.At) < patient {
		return nil
	}
	run, err := c.Desk.run(ctx, l.Request)
	if err != nil || !run.Late.IsZero() || now.Sub(l.At) < run.patience(why) {
		return unlessGone(err)
	}
	_, err = c.Desk.editRun(ctx, l.Request, func(r *Run) (state.Change, error) { return r.late(why, now), nil })
	return unlessGone(err)
}

// patience is how long a run may fail to arrive for a reason: somebody waits for
// what they asked for, and being asked to wait is no failure.
func (r Run) patience(why error) time.Duration {
	var delay outbox.DelayError
	if r.Plan != "" || errors.As(why, &delay) {
		return hopeful
	}
	return patient
}

// late is what is committed when a run has not arrived and is still tried: whose
// it is is told once, and it stands on their Home.
func (r *Run) late(why error, at time.Time) state.Change {
	if !r.Late.IsZero() {
		return state.Change{}
	}
	r.Late, r.Reason = at, fault.What(why)
	return r.stands(LateSays, at)
}

// trouble is what is committed when a run does not arrive: whose it is is told,
// and it stands on their Home.
func (r *Run) trouble(at time.Time) state.Change { return r.stands(TroubleSays, at) }

// stands puts a run onto the Home of whose it is, and tells them.
func (r *Run) stands(says string, at time.Time) state.Change {
	var c state.Change
	if r.Trouble.IsZero() {
		r.Trouble = at
		c.Add = []state.Entry{{Index: troubled(r.By), Sort: at.Format(sortable), ID: r.ID}}
	}
	c.Notices = []outbox.Notice{r.fares(says, at)}
	return c
}

// fares tells whose run it is how it fares, whatever becomes of its answer.
func (r *Run) fares(says string, at time.Time) outbox.Notice {
	n := runNotice(*r, r.By, says+"/"+at.Format(sortable), outbox.Says{Name: says, By: r.By}, at)
	n.Lane += "/" + TroubleSays
	return n
}

// calm takes a run off the Home of whose it is.
func (r *Run) calm() state.Change {
	if r.Trouble.IsZero() {
		return state.Change{}
	}
	c := state.Change{Remove: []state.Entry{{Index: troubled(r.By), Sort: r.Trouble.Format(sortable), ID: r.ID}}}
	r.Trouble, r.Reason, r.Lost = time.Time{}, "", nil
	return c
}

// settled is calm, and tells who was told that it is still tried what became of it.
func (r *Run) settled(at time.Time) state.Change {
	c := r.calm()
	if !r.Late.IsZero() {
		c.Notices = []outbox.Notice{r.fares(AfterSays, at)}
	}
	return c
}
