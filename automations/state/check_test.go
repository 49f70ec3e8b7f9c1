package state_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
	"factotum/automations/outbox"
	"factotum/automations/state"
)

func TestWhatNoCorrectCallerCommitsIsRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		spoil func(c *state.Change)
		want  string
	}{
		"once":           {func(c *state.Change) { c.Once.Key = "" }, "without a once key"},
		"document id":    {func(c *state.Change) { c.Documents[0].ID = "" }, "a document without a key"},
		"document twice": {func(c *state.Change) { c.Documents = append(c.Documents, c.Documents[0]) }, `document "a" twice`},
		"receipt twice":  {func(c *state.Change) { c.Receipts = append(c.Receipts, c.Receipts[0]) }, `receipt "n" twice`},
		"notice twice":   {func(c *state.Change) { c.Notices = append(c.Notices, c.Notices[0]) }, `notice "n" twice`},
		"timer twice":    {func(c *state.Change) { c.Timers = append(c.Timers, c.Timers[0]) }, `timer "t" twice`},
		"claim twice":    {func(c *state.Change) { c.Claims = append(c.Claims, c.Claims[0]) }, `claim "k" twice`},
		"NUL added":      {func(c *state.Change) { c.Add[0].Sort = "1\x00" }, `index "i" cannot hold "a" at "1\x00"`},
		"NUL removed":    {func(c *state.Change) { c.Remove[0].Sort = "\x00" }, `index "i" cannot hold`},
		"entry of none":  {func(c *state.Change) { c.Add[0].ID = "" }, `index "i" cannot hold ""`},
		"payload":        {func(c *state.Change) { c.Audit[0].Payload = []byte(`"x"`) }, "the payload of submit of a does not match its hash"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := whole(t)
			require.NoError(t, c.Check())
			tt.spoil(&c)
			assert.ErrorContains(t, c.Check(), tt.want)
		})
	}
}

func whole(t *testing.T) state.Change {
	t.Helper()
	body := []byte(`"typed"`)
	return state.Change{
		Once:      state.Once{Key: "o"},
		Documents: []state.Document{{ID: "a"}, {ID: "b"}},
		Claims:    []state.Claim{{Key: "k", Holder: "a"}},
		Add:       []state.Entry{{Index: "i", ID: "a"}},
		Remove:    []state.Entry{{Index: "i", Sort: "1", ID: "a"}},
		Timers:    []state.Timer{{Key: "t"}},
		Audit: []audit.Record{
			{Payload: body, Entry: audit.Entry{Subject: "a", Move: "submit", PayloadHash: audit.Hash(body)}},
			{Entry: audit.Entry{Subject: "a", Move: "erased", PayloadHash: audit.Hash(body)}},
		},
		Notices:  []outbox.Notice{{Key: "n"}},
		Receipts: []outbox.Receipt{{Key: "n", Token: 1}},
	}
}
