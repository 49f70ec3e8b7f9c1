package automations_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/form"
	"factotum/automations/request"
)

func TestReceiptsReachEverybodyWhoIsAskedOnce(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.submit("600 EUR flight yesterday", form.File{Name: "flight.pdf", Source: "F1"}).Request.ID
	o.deliver()
	assert.NotContains(t, o.box.to("U01"), "EXP-1: file", "not before our own copy exists")
	require.NoError(t, o.Wake(o.ctx))
	o.deliver()
	_, err := o.Decide(o.ctx, o.who("mara"), "c1", automations.Decision{ID: id, Say: request.Ask, Text: "Why?"})
	require.NoError(t, err)
	o.deliver()
	files := func(account string) (n int) {
		for _, text := range o.box.to(account) {
			if len(text) > 11 && text[:11] == "EXP-1: file" {
				n++
			}
		}
		return n
	}
	assert.Equal(t, 1, files("U01"))
	assert.Equal(t, 0, files("U00"), "the requester has it already")
	assert.Equal(t, 0, files("U02"), "the next step is not asked yet")
	_, err = o.Decide(o.ctx, o.who("mara"), "c2", automations.Decision{ID: id, Say: request.Approve})
	require.NoError(t, err)
	o.deliver()
	assert.Equal(t, 1, files("U02"))
	assert.Equal(t, 1, files("U01"))
}
