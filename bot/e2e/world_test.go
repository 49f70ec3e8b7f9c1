// Package e2e holds the stories: what people do in Slack, acted in the practice
// workspace with the whole program behind it. Those that need a browser have
// the build tag e2e.
package e2e

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"factotum/bot/app"
	"factotum/connectors/slack/practice/story"
	"factotum/jobs"
)

// TestMain makes the test program a child that reads documents where it is
// called as one.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == "read-child" {
		if err := app.ReadChild(os.Stdin, os.Stdout); err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	goleak.VerifyTestMain(m)
}

// The people of the sample company who act in stories.
const (
	ingrid = "U01INGRID" // managing director, of cost centre 100
	tomas  = "U02TOMAS"  // finance director, of cost centre 200
	aisha  = "U03AISHA"  // operations director, of cost centre 300
	marek  = "U04MAREK"  // finance, payables
	lena   = "U05LENA"   // payables
	seun   = "U06SEUN"   // head of procurement
	chiara = "U07CHIARA" // buyer
	daan   = "U08DAAN"   // head of IT, administrator
	priya  = "U09PRIYA"  // IT
	hanna  = "U10HANNA"  // security
	sofie  = "U11SOFIE"  // people team
	jules  = "U12JULES"  // head of design, of cost centre 400
	ana    = "U13ANA"    // designer, reports to jules
	ben    = "U14BEN"    // designer, reports to jules
	mei    = "U15MEI"    // head of sales in New York, of cost centre 500
	carl   = "U16CARL"   // account manager, reports to mei
	rosa   = "U17ROSA"   // account manager, reports to mei
	noor   = "U18NOOR"   // auditor, by the user group @auditors
	gus    = "U19GUS"    // guest
	eva    = "U20EVA"    // of another company
	studio = "U21JULES"  // second account of jules
)

// setup is how a world begins. The zero one has the sample company and nothing
// that happened in it.
type setup struct {
	folder   string              // of an earlier world; empty: a new one
	history  bool                // with the dozen requests that the demonstration begins with
	company  func(folder string) // changes the company's files before the start: factotum.yaml, people.csv, kinds/…
	redis    bool                // on Redis, also where the environment does not say so
	slow     time.Duration       // for how long that Redis answers nobody in time
	http     bool                // over signed HTTP, likewise
	duties   bool                // the company has duties
	together bool                // claims are judged by their sum
	desk     bool                // IT works on tickets in its channel, and not in direct messages
	at       time.Time           // when it begins; zero: Wednesday 18 November 2026, 10:00 in Berlin
}

// world is the whole program at work, with a clock that can be moved.
type world struct {
	*story.Story
	t      testing.TB
	URL    string
	Folder string
	demo   *app.Demo
	clock  *clock
	redis  *redis // nil: on SQLite
	web    string // where signed requests arrive; empty: Socket Mode
	end    func()
}

// start begins a world that ends with the test.
func start(t testing.TB, with ...setup) *world {
	t.Helper()
	var s setup
	if len(with) > 0 {
		s = with[0]
	}
	if s.folder == "" {
		s.folder = filepath.Join(t.TempDir(), "demo")
	}
	if s.at.IsZero() {
		s.at = time.Date(2026, time.November, 18, 9, 0, 0, 0, time.UTC)
	}
	require.NoError(t, app.Prepare(s.folder, false))
	if !s.desk {
		undesked(t, filepath.Join(s.folder, "company", "company.yaml"))
	}
	if !s.together {
		rewrite(t, filepath.Join(s.folder, "company", "factotum.yaml"), func(text string) string {
			return regexp.MustCompile(`(?m)^  together:.*\n    expense:.*\n`).ReplaceAllString(text, "")
		})
	}
	if !s.duties {
		undutied(t, filepath.Join(s.folder, "company"))
	}
	if s.company != nil {
		s.company(filepath.Join(s.folder, "company"))
	}
	w := &world{t: t, Folder: s.folder, clock: &clock{begun: time.Now(), at: s.at}}
	w.outside(s)
	if s.slow > 0 {
		go w.redis.line.falter(t.Context(), s.slow)
	}
	t.Cleanup(func() {
		if !t.Failed() { // whatever the story was, its log leads to what is stored
			w.Verify()
		}
	})
	w.run(!s.history)
	w.Connected(ana)
	return w
}

func (w *world) run(empty bool) {
	w.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	demo, err := app.StartDemo(ctx, app.DemoOptions{
		Folder: w.Folder, Empty: empty, Now: w.clock.Now, Log: slog.New(slog.NewTextHandler(newJournal(w.t), &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	if err != nil {
		cancel()
		require.NoError(w.t, err)
	}
	w.demo, w.URL, w.Story = demo, demo.URL, story.New(w.t, demo.URL)
	var running sync.WaitGroup
	running.Go(func() { assert.NoError(w.t, demo.Run(ctx)) })
	told := w.Story
	w.end = sync.OnceFunc(func() {
		if !w.t.Failed() { // whatever the story was, Slack would have taken everything
			assert.Empty(w.t, told.Refused())
		}
		cancel()
		running.Wait()
	})
	w.t.Cleanup(w.end)
	// The answer comes once everything that had happened has happened again,
	// which takes longer than a story has patience for.
	visit(w.t, demo.URL+"/control/workspace?as="+ana)
}

// visit gets a page, for which the program lets wait while it starts.
func visit(t testing.TB, address string) {
	t.Helper()
	defer http.DefaultClient.CloseIdleConnections()
	res, err := http.Get(address)
	require.NoError(t, err)
	_, err = io.Copy(io.Discard, res.Body)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	require.Equal(t, http.StatusOK, res.StatusCode)
}

// As is a person who acts a moment after what happened before: Slack wants a
// second between two messages in a channel.
func (w *world) As(account string) *story.Person {
	w.clock.pass(1200 * time.Millisecond)
	return w.Story.As(account)
}

// Pass lets time go by: what is due by then happens soon.
func (w *world) Pass(d time.Duration) {
	w.elapse(d)
	w.demo.Ring(jobs.Wake)
	w.demo.Ring(jobs.Deliver)
}

// Until lets time go by up to a moment. What is due by then is in the log.
func (w *world) Until(moment time.Time) {
	w.t.Helper()
	w.elapse(moment.Sub(w.clock.Now()))
	require.NoError(w.t, w.demo.Wake(context.Background()))
}

// elapse lets time go by between two deliveries: else what is being posted, on a
// slow machine, would be posted twice.
func (w *world) elapse(d time.Duration) {
	w.demo.Still(jobs.Deliver, func() { w.clock.pass(d) })
}

// Staff changes the company's file of people, and lets it be read again.
func (w *world) Staff(old, new string) {
	w.t.Helper()
	file := filepath.Join(w.Folder, "company", "people.csv")
	body, err := os.ReadFile(file)
	require.NoError(w.t, err)
	require.Contains(w.t, string(body), old)
	require.NoError(w.t, os.WriteFile(file, []byte(strings.Replace(string(body), old, new, 1)), 0o600))
	w.demo.Ring(jobs.People)
}

// Verify checks the audit log.
func (w *world) Verify() app.Verified {
	w.t.Helper()
	v, err := app.VerifyAudit(context.Background(), w.demo.Place())
	require.NoError(w.t, err)
	return v
}

// Restart stops the program, as a signal does, and starts it on the same data.
func (w *world) Restart() {
	w.t.Helper()
	w.end()
	w.run(true)
	w.Connected(ana)
}

// clock goes on from a fixed moment.
type clock struct {
	begun time.Time
	mu    sync.Mutex
	at    time.Time
}

// Now is the time in the world.
func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at.Add(time.Since(c.begun))
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}
