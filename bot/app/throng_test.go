package app

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestBooksStandBackBehindARush(t *testing.T) {
	t.Parallel()
	var tr throng
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	on := func(changes int64) bool {
		now = now.Add(400 * time.Millisecond)
		tr.changes.Add(changes)
		return tr.on(now)
	}
	assert.False(t, on(0), "nobody does anything")
	assert.False(t, on(80), "200 changes a second")
	for range 12 {
		assert.True(t, on(2000), "5,000 a second")
	}
	assert.False(t, on(2000), "the books wait no longer than five seconds")
	assert.True(t, on(2000))
	assert.False(t, on(0), "the rush is over")
}
