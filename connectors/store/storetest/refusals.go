package storetest

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/outbox"
	"factotum/automations/state"
)

// refusals spoils one part of a change that does something of every kind, and
// compares all that the port can show before and after.
func refusals(t *testing.T, s Store) {
	commit(t, s, submission(t, "base a", "a"))
	commit(t, s, submission(t, "base b", "b"))
	leased, err := s.Lease(context.Background(), at(1), at(1000), 1)
	require.NoError(t, err)
	require.Len(t, leased, 1)
	good := everything(t, leased[0])

	before := dump(t, s)
	for name, tt := range spoilt(leased[0].Key) {
		c := everything(t, leased[0])
		tt.spoil(&c)
		_, err := s.Commit(context.Background(), c)
		switch want := tt.want.(type) { //nolint:errorlint // the table holds them bare
		case state.StaleError:
			isStale(t, err, want.ID)
		case state.TakenError:
			isTaken(t, err, want)
		default:
			assert.Error(t, err, name)
		}
		require.Equal(t, before, dump(t, s), name)
	}
	commit(t, s, good) // its once key was not used up, its lease not ended
	assert.NotEqual(t, before, dump(t, s))

	rest, err := s.Lease(context.Background(), at(500), at(1000), 10)
	require.NoError(t, err)
	keys := []string{}
	for _, l := range rest {
		keys = append(keys, l.Key)
	}
	assert.ElementsMatch(t, []string{"card of b", "card of c"}, keys)
}

// spoiling breaks a change that is good otherwise.
type spoiling struct {
	spoil func(c *state.Change)
	want  error // nil: a programming error
}

func spoilt(leased string) map[string]spoiling {
	return map[string]spoiling{
		"document":       {func(c *state.Change) { c.Documents[1].Version = 7 }, state.StaleError{ID: "a"}},
		"guard":          {func(c *state.Change) { c.Guards[0].Version = 7 }, state.StaleError{ID: "b"}},
		"fired moved":    {func(c *state.Change) { c.Fired[0].At = at(2) }, state.StaleError{ID: "timer of a"}},
		"fired missing":  {func(c *state.Change) { c.Fired[0].Key = "gone" }, state.StaleError{ID: "gone"}},
		"fired other":    {func(c *state.Change) { c.Fired[0].Name = "expire" }, state.StaleError{ID: "timer of a"}},
		"lease":          {func(c *state.Change) { c.Receipts[0].Token++ }, state.StaleError{ID: leased}},
		"no token":       {func(c *state.Change) { c.Receipts[0].Token = 0 }, state.StaleError{ID: leased}},
		"lease missing":  {func(c *state.Change) { c.Receipts[0].Key = "gone" }, state.StaleError{ID: "gone"}},
		"claim":          {func(c *state.Change) { c.Claims[1].Key = "claim of b" }, state.TakenError{Key: "claim of b", Holder: "b"}},
		"no once key":    {func(c *state.Change) { c.Once.Key = "" }, nil},
		"no document id": {func(c *state.Change) { c.Documents[0].ID = "" }, nil},
		"document twice": {func(c *state.Change) { c.Documents[0] = c.Documents[1] }, nil},
		"receipt twice":  {func(c *state.Change) { c.Receipts = append(c.Receipts, c.Receipts[0]) }, nil},
		"NUL in a sort":  {func(c *state.Change) { c.Add[0].Sort = "a\x00b" }, nil},
		"payload":        {func(c *state.Change) { c.Audit[0].Payload = []byte(`"other"`) }, nil},
	}
}

func everything(t *testing.T, leased outbox.Leased) state.Change {
	t.Helper()
	c := submission(t, "everything", "c")
	c.Documents = []state.Document{c.Documents[0], document("a", 1)}
	c.Guards = []state.Guard{{ID: "b", Version: 1}, {ID: "missing", Version: 0}}
	c.Claims = append(c.Claims, state.Claim{Key: "new claim", Holder: "c"})
	c.Release = []state.Claim{{Key: "claim of a", Holder: "a"}}
	c.Remove = []state.Entry{{Index: "all", Sort: "1", ID: "a"}}
	c.Fired = []state.Timer{{Key: "timer of a", At: at(1), Subject: "a", Name: "remind"}}
	c.Cancel = []string{"timer of b"}
	c.Receipts = []outbox.Receipt{{Key: leased.Key, Token: leased.Token}}
	return c
}

func dump(t *testing.T, s Store) string {
	t.Helper()
	ctx := context.Background()
	documents, err := s.Load(ctx, "a", "b", "c", "side of a", "side of b", "side of c")
	require.NoError(t, err)
	due, err := s.Due(ctx, at(10_000), 100)
	require.NoError(t, err)
	failed, _, err := s.Failed(ctx, "", 100)
	require.NoError(t, err)
	holders := map[string]string{}
	for _, claim := range []string{"claim of a", "claim of b", "claim of c", "new claim"} {
		holders[claim] = holder(t, s, claim)
	}
	return text(t, []any{documents, due, failed, holders, log(t, s), walk(t, s, 2, "all"), lookup(t, s, "EXP-1"), lookup(t, s, "EXP-3")})
}
