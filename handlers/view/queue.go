package view

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/catalogue"
	"factotum/automations/people"
	"factotum/automations/request"
)

// The filters of a queue; a priority is its number.
const (
	QueueMine = "mine"
	QueueFree = "free"
)

// QueueOf reads a filter; all for anything else.
func QueueOf(filter string) automations.Queue {
	switch filter {
	case QueueMine:
		return automations.Queue{Mine: true}
	case QueueFree:
		return automations.Queue{Free: true}
	}
	priority, err := strconv.Atoi(filter)
	if err != nil || priority < request.Urgent || priority > request.Low {
		return automations.Queue{}
	}
	return automations.Queue{Priority: priority}
}

// turned is the value of a button that shows other pages.
func (p Pages) turned(turn func(*Pages)) string {
	turn(&p)
	return p.Encode()
}

// queue lists the open tickets of the reader's teams, the most urgent first.
func (h homing) queue() []slack.Block {
	if !h.Queues {
		return nil
	}
	blocks := []slack.Block{divider(), header("Tickets" + tally(h.Queue, h.At.Queue)), slack.NewActionBlock("", h.filter(), h.search())}
	blocks = append(blocks, back(h.At.Queue, h.At.turned(func(p *Pages) { p.Queue = "" }))...)
	if len(h.Queue.Rows) == 0 {
		blocks = append(blocks, section("No open ticket is like that."))
	}
	for _, r := range h.Queue.Rows {
		l := lookAt(h.sight(r))
		blocks = append(blocks, l.row(l.queued()))
	}
	return append(blocks, more(h.Queue, h.At.turned(func(p *Pages) { p.Queue = h.Queue.Next }))...)
}

// filter is the menu of what is shown of the queue.
func (h homing) filter() slack.BlockElement {
	at := func(filter, text string) *slack.OptionBlockObject {
		return option(h.At.turned(func(p *Pages) { p.Queue, p.Filter, p.Waiting, p.Mine = "", filter, "", "" }), text, "")
	}
	options := []*slack.OptionBlockObject{at("", "All open tickets"), at(QueueFree, "Nobody has them"), at(QueueMine, "Mine")}
	filters := []string{"", QueueFree, QueueMine}
	for i := range catalogue.Priorities() {
		options, filters = append(options, at(strconv.Itoa(i+1), priorityMark(i+1))), append(filters, strconv.Itoa(i+1))
	}
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain("Show", maxPlaceholder), ActionQueue, options...)
	for i, f := range filters {
		if f == h.At.Filter {
			e.InitialOption = options[i]
		}
	}
	return e
}

// queued says in one line how urgent an open ticket is and who has it.
func (l look) queued() string {
	text := fmt.Sprintf("%s · from %s, %s · ", priorityMark(l.r.Work.Priority), Escape(l.who(), 80), l.since(l.r.Submitted))
	switch {
	case l.r.State == request.Waiting:
		return text + "waits for an answer"
	case l.r.Work.Assignee == "":
		return text + "📬 nobody has it" + l.pressing()
	}
	return text + "🛠️ " + l.by(l.r.Work.Assignee) + l.pressing()
}

// QueueWord is the filter that a word after /desk queue names; all for any other.
func QueueWord(word string) string {
	word = strings.ToLower(word)
	if i := slices.Index(catalogue.Priorities(), word); i >= 0 {
		return strconv.Itoa(i + 1)
	}
	return word
}

// QueueList is the answer to /desk queue.
func QueueList(rows automations.Rows, works bool, reader people.Person, now time.Time) (text string, blocks []slack.Block) {
	if len(rows.Rows) == 0 {
		text = "No open ticket of your teams is like that. `/desk queue` lists all, and mine, free or urgent after it some."
		if !works {
			text = "No open ticket waits for a team of yours."
		}
		return text, []slack.Block{section(text)}
	}
	blocks = []slack.Block{header("Open tickets" + tally(rows, ""))}
	for _, r := range rows.Rows {
		l := lookAt(automations.Sight{File: r.File, Kind: r.Kind, Reader: reader, Now: now, Clocks: r.Clocks})
		blocks = append(blocks, l.row(l.queued()))
	}
	if rows.Next != "" {
		blocks = append(blocks, small("These are the most urgent ones. All are on Home; `/desk queue mine`, `free` or `urgent` shows some."))
	}
	return "Open tickets, the most urgent first", blocks
}
