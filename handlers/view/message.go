// Package view owns how everything looks and reads in Slack: messages, forms,
// Home. It builds Block Kit from what the use cases give, purely, so that equal
// states give equal bytes. It must not decide who may do what, read the clock,
// or send anything; and every text that came from outside passes Clean or
// Escape here and nowhere else.
package view

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/request"
)

// Message renders a notice for its reader.
func Message(s automations.Sight) (outbox.Message, error) {
	if s.Notice.Shape == outbox.Letter {
		return Letter(s)
	}
	if s.ShutOut() {
		return shutOut(s)
	}
	if people.IsOrigin(s.Reader.ID) && s.Notice.Shape == outbox.Card {
		return overheard(s)
	}
	switch s.Notice.Shape {
	case outbox.Line:
		if people.IsOrigin(s.Reader.ID) && s.Notice.Says.Name == string(request.Resolve) {
			return overheardLine(s)
		}
		return Line(s)
	case outbox.Copy:
		switch s.Notice.Says.Name {
		case automations.GoneLine:
			return outbox.Message{Gone: true}, nil
		case string(request.Rate):
			return Line(s)
		}
		return Copy(s)
	case outbox.Card, outbox.Bell, outbox.Hook, outbox.Letter, outbox.Report: // only the first comes here
	}
	return Card(s)
}

// message packs blocks with their fallback, which a phone shows without marks
// and which chat.update bounds at 4,000 characters.
func message(text string, blocks []slack.Block) (outbox.Message, error) {
	if len(blocks) > maxMessageBlocks {
		blocks = append(blocks[:maxMessageBlocks-1:maxMessageBlocks-1], small("There is more than fits here: open the details."))
	}
	body, err := json.Marshal(blocks)
	if err != nil {
		return outbox.Message{}, fmt.Errorf("view: encode blocks: %w", err)
	}
	return outbox.Message{Text: cutMarked(strings.ReplaceAll(text, "*", ""), 500), Blocks: body}, nil
}
