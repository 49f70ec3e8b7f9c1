package redis

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/state"
)

func TestASecondCallLeavesOnceItIsWorthItsWhile(t *testing.T) {
	t.Parallel()
	c, n := &convoy{}, 0
	enter := func() (w *waiter, more bool) {
		n++
		id := fmt.Sprint(n)
		p, err := pack(state.Change{Once: state.Once{Key: id}, Documents: []state.Document{{ID: id}}})
		require.NoError(t, err)
		return c.enter(p)
	}
	w, more := enter()
	assert.Nil(t, w, "the first goes at once")
	assert.False(t, more)
	for i := range worthwhile {
		w, more = enter()
		assert.NotNil(t, w)
		assert.Equal(t, i == worthwhile-1, more)
	}
	taken, _ := c.next()
	assert.Len(t, taken, worthwhile)
	for range worthwhile {
		_, more = enter()
		assert.False(t, more, "no third one leaves")
	}
	taken, _ = c.next()
	assert.Len(t, taken, worthwhile)
	enter()
	taken, _ = c.next()
	assert.Empty(t, taken, "one waits for the call that is under way")
	taken, _ = c.next()
	assert.Len(t, taken, 1, "and goes after it")
	taken, _ = c.next()
	assert.Empty(t, taken)
	w, _ = enter()
	assert.Nil(t, w, "nothing is under way any more")
}
