package view

import (
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"factotum/automations/calendar"
	"factotum/automations/people"
)

// The actions, inputs and modal of absences.
const (
	ActionAway   = "away"
	ActionBackIn = "back_in" // value: the id of the absence
	CallbackAway = "away"
	BlockFirst   = "first"
	BlockLast    = "last"
)

// Away asks when somebody is away and who stands in.
func Away(reader people.Person, now time.Time, meta Meta) slack.ModalViewRequest {
	today := calendar.DateOf(now, clockOf(reader, now).zone)
	pick := func(block, label string) slack.Block {
		e := slack.NewDatePickerBlockElement(block)
		e.InitialDate = today.String()
		return slack.NewInputBlock(block, plain(label, 150), nil, e)
	}
	who := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, plain("Choose somebody", maxPlaceholder), BlockPerson)
	return modal(CallbackAway, "I’m away", "Save", "Cancel", meta, []slack.Block{
		section("What waits for your decision on these days, and your duties, go to who stands in for you, and come back to you afterwards. So do your tickets, where they work on them too; those stay with them. Your own requests are never decided by them."),
		pick(BlockFirst, "First day"), pick(BlockLast, "Last day"),
		slack.NewInputBlock(BlockPerson, plain("Who stands in?", 150), plain("Without anybody, what only you may decide waits until you are back.", 300), who).WithOptional(true),
		typing("What should they know?", "Only who stands in reads it.", true),
	})
}

// away tells on Home when the reader is away, with the button that ends it, and
// for whom they stand in.
func (h homing) away() []slack.Block {
	c := clockOf(h.Reader, h.Now)
	var blocks []slack.Block
	for _, a := range h.Own[:min(len(h.Own), 5)] {
		stand := "Nobody stands in for you."
		if a.Substitute != "" {
			stand = fmt.Sprintf("*%s* stands in for you.", Escape(named(h.Dir, a.Substitute, h.Reader), 80))
		}
		if a.On(h.Now) {
			text := fmt.Sprintf("🌴 *You are away until %s.* %s", c.day(a.Last), stand)
			blocks = append(blocks, row(text, button(ActionBackIn, a.ID, "I’m back")))
			continue
		}
		text := fmt.Sprintf("🌴 You will be away from %s to %s. %s", c.day(a.First), c.day(a.Last), stand)
		blocks = append(blocks, row(text, button(ActionBackIn, a.ID, "I stay here")))
	}
	for _, a := range h.Covered[:min(len(h.Covered), 10)] {
		text := fmt.Sprintf("🤝 You stand in for *%s* until %s.", Escape(personName(h.Dir, a.Person), 80), c.day(a.Last))
		if a.Note != "" {
			text += " “" + Escape(a.Note, 300) + "”"
		}
		blocks = append(blocks, small(text))
	}
	if len(blocks) > 0 {
		blocks = append(blocks, divider())
	}
	return blocks
}
