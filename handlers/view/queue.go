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
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/request"
)

// The filters of a queue; a priority is its number, a category its value behind
// a sign.
const (
	QueueMine    = "mine"
	QueueFree    = "free"
	QueueLate    = "late"
	QueueWaiting = "waiting"

	queueCategory = "category:"
)

// QueueOf reads a filter; all for anything else.
func QueueOf(filter string) automations.Queue {
	switch filter {
	case QueueMine:
		return automations.Queue{Mine: true}
	case QueueFree:
		return automations.Queue{Free: true}
	case QueueLate:
		return automations.Queue{Late: true}
	case QueueWaiting:
		return automations.Queue{Waiting: true}
	}
	if category, ok := strings.CutPrefix(filter, queueCategory); ok {
		return automations.Queue{Category: category}
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
	blocks := h.page("Tickets", h.Queue, func(p *Pages) *string { return &p.Queue }, "No open ticket is like that.", look.queued)
	return append([]slack.Block{divider()}, slices.Insert(blocks, 1, slack.Block(slack.NewActionBlock("", h.filter(), h.search())))...)
}

// filter is the menu of what is shown of the queue.
func (h homing) filter() slack.BlockElement {
	at := h.At
	at.Queue, at.Waiting, at.Mine = "", "", ""
	return queueMenu(at, h.Categories)
}

// queueMenu is the menu of all filters; what it leads to is shown at.
func queueMenu(at Pages, categories []form.Option) slack.BlockElement {
	type one struct{ filter, text string }
	all := []one{{"", "All open tickets"}, {QueueFree, "Nobody has them"}, {QueueMine, "Mine"}, {QueueLate, "Late"}, {QueueWaiting, "Waiting for an answer"}}
	for i := range catalogue.Priorities() {
		all = append(all, one{strconv.Itoa(i + 1), priorityMark(i + 1)})
	}
	for _, c := range categories[:min(len(categories), maxOptions-len(all))] {
		all = append(all, one{queueCategory + c.Value, orLabel(c.Label, c.Value)})
	}
	var options []*slack.OptionBlockObject
	var chosen *slack.OptionBlockObject
	for _, o := range all {
		option := option(at.turned(func(p *Pages) { p.Filter = o.filter }), o.text, "")
		if len(option.Value) > maxOptionValue {
			continue // a category with so long a value is found by /desk find
		}
		if options = append(options, option); o.filter == at.Filter {
			chosen = option
		}
	}
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain("Show", maxPlaceholder), ActionQueue, options...)
	e.InitialOption = chosen
	return e
}

// queued says in one line how urgent an open ticket is and who has it.
func (l look) queued() string {
	lock := ""
	if l.r.Work.Private {
		lock = "🔒 "
	}
	text := lock + fmt.Sprintf("%s · from %s, %s · ", priorityMark(l.r.Work.Priority), Escape(l.who(), 80), l.since(l.r.Submitted))
	switch {
	case l.r.State == request.Waiting:
		return text + "waits for an answer"
	case l.r.Work.Assignee == "":
		return text + "📬 nobody has it" + l.pressing()
	}
	return text + "🛠️ " + l.by(l.r.Work.Assignee) + l.pressing()
}

// QueueWord is the filter that a word after /desk queue names.
func QueueWord(word string, categories []form.Option) (filter string, ok bool) {
	word = strings.ToLower(word)
	if i := slices.Index(catalogue.Priorities(), word); i >= 0 {
		return strconv.Itoa(i + 1), true
	}
	switch word {
	case "", "all":
		return "", true
	case QueueMine, "me":
		return QueueMine, true
	case QueueFree, "unassigned", "nobody":
		return QueueFree, true
	case QueueLate, "overdue":
		return QueueLate, true
	case QueueWaiting, "wait":
		return QueueWaiting, true
	}
	for _, c := range categories {
		if strings.EqualFold(c.Value, word) || strings.EqualFold(c.Label, word) {
			return queueCategory + c.Value, true
		}
	}
	return "", false
}

// QueueInput is what the answer to /desk queue is drawn from.
type QueueInput struct {
	Rows       automations.Rows
	Works      bool // the reader works on tickets
	Reader     people.Person
	Now        time.Time
	At         Pages
	Categories []form.Option
	Unknown    string // the word that is no filter
}

// QueueList is the answer to /desk queue.
func QueueList(in QueueInput) (text string, blocks []slack.Block) {
	if !in.Works && len(in.Rows.Rows) == 0 {
		text = "No open ticket waits for a team of yours."
		return text, []slack.Block{section(text)}
	}
	menu := slack.NewActionBlock("", queueMenu(in.At, in.Categories))
	if in.Unknown != "" {
		words := append([]string{QueueMine, QueueFree, QueueLate, QueueWaiting}, catalogue.Priorities()...)
		for _, c := range in.Categories {
			words = append(words, c.Value)
		}
		text = fmt.Sprintf("There is no filter “%s”. You can use %s.", Escape(in.Unknown, 60), Escape(strings.Join(words, ", "), 500))
		return text, []slack.Block{section(text), menu}
	}
	if len(in.Rows.Rows) == 0 {
		text = "No open ticket of your teams is like that. Choose something else below, or `/desk queue` for all."
		return text, []slack.Block{section(text), menu}
	}
	blocks = []slack.Block{header("Open tickets" + tally(in.Rows, "")), menu}
	for _, r := range in.Rows.Rows {
		l := lookAt(automations.Sight{File: r.File, Kind: r.Kind, Reader: in.Reader, Now: in.Now, Clocks: r.Clocks})
		blocks = append(blocks, l.row(l.queued()))
	}
	if in.Rows.Next != "" {
		blocks = append(blocks, small("These are the most urgent ones. All are on Home."))
	}
	return "Open tickets, the most urgent first", blocks
}
