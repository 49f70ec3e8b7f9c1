package request_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations/request"
)

func TestStatesAreCalled(t *testing.T) {
	t.Parallel()
	assert.Equal(t, []string{"pending"}, request.Called("Pending"))
	assert.Equal(t, []string{"pending", "returned", "open", "waiting"}, request.Called("active"))
	assert.Equal(t, []string{"done", "rejected", "withdrawn", "expired", "cancelled", "merged"}, request.Called("closed"))
	assert.Empty(t, request.Called("draft"), "drafts are their owner's alone")
	assert.Empty(t, request.Called("somewhere"))
	assert.Contains(t, request.Called(""), "active")
}
