package jobs_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/jobs"
)

// start runs a schedule of one job inside a bubble of made-up time.
func start(t *testing.T, log *bytes.Buffer, run func(context.Context) error) *jobs.Schedule {
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
		ran := 0
		s := start(t, &bytes.Buffer{}, func(context.Context) error { ran++; return nil })
		synctest.Wait()
		require.Equal(t, 1, ran, "at the start")
		time.Sleep(31 * time.Second)
		synctest.Wait()
		assert.Equal(t, 3, ran, "every 15 s")
		s.Ring("count")
		s.Ring("nobody")
		synctest.Wait()
		assert.Equal(t, 4, ran, "when somebody rings")
	})
}

func TestManyRingsWhileAJobRunsAreOneMoreRun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ran := 0
		s := start(t, &bytes.Buffer{}, func(context.Context) error {
			ran++
			time.Sleep(time.Second)
			return nil
		})
		synctest.Wait()
		for range 100 {
			s.Ring("count")
		}
		time.Sleep(10 * time.Second)
		assert.Equal(t, 2, ran)
	})
}

func TestAFailureIsLoggedOnceUntilItChangesOrIsOver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		var now error
		s := start(t, &log, func(context.Context) error { return now })
		now = errors.New("disk on fire")
		time.Sleep(46 * time.Second)
		synctest.Wait()
		assert.Equal(t, 1, bytes.Count(log.Bytes(), []byte("disk on fire")), "%s", &log)
		require.Len(t, s.Failures(), 1)
		assert.Contains(t, s.Failures()[0].String(), "“count” has failed since")

		now = fault.New(fault.Unavailable, "Slack does not answer.")
		time.Sleep(15 * time.Second)
		synctest.Wait()
		assert.Contains(t, log.String(), "level=WARN")
		assert.Contains(t, s.Failures()[0].String(), "Slack does not answer.")

		time.Sleep(11 * time.Minute)
		synctest.Wait()
		assert.Equal(t, 2, bytes.Count(log.Bytes(), []byte("Slack does not answer")), "every ten minutes: %s", &log)

		now = nil
		time.Sleep(15 * time.Second)
		synctest.Wait()
		assert.Contains(t, log.String(), "works again")
		assert.Empty(t, s.Failures())
	})
}

func TestAPanicIsAFailureOfThatJobAlone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		ran := 0
		start(t, &log, func(context.Context) error {
			ran++
			panic("nil map")
		})
		time.Sleep(16 * time.Second)
		synctest.Wait()
		assert.Equal(t, 2, ran)
		assert.Contains(t, log.String(), "panic: nil map")
	})
}

func TestTheTableDeliversUntilNothingIsDue(t *testing.T) {
	t.Parallel()
	left := []int{3, 2, 0, 9}
	nothing := func(context.Context) error { return nil }
	table := jobs.Table(nothing, func(context.Context) (int, error) {
		took := left[0]
		left = left[1:]
		return took, nil
	}, nothing, nothing, nothing)
	for _, job := range table {
		require.NoError(t, job.Run(t.Context()), job.Name)
		assert.Positive(t, job.Every, job.Name)
	}
	assert.Equal(t, []int{9}, left)

	broken := errors.New("no store")
	for _, job := range jobs.Table(nothing, func(context.Context) (int, error) { return 5, broken }, nothing, nothing, nothing) {
		if job.Name == jobs.Deliver {
			require.ErrorIs(t, job.Run(t.Context()), broken)
		}
	}
}
