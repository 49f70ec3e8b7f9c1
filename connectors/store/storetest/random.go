package storetest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"factotum/automations/audit"
	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/state"
)

// walker makes calls at random, to the store and to the model, and compares.
type walker struct {
	s       Store
	m       model
	now     int // second
	commits int
	tokens  map[int64]bool
}

func random(t *testing.T, open func(testing.TB) Store) {
	rapid.Check(t, func(rt *rapid.T) {
		w := &walker{s: open(t), tokens: map[int64]bool{}, m: model{
			documents: map[string]state.Document{}, counters: map[string]int{}, claims: map[string]string{},
			entries: map[state.Entry]bool{}, timers: map[string]state.Timer{}, results: map[string]state.Result{},
		}}
		defer func() { require.NoError(rt, w.s.Close()) }()
		rt.Repeat(map[string]func(*rapid.T){
			"commit":   w.commit,
			"commit 2": w.commit,
			"commit 3": w.commit,
			"lease":    w.lease,
			"lease 2":  w.lease,
			"retry":    w.retry,
			"compare":  w.compare,
		})
		w.compare(rt)
	})
}

func pick(rt *rapid.T, what string, from ...string) string {
	return rapid.SampledFrom(from).Draw(rt, what)
}

func some[T any](rt *rapid.T, what string, make func(i int) T) []T {
	var items []T
	for i := range 3 {
		if rapid.IntRange(0, 2).Draw(rt, what) == 0 {
			items = append(items, make(i))
		}
	}
	return items
}

// rarely spoils a change now and then: most must pass for anything to happen.
func rarely(rt *rapid.T) bool { return rapid.IntRange(0, 19).Draw(rt, "spoil") == 0 }

func (w *walker) change(rt *rapid.T) state.Change {
	w.commits++
	w.now += rapid.IntRange(0, 5).Draw(rt, "later")
	c := change(fmt.Sprint("once ", w.commits))
	if rarely(rt) {
		c.Once.Key = fmt.Sprint("once ", rapid.IntRange(1, w.commits).Draw(rt, "repeated"))
	}
	c.Outcome = fmt.Append(nil, w.commits)
	version := func(id string) int64 {
		if rarely(rt) {
			return int64(rapid.IntRange(0, 3).Draw(rt, "version"))
		}
		return w.m.documents[id].Version
	}
	place := func(i int) state.Entry {
		return state.Entry{Index: pick(rt, "index", "x", "y"), Sort: pick(rt, "sort", "", "1", "2"), ID: name(i)}
	}
	c.Documents = some(rt, "document", func(i int) state.Document {
		return state.Document{ID: name(i), Version: version(name(i)), Prefix: pick(rt, "prefix", "", "EXP", "LEA"), Body: fmt.Append(nil, w.commits)}
	})
	c.Guards = some(rt, "guard", func(i int) state.Guard { return state.Guard{ID: name(i), Version: version(name(i))} })
	c.Add, c.Remove = some(rt, "add", place), some(rt, "remove", place)
	c.Release = some(rt, "release", func(i int) state.Claim { return state.Claim{Key: name(i), Holder: pick(rt, "holder", "p", "q")} })
	c.Claims = some(rt, "claim", func(i int) state.Claim {
		if h := w.m.claims[name(i)]; h != "" && !rarely(rt) {
			return state.Claim{Key: name(i), Holder: h}
		}
		return state.Claim{Key: name(i), Holder: pick(rt, "holder", "p", "q")}
	})
	w.clock(rt, &c)
	c.Audit = some(rt, "audit", func(i int) audit.Record { return entry(rt, name(i), "move") })
	c.Erase = some(rt, "erase", func(i int) int64 { return int64(i + 1) })
	w.outbox(rt, &c)
	return c
}

func name(i int) string { return string(rune('a' + i)) }

func (w *walker) clock(rt *rapid.T, c *state.Change) {
	c.Timers = some(rt, "timer", func(i int) state.Timer {
		return state.Timer{Key: name(i), At: at(w.now + rapid.IntRange(0, 9).Draw(rt, "in")), Subject: name(i), Name: "n"}
	})
	c.Cancel = some(rt, "cancel", name)
	c.Fired = some(rt, "fired", func(i int) state.Timer {
		t := w.m.timers[name(i)]
		t.Key = name(i)
		return t
	})
	c.Fired = slices.DeleteFunc(c.Fired, func(f state.Timer) bool { return f.At.IsZero() && !rarely(rt) })
}

func (w *walker) outbox(rt *rapid.T, c *state.Change) {
	c.Notices = some(rt, "notice", func(i int) outbox.Notice {
		lane := rapid.IntRange(0, 1).Draw(rt, "lane")
		n := notice(fmt.Sprint("k", lane, i), fmt.Sprint("lane ", lane), w.now+rapid.IntRange(0, 6).Draw(rt, "in"))
		n.Says.Text, n.Rank = fmt.Sprint(w.commits), outbox.Rank(i%int(outbox.Ranks))
		return n
	})
	for _, held := range w.m.notices {
		if (held.Token == 0 && !rarely(rt)) || rapid.IntRange(0, 2).Draw(rt, "receipt") == 0 {
			continue
		}
		r := outbox.Receipt{Key: held.Key, Token: held.Token}
		switch rapid.IntRange(0, 5).Draw(rt, "end") {
		case 0:
			r.Failed, r.Reason = true, fmt.Sprint("failed ", w.commits)
		case 1:
			r.Retry, r.Reason = at(w.now+rapid.IntRange(1, 6).Draw(rt, "pause")), fmt.Sprint("again ", w.commits)
			r.Delayed = rapid.Bool().Draw(rt, "delayed")
		}
		c.Receipts = append(c.Receipts, r)
	}
}

func (w *walker) commit(rt *rapid.T) {
	c := w.change(rt)
	want, refusals := w.m.commit(c)
	got, err := w.s.Commit(context.Background(), c)
	if len(refusals) > 0 {
		var stale state.StaleError
		var taken state.TakenError
		switch {
		case errors.As(err, &stale) && slices.Contains(refusals, error(stale)):
		case errors.As(err, &taken) && slices.Contains(refusals, error(taken)):
		default:
			rt.Fatalf("want one of %v, got %v", refusals, err)
		}
		return
	}
	require.NoError(rt, err)
	if len(want.Numbers) == 0 {
		want.Numbers, got.Numbers = nil, nil
	}
	require.Equal(rt, want, got)
}

func (w *walker) lease(rt *rapid.T) {
	w.now += rapid.IntRange(0, 5).Draw(rt, "later")
	until := w.now + rapid.IntRange(1, 10).Draw(rt, "for")
	heads := w.m.heads(at(w.now))
	leased := lease(rt, w.s, w.now, until, 100)
	require.Len(rt, leased, len(heads))
	for i, l := range leased {
		j := slices.IndexFunc(heads, func(h *waiting) bool { return h.Key == l.Key })
		require.GreaterOrEqual(rt, j, 0, "%s is not due", l.Key)
		require.False(rt, w.tokens[l.Token] || l.Token <= 0, "token %d", l.Token)
		w.tokens[l.Token] = true
		if i > 0 {
			k := slices.IndexFunc(heads, func(h *waiting) bool { return h.Key == leased[i-1].Key })
			before := cmp.Or(cmp.Compare(heads[k].Rank, heads[j].Rank), heads[k].due.Compare(heads[j].due))
			require.LessOrEqual(rt, before, 0, "the lowest rank and the longest waiting first")
		}
		heads[j].Again = heads[j].Again || heads[j].Token != 0
		heads[j].Token = l.Token
		require.Equal(rt, heads[j].Leased, l)
	}
	for _, h := range heads {
		h.due, h.newer = at(until), false
	}
}

func (w *walker) retry(rt *rapid.T) {
	key := fmt.Sprint("k", rapid.IntRange(0, 1).Draw(rt, "lane"), rapid.IntRange(0, 2).Draw(rt, "i"))
	err := w.s.RetryFailed(context.Background(), key, at(w.now))
	i := slices.IndexFunc(w.m.failed, func(l outbox.Leased) bool { return l.Key == key })
	if i < 0 {
		require.Equal(rt, fault.NotFound, fault.CodeOf(err))
		return
	}
	require.NoError(rt, err)
	w.m.notify(w.m.failed[i].Notice, at(w.now))
}

// compare looks at everything that can be read.
func (w *walker) compare(rt *rapid.T) {
	for _, id := range []string{"a", "b", "c"} {
		want := w.m.documents[id]
		want.ID = id
		require.Equal(rt, want, load(rt, w.s, id))
		require.Equal(rt, w.m.claims[id], holder(rt, w.s, id))
		if want.Number != "" {
			require.Equal(rt, id, lookup(rt, w.s, want.Number))
		}
	}
	for _, indexes := range [][]string{{"x"}, {"y"}, {"x", "y"}} {
		want := w.m.page(indexes)
		page, err := w.s.Page(context.Background(), indexes, "", 1)
		require.NoError(rt, err)
		require.Equal(rt, len(want), page.Total)
		want = slices.DeleteFunc(want, func(id string) bool { return w.m.documents[id].Version == 0 })
		require.Equal(rt, want, ids(walk(rt, w.s, 2, indexes...)))
	}
	var timers []state.Timer
	for _, t := range w.m.timers {
		timers = append(timers, t)
	}
	slices.SortFunc(timers, func(a, b state.Timer) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Key, b.Key)) })
	require.Equal(rt, timers, due(rt, w.s, at(w.now+100), 100))
	require.Equal(rt, w.m.log, log(rt, w.s))
	failed, _, err := w.s.Failed(context.Background(), "", 100)
	require.NoError(rt, err)
	require.Equal(rt, text(rt, append([]outbox.Leased{}, w.m.failed...)), text(rt, append([]outbox.Leased{}, failed...)))
}
