package storetest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/state"
)

// Dump gives all rows of a store.
func Dump(t require.TestingT, s Store) []state.Row {
	var rows []state.Row
	require.NoError(t, s.Dump(context.Background(), func(r state.Row) error {
		require.NoError(t, r.Check())
		if r.Kind == state.BeginRow {
			rows = nil
			return nil
		}
		r.Cells = slices.Clone(r.Cells)
		rows = append(rows, r)
		return nil
	}))
	return rows
}

// Fill puts rows into a store.
func Fill(s Store, rows []state.Row) error {
	return s.Fill(context.Background(), func() (state.Row, error) {
		if len(rows) == 0 {
			return state.Row{}, io.EOF
		}
		r := rows[0]
		rows = rows[1:]
		return r, nil
	})
}

// Sorted puts rows in an order that all stores agree on: only the log and the
// outbox have one of their own.
func Sorted(rows []state.Row) []state.Row {
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b state.Row) int {
		if a.Kind != b.Kind {
			return strings.Compare(string(a.Kind), string(b.Kind))
		}
		if slices.Contains([]state.Kind{state.AuditRow, state.NoticeRow, state.FailedRow}, a.Kind) {
			return 0
		}
		return slices.Compare(a.Cells, b.Cells)
	})
	return rows
}

// Furnish puts something of every kind into a store, with keys of every sort.
func Furnish(t require.TestingT, s Store) {
	for i, key := range []string{"", "plain", "\xff\x00\xfe", "{T1}", "naïve 🧾", "a\nb"} {
		name := func(what string) string { return what + key }
		c := change(name("once"))
		c.Once.Keep = time.Duration(i%2) * time.Hour
		c.Outcome = []byte(name(""))
		c.Documents = []state.Document{{ID: name("doc"), Prefix: "Exp", Body: []byte(`{"a":1}`)}, {ID: name("bare")}}
		c.Claims = []state.Claim{{Key: name("claim"), Holder: name("holder")}}
		for _, sort := range []string{"1", "2", "2a"} {
			c.Add = append(c.Add, state.Entry{Index: name("index"), Sort: sort, ID: name("doc")}, state.Entry{Index: "all", Sort: sort, ID: name("bare")})
		}
		c.Timers = []state.Timer{{Key: name("timer"), At: at(i), Subject: name("subject"), Name: name("name")}}
		c.Audit = []audit.Record{entry(t, name("doc"), "first"), entry(t, name("doc"), "second")}
		for n := range 4 {
			c.Notices = append(c.Notices, notice(fmt.Sprint(name("notice"), n), name("lane"), n))
		}
		commit(t, s, c)
	}
	c := change("erased")
	c.Erase = []int64{3, 5}
	c.Documents = []state.Document{{ID: "doc", Version: 1, Body: []byte(`{"a":2}`)}}
	commit(t, s, c)
	ends := []outbox.Receipt{{Failed: true, Reason: "gone"}, {Retry: at(50), Reason: "timeout"}, {Failed: true, Reason: "\xffgone"}, {}}
	for i, l := range lease(t, s, 9, 40, 5) { // the fifth stays leased
		if i < len(ends) {
			ends[i].Key, ends[i].Token = l.Key, l.Token
			require.NoError(t, finish(s, fmt.Sprint("end", i), ends[i]))
		}
	}
	notify(t, s, "newer", notice("notice1", "lane", 7))
}

func copied(t *testing.T, open func(testing.TB) Store) {
	from, to := opened(t, open), opened(t, open)
	Furnish(t, from)
	rows := Dump(t, from)
	kinds := map[state.Kind]int{}
	for _, r := range rows {
		kinds[r.Kind]++
	}
	assert.Equal(t, map[state.Kind]int{
		state.DocumentRow: 12, state.CounterRow: 2, state.ClaimRow: 6, state.EntryRow: 36, state.TimerRow: 6,
		state.OnceRow: 12, state.AuditRow: 12, state.NoticeRow: 21, state.FailedRow: 2,
	}, kinds)
	require.NoError(t, Fill(to, rows))
	require.Equal(t, Sorted(rows), Sorted(Dump(t, to)))
	assert.Equal(t, fault.Conflict, fault.CodeOf(Fill(to, rows)), "it is not empty any more")
	require.Equal(t, Sorted(rows), Sorted(Dump(t, to)))

	for _, s := range []Store{from, to} { // whatever follows, the copy does as the original
		again, err := s.Commit(context.Background(), state.Change{Once: state.Once{Key: "once"}})
		require.NoError(t, err)
		assert.True(t, again.Repeated)
		assert.Equal(t, map[string]string{"doc": "Exp-1"}, again.Numbers)
		c := change("new")
		c.Documents = []state.Document{{ID: "new", Prefix: "EXP"}, {ID: "doc", Version: 2}}
		c.Notices = []outbox.Notice{notice("late", "lane", 0)}
		assert.Equal(t, "EXP-7", commit(t, s, c).Numbers["new"])
		id, err := s.Lookup(context.Background(), "exp-1")
		require.NoError(t, err)
		assert.Equal(t, "doc", id)
	}
	assert.Equal(t, text(t, log(t, from)), text(t, log(t, to)))
	assert.Equal(t, text(t, walk(t, from, 3, "all", "index")), text(t, walk(t, to, 3, "all", "index")))
	for now := 41; now < 45; now++ {
		of, copy := lease(t, from, now, now+100, 3), lease(t, to, now, now+100, 3)
		require.Equal(t, text(t, of), text(t, copy), "also the tokens go on")
		for i, l := range of {
			require.NoError(t, finish(from, fmt.Sprint("f", now, i), outbox.Receipt{Key: l.Key, Token: l.Token}))
			require.NoError(t, finish(to, fmt.Sprint("f", now, i), outbox.Receipt{Key: l.Key, Token: l.Token}))
		}
	}
	require.Equal(t, Sorted(Dump(t, from)), Sorted(Dump(t, to)))
}

// oneMoment dumps while others write documents in pairs of one value.
func oneMoment(t *testing.T, s Store) {
	var stop atomic.Bool
	var writing sync.WaitGroup
	for w := range 4 {
		writing.Go(func() {
			for n := int64(0); !stop.Load(); n++ {
				c := change(fmt.Sprint("w", w, "/", n))
				c.Documents = []state.Document{document(fmt.Sprint("a", w), n), document(fmt.Sprint("z", w), n)}
				c.Audit = []audit.Record{entry(t, fmt.Sprint(w), "write")}
				_, err := s.Commit(context.Background(), c)
				if !assert.NoError(t, err) {
					return
				}
			}
		})
	}
	for range 5 {
		versions, total, logged := map[string]string{}, 0, 0
		for _, r := range Dump(t, s) {
			switch r.Kind { //nolint:exhaustive // the others do not matter here
			case state.DocumentRow:
				versions[r.Cells[0]] = r.Cells[1]
				var n int
				_, err := fmt.Sscan(r.Cells[1], &n)
				require.NoError(t, err)
				total += n
			case state.AuditRow:
				logged++
			}
		}
		assert.Equal(t, 2*logged, total)
		for w := range 4 {
			assert.Equal(t, versions[fmt.Sprint("a", w)], versions[fmt.Sprint("z", w)])
		}
	}
	stop.Store(true)
	writing.Wait()
	broken := errors.New("no space left")
	require.ErrorIs(t, s.Dump(context.Background(), func(state.Row) error { return broken }), broken)
}
