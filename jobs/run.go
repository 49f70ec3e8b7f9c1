package jobs

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"factotum/automations/fault"
)

// again is how long the same failure of a job is not repeated in the log.
const again = 10 * time.Minute

// failure is how a job stands that did not work.
type failure struct {
	since  time.Time
	logged time.Time
	text   string
	say    string
}

// run does a job once. This is the one place where the error of a job becomes a
// log line: at its beginning, when it changes, every ten minutes, and when it
// is over. The error is given for the sake of the pause that follows.
func (s *Schedule) run(ctx context.Context, r *row) error {
	job := r.Job
	r.work.Lock()
	err := safely(ctx, job.Run)
	r.work.Unlock()
	if ctx.Err() != nil {
		return nil // it was stopped, so its error tells nothing
	}
	s.mu.Lock()
	before, failing := s.failed[job.Name]
	now := s.now()
	after := failure{since: now}
	switch {
	case err == nil:
		delete(s.failed, job.Name)
	case failing:
		after = before
	}
	report := err != nil && (err.Error() != before.text || now.Sub(before.logged) >= again)
	if err != nil {
		after.text, after.say = err.Error(), fault.Say(err)
		if report {
			after.logged = now
		}
		s.failed[job.Name] = after
	}
	s.mu.Unlock()
	switch {
	case report && fault.CodeOf(err) == fault.Unavailable:
		s.log.WarnContext(ctx, "job waits for something that is not as it must be", "job", job.Name, "error", err)
	case report:
		s.log.ErrorContext(ctx, "job failed", "job", job.Name, "error", err)
	case err == nil && failing:
		s.log.InfoContext(ctx, "job works again", "job", job.Name, "failed_for", now.Sub(before.since).Round(time.Second).String())
	}
	return err
}

// Failure is a job that does not work now.
type Failure struct {
	Job   string
	Since time.Time
	Say   string
}

// String is the failure in a sentence.
func (f Failure) String() string {
	return fmt.Sprintf("The job “%s” has failed since %s: %s", f.Job, f.Since.UTC().Format("2 Jan 15:04 MST"), f.Say)
}

// Failures are the jobs that do not work now, in the order of the table.
func (s *Schedule) Failures() []Failure {
	s.mu.Lock()
	defer s.mu.Unlock()
	var failures []Failure
	for _, r := range s.rows {
		if f, ok := s.failed[r.Name]; ok {
			failures = append(failures, Failure{Job: r.Name, Since: f.since, Say: f.say})
		}
	}
	return failures
}

// safely turns a panic into an error, so that one job cannot end the program.
func safely(ctx context.Context, run func(context.Context) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	deepen(0)
	return run(ctx)
}

// deepest is how much of a stack jobs need, in bytes; with it a stack is 32 KiB.
const deepest = 28 << 10

// deepen lets the stack grow while there is next to nothing on it. Go makes the
// stacks of whoever waits smaller, and to grow again in the depth of a job means to look up each
// function on the way, in tables that lie all over the program: an idle program
// held 8 MiB of them.
//
//go:noinline
func deepen(i int) byte {
	var room [deepest]byte
	room[i] = 1
	return room[deepest-1-i]
}
