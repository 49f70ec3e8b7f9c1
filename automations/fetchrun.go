package automations

import (
	"context"
	"errors"
	"time"

	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/state"
)

// claimRun says that a run goes on here: its timer is due again when it should
// have ended, so that it is not lost with this replica.
func (d *Desk) claimRun(ctx context.Context, t state.Timer) (Run, error) {
	run, err := d.run(ctx, t.Subject)
	if fault.CodeOf(err) == fault.NotFound || err == nil && !run.going() {
		return run, errors.Join(d.drop(ctx, t), fault.New(fault.NotFound, "This run is over."))
	}
	if err != nil {
		return run, err
	}
	limit := spareTime
	if r, err := d.reportNamed(run.Report); err == nil {
		limit += 2 * r.MostTime
	}
	now := d.Now().UTC()
	run.Phase, run.Began, run.Tries = RunGoing, now, run.Tries+1
	doc, err := run.document()
	if err != nil {
		return run, err
	}
	t.At = t.At.UTC()
	next := state.Timer{Key: t.Key, Name: fetchTimer, At: now.Add(limit), Subject: run.ID}
	_, err = d.write(ctx, state.Change{Once: state.Once{Key: "claim/" + d.NewID(), Keep: keepSlack}, Documents: []state.Document{doc}, Fired: []state.Timer{t}, Timers: []state.Timer{next}})
	run.version++
	return run, err
}

// watchRun says after a moment that a run goes on, and ends it where it is
// stopped.
func (d *Desk) watchRun(ctx context.Context, run Run, done <-chan struct{}, stop context.CancelFunc) {
	look := time.NewTicker(watching)
	defer look.Stop()
	begun := time.Now()
	for told := false; ; {
		select {
		case <-done:
			return
		case <-ctx.Done():
			return
		case <-look.C:
		}
		now, err := d.run(ctx, run.ID)
		if err == nil && !now.going() {
			stop()
			return
		}
		if !told && time.Since(begun) >= swiftly && run.Plan == "" {
			told = true
			_, _ = d.editRun(ctx, run.ID, func(r *Run) (state.Change, error) { // what is not told now is told by the answer
				r.Told = true
				return state.Change{Notices: []outbox.Notice{runningNotice(*r, d.Now().UTC())}}, nil
			})
		}
	}
}

// settleRun writes what became of a run.
func (d *Desk) settleRun(ctx context.Context, run Run, err error) {
	ctx = context.WithoutCancel(ctx)
	_, failed := d.editRun(ctx, run.ID, func(now *Run) (state.Change, error) { // its timer brings it again
		if !now.going() {
			return state.Change{}, fault.New(fault.Conflict, "It was stopped.")
		}
		was := *now
		*now = run
		now.version, now.Told, now.Trouble, now.Reason, now.Late = was.version, was.Told, was.Trouble, was.Reason, was.Late
		at := d.Now().UTC()
		if err != nil {
			return d.failedRun(now, err, at), nil
		}
		c := state.Change{Cancel: []string{timerKey(fetchTimer, run.ID)}}
		if now.Phase == RunAnswered {
			c.Notices, c.Timers, c.Add = answerNotices(*now, at), []state.Timer{now.kept(at)}, now.holds()
		} else {
			c = with(c, now.settled(at))
		}
		if now.Told {
			c.Notices = append(c.Notices, runningNotice(*now, at))
		}
		return c, nil
	})
	if fault.CodeOf(failed) == fault.Conflict {
		_ = d.abandon(ctx, run) // at worst they stay
	}
}

// failedRun tries again what may work later, and otherwise tells whose run it is.
func (d *Desk) failedRun(run *Run, err error, at time.Time) state.Change {
	if passing(err) && run.Tries < tries && run.Plan != "" {
		run.Phase = RunAsked
		pause := time.Minute << (2 * (run.Tries - 1)) // 1, 4 and 16 minutes
		c := state.Change{Timers: []state.Timer{{Key: timerKey(fetchTimer, run.ID), Name: fetchTimer, At: at.Add(pause), Subject: run.ID}}}
		if at.Sub(run.Asked) >= hopeful {
			c = with(c, run.late(err, at))
		}
		return c
	}
	run.Phase, run.Say, run.Reason = RunFailed, fault.Say(err), ""
	if errors.Is(err, context.DeadlineExceeded) {
		run.Say = "It took longer than it may. Ask for a shorter period."
	}
	c := state.Change{Cancel: []string{timerKey(fetchTimer, run.ID)}}
	if run.Plan == "" && run.To == run.By {
		c.Notices = []outbox.Notice{answerNotice(*run, at)}
		if run.Told {
			c.Notices = append(c.Notices, runningNotice(*run, at))
		}
		return c
	}
	return with(c, run.trouble(at))
}
