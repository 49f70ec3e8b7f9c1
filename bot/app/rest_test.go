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
		var changes, settled atomic.Int64
		go rest(ctx, changes.Load, func() { settled.Add(1) })
		pass := func() {
			time.Sleep(restful)
			synctest.Wait()
		}
		pass()
		assert.EqualValues(t, 1, settled.Load(), "after the start")
		changes.Add(1)
		pass()
		assert.EqualValues(t, 1, settled.Load(), "somebody clicked")
		pass()
		pass()
		assert.EqualValues(t, 3, settled.Load())
		stop()
	})
}
