package view

import (
	"fmt"

	"github.com/slack-go/slack"

	"factotum/automations"
)

// admin is what only those see who look after Factotum.
func (h homing) admin() []slack.Block {
	var blocks []slack.Block
	if h.Health != "" {
		blocks = append(blocks, small("*Health:* "+Escape(h.Health, 500)))
	}
	blocks = append(blocks, failures(h.Undelivered)...)
	if len(blocks) > 0 {
		blocks = append(blocks, divider())
	}
	return blocks
}

// failures are the deliveries that were given up, each with a button to try again.
func failures(f automations.Failures) []slack.Block {
	if len(f.List) == 0 {
		return nil
	}
	all := count(f.Messages, "message")
	if f.Further {
		all = "More than " + all
	}
	blocks := []slack.Block{section("⚠️ *" + all + " could not be delivered*")}
	for _, u := range f.List {
		text := failure(u)
		if len(u.Key) > maxButtonValue {
			blocks = append(blocks, section(text))
			continue
		}
		blocks = append(blocks, row(text, button(ActionRedeliver, u.Key, "Try again")))
	}
	if f.Hidden > 0 {
		blocks = append(blocks, small("The others appear here when those above have been tried again."))
	}
	return blocks
}

// failure says what did not arrive, where and why.
func failure(u automations.Undelivered) string {
	text := "*" + Escape(u.Number, 120) + "*"
	if u.Others > 0 {
		text += " and " + count(u.Others, "other change")
	}
	text += fmt.Sprintf(" to %s\n%s", Escape(u.To, 80), Escape(u.Reason, 300))
	if u.Parts > 1 {
		text += " " + capital(count(u.Parts, "message")) + " of it did not arrive."
	}
	return text
}
