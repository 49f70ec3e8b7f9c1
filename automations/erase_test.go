package automations_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/request"
)

func TestErasingAPersonLeavesALogThatVerifies(t *testing.T) {
	t.Parallel()
	o := setup(t)
	secret := "taxi to the clinic"
	done := o.submit("20 EUR " + secret + " yesterday")
	open := o.submit("30 EUR parking at the airport yesterday")
	decide := func(by string, f automations.File, say request.Action, text string) {
		_, err := o.Decide(o.ctx, o.who(by), o.id(), automations.Decision{ID: f.Request.ID, Say: say, Text: text})
		require.NoError(t, err)
	}
	decide("mara", done, request.Ask, "which clinic was it?")
	decide("mara", open, request.Ask, "which airport was it?")
	_, err := o.Answer(o.ctx, o.who("ines"), o.id(), automations.Saying{Ticket: done.Request.ID, Text: "the one in town"})
	require.NoError(t, err)
	decide("mara", done, request.Reject, "not without a receipt")
	o.deliver()
	head, err := o.Seal(o.ctx)
	require.NoError(t, err)

	erased, err := o.Erase(o.ctx, "ines@example.com", "operator")
	require.NoError(t, err)
	assert.Equal(t, automations.Erased{Payloads: 4, Requests: 1, Open: []string{open.Number}}, erased)
	again, err := o.Erase(o.ctx, "ines@example.com", "operator")
	require.NoError(t, err)
	assert.Equal(t, automations.Erased{Open: []string{open.Number}}, again, "it was all done")

	_, err = o.verify(head)
	require.NoError(t, err, "the head that was published before still stands")
	f, err := o.Find(o.ctx, o.who("ines"), done.Number)
	require.NoError(t, err)
	assert.Equal(t, "(erased)", f.File.Request.Title)
	assert.Equal(t, "20.00 EUR", fmt.Sprint(f.File.Request.Sum.Total), "the books stay")
	o.deliver()
	left := o.kept(t)
	for _, words := range []string{"clinic", "one in town", "without a receipt"} {
		assert.NotContains(t, left, words)
	}
	assert.Contains(t, left, "which airport")

	erased, err = o.Erase(o.ctx, "mara@example.com", "operator")
	require.NoError(t, err)
	assert.Equal(t, automations.Erased{Open: []string{open.Number}}, erased, "what she wrote about the other is erased already")
	decide("mara", open, request.Reject, "no receipt here either")
	erased, err = o.Erase(o.ctx, "mara@example.com", "operator")
	require.NoError(t, err)
	assert.Equal(t, automations.Erased{Payloads: 2, Requests: 1}, erased)
	left = o.kept(t)
	assert.NotContains(t, left, "which airport")
	assert.NotContains(t, left, "receipt here")
	assert.Contains(t, left, "arking", "that was typed by somebody else")
	assert.Equal(t, []string{"submit", "ask", "answer", "reject", "erase"}, o.moves(done.Request.ID))
}

func TestADiscardedDraftIsForgotten(t *testing.T) {
	t.Parallel()
	o := setup(t)
	draft := o.claim("ines", "20 EUR taxi to the clinic yesterday")
	require.NoError(t, o.SaveDraft(o.ctx, o.who("ines"), o.id(), draft))
	assert.Contains(t, o.kept(t), "clinic")
	require.NoError(t, o.Discard(o.ctx, o.who("ines"), o.id(), draft.ID))
	assert.NotContains(t, o.kept(t), "clinic")
}

func TestWhatWasSentIsNoDraftToDiscard(t *testing.T) {
	t.Parallel()
	o := setup(t)
	sent := o.submit("20 EUR taxi yesterday")
	_, err := o.Decide(o.ctx, o.who("mara"), o.id(), automations.Decision{ID: sent.Request.ID, Say: request.Return, Text: "no receipt"})
	require.NoError(t, err)
	err = o.Discard(o.ctx, o.who("ines"), o.id(), sent.Request.ID)
	assert.Equal(t, fault.Conflict, fault.CodeOf(err))
	assert.Equal(t, request.Returned, o.request(sent.Request.ID).State, "nothing changes that the log does not have")
}

// kept is everything in the file of the store, once it is closed.
func (o *office) kept(t *testing.T) string {
	t.Helper()
	o.deliver()
	require.NoError(t, o.store.Close())
	body, err := os.ReadFile(o.path)
	require.NoError(t, err)
	o.reopen()
	return strings.ToValidUTF8(string(body), "?")
}
