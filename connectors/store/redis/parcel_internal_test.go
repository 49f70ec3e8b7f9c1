package redis

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/outbox"
	"factotum/automations/state"
)

// TestOnlyWhatHasNothingInCommonGoesTogether asks for each thing that two
// changes can have in common.
func TestOnlyWhatHasNothingInCommonGoesTogether(t *testing.T) {
	t.Parallel()
	timer := state.Timer{Key: "t", At: time.Unix(1, 0)}
	one := state.Change{
		Documents: []state.Document{{ID: "d"}}, Guards: []state.Guard{{ID: "g"}}, Claims: []state.Claim{{Key: "c", Holder: "d"}},
		Release: []state.Claim{{Key: "r", Holder: "d"}}, Add: []state.Entry{{Index: "i", Sort: "1", ID: "d"}},
		Remove: []state.Entry{{Index: "j", Sort: "1", ID: "d"}}, Timers: []state.Timer{timer}, Cancel: []string{"u"},
		Fired: []state.Timer{{Key: "v"}}, Notices: []outbox.Notice{{Key: "n", Lane: "l"}},
	}
	for _, c := range []struct {
		name     string
		other    state.Change
		together bool
	}{
		{"nothing", state.Change{}, true},
		{"the same guard", state.Change{Guards: one.Guards}, true},
		{"the same index", state.Change{Add: []state.Entry{{Index: "i", Sort: "1", ID: "e"}}}, true},
		{"a once key", state.Change{Once: state.Once{Key: "one"}}, false},
		{"a document", state.Change{Documents: one.Documents}, false},
		{"a document that is guarded", state.Change{Documents: []state.Document{{ID: "g"}}}, false},
		{"a guard that is written", state.Change{Guards: []state.Guard{{ID: "d"}}}, false},
		{"a claim", state.Change{Release: one.Claims}, false},
		{"a release", state.Change{Claims: one.Release}, false},
		{"an entry", state.Change{Remove: []state.Entry{{Index: "i", Sort: "2", ID: "d"}}}, false},
		{"an entry removed", state.Change{Add: one.Remove}, false},
		{"a timer", state.Change{Cancel: []string{"t"}}, false},
		{"a timer cancelled", state.Change{Fired: []state.Timer{{Key: "u"}}}, false},
		{"a timer fired", state.Change{Timers: []state.Timer{{Key: "v"}}}, false},
		{"a notice", state.Change{Notices: []outbox.Notice{{Key: "n", Lane: "m"}}}, false},
		{"a lane", state.Change{Notices: []outbox.Notice{{Key: "o", Lane: "l"}}}, false},
		{"a receipt", state.Change{Receipts: []outbox.Receipt{{Key: "p"}}}, false},
		{"an erasure", state.Change{Erase: []int64{1}}, false},
	} {
		a, b := packed(t, one, "one"), packed(t, c.other, "other")
		assert.Equal(t, []bool{true, c.together}, strangers([]*parcel{a, b}), c.name)
		assert.Equal(t, []bool{true, c.together}, strangers([]*parcel{b, a}), "%s, the other way round", c.name)
	}
}

func packed(t *testing.T, c state.Change, once string) *parcel {
	t.Helper()
	if c.Once.Key == "" {
		c.Once.Key = once
	}
	p, err := pack(c)
	require.NoError(t, err)
	return p
}
