package automations_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
)

func TestWhatIsSaidAboutAMergedTicketGoesOn(t *testing.T) {
	t.Parallel()
	o := desks(t, "")
	var all []automations.File
	for _, who := range []string{"ines", "omar", "dora"} {
		all = append(all, o.printer(who, "Printer"))
	}
	require.NoError(t, o.say("omar", "DU01-1", all[1].Request.ID, "Mine too"))
	for i := range 2 { // the third into the second, and that into the first
		from, into := all[2-i], all[1-i]
		_, err := o.Merge(o.ctx, o.who("finn"), o.id(), from.Request.ID, into.Number)
		require.NoError(t, err)
	}
	assert.ElementsMatch(t, []string{"omar@example.com", "dora@example.com"}, o.request(all[0].Request.ID).Work.Followers)
	require.NoError(t, o.say("dora", "DU02-2", all[2].Request.ID, "Still grey"))
	said, ok := o.request(all[0].Request.ID).Said("DU02-2")
	require.True(t, ok)
	assert.Equal(t, "dora@example.com", said.By)

	// It is changed where it went, what was said before where it was said.
	for id, text := range map[string]string{"DU02-2": "Still green", "DU01-1": "Mine as well"} {
		by, ticket := "dora", all[2].Request.ID
		if id == "DU01-1" {
			by, ticket = "omar", all[1].Request.ID
		}
		_, err := o.Amend(o.ctx, o.who(by), o.id(), automations.Saying{Ticket: ticket, ID: id, Text: text})
		require.NoError(t, err)
	}
	said, _ = o.request(all[0].Request.ID).Said("DU02-2")
	assert.Equal(t, "Still green", said.Text)
	before, _ := o.request(all[1].Request.ID).Said("DU01-1")
	assert.Equal(t, "Mine as well", before.Text)

	// Those who work on it speak to who asked for that one.
	require.NoError(t, o.say("finn", "C9-9", all[1].Request.ID, "Sorry, Omar"))
	_, ok = o.request(all[1].Request.ID).Said("C9-9")
	assert.True(t, ok)
}
