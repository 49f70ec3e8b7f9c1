package view

import (
	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/outbox"
	"factotum/automations/people"
)

// shutOut is what is left where somebody read about a ticket that is private
// now: of the card a sentence, of everything beside it nothing.
func shutOut(s automations.Sight) (outbox.Message, error) {
	if s.Notice.Shape != outbox.Card {
		return outbox.Message{Gone: true}, nil
	}
	text := "🔒 " + Escape(s.File.Number, 40) + ": This ticket is private now."
	blocks := []slack.Block{section(text)}
	if people.IsPlace(s.Reader.ID) {
		blocks = append(blocks, small("It goes on where only those named see it. What people wrote here themselves is still in this thread: only they can delete it."))
	}
	return message(text, blocks)
}
