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
		var changes atomic.Int64
		settled := 0
		go rest(ctx, changes.Load, func() { settled++ })
		pass := func() {
			time.Sleep(restful)
			synctest.Wait()
		}
		pass()
		assert.Equal(t, 1, settled, "after the start")
		changes.Add(1)
		pass()
		assert.Equal(t, 1, settled, "somebody clicked")
		pass()
		pass()
		assert.Equal(t, 3, settled)
		stop()
	})
}
