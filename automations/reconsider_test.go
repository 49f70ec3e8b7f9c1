package automations_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/automations/request"
)

func TestFieldsAreCorrectedAtAnyStepAndEverybodyIsAskedAnew(t *testing.T) {
	t.Parallel()
	o, _ := matched(t, nil)
	f := o.comes("seller_vat", "DE136695976")
	f = o.approve(f.Request.ID, "omar")
	require.Equal(t, 1, f.Request.Step, "finance is asked now")
	f, err := o.Correct(o.ctx, o.who("paul"), "c1", f.Request.ID, f.Request.Stage(), o.read("seller_vat", "DE136695976", "gross", "90.00 EUR", "net", "", "tax", ""))
	require.NoError(t, err)
	assert.Equal(t, "1.0", f.Request.Stage())
	assert.Len(t, f.Request.Steps, 1, "the amount asks for one step less")
	f = o.approve(f.Request.ID, "omar")
	assert.Equal(t, request.Open, f.Request.State)
	o.same(f.Request.ID)
}

func TestWhatIsApprovedIsCorrectedOnlyAfterItWasSentBack(t *testing.T) {
	t.Parallel()
	o, _ := matched(t, nil)
	f := o.comes("seller_vat", "DE136695976", "gross", "90.00 EUR", "net", "", "tax", "")
	id := f.Request.ID
	f = o.approve(id, "omar")
	require.Equal(t, request.Open, f.Request.State)
	fixed := o.read("seller_vat", "DE136695976", "gross", "95.00 EUR", "net", "", "tax", "")
	_, err := o.Correct(o.ctx, o.who("paul"), "c1", id, "", fixed)
	require.ErrorContains(t, err, "INV-1 is approved, so its fields stay as they are: with “Back to approval…” on its card")

	_, err = o.Reconsider(o.ctx, o.who("ines"), "b1", id, "It is wrong")
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
	_, err = o.Reconsider(o.ctx, o.who("paul"), "b2", id, " ")
	assert.Equal(t, fault.Invalid, fault.CodeOf(err))
	f, err = o.Reconsider(o.ctx, o.who("paul"), "b3", id, "The page says 95")
	require.NoError(t, err)
	assert.Equal(t, request.Pending, f.Request.State)
	assert.Equal(t, "The page says 95", f.Request.Thread[len(f.Request.Thread)-1].Text)
	_, err = o.Reconsider(o.ctx, o.who("paul"), "b4", id, "Again")
	assert.Equal(t, fault.Conflict, fault.CodeOf(err))

	_, err = o.Correct(o.ctx, o.who("paul"), "c2", id, "", fixed)
	require.NoError(t, err)
	f = o.approve(id, "omar")
	assert.Equal(t, request.Open, f.Request.State)
	assert.Equal(t, "95.00 EUR", f.Request.Sum.Total.String())
	o.same(id)
}
