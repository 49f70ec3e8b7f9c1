package books_test

import (
	"context"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
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
			if all[n].ID = fmt.Sprintf("r%d", n); all[n].State == request.Pending {
				all[n].Work = nil
			}
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
// by which a request that they have is approved, each another one, without what a
// store takes: while as many come at once as in a rush, and as in 400 ms at 500 a
// second.
//
//	go test -run none -bench Follow -benchtime 10x ./connectors/books
func BenchmarkFollow(b *testing.B) {
	for _, at := range []int{2000, 200} {
		b.Run(fmt.Sprint(at), func(b *testing.B) {
			s := setup(b)
			from := &ledger{docs: map[string]state.Document{}}
			from.staff(b, 1000)
			dice := rand.New(rand.NewPCG(3, 4))
			var all []request.Request
			more := func() {
				begun := len(all)
				for range 20_000 {
					r := journey(dice, len(all))
					from.put(b, r, "submit")
					all = append(all, r)
				}
				require.NoError(b, s.Project(s.ctx, from))
				dice.Shuffle(20_000, func(i, j int) { all[begun+i], all[begun+j] = all[begun+j], all[begun+i] })
			}
			n := 0
			var spent time.Duration
			for b.Loop() {
				b.StopTimer()
				for range at {
					if n == len(all) {
						more()
					}
					r := all[n]
					r.State, r.Step, r.Since = request.Done, 1, r.Since.Add(time.Duration(n)*time.Second)
					r.Decisions = []request.Decision{{Step: "Manager", Verdict: request.Approved, By: r.Shown[1], Why: "you are the manager of " + r.Requester, At: r.Since}}
					from.put(b, r, "approve")
					n++
				}
				b.StartTimer()
				begun := spentByUs(b)
				require.NoError(b, s.Project(s.ctx, from))
				spent += spentByUs(b) - begun
			}
			b.ReportMetric(float64(spent.Microseconds())/float64(n), "µs-of-CPU/click")
		})
	}
}

// journey is a claim for two train tickets, as the bench of clicks has it.
func journey(dice *rand.Rand, n int) request.Request {
	var id [16]byte
	binary.BigEndian.PutUint64(id[:], dice.Uint64())
	binary.BigEndian.PutUint64(id[8:], dice.Uint64())
	by, manager := fmt.Sprintf("p%d@example.com", 500+n%500), fmt.Sprintf("p%d@example.com", n%500)
	r := claim(uuid.UUID(id).String(), by, "Berlin - Hamburg return, customer visit", "128.40")
	price := euros("64.20")
	ticket := func(to string) form.Values {
		return form.Values{
			"date": {Date: calendar.NewDate(2026, 11, 16)}, "merchant": {Text: "Sample Railways " + to}, "category": {Text: "travel"},
			"amount": {Money: &price}, "cost_centre": {Text: "CC-1"},
		}
	}
	r.Values["lines"], r.Values["paid_with"] = form.Value{Lines: []form.Values{ticket("out"), ticket("back")}}, form.Value{Text: "card"}
	r.Policy, r.Shown, r.Accounts = strings.Repeat("af2e637f", 8), []string{by, manager}, []string{fmt.Sprintf("U%05d", 500+n%500)}
	r.Steps[0].Otherwise = []request.Rule{{Kind: request.ByRole, Of: "director"}}
	for _, path := range []string{"lines.0.receipt", "lines.1.receipt"} {
		r.Warnings = append(r.Warnings, request.Warning{Path: path, Say: "No receipt is attached although the amount is above 25. Say in the purpose why there is none."})
	}
	return r
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
