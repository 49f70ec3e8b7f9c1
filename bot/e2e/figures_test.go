//go:build e2e

package e2e

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/bot/app"
	"factotum/connectors/slack/practice/story"
)

// BenchmarkStart measures the built binary on a store with 1,000 requests: the
// first answer of the page, the workspace in use, and the memory after a rest.
//
//	go test -tags e2e -run none -bench Start -benchtime 7x ./bot/e2e
func BenchmarkStart(b *testing.B) {
	folder := thousand(b)
	binary := build(b)
	var first, usable time.Duration
	starts := 0
	for b.Loop() {
		one, all, _ := launch(b, binary, folder, 0)
		first, usable, starts = first+one, usable+all, starts+1
	}
	_, _, rss := launch(b, binary, folder, time.Minute)
	b.ReportMetric(float64(first.Milliseconds())/float64(starts), "ms/first200")
	b.ReportMetric(float64(usable.Milliseconds())/float64(starts), "ms/workspace")
	b.ReportMetric(float64(rss)/1024, "MiB/idle")
}

// thousand makes the folder of a demonstration with 1,000 requests.
func thousand(t testing.TB) string {
	t.Helper()
	var past strings.Builder
	for n := range 1000 {
		day, hour := 60-n/20, 9+n%8
		who := []string{"ana", "ben", "carl", "rosa", "priya", "chiara", "lena", "noor"}[n%8]
		manager := []string{"jules", "jules", "mei", "mei", "daan", "seun", "tomas", "tomas"}[n%8]
		fmt.Fprintf(&past, "- {at: %d %d:%02d, by: %s, ask: expense, as: r%d, form: {purpose: Claim %d, paid_with: card, lines.0.date: 80 days ago, lines.0.merchant: City Taxi, lines.0.category: travel, lines.0.amount: %d.50 EUR, lines.0.cost_centre: \"400\"}}\n",
			day, hour, n%60, who, n, n, n%400+1)
		fmt.Fprintf(&past, "- {at: %d %d:%02d, by: %s, do: approve, on: r%d}\n", day, hour, n%60, manager, n)
	}
	folder := filepath.Join(t.TempDir(), "demo")
	ctx, cancel := context.WithCancel(t.Context())
	demo, err := app.StartDemo(ctx, app.DemoOptions{
		Folder: folder, Past: []byte(past.String()), Now: time.Now, Log: slog.New(slog.DiscardHandler),
	})
	require.NoError(t, err)
	var running sync.WaitGroup
	running.Go(func() { assert.NoError(t, demo.Run(ctx)) })
	require.Eventually(t, func() bool {
		mark, err := os.ReadFile(filepath.Join(folder, ".factotum-demo"))
		return err == nil && bytes.HasPrefix(mark, []byte("settled"))
	}, story.Patience, 100*time.Millisecond)
	cancel()
	running.Wait()
	return folder
}

// launch starts the binary and tells when the page was there, when the
// workspace answered, and how many KiB it holds after resting.
func launch(t testing.TB, binary, folder string, rest time.Duration) (first, usable time.Duration, rss int) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := l.Addr().String()
	_, port, err := net.SplitHostPort(address)
	require.NoError(t, err)
	require.NoError(t, l.Close())
	command := exec.CommandContext(t.Context(), binary, "demo", "--no-open", "--port", port, "--data", folder)
	command.Stderr = t.Output()
	begun := time.Now()
	require.NoError(t, command.Start())
	for {
		c, err := net.Dial("tcp", address)
		if err == nil {
			require.NoError(t, c.Close())
			break
		}
		require.Less(t, time.Since(begun), story.Patience, "nobody listens")
		time.Sleep(time.Millisecond)
	}
	visit(t, "http://"+address+"/")
	first = time.Since(begun)
	visit(t, "http://"+address+"/control/workspace?as="+ana)
	usable = time.Since(begun)
	time.Sleep(rest)
	rss = resident(t, command.Process.Pid)
	require.NoError(t, command.Process.Signal(syscall.SIGTERM))
	require.NoError(t, command.Wait())
	return first, usable, rss
}

// resident is how many KiB a program holds.
func resident(t testing.TB, pid int) (rss int) {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	require.NoError(t, err)
	for line := range strings.Lines(string(status)) {
		if field := strings.Fields(line); field[0] == "VmRSS:" {
			rss, err = strconv.Atoi(field[1])
			require.NoError(t, err)
		}
	}
	return rss
}
