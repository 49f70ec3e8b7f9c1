package jobs_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/jobs"
)

// record is what a job of a test does and what was logged, for both sides.
type record struct {
	mu  sync.Mutex
	ran int
	err error
	log bytes.Buffer
}

func (r *record) Write(line []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.log.Write(line)
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.log.String()
}

// run is a job that counts and fails as the test says.
func (r *record) run(context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ran++
	return r.err
}

func (r *record) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ran
}

func (r *record) fail(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.err = err
}

// start runs a schedule of one job inside a bubble of made-up time.
func start(t *testing.T, log io.Writer, run func(context.Context) error) *jobs.Schedule {
	t.Helper()
	s := jobs.New(slog.New(slog.NewTextHandler(log, nil)), time.Now, jobs.Job{Name: "count", Every: 15 * time.Second, Run: run})
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { assert.NoError(t, s.Run(ctx)) })
	t.Cleanup(func() {
		stop()
		running.Wait()
	})
	return s
}

func TestAJobRunsAtTheStartByTheClockAndByTheBell(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var r record
		s := start(t, &r, r.run)
		synctest.Wait()
		require.Equal(t, 1, r.count(), "at the start")
		time.Sleep(31 * time.Second)
		synctest.Wait()
		assert.Equal(t, 3, r.count(), "every 15 s")
		s.Ring("count")
		s.Ring("nobody")
		synctest.Wait()
		assert.Equal(t, 4, r.count(), "when somebody rings")
	})
}

func TestManyRingsWhileAJobRunsAreOneMoreRun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var r record
		s := start(t, &r, func(ctx context.Context) error {
			time.Sleep(time.Second)
			return r.run(ctx)
		})
		synctest.Wait()
		for range 100 {
			s.Ring("count")
		}
		time.Sleep(10 * time.Second)
		assert.Equal(t, 2, r.count())
	})
}

func TestAFailureIsLoggedOnceUntilItChangesOrIsOver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var r record
		s := start(t, &r, r.run)
		r.fail(errors.New("disk on fire"))
		time.Sleep(46 * time.Second)
		synctest.Wait()
		assert.Equal(t, 1, strings.Count(r.String(), "disk on fire"), "%s", &r)
		require.Len(t, s.Failures(), 1)
		assert.Contains(t, s.Failures()[0].String(), "“count” has failed since")

		r.fail(fault.New(fault.Unavailable, "Slack does not answer."))
		time.Sleep(15 * time.Second)
		synctest.Wait()
		assert.Contains(t, r.String(), "level=WARN")
		assert.Contains(t, s.Failures()[0].String(), "Slack does not answer.")

		time.Sleep(11 * time.Minute)
		synctest.Wait()
		assert.Equal(t, 2, strings.Count(r.String(), "Slack does not answer"), "every ten minutes: %s", &r)

		r.fail(nil)
		time.Sleep(15 * time.Second)
		synctest.Wait()
		assert.Contains(t, r.String(), "works again")
		assert.Empty(t, s.Failures())
	})
}

func TestAPanicIsAFailureOfThatJobAlone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var r record
		start(t, &r, func(ctx context.Context) error {
			assert.NoError(t, r.run(ctx))
			panic("nil map")
		})
		time.Sleep(16 * time.Second)
		synctest.Wait()
		assert.Equal(t, 2, r.count())
		assert.Contains(t, r.String(), "panic: nil map")
	})
}

func TestTheTableRunsEachJob(t *testing.T) {
	t.Parallel()
	ran := 0
	run := func(context.Context) error { ran++; return nil }
	table := jobs.Table(run, run, run, run, run, run, run)
	for _, job := range table {
		require.NoError(t, job.Run(t.Context()), job.Name)
		assert.Positive(t, job.Every, job.Name)
	}
	assert.Equal(t, len(table), ran)
}
