package sqlite_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
	"factotum/automations/outbox"
	"factotum/automations/state"
	"factotum/connectors/store/sqlite"
)

// change is what deciding about a request commits.
func change(b *testing.B, id string, n int64) state.Change {
	b.Helper()
	at := time.Unix(n, 0)
	record, err := audit.Of(at, "p1", id, "submit", 1, "", map[string]string{"purpose": "taxi"})
	require.NoError(b, err)
	return state.Change{
		Once:      state.Once{Key: "once/" + id, Keep: 7 * 24 * time.Hour},
		Outcome:   []byte(id),
		Documents: []state.Document{{ID: id, Prefix: "EXP", Body: make([]byte, 2000)}},
		Guards:    []state.Guard{{ID: "people"}},
		Add:       []state.Entry{{Index: "mine/p1", Sort: fmt.Sprintf("%012d", n), ID: id}, {Index: "step/p2", Sort: fmt.Sprintf("%012d", n), ID: id}},
		Timers:    []state.Timer{{Key: "remind/" + id, At: at, Subject: id, Name: "remind"}},
		Audit:     []audit.Record{record},
		Notices:   []outbox.Notice{{Key: outbox.CardKey(id, "p2"), Lane: id, At: at}, {Key: outbox.CardKey(id, "p1"), Lane: id, At: at}},
	}
}

func BenchmarkCommit(b *testing.B) {
	for _, writers := range []int{1, 32} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			s := open(b)
			var n atomic.Int64
			b.SetParallelism((writers + 1) / 2) // times GOMAXPROCS
			b.ResetTimer()
			work := func() {
				i := n.Add(1)
				_, err := s.Commit(context.Background(), change(b, fmt.Sprintf("r%d", i), i))
				require.NoError(b, err)
			}
			if writers == 1 {
				for b.Loop() {
					work()
				}
			} else {
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						work()
					}
				})
			}
			b.ReportMetric(float64(n.Load())/b.Elapsed().Seconds(), "commits/s")
		})
	}
}

func BenchmarkPage(b *testing.B) {
	for _, indexes := range []int{1, 8} {
		b.Run(fmt.Sprintf("indexes=%d", indexes), func(b *testing.B) {
			s := open(b)
			var names []string
			for i := range indexes {
				names = append(names, fmt.Sprint("index/", i))
			}
			for batch := range 100 {
				var c state.Change
				c.Once.Key = fmt.Sprint("fill/", batch)
				for i := range 100 {
					id := fmt.Sprint("r", batch*100+i)
					c.Documents = append(c.Documents, state.Document{ID: id, Body: make([]byte, 1000)})
					for _, name := range names {
						c.Add = append(c.Add, state.Entry{Index: name, Sort: fmt.Sprintf("%012d", (batch*100+i)*7919%10000), ID: id})
					}
				}
				_, err := s.Commit(context.Background(), c)
				require.NoError(b, err)
			}
			b.ResetTimer()
			after := ""
			for b.Loop() {
				page, err := s.Page(context.Background(), names, after, 20)
				require.NoError(b, err)
				require.Equal(b, 10000, page.Total)
				after = page.Next
			}
		})
	}
}

func BenchmarkOpen(b *testing.B) {
	path := filepath.Join(b.TempDir(), "f.db")
	for b.Loop() {
		s, err := sqlite.Open(path)
		require.NoError(b, err)
		require.NoError(b, s.Close())
	}
}

func open(tb testing.TB) *sqlite.Store {
	tb.Helper()
	s, err := sqlite.Open(filepath.Join(tb.TempDir(), "factotum.db"))
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, s.Close()) })
	return s
}

func BenchmarkLoad(b *testing.B) {
	s := open(b)
	_, err := s.Commit(context.Background(), change(b, "r1", 1))
	require.NoError(b, err)
	for b.Loop() {
		_, err := s.Load(context.Background(), "r1", "people")
		require.NoError(b, err)
	}
}
