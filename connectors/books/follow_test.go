package books_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
	"factotum/automations/calendar"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
	"factotum/connectors/books"
)

// TestWhatIsFollowedIsWhatIsMadeAnew changes requests at random, a little or all
// of them, while the books follow, and compares them with books made at once.
func TestWhatIsFollowedIsWhatIsMadeAnew(t *testing.T) {
	t.Parallel()
	s := setup(t)
	s.rules = books.Rules{Shift: func(string) *calendar.Calendar { return always(t) }}
	s.again()
	from := &ledger{docs: map[string]state.Document{}}
	from.staff(t, 30)
	dice, m := rand.New(rand.NewPCG(5, 8)), newMaker(5, 400)
	all := make([]request.Request, 40)
	for round := range 12 {
		for range 10 {
			n := dice.IntN(len(all))
			switch r := m.next(); {
			case round == 0 || all[n].ID == "" || dice.IntN(4) == 0:
				r.ID, all[n] = fmt.Sprintf("r%d", n), r
			case dice.IntN(2) == 0:
				all[n].State, all[n].Since = r.State, r.Since
			default:
				all[n].Decisions, all[n].Thread, all[n].Reminded = r.Decisions, append(all[n].Thread, request.Remark{By: r.Requester, At: r.Since, Text: r.Title}), r.Since
			}
			all[n].ID = fmt.Sprintf("r%d", n)
			from.put(t, all[n], "approve")
		}
		require.NoError(t, s.Project(s.ctx, from))
	}
	followed := s.all()
	s.path = filepath.Join(t.TempDir(), "anew.db")
	s.again()
	require.NoError(t, s.Project(s.ctx, from))
	anew := s.all()
	for table, rows := range followed {
		assert.Equal(t, anew[table], rows, table)
	}
	assert.Greater(t, len(followed["words"]), 200)
}

// all is everything that the books hold, word by word.
func (s *shelf) all() map[string][][]string {
	s.t.Helper()
	db, err := sql.Open("sqlite", "file:"+s.path)
	require.NoError(s.t, err)
	_, err = db.Exec("CREATE VIRTUAL TABLE instance USING fts5vocab(words, instance); CREATE TABLE said AS SELECT term, doc, col, offset FROM instance; DROP TABLE instance")
	require.NoError(s.t, errors.Join(err, db.Close()))
	all := map[string][][]string{"words": s.rows("SELECT * FROM said ORDER BY 1, 2, 3, 4")}
	for _, table := range s.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'words%' AND name NOT IN ('mark', 'said')") {
		all[table[0]] = s.rows("SELECT * FROM " + table[0] + " ORDER BY 1, 2")
	}
	return all
}

// BenchmarkFollow tells how much of the cores' time the books take for a click
// by which a request that they have is approved, without what a store takes.
//
//	go test -run none -bench Follow -benchtime 10x ./connectors/books
func BenchmarkFollow(b *testing.B) {
	const clicks, at = 1000, 200 // as many as come in 400 ms at 500 a second
	s := setup(b)
	from := &ledger{docs: map[string]state.Document{}}
	from.staff(b, 1000)
	sent := func(n int) request.Request {
		r := claim(fmt.Sprintf("r%07d", n), fmt.Sprintf("p%d@example.com", n%1000), "Berlin - Hamburg return, customer visit", "128.40")
		line := r.Values["lines"].Lines[0]
		line["cost_centre"] = form.Value{Text: "CC-1"}
		r.Values["lines"], r.Values["paid_with"] = form.Value{Lines: []form.Values{line, line}}, form.Value{Text: "card"}
		r.Shown = []string{r.Requester, "mara@example.com"}
		return r
	}
	n := 0
	for range 20 * clicks {
		from.put(b, sent(n), "submit")
		n++
	}
	require.NoError(b, s.Project(s.ctx, from))
	n = 0
	var spent time.Duration
	done := 0
	for b.Loop() {
		for range clicks / at {
			b.StopTimer()
			for range at {
				r := sent(n % (20 * clicks))
				r.State, r.Since = request.Done, r.Since.Add(time.Duration(n)*time.Second)
				r.Decisions = slices.Repeat([]request.Decision{{Step: "Manager", Verdict: request.Approved, By: "mara@example.com", Why: "you are the requester's manager", At: r.Since}}, 1+n/(20*clicks))
				from.put(b, r, "approve")
				n++
			}
			b.StartTimer()
			begun := spentByUs(b)
			require.NoError(b, s.Project(s.ctx, from))
			spent, done = spent+spentByUs(b)-begun, done+at
		}
	}
	b.ReportMetric(float64(spent.Microseconds())/float64(done), "µs-of-CPU/click")
}

// spentByUs is what this process has taken of the cores' time.
func spentByUs(t testing.TB) time.Duration {
	t.Helper()
	var u syscall.Rusage
	require.NoError(t, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// ledger is a log with its documents in memory.
type ledger struct {
	docs map[string]state.Document
	log  []audit.Record
}

func (l *ledger) put(t testing.TB, r request.Request, move string) {
	t.Helper()
	body, err := json.Marshal(r)
	require.NoError(t, err)
	version := l.docs[r.ID].Version + 1
	l.docs[r.ID] = state.Document{ID: r.ID, Version: version, Number: "EXP-" + r.ID[1:], Body: body}
	entry, err := audit.Of(r.Since, r.Requester, r.ID, move, version, "", move)
	require.NoError(t, err)
	entry.Position = int64(len(l.log) + 1)
	l.log = append(l.log, entry)
}

func (l *ledger) staff(t testing.TB, n int) {
	t.Helper()
	accounts := make([]people.Account, n)
	for i := range accounts {
		accounts[i] = people.Account{ID: fmt.Sprintf("U%d", i), RealName: fmt.Sprintf("Person Number %d", i), Email: fmt.Sprintf("p%d@example.com", i)}
	}
	dir, _ := people.Join(accounts, nil, people.Company{})
	body, err := json.Marshal(dir)
	require.NoError(t, err)
	l.docs["people"] = state.Document{ID: "people", Version: 1, Body: body}
}

// Load gives documents as a store does.
func (l *ledger) Load(_ context.Context, ids ...string) ([]state.Document, error) {
	docs := make([]state.Document, len(ids))
	for i, id := range ids {
		if docs[i] = l.docs[id]; docs[i].ID == "" {
			docs[i].ID = id
		}
	}
	return docs, nil
}

// Log gives entries as a store does.
func (l *ledger) Log(_ context.Context, after int64, limit int) ([]audit.Record, error) {
	rest := l.log[min(int(after), len(l.log)):]
	return rest[:min(limit, len(rest))], nil
}
