package slack

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/handlers/payload"
)

func TestWhatBecomesOfAMessageIsHeard(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	h := &recorder{}
	start(t, b.client, h)
	ts, _ := b.control("send", object{"as": "U1", "channel": "C1", "text": "It broke"})["ts"].(string)
	at := object{"as": "U1", "channel": "C1", "ts": ts, "text": "It broke <again>", "name": "eyes"}
	for i, act := range []string{"edit", "react", "delete"} { // one after the other: Slack promises no order
		require.Eventually(t, func() bool { return len(h.heard()) == i+1 }, ample, 5*time.Millisecond)
		require.Empty(t, b.control(act, at)["error"], act)
	}
	require.Eventually(t, func() bool { return len(h.heard()) == 4 }, ample, 5*time.Millisecond)
	var kinds []payload.EventKind
	for _, e := range h.heard() {
		kinds = append(kinds, e.Kind)
		assert.Equal(t, []string{"U1", "C1", ts}, []string{e.By, e.Channel, e.TS})
	}
	assert.Equal(t, []payload.EventKind{payload.Message, payload.Edited, payload.Reacted, payload.Removed}, kinds)
	assert.Equal(t, "It broke <again>", h.heard()[1].Text)
}
