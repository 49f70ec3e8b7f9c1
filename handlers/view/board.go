package view

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/obligation"
	"factotum/automations/people"
)

// The actions on the board of a checklist; they begin like those on the year, and
// their value is BoardRef.
const (
	ActionBoard     = "year_board"
	ActionBoardBack = "year_board_back"
	ActionBoardOn   = "year_board_on"
)

// CallbackBoard is the window of a board.
const CallbackBoard = "board"

// BoardRef names a checklist and a day of the period.
func BoardRef(key string, day calendar.Date) string {
	if day.IsZero() {
		return key
	}
	return key + "@" + day.String()
}

// ParseBoardRef reads what BoardRef gave; the day is zero where there is none.
func ParseBoardRef(text string) (key string, day calendar.Date) {
	key, iso, _ := strings.Cut(text, "@")
	day, _ = calendar.Parse(iso) // without a day it is that of now
	return key, day
}

// BoardWindow shows a checklist in one period: its tasks, who does and who signs
// them off, what waits for what, and what was said of them.
func BoardWindow(b automations.Board, reader people.Person, dir people.Directory, now time.Time) slack.ModalViewRequest {
	c, a := clockOf(reader, now), b.Agenda()
	top := "*" + Escape(b.Title+", "+b.Period, 200) + "*"
	if len(b.Tasks) > 0 {
		top += "\n" + progress(a) + "  ·  " + tallied(a)
	}
	blocks := []slack.Block{section(top)}
	if next, ok := b.Next(); ok {
		blocks = append(blocks, small("Next: *"+Escape(next.Title, 100)+"*, "+c.day(next.Day)+", "+Escape(named(dir, next.Owner, reader), 80)))
	}
	if b.Former > 0 {
		blocks = append(blocks, small(former(b.Former)))
	}
	blocks = append(blocks, divider())
	for _, t := range b.Tasks {
		text := boardTask(t, reader, dir, c)
		if !t.Opens {
			blocks = append(blocks, section(text))
			continue
		}
		blocks = append(blocks, row(text, button(ActionDetails, Ref(t.ID, ""), "Open")))
	}
	var turns []slack.BlockElement
	if !b.Before.IsZero() {
		turns = append(turns, button(ActionBoardBack, BoardRef(b.Key, b.Before), "‹ Before"))
	}
	if !b.After.IsZero() {
		turns = append(turns, button(ActionBoardOn, BoardRef(b.Key, b.After), "After ›"))
	}
	if len(turns) > 0 {
		blocks = append(blocks, divider(), slack.NewActionBlock("", turns...))
	}
	return modal(CallbackBoard, OneLine(b.Title, maxTitle), "", "Close", Meta{}, stable(blocks))
}

// former says why tasks of the period do not stand on the board.
func former(n int) string {
	if n == 1 {
		return "One task was due before Factotum looked after this checklist. It is not asked for, and nothing waits for it."
	}
	return fmt.Sprintf("%d tasks were due before Factotum looked after this checklist. They are not asked for, and nothing waits for them.", n)
}

// boardTask is a task with its day, its people, what it waits for, and notes.
func boardTask(t automations.Task, reader people.Person, dir people.Directory, c clock) string {
	text := fmt.Sprintf("%s *%s*", markSign(t.Mark), Escape(t.Title, 150))
	if t.Number != "" {
		text += " · " + Escape(t.Number, 20)
	}
	when := c.day(t.Day)
	if t.Working > 0 {
		when = fmt.Sprintf("working day %d, %s", t.Working, when)
	}
	sign := "to be signed off by " + Escape(automations.Whom(dir, t.Obligation.Reviewer), 80)
	switch {
	case t.Signed != "":
		sign = "signed off by " + Escape(named(dir, t.Signed, reader), 80)
	case t.Mark == obligation.Waived:
		sign = "waived"
	}
	lines := []string{text, fmt.Sprintf("%s · %s · %s", when, Escape(named(dir, t.Owner, reader), 80), sign)}
	if t.Mark != obligation.Done && t.Mark != obligation.Waived && len(t.Waits) > 0 {
		lines = append(lines, "⛓️ waits for "+Escape(some(t.Waits), 300))
	}
	if t.Opens {
		for _, n := range t.Notes {
			sign := "💬"
			if n.Back {
				sign = "↩️"
			}
			lines = append(lines, fmt.Sprintf("%s %s: “%s”", sign, Escape(named(dir, n.By, reader), 80), Escape(n.Text, 200)))
		}
	}
	return strings.Join(lines, "\n")
}

// boards stand on the Home of those whom a checklist concerns.
func (h homing) boards() []slack.Block {
	var blocks []slack.Block
	for _, b := range h.Boards {
		a := b.Agenda()
		text := "📋 *" + Escape(b.Title+", "+b.Period, 200) + "*\n" + progress(a)
		if n := a.Tally()[obligation.Late]; n > 0 {
			text += fmt.Sprintf(" · 🔴 %d late", n)
		}
		if next, ok := b.Next(); ok {
			text += " · next: " + Escape(next.Title, 80) + ", " + clockOf(h.Reader, h.Now).day(next.Day)
		}
		blocks = append(blocks, row(text, button(ActionBoard, BoardRef(b.Key, calendar.Date{}), "Board")))
	}
	if len(blocks) > 0 {
		blocks = append([]slack.Block{divider(), header("Checklists")}, blocks...)
	}
	return blocks
}
