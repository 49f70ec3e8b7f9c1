package view

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/outbox"
)

// The action, modal and inputs of the morning message.
const (
	ActionMorning   = "morning"
	CallbackMorning = "morning"
	BlockHour       = "hour"
	BlockDays       = "days"
	BlockParts      = "parts"
)

// morning renders what waits, what is due and what has moved.
func morning(s automations.Sight) (outbox.Message, error) {
	head := fmt.Sprintf("☀️ Good morning, %s.", Escape(personNameOf(s.Reader), 80))
	blocks := []slack.Block{section("*" + head + "*")}
	add := func(title string, rows []automations.Row, total int, second func(look) string) {
		if len(rows) == 0 {
			return
		}
		head += fmt.Sprintf(" %s: %d.", title, max(total, len(rows)))
		blocks = append(blocks, section(fmt.Sprintf("*%s (%d)*", title, max(total, len(rows)))))
		for _, r := range rows {
			l := lookAt(automations.Sight{File: r.File, Kind: r.Kind, Reader: s.Reader, Now: s.Now, Clocks: r.Clocks})
			blocks = append(blocks, l.row(second(l)))
			if r.MayApprove(s.Reader) {
				blocks = append(blocks, slack.NewActionBlock("", button(ActionApprove, l.ref(), "Approve").WithStyle(slack.StylePrimary)))
			}
		}
	}
	m := s.Morning
	add("Waiting for you", m.Waiting.Rows, m.Waiting.Total, func(l look) string {
		return fmt.Sprintf("from %s, waiting %s", Escape(l.who(), 80), l.since(l.r.Since))
	})
	add("Due", m.Due.Rows, 0, func(l look) string { return l.dueBy() })
	add("What has moved", m.Moved, 0, func(l look) string { return l.brief() })
	return message(head, append(blocks, small("When this comes, and what is in it, is set on Home.")))
}

// MorningForm asks when somebody wants their morning message.
func MorningForm(wish automations.MorningWish, meta Meta) slack.ModalViewRequest {
	hours := []*slack.OptionBlockObject{option("0", "No message", "")}
	for h := 6; h <= 12; h++ {
		hours = append(hours, option(strconv.Itoa(h), fmt.Sprintf("%d:00", h), ""))
	}
	var days, parts []*slack.OptionBlockObject
	for _, d := range []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday} {
		days = append(days, option(strconv.Itoa(int(d)), d.String(), ""))
	}
	for i, name := range []string{"What waits for me", "What is due", "What has moved of my own"} {
		parts = append(parts, option(automations.MorningParts()[i], name, ""))
	}
	on, week := slack.NewCheckboxGroupsBlockElement(BlockParts, parts...), slack.NewCheckboxGroupsBlockElement(BlockDays, days...)
	for _, o := range parts {
		if !slices.Contains(wish.Skip, o.Value) {
			on.InitialOptions = append(on.InitialOptions, o)
		}
	}
	for _, o := range days {
		if d, _ := strconv.Atoi(o.Value); slices.Contains(wish.Days, time.Weekday(d)) {
			week.InitialOptions = append(week.InitialOptions, o)
		}
	}
	return modal(CallbackMorning, "Morning message", "Save", "Cancel", meta, []slack.Block{
		section("One message in the morning instead of single reminders. It does not come when there is nothing to tell, or while you are away."),
		chooser(BlockHour, "At", hours, strconv.Itoa(wish.Hour), "0"),
		slack.NewInputBlock(BlockDays, plain("On", 150), plain("None chosen: on your working days.", 150), week).WithOptional(true),
		slack.NewInputBlock(BlockParts, plain("With", 150), nil, on).WithOptional(true),
	})
}
