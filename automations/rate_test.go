package automations_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/audit"
	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/request"
)

func TestARatingReachesTheLead(t *testing.T) {
	t.Parallel()
	o := desks(t, "")
	id := o.printer("ines", "Printer").Request.ID
	_, err := o.Rate(o.ctx, o.who("ines"), o.id(), id, 3, "")
	o.refusal(err, fault.Conflict, "")
	_, err = o.Await(o.ctx, o.who("ines"), o.id(), id, "Why?")
	o.refusal(err, fault.Denied, "")
	_, err = o.Await(o.ctx, o.who("finn"), o.id(), id, "Which one?")
	require.NoError(t, err)
	_, err = o.Resolve(o.ctx, o.who("omar"), o.id(), id, automations.Finish{})
	o.refusal(err, fault.Denied, "")
	_, err = o.Resolve(o.ctx, o.who("finn"), o.id(), id, automations.Finish{Note: "It was off"})
	require.NoError(t, err, "what waits for an answer may be solved without")
	_, err = o.Rate(o.ctx, o.who("mara"), o.id(), id, 1, "")
	o.refusal(err, fault.Denied, "")
	rate := func(score int, text string) automations.File {
		f, err := o.Rate(o.ctx, o.who("ines"), o.id(), id, score, text)
		require.NoError(t, err)
		o.deliver()
		return f
	}
	o.courier.Render = func(s automations.Sight) (outbox.Message, error) {
		m, err := plain(s)
		if r := s.File.Request.Work.Rating; s.Notice.Says.Name == "rate" && err == nil {
			m.Text = fmt.Sprintf("rated %d %s", r.Score, r.Text)
		}
		return m, err
	}
	unhappy := func() int { return strings.Count(strings.Join(o.box.to("U03"), "\n"), "rated ") }
	rate(3, "")
	f := rate(automations.Unhappy, "")
	assert.Equal(t, []string{"fay@example.com"}, f.Request.Work.Heard)
	assert.Zero(t, unhappy(), "they may say why yet")
	rate(3, "")
	rate(automations.Unhappy, "")
	o.wait(4 * time.Minute)
	o.deliver()
	assert.Equal(t, 1, unhappy())
	rate(3, "")
	assert.Contains(t, o.box.to("U03"), "rated 3 ", "they think better of it")
	rate(automations.Unhappy, "Slow as ever")
	o.wait(4 * time.Minute)
	o.deliver()
	assert.Equal(t, 1, unhappy(), "what stands there changes")
	assert.Contains(t, o.box.to("U03"), "rated 1 Slow as ever")
	f, err = o.Reopen(o.ctx, o.who("ines"), o.id(), id, "Off again")
	require.NoError(t, err)
	assert.Nil(t, f.Request.Work.Rating)
	_, err = o.Reopen(o.ctx, o.who("mara"), o.id(), id, "Off again")
	o.refusal(err, fault.Denied, "")
	_, err = o.Cancel(o.ctx, o.who("mara"), o.id(), id, "No")
	o.refusal(err, fault.Denied, "")
	f, err = o.Cancel(o.ctx, o.who("ines"), o.id(), id, "Never mind")
	require.NoError(t, err)
	assert.Equal(t, "Never mind", f.Request.Closing)
	claim, err := o.Submit(o.ctx, o.who("ines"), o.id(), o.claim("ines", "12 EUR taxi yesterday"))
	require.NoError(t, err)
	_, err = o.Cancel(o.ctx, o.who("ines"), o.id(), claim.Request.ID, "No")
	o.refusal(err, fault.Conflict, "is no ticket")
}

func TestNobodyRatesWhatWasClosedInSilence(t *testing.T) {
	t.Parallel()
	o := helpdesk(t, fault4h)
	id := o.broken()
	o.make(id, request.Move{Action: request.Await, By: "paul@example.com", Text: "Which one?"})
	o.make(id, request.Move{Action: request.Lapse, By: audit.System})
	_, err := o.Rate(o.ctx, o.who("ines"), o.id(), id, 3, "")
	o.refusal(err, fault.Conflict, "there is nothing to rate. Open it again if it is still needed.")
}
