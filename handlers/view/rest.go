package view

import (
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/people"
)

// ActionRest shows all of a part of the morning message, which lists only so many;
// its value is the part.
const ActionRest = "morning_rest"

// Rest is all of a part of the morning message, as far as it fits in a window, as
// Home lists it.
func Rest(part string, rows automations.Rows, reader people.Person, now time.Time) slack.ModalViewRequest {
	title, tell := "Waiting for you", look.waits
	switch part {
	case automations.DutyPart:
		title, tell = "Your duties", look.dutyBrief
	case automations.DuePart:
		title, tell = "Due", look.dueBy
	}
	blocks := rowsOf(rows.Rows, reader, now, tell)
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
