package slack

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
)

// TestWhoWaitsWorksThemselves where nothing is before them, and in turn otherwise.
func TestWhoWaitsWorksThemselves(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLanes()
		var done []string
		held, release := make(chan struct{}), make(chan struct{})
		assert.True(t, l.here("U1", func() {
			assert.True(t, l.add("U1", func() {
				close(held)
				<-release
				done = append(done, "second")
			}))
			done = append(done, "first")
		}))
		assert.Equal(t, "first", done[0], "it is done when here returns")
		<-held
		assert.True(t, l.here("U1", func() { done = append(done, "third") }), "it waits behind what is not done")
		assert.True(t, l.here("U2", func() { done = append(done, "other") }))
		assert.Equal(t, []string{"first", "other"}, done)
		close(release)
		l.wait()
		assert.Equal(t, []string{"first", "other", "second", "third"}, done)
	})
}

// TestNoMoreAtOnceThanThereAreSlots holds for those who wait too.
func TestNoMoreAtOnceThanThereAreSlots(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLanes()
		for range atOnce {
			l.slots <- struct{}{}
		}
		begun := false
		assert.True(t, l.here("U1", func() { begun = true }))
		synctest.Wait()
		assert.False(t, begun)
		for range atOnce {
			<-l.slots
		}
		l.wait()
		assert.True(t, begun)
	})
}

func TestNobodyIsHeldUpByWhatPanicked(t *testing.T) {
	t.Parallel()
	l := newLanes()
	assert.Panics(t, func() { l.here("U1", func() { panic("mishap") }) })
	done := false
	assert.True(t, l.here("U1", func() { done = true }))
	assert.True(t, done)
	l.wait()
}
