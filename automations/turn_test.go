package automations_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/request"
)

// Lines as the postbox of these tests writes them.
const turn = "EXP-1: " + automations.TurnLine

func TestWhoHasACardIsToldThatItIsTheirTurnAgain(t *testing.T) {
	t.Parallel()
	o := setup(t)
	f := o.submit(taxi)
	o.deliver()
	assert.NotContains(t, o.box.to("U01"), turn, "a new card is told by Slack itself")
	_, err := o.Decide(o.ctx, o.who("mara"), "c", automations.Decision{ID: f.Request.ID, Say: request.Return, Text: "The amount is 40"})
	require.NoError(t, err)
	o.deliver()
	assert.NotContains(t, o.box.to("U01"), turn)
	_, err = o.Submit(o.ctx, o.who("ines"), "s", automations.Draft{ID: f.Request.ID, Kind: "expense", Values: o.claim("ines", taxi).Values})
	require.NoError(t, err)
	o.deliver()
	assert.Contains(t, o.box.to("U01"), turn)
	assert.NotContains(t, o.box.to("U00"), turn, "the requester made the move")
}

func TestATurnThatIsOverIsNotTold(t *testing.T) {
	t.Parallel()
	o := setup(t)
	f := o.submit(taxi)
	o.deliver()
	_, err := o.Decide(o.ctx, o.who("mara"), "c", automations.Decision{ID: f.Request.ID, Say: request.Return, Text: "The amount is 40"})
	require.NoError(t, err)
	_, err = o.Submit(o.ctx, o.who("ines"), "s", automations.Draft{ID: f.Request.ID, Kind: "expense", Values: o.claim("ines", taxi).Values})
	require.NoError(t, err)
	_, err = o.Withdraw(o.ctx, o.who("ines"), "w", f.Request.ID)
	require.NoError(t, err)
	o.deliver()
	assert.NotContains(t, o.box.to("U01"), turn)
}
