package app

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestWhatIsNotNeededIsGivenBackWhileNothingIsDone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		var changes, garbage, code atomic.Int64
		go rest(ctx, changes.Load, func() { garbage.Add(1) }, func() { code.Add(1) })
		pass := func(looks int) []int64 {
			time.Sleep(time.Duration(looks) * look)
			synctest.Wait()
			return []int64{garbage.Load(), code.Load()}
		}
		assert.Equal(t, []int64{0, 0}, pass(restful-1))
		assert.Equal(t, []int64{1, 1}, pass(1), "after the start")
		changes.Add(1)
		assert.Equal(t, []int64{1, 1}, pass(restful), "somebody clicked")
		assert.Equal(t, []int64{2, 2}, pass(1))
		assert.Equal(t, []int64{3, 2 + restful}, pass(restful))
		stop()
	})
}
