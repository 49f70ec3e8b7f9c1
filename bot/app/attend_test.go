package app

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestBooksStandAsideWhilePeopleWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var q queue
		ctx, end := context.WithTimeout(t.Context(), aside)
		defer end()
		begun := time.Now()
		q.pass(ctx)
		assert.Zero(t, time.Since(begun), "nobody waits")
		first, second := q.enter(), q.enter()
		time.AfterFunc(time.Millisecond, first)
		time.AfterFunc(3*time.Millisecond, second)
		q.pass(ctx)
		assert.Equal(t, 3*time.Millisecond, time.Since(begun))
		defer q.enter()()
		q.pass(ctx)
		assert.Equal(t, aside, time.Since(begun), "no longer than that in all")
	})
}
