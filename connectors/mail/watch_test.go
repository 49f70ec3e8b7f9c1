package mail

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/mail"
)

// watcher reads whatever Watch tells of.
type watcher struct {
	arrived chan string // fingerprints, once each
}

func startWatcher(t testing.TB, a *Account) watcher {
	w := watcher{arrived: make(chan string, 10_000)}
	ctx, cancel := context.WithCancel(context.Background())
	var done sync.WaitGroup
	book := newLedger("INBOX")
	done.Go(func() {
		a.Watch(ctx, func() {
			for m, err := range a.Next(ctx, book.position(), 100) {
				if err != nil {
					return
				}
				book.commit(m)
				w.arrived <- m.Fingerprint()
			}
		})
	})
	t.Cleanup(func() { cancel(); done.Wait() })
	return w
}

// wait gives the next mail that was read.
func (w watcher) wait(t testing.TB) string {
	t.Helper()
	select {
	case got := <-w.arrived:
		return got
	case <-time.After(ample):
		require.Fail(t, "no mail was seen")
		return ""
	}
}

func fingerprint(raw string) string { return mail.Message{Raw: []byte(raw)}.Fingerprint() }

func TestNewMailIsHeardOfByIdleAndAfterTheLineWasCut(t *testing.T) {
	t.Parallel()
	d := startDovecot(t)
	c := d.client(t)
	deliver(t, c, "INBOX", letter(1, 10))
	line := startCutter(t, d.tls, 0)
	// It is looked at once an hour: what is seen was told by the server.
	w := startWatcher(t, d.account(t, func(cfg *Config) { cfg.Address, cfg.Poll = line.address(), time.Hour }))
	assert.Equal(t, fingerprint(letter(1, 10)), w.wait(t), "what was there before")
	deliver(t, c, "INBOX", letter(2, 10))
	assert.Equal(t, fingerprint(letter(2, 10)), w.wait(t))
	for n := 3; n < 6; n++ {
		line.cut()
		deliver(t, c, "INBOX", letter(n, 10))
		assert.Equal(t, fingerprint(letter(n, 10)), w.wait(t))
	}
}

func TestIdleIsBegunAnewAndAServerWithoutItIsPolled(t *testing.T) {
	t.Parallel()
	for name, more := range map[string]string{"IDLE": "", "polled": "imap_capability = IMAP4rev1 SASL-IR"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := startDovecot(t, more)
			c := d.client(t)
			signals := make(chan bool, 100)
			ctx, cancel := context.WithCancel(t.Context())
			a := d.account(t, func(cfg *Config) { cfg.Poll = 50 * time.Millisecond })
			var done sync.WaitGroup
			done.Go(func() { a.Watch(ctx, func() { signals <- true }) })
			for range 5 {
				<-signals
			}
			cancel()
			done.Wait()
			w := startWatcher(t, a)
			deliver(t, c, "INBOX", letter(1, 10))
			assert.Equal(t, fingerprint(letter(1, 10)), w.wait(t))
		})
	}
}

func TestRetriesWaitLongerAndLongerAndNotAllAlike(t *testing.T) {
	t.Parallel()
	p := pace{firstRetry: time.Second, lastRetry: time.Minute, loginRetry: 10 * time.Second}
	for failures, longest := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second} {
		var seen []time.Duration
		for range 50 {
			wait := p.retry(failures, errSlow)
			assert.LessOrEqual(t, wait, longest)
			assert.GreaterOrEqual(t, wait, longest/2)
			seen = append(seen, wait)
		}
		slices.Sort(seen)
		assert.Greater(t, len(slices.Compact(seen)), 1)
	}
	assert.LessOrEqual(t, p.retry(1_000_000, errSlow), time.Minute)
	assert.GreaterOrEqual(t, p.retry(1_000_000, errSlow), 30*time.Second)
	assert.GreaterOrEqual(t, p.retry(0, loginError{errSlow}), 5*time.Second, "servers lock accounts")
}

// BenchmarkIdle is the time from the delivery of a mail to its whole text here.
func BenchmarkIdle(b *testing.B) {
	d := startDovecot(b)
	c := d.client(b)
	deliver(b, c, "INBOX", letter(0, 10))
	w := startWatcher(b, d.account(b, func(cfg *Config) { cfg.Poll = time.Hour }))
	w.wait(b)
	var all []time.Duration
	for n := 1; b.Loop(); n++ {
		deliver(b, c, "INBOX", letter(n, 30_000))
		begun := time.Now()
		w.wait(b)
		all = append(all, time.Since(begun))
	}
	slices.Sort(all)
	b.ReportMetric(float64(all[len(all)-1].Milliseconds()), "ms-slowest")
	b.ReportMetric(float64(all[len(all)/2].Milliseconds()), "ms-median")
}
