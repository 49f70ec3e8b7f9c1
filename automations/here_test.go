package automations_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
)

func TestTheThreadItCameFromHearsTheDeskAlone(t *testing.T) {
	t.Parallel()
	o := setup(t)
	o.triage()
	o.spoken()
	f, err := o.OpenFrom(o.ctx, o.who("ines"), "ticket", automations.Message{Channel: "C5", TS: "7.1", Text: "Printer is broken"})
	require.NoError(t, err)
	id := f.Request.ID
	require.NoError(t, o.Here(o.ctx, id, "C5", "7.1", "7.2"))
	require.NoError(t, o.say("ines", "DU00-1", id, "It is mine"))
	require.NoError(t, o.say("paul", "C1-2", id, "We look at it"))
	require.NoError(t, o.say("paul", "C1-3", id, "note: again"))
	o.deliver()
	assert.Equal(t, []string{"TKT-1 open Printer is broken", "paul@example.com: We look at it"}, o.copiesTo("C5"), "what we said there is gone here, and said anew")
	assert.Equal(t, "7.1", o.box.sent("C5")[0].Thread, "below the message it came from")
	_, err = o.Resolve(o.ctx, o.who("paul"), o.id(), id, automations.Finish{Note: "New toner"})
	require.NoError(t, err)
	o.deliver()
	assert.Len(t, o.copiesTo("C5"), 3)

	secret, err := o.OpenFrom(o.ctx, o.who("ines"), "ticket", automations.Message{Channel: "C5", TS: "8.1", Text: "confidential: my mails are read"})
	require.NoError(t, err)
	o.refusal(o.Here(o.ctx, secret.Request.ID, "C5", "8.1", "8.2"), fault.Conflict, "is private, so nothing of it is said")
}
