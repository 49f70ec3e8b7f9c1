package redis_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
	"factotum/automations/outbox"
	"factotum/automations/state"
	"factotum/connectors/store/redis"
)

// change is what deciding about a request commits.
func change(tb testing.TB, id string, n int64) state.Change {
	tb.Helper()
	at := time.Unix(n, 0)
	record, err := audit.Of(at, "p1", id, "submit", 1, "", map[string]string{"purpose": "taxi"})
	require.NoError(tb, err)
	sort := fmt.Sprintf("%012d", n)
	return state.Change{
		Once:      state.Once{Key: "once/" + id, Keep: 7 * 24 * time.Hour},
		Outcome:   []byte(id),
		Documents: []state.Document{{ID: id, Prefix: "EXP", Body: make([]byte, 2000)}},
		Guards:    []state.Guard{{ID: "people"}},
		Claims:    []state.Claim{{Key: "invoice/" + id, Holder: id}},
		Add:       []state.Entry{{Index: "all", Sort: sort, ID: id}, {Index: "step/p2", Sort: sort, ID: id}},
		Timers:    []state.Timer{{Key: "remind/" + id, At: at, Subject: id, Name: "remind"}},
		Audit:     []audit.Record{record},
		Notices:   []outbox.Notice{{Key: outbox.CardKey(id, "p2"), Lane: id, At: at}, {Key: outbox.CardKey(id, "p1"), Lane: id, At: at}},
	}
}

// dump is every key of the server with all it holds.
func dump(t *testing.T, s *server) map[string]string {
	t.Helper()
	ctx, client := context.Background(), s.client(t)
	found := map[string]string{}
	for _, key := range client.Keys(ctx, "*").Val() {
		content, err := client.Dump(ctx, key).Result()
		require.NoError(t, err)
		found[key] = fmt.Sprintf("%q until %s", content, client.ExpireTime(ctx, key).Val())
	}
	return found
}

// whole checks that every commit there is whole, that everything acknowledged
// (id to number) is there, and nothing twice.
func whole(t *testing.T, s *redis.Store, acknowledged map[string]string) {
	t.Helper()
	ctx := context.Background()
	subjects := map[string]int{}
	var v audit.Verifier
	for {
		records, err := s.Log(ctx, v.Head().Position, 1000)
		require.NoError(t, err)
		if len(records) == 0 {
			break
		}
		for _, r := range records {
			require.NoError(t, v.Check(r, nil))
			subjects[r.Subject]++
		}
	}
	numbered := map[string]string{}
	for _, index := range []string{"all", "step/p2"} {
		page, err := s.Page(ctx, []string{index}, "", 1_000_000)
		require.NoError(t, err)
		require.Len(t, page.Documents, len(subjects))
		for _, d := range page.Documents {
			require.Equal(t, int64(1), d.Version)
			require.Equal(t, 1, subjects[d.ID], d.ID)
			numbered[d.Number] = d.ID
		}
	}
	require.Len(t, numbered, len(subjects), "a number was given twice")
	for id, number := range acknowledged {
		require.Equal(t, id, numbered[number], "%s was acknowledged", number)
	}
	timers, err := s.Due(ctx, time.Unix(1<<40, 0), 1_000_000)
	require.NoError(t, err)
	require.Len(t, timers, len(subjects))
	leased, err := s.Lease(ctx, time.Unix(1<<32, 0), time.Unix(1<<33, 0), 1_000_000)
	require.NoError(t, err)
	require.Len(t, leased, len(subjects), "one lane each")
	for _, id := range slices.Sorted(maps.Keys(subjects))[:min(len(subjects), 100)] {
		holder, err := s.Holder(ctx, "invoice/"+id)
		require.NoError(t, err)
		require.Equal(t, id, holder)
	}
}
