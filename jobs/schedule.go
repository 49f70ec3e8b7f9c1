// Package jobs owns what happens by the clock: the table of jobs, how often
// each is woken, and the one place where their errors become log lines. What is
// due is known to the store; the schedule here only looks. It must not know
// what the jobs do, nor Slack, nor any store.
package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/go-co-op/gocron/v2"

	"factotum/automations/fault"
)

// Job is one row of the table. Run must do everything that is due now and may
// run again at once; it never runs twice at the same time.
type Job struct {
	Name  string
	Every time.Duration // and once at the start
	Run   func(context.Context) error

	// Retry is after how long a job that failed runs again; it doubles with each
	// failure, up to Every. Zero: at its next time.
	Retry time.Duration
	// Watch rings when there is something to do, until the context ends. Nil: the
	// clock alone wakes the job.
	Watch func(ctx context.Context, ring func())
}

// Schedule wakes jobs by the clock, and when somebody rings.
type Schedule struct {
	log  *slog.Logger
	now  func() time.Time
	rows []*row

	mu     sync.Mutex
	failed map[string]failure
}

// row is a job with its bell: however often it rings while the job runs, the
// job runs once more.
type row struct {
	Job
	bell chan struct{}
	work sync.Mutex // held while it runs
}

func (r *row) ring() {
	select {
	case r.bell <- struct{}{}:
	default: // it rings already
	}
}

// New makes a schedule of the table; Run starts it.
func New(log *slog.Logger, now func() time.Time, table ...Job) *Schedule {
	s := &Schedule{log: log, now: now, failed: map[string]failure{}}
	for _, job := range table {
		s.rows = append(s.rows, &row{Job: job, bell: make(chan struct{}, 1)})
	}
	return s
}

// Ring wakes a job before its time. An unknown name wakes none.
func (s *Schedule) Ring(name string) {
	for _, r := range s.rows {
		if r.Name == name {
			r.ring()
		}
	}
}

// Still calls do while a job does not run: for those who move the clock, since
// what the job holds for a time would be over in the middle of its work.
func (s *Schedule) Still(name string, do func()) {
	if i := slices.IndexFunc(s.rows, func(r *row) bool { return r.Name == name }); i >= 0 {
		s.rows[i].work.Lock()
		defer s.rows[i].work.Unlock()
	}
	do()
}

// Run wakes the jobs until the context ends, then waits for those at work.
func (s *Schedule) Run(ctx context.Context) error {
	clock, err := gocron.NewScheduler()
	if err != nil {
		return fmt.Errorf("jobs: make the clock: %w", err)
	}
	var working sync.WaitGroup
	for _, r := range s.rows {
		_, err := clock.NewJob(gocron.DurationJob(r.Every), gocron.NewTask(r.ring), gocron.WithName(r.Name))
		if err != nil {
			return errors.Join(fmt.Errorf("jobs: schedule %s: %w", r.Name, err), clock.Shutdown())
		}
		r.ring()
		working.Go(func() { s.work(ctx, r) })
		if r.Watch != nil {
			working.Go(func() { r.Watch(ctx, r.ring) })
		}
	}
	clock.Start()
	working.Wait()
	if err := clock.Shutdown(); err != nil {
		return fmt.Errorf("jobs: stop the clock: %w", err)
	}
	return nil
}

// work runs a job whenever its bell rings, and after a pause when it failed.
func (s *Schedule) work(ctx context.Context, r *row) {
	pause := time.NewTimer(0)
	pause.Stop()
	defer pause.Stop()
	failures := 0
	for {
		select {
		case <-ctx.Done():
			return
		case <-r.bell:
		case <-pause.C:
		}
		pause.Stop()
		if err := s.run(ctx, r); err == nil {
			failures = 0
		} else if r.Retry > 0 {
			pause.Reset(r.after(failures, err))
			failures++
		}
	}
}

// after is how long the job rests after so many failures. What somebody has to
// correct, such as a password, is not tried in a hurry: servers lock accounts.
func (r *row) after(failures int, err error) time.Duration {
	wait := min(r.Retry<<min(failures, 16), r.Every)
	if fault.CodeOf(err) == fault.Invalid {
		wait = max(wait, time.Minute)
	}
	return wait
}
