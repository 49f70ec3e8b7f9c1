package automations_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/request"
)

func TestRerouteLooksAgainAtCardsAndLeavesDecidedRequestsAlone(t *testing.T) {
	t.Parallel()
	o := setup(t)
	decided := o.submit(taxi).Request.ID
	_, err := o.Decide(o.ctx, o.who("mara"), "c", automations.Decision{ID: decided, Say: request.Reject, Text: "no"})
	require.NoError(t, err)
	const many = 510 // more than one page of what waits
	for range many {
		o.submit(taxi)
	}
	accounts, entries, company := staff()
	promote("ines", &entries[0])
	o.employ(accounts, entries, company)
	require.NoError(t, o.Reroute(o.ctx))
	list, err := o.Waiting(o.ctx, o.who("adam"), "", 1000)
	require.NoError(t, err)
	require.Len(t, list.Rows, many)
	for _, row := range list.Rows {
		assert.Contains(t, row.File.Request.Shown, "adam@example.com")
	}
	assert.Equal(t, []string{"submit", "reject"}, o.moves(decided))
}
