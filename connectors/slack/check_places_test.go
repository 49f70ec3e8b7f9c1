package slack

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/connectors/slack/practice"
)

func TestTheBotMustBeWhereItWorks(t *testing.T) {
	t.Parallel()
	b := setup(t, func(o *practice.Options) {
		o.Channels = append(o.Channels, practice.Channel{ID: "C2", Name: "empty", Members: []string{"U1"}})
	})
	assert.Equal(t, []Finding{
		{OK: true, Says: "The bot is in #general (C1) for the tickets of it."},
		{Says: "The bot is not in #empty (C2), where it needs to be for its messages. Invite it there: /invite @Factotum."},
		{Says: "There is no channel C3 that the bot can see; it is named for its messages. Correct the id, or invite the bot there if it is private."},
	}, b.client.CheckPlaces(t.Context(), map[string]string{"C1": "the tickets of it", "C2": "its messages", "C3": "its messages"}))
}
