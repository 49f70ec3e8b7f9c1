package storetest

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/state"
)

func large(t *testing.T, s Store) {
	body := append(append([]byte(`"`), bytes.Repeat([]byte("x"), 1<<20)...), '"')
	c := change("1")
	c.Documents = []state.Document{{ID: "a", Body: body}}
	c.Outcome = body
	c.Add = []state.Entry{{Index: "i", Sort: "1", ID: "a"}}
	commit(t, s, c)
	assert.True(t, bytes.Equal(body, load(t, s, "a").Body))
	assert.True(t, bytes.Equal(body, walk(t, s, 1, "i")[0].Body))
	again, err := s.Commit(context.Background(), c)
	require.NoError(t, err)
	assert.True(t, bytes.Equal(body, again.Outcome))
}

func hostile(t *testing.T, s Store) {
	keys := []string{
		"{}", "{T1}", "a:b", "a", "A", "*", "a*", "a?c", "[a]", " ", " a", "a ", "a\n", "a\r\nb", "\x00", "a\x00", "a\x00b", "\xff\xfe", "\t",
		"é", "e\u0301", "日本語", "😀", "\u202e", "'; DROP TABLE document; --", `"`, `\`, "%s", "-1", "0", "nil", "NULL", "__proto__",
		strings.Repeat("k", 10_000), strings.Repeat("k", 9_999) + "j", strings.Repeat("日", 3_000),
	}
	for i, key := range keys {
		place := strings.ReplaceAll(key, "\x00", "0")
		c := change(key)
		c.Outcome = fmt.Append(nil, i)
		c.Documents = []state.Document{{ID: key, Prefix: "X", Body: fmt.Append(nil, i)}}
		c.Claims = []state.Claim{{Key: key, Holder: key}}
		c.Add = []state.Entry{{Index: key, Sort: place, ID: key}, {Index: "all", Sort: place, ID: key}}
		c.Timers = []state.Timer{{Key: key, At: at(i), Subject: key, Name: key}}
		c.Notices = []outbox.Notice{{Key: key, Lane: key, Shape: outbox.Card, Says: outbox.Says{Name: fmt.Sprint(i)}, At: at(i)}}
		assert.Len(t, commit(t, s, c).Numbers, 1)
	}
	leased, err := s.Lease(context.Background(), at(1000), at(2000), 1000)
	require.NoError(t, err)
	require.Len(t, leased, len(keys))
	fired := due(t, s, at(1000), 1000)
	require.Len(t, fired, len(keys))
	assert.Len(t, walk(t, s, 7, "all"), len(keys))
	for i, key := range keys {
		name := fmt.Sprintf("%.20q", key)
		assert.Equal(t, fmt.Sprint(i), string(load(t, s, key).Body), name)
		assert.Equal(t, key, holder(t, s, key), name)
		assert.Equal(t, []string{key}, ids(walk(t, s, 1, key)), name)
		assert.Equal(t, state.Timer{Key: key, At: at(i), Subject: key, Name: key}, fired[i], name)
		assert.Equal(t, []string{key, key, fmt.Sprint(i)}, []string{leased[i].Key, leased[i].Lane, leased[i].Says.Name}, name)
		again, err := s.Commit(context.Background(), change(key))
		require.NoError(t, err)
		assert.Equal(t, state.Result{Repeated: true, Outcome: fmt.Append(nil, i), Numbers: map[string]string{key: load(t, s, key).Number}}, again, name)
		c := change("end " + key)
		c.Fired = fired[i : i+1]
		c.Receipts = []outbox.Receipt{{Key: key, Token: leased[i].Token}}
		c.Release = []state.Claim{{Key: key, Holder: key}}
		commit(t, s, c)
	}
}

func cancelled(t *testing.T, s Store) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	calls := map[string]func() error{
		"commit": func() error { _, err := s.Commit(ctx, submission(t, "1", "a")); return err },
		"load":   func() error { _, err := s.Load(ctx, "a"); return err },
		"lookup": func() error { _, err := s.Lookup(ctx, "EXP-1"); return err },
		"holder": func() error { _, err := s.Holder(ctx, "a"); return err },
		"page":   func() error { _, err := s.Page(ctx, []string{"all"}, "", 1); return err },
		"due":    func() error { _, err := s.Due(ctx, at(9), 1); return err },
		"log":    func() error { _, err := s.Log(ctx, 0, 1); return err },
		"lease":  func() error { _, err := s.Lease(ctx, at(9), at(99), 1); return err },
		"failed": func() error { _, _, err := s.Failed(ctx, "", 1); return err },
		"retry":  func() error { return s.RetryFailed(ctx, "a", at(9)) },
	}
	for name, call := range calls {
		err := call()
		assert.ErrorIs(t, err, context.Canceled, name)
		assert.Equal(t, fault.Unavailable, fault.CodeOf(err), name)
	}
	assert.Empty(t, log(t, s))
	commit(t, s, submission(t, "1", "a"))
}
