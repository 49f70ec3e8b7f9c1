package view

import (
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/automations/request"
)

// Resolve asks for an optional note on finished work, and where it is done in
// batches for the day.
func Resolve(s automations.Sight, meta Meta) slack.ModalViewRequest {
	l := lookAt(s)
	do := "Done"
	blocks := []slack.Block{section(l.ask())}
	if l.r.Work != nil {
		if do = l.r.Work.Do; l.r.Work.List != "" {
			blocks = append(blocks, day(l.Reader, s.Now))
		}
		if open := l.openTasks(); open > 0 {
			blocks = append(blocks, section(fmt.Sprintf("⚠️ Of its tasks *%d* are not done. They stay open, each by itself.", open)))
		}
	}
	return modal(CallbackResolve, do, short(do), "Cancel", meta, append(blocks, typing("Note", l.noted(), true)))
}

// openTasks is how many tasks of a ticket are not done.
func (l look) openTasks() (n int) {
	for _, t := range l.r.Work.Ties {
		if t.Kind == request.Task && !t.Done {
			n++
		}
	}
	return n
}

// noted says who reads the note of what is finished: of a task whoever looks at it,
// since its requester hears of the whole.
func (l look) noted() string {
	if l.r.Work != nil {
		for _, t := range l.r.Work.Ties {
			if t.Kind == request.Parent {
				return fmt.Sprintf("It is ticked off on %s. The note stays with this task.", t.Number)
			}
		}
	}
	return fmt.Sprintf("%s is told that it is done, with your note.", OneLine(l.teller(), 60))
}

// short is the text of a submit button.
func short(do string) string {
	if len([]rune(do)) > maxTitle {
		return "Done"
	}
	return do
}

// day asks on which day it was done: today, unless somebody says otherwise.
func day(reader people.Person, now time.Time) slack.Block {
	e := slack.NewDatePickerBlockElement(BlockDay)
	e.InitialDate = calendar.DateOf(now, clockOf(reader, now).zone).String()
	return slack.NewInputBlock(BlockDay, plain("On which day?", 150), nil, e)
}

// MaxBatch is how many requests can be chosen at a time: as many options as a menu
// has.
const MaxBatch = maxOptions

// Batch asks which of the requests in a list are done, with one day and one note
// for all of them.
func Batch(rows automations.Rows, reader people.Person, now time.Time, meta Meta) slack.ModalViewRequest {
	var options []*slack.OptionBlockObject
	do := "Done"
	for _, r := range rows.Rows[:min(len(rows.Rows), MaxBatch)] {
		l := lookAt(automations.Sight{File: r.File, Kind: r.Kind, Reader: reader, Now: now})
		do = l.r.Work.Do
		options = append(options, option(l.r.ID, l.inList(), ""))
	}
	if len(options) == 0 {
		return Said(do, "Nothing is left to be done here.")
	}
	e := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, plain("Choose", maxPlaceholder), BlockChosen, options...)
	return modal(CallbackBatch, do, short(do), "Cancel", meta, []slack.Block{
		slack.NewInputBlock(BlockChosen, plain("Which ones?", 150), plain("In the order in which they are due.", 150), e),
		day(reader, now), typing("Note", "It is kept with each of them.", true),
	})
}

// inList is a request in one line of plain text: number, amount, what for, due.
func (l look) inList() string {
	text := l.File.Number
	if sum := amount(l.r.Sum); sum != "" {
		text += " · " + sum
	}
	text += " · " + l.title(60)
	if l.r.Work != nil && l.r.Work.Due != "" {
		text += " · due " + isoDay(l.r.Work.Due)
	}
	return text
}

// Marked says what became of a batch.
func Marked(all []automations.Marked) slack.ModalViewRequest {
	var good []string
	var blocks []slack.Block
	title := "Done"
	for _, m := range all {
		if m.Err != nil {
			blocks = append(blocks, section("⛔ "+Escape(fault.Say(m.Err), 400)))
			continue
		}
		good = append(good, m.File.Number)
		title = m.File.Request.Work.Done
	}
	if len(good) > 0 {
		text := fmt.Sprintf("🎉 *%s*: %s.", Escape(title, 80), Escape(automations.List(good), 2000))
		blocks = append([]slack.Block{section(text)}, blocks...)
	}
	return modal(CallbackSaid, title, "", "Close", Meta{}, blocks)
}

// toDo lists on Home what is done in batches, a list a heading.
func (h homing) toDo() []slack.Block {
	var blocks []slack.Block
	heading := ""
	for _, r := range h.ToDo.Rows {
		l := lookAtRow(r, h.Reader, h.Now)
		if l.r.Work == nil || l.r.State != request.Open {
			continue
		}
		if heading == "" {
			heading = l.r.Work.List
			total := max(h.ToDo.Total, len(h.ToDo.Rows))
			blocks = append(blocks, header(fmt.Sprintf("%s (%d)", heading, total)),
				row("In the order in which they are due.", button(ActionBatch, "all", OneLine("Several: "+lower(l.r.Work.Do)+"…", maxButton)).WithStyle(slack.StylePrimary)))
		}
		blocks = append(blocks, l.row(l.dueBy()))
	}
	if more := h.ToDo.Total - len(h.ToDo.Rows); more > 0 && h.ToDo.Next != "" {
		blocks = append(blocks, small(fmt.Sprintf("and %d more", more)))
	}
	if len(blocks) > 0 {
		blocks = append(blocks, divider())
	}
	return blocks
}

// dueBy says when something in a list is due.
func (l look) dueBy() string {
	due, err := calendar.Parse(l.r.Work.Due)
	if err != nil {
		return "no day is given by which it is due"
	}
	text := "due on " + l.day(due)
	if due.Before(calendar.DateOf(l.now, l.zone)) {
		text = "⚠️ was " + text
	}
	return text
}
