package main

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"factotum/bot/app"
)

// stock is how many claims wait for a click.
const stock = 6000

// BenchmarkClick is an approval by signed HTTP, 32 people at once, on either
// store: from the bytes of the click to the acknowledgement of its commit. The
// CPU is that of the program together with whoever clicks and Slack's stand-in;
// the command beside this file measures the program alone.
//
//	go test -run none -bench Click -benchtime 2000x -cpuprofile click.out ./deploy/bench
func BenchmarkClick(b *testing.B) {
	for _, on := range []string{"redis", "sqlite"} {
		b.Run(on, func(b *testing.B) {
			s := &site{plan: plan{people: 1000}, folder: b.TempDir()}
			w, err := openSlack(b.Context(), s.people)
			require.NoError(b, err)
			s.slack = w
			c := s.stocked(b, on)
			end := c.serve(b, w)
			defer end()
			require.NoError(b, w.quiet(b.Context(), stock))
			w.strict.Store(true)
			b.Run("click", func(b *testing.B) { c.clicked(b, w) })
		})
	}
}

// stocked is a company in which claims wait.
func (s *site) stocked(b *testing.B, on string) *company {
	b.Helper()
	store, listen := "", must(freePort(b.Context()))(b)
	if on == "redis" {
		s.redis = must(startRedis(b.Context(), s.folder))(b)
		b.Cleanup(func() { require.NoError(b, s.redis.stop()) })
		store = fmt.Sprintf("store:\n  redis: {addresses: %q, workspace: %s}\n", s.redis.address, workspaceID)
	}
	c := must(found(s.folder, store, listen, s.people))(b)
	end := c.serve(b, s.slack)
	require.Eventually(b, func() bool { return s.slack.calls.Load() > 2 }, timeout, 10*time.Millisecond, "the people are asked for")
	time.Sleep(time.Second) // they are stored
	end()
	require.NoError(b, c.seed(b.Context(), stock))
	return c
}

func must[T any](v T, err error) func(b *testing.B) T {
	return func(b *testing.B) T {
		require.NoError(b, err)
		return v
	}
}

// serve runs the program in this process.
func (c *company) serve(b *testing.B, w *workspace) (end func()) {
	b.Helper()
	ctx, stop := context.WithCancel(context.Background())
	env := map[string]string{"FACTOTUM_SLACK_API_URL": w.api, "FACTOTUM_SLACK_SIGNING_SECRET": secret, "FACTOTUM_SLACK_BOT_TOKEN": "xoxb-bench"}
	var serving sync.WaitGroup
	serving.Go(func() {
		if err := app.Serve(ctx, filepath.Clean(c.config), func(name string) string { return env[name] }, slog.New(slog.DiscardHandler)); err != nil {
			b.Error(err)
		}
	})
	return sync.OnceFunc(func() {
		stop()
		serving.Wait()
	})
}

func (c *company) clicked(b *testing.B, w *workspace) {
	cards := must(w.take(b.N))(b)
	requests := must(clicks(cards, c.listen))(b)
	before := spent(b)
	b.ResetTimer()
	_, err := drive(b.Context(), c.listen, requests, 32, 0)
	b.StopTimer()
	require.NoError(b, err)
	b.ReportMetric(micro(spent(b)-before)/float64(b.N), "cpu-µs/op")
}

// spent is the CPU time of this process.
func spent(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	require.NoError(b, syscall.Getrusage(syscall.RUSAGE_SELF, &used))
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
