package jobs_test

import (
	"context"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"factotum/automations/fault"
	"factotum/jobs"
)

// TestABrokenMailboxIsTriedAgainMoreAndMoreSeldom and holds up no other.
func TestABrokenMailboxIsTriedAgainMoreAndMoreSeldom(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var broken, sound record
		broken.fail(fault.New(fault.Unavailable, "The mail server does not answer."))
		mail := make(chan struct{})
		watch := func(ctx context.Context, ring func()) {
			for {
				select {
				case <-mail:
					ring()
				case <-ctx.Done():
					return
				}
			}
		}
		asleep := func(ctx context.Context, _ func()) { <-ctx.Done() }
		s := jobs.New(slog.New(slog.DiscardHandler), time.Now, jobs.Mail("broken", broken.run, asleep), jobs.Mail("sound", sound.run, watch))
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- s.Run(ctx) }()

		time.Sleep(2 * time.Second)
		assert.Equal(t, 2, broken.count(), "at once, and after a second")
		assert.Equal(t, 1, sound.count())
		time.Sleep(2 * time.Second)
		assert.Equal(t, 3, broken.count(), "after two more")
		mail <- struct{}{}
		synctest.Wait()
		assert.Equal(t, 2, sound.count(), "mail came")
		time.Sleep(time.Hour)
		assert.Less(t, broken.count(), 45)
		assert.Equal(t, "mailbox broken", s.Failures()[0].Job)

		broken.fail(nil)
		time.Sleep(5 * time.Minute)
		before := broken.count()
		time.Sleep(4 * time.Minute)
		assert.LessOrEqual(t, broken.count(), before+1, "what works again is left to the clock")
		assert.Empty(t, s.Failures())
		cancel()
		assert.NoError(t, <-ended)
	})
}
