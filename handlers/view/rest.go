package view

import (
	"fmt"

	"github.com/slack-go/slack"

	"factotum/automations"
)

// ActionRest shows all of a part of the morning message, which lists only so many;
// its value is the part.
const ActionRest = "morning_rest"

// Rest is all of a part of the morning message, as far as it fits in a window, as
// Home lists it.
func Rest(in HomeInput, part string, rows automations.Rows) slack.ModalViewRequest {
	h := homing{in}
	var blocks []slack.Block
	title := "Waiting for you"
	switch part {
	case automations.DutyPart:
		title = "Your duties"
		blocks = dutyRows(h, rows)
	case automations.DuePart:
		title = "Due"
		for _, r := range rows.Rows {
			l := lookAt(h.sight(r))
			blocks = append(blocks, l.row(l.dueBy()))
		}
	default:
		for _, r := range rows.Rows {
			l := lookAt(h.sight(r))
			blocks = append(blocks, l.row(l.waits()))
		}
	}
	if len(blocks) == 0 {
		blocks = append(blocks, section("Nothing is left of it. What comes next appears on Home and in your messages."))
	}
	if left := rows.Total - len(rows.Rows); rows.Next != "" && left > 0 {
		blocks = append(blocks, small(fmt.Sprintf("and %d more: all are on Home, page by page", left)))
	}
	return modal("", title, "", "Close", Meta{}, stable(blocks))
}

// rest says how many more there are of a part, and leads to them.
func rest(part string, n int) []slack.Block {
	if n == 0 {
		return nil
	}
	return []slack.Block{row(fmt.Sprintf("and %d more", n), button(ActionRest, part, "Show all…"))}
}
