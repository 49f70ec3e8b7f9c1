package automations_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
)

func TestTicketsPassBetweenThoseWhoAreThere(t *testing.T) {
	t.Parallel()
	o := desks(t, "round_robin")
	first := o.printer("ines", "The printer is out of ink")
	assert.Equal(t, o.who("fay").ID, first.Request.Work.Assignee)
	_, err := o.leaves("fay", 20, 24, "paul")
	require.NoError(t, err)
	o.wait(time.Second)
	o.wake()
	sight, err := o.Find(o.ctx, o.who("paul"), first.Request.ID)
	require.NoError(t, err)
	assert.Equal(t, o.who("paul").ID, sight.File.Request.Work.Assignee, "who stands in works there too")
	for range 3 {
		dealt := o.printer("ines", "And paper")
		assert.NotEqual(t, o.who("fay").ID, dealt.Request.Work.Assignee, "who is away is dealt nothing")
	}
}

func TestWhoAsksIsToldWhenNobodyIsThere(t *testing.T) {
	t.Parallel()
	o := desks(t, "round_robin")
	for _, name := range []string{"fay", "finn", "paul"} {
		_, err := o.leaves(name, 20, 24, "")
		require.NoError(t, err)
	}
	o.wait(time.Second)
	o.wake()
	f := o.printer("ines", "The printer is out of ink")
	assert.Empty(t, f.Request.Work.Assignee)
	assert.True(t, o.Opens(f).After(f.Request.Since.AddDate(0, 0, 4)), "the first of them is back on the fifth day")
	assert.True(t, o.Opens(automations.File{Request: f.Request}).IsZero(), "by the hours alone somebody would be there")
}
