package request_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/request"
)

func TestWhoMadeTheVendorCannotMarkItsInvoiceAsPaid(t *testing.T) {
	t.Parallel()
	r := request.Request{
		ID: "1", State: request.Open, Requester: "ines", Work: &request.Work{Team: "payables", Do: "Mark as paid", Done: "Paid"},
		Reading: &request.Reading{Makers: []string{"paul"}},
	}
	_, err := r.Apply(request.Move{Action: request.Resolve, By: "paul"})
	var refusal *request.Refusal
	require.ErrorAs(t, err, &refusal)
	assert.Equal(t, request.Own, refusal.Cause)
	after, err := r.Apply(request.Move{Action: request.Resolve, By: "pat"})
	require.NoError(t, err)
	assert.Equal(t, request.Done, after.State)
	after.Reading.Makers[0] = "pat"
	assert.Equal(t, "paul", r.Reading.Makers[0], "nothing is shared")
}
