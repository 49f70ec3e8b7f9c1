package request_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations/form"
	"factotum/automations/request"
)

func TestErasingLeavesIdsAndAmounts(t *testing.T) {
	t.Parallel()
	r := request.Request{
		ID: "r", State: request.Done, Requester: "ines", Title: "Taxi to the clinic", Values: form.Values{"purpose": {}}, Previous: form.Values{"purpose": {}},
		Warnings: []request.Warning{{Say: "late"}}, Sum: &request.Sum{}, Closing: "paid to ines", Work: &request.Work{By: "paul"},
		Decisions: []request.Decision{{By: "mara", Verdict: request.Approved, Comment: "get well"}, {By: "fay", Verdict: request.Approved}},
		Thread:    []request.Remark{{By: "mara", Text: "which clinic?"}, {By: "ines", Text: "the one in town"}},
	}
	assert.Equal(t, request.Request{
		ID: "r", State: request.Done, Requester: "ines", Title: "(erased)", Sum: &request.Sum{}, Closing: "(erased)", Work: &request.Work{By: "paul"},
		Decisions: []request.Decision{{By: "mara", Verdict: request.Approved, Comment: "(erased)"}, {By: "fay", Verdict: request.Approved}},
		Thread:    []request.Remark{{By: "mara", Text: "(erased)"}, {By: "ines", Text: "(erased)"}},
	}, r.Erase("ines"))

	of := r.Erase("mara")
	assert.Equal(t, "Taxi to the clinic", of.Title)
	assert.Equal(t, "paid to ines", of.Closing, "paul said that")
	assert.Equal(t, []request.Remark{{By: "mara", Text: "(erased)"}, {By: "ines", Text: "the one in town"}}, of.Thread)
	assert.Equal(t, "(erased)", of.Decisions[0].Comment)
	assert.Equal(t, "(erased)", r.Erase("paul").Closing)
	assert.Equal(t, "get well", r.Decisions[0].Comment, "the request itself is not touched")
	assert.Equal(t, r, r.Erase("nobody"))
}

func TestOnlyFinishedRequestsAreErased(t *testing.T) {
	t.Parallel()
	var finished []request.State
	for _, s := range states() {
		if (request.Request{State: s}).Finished() {
			finished = append(finished, s)
		}
	}
	assert.Equal(t, []request.State{request.Done, request.Rejected, request.Withdrawn, request.Expired, request.Cancelled, request.Merged}, finished)
}
