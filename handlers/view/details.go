package view

import (
	"fmt"

	"github.com/slack-go/slack"

	"factotum/automations"
)

// Details shows a whole request: everything that was filled in, the steps with
// who and when, the conversation, and the buttons that the reader can use now.
func Details(s automations.Sight, meta Meta) slack.ModalViewRequest {
	l := lookAt(s)
	meta.Kind, meta.Ref = l.kind.Key, l.ref()
	title := s.File.Number
	if title == "" {
		title = l.kind.Title
	}
	blocks := append(l.top(), section(l.standing()))
	blocks = append(blocks, l.actions(false)...)
	if l.part() == decider {
		blocks = append(blocks, slack.NewActionBlock("", button(ActionApproveComment, l.ref(), "Approve with a comment…")))
	}
	blocks = append(blocks, l.whyYou()...)
	blocks = append(blocks, l.warnings(l.r.Warnings, 20)...)
	blocks = append(blocks, divider())
	blocks = append(blocks, sheet(l.facts(l.r.Values, l.r.Title), 2500)...)
	blocks = append(blocks, l.lists(l.r.Values, 60, 600, "")...)
	blocks = append(blocks, l.copies()...)
	blocks = append(blocks, l.changed()...)
	blocks = append(blocks, l.history()...)
	return modal(CallbackDetails, title, "", "Close", meta, blocks)
}

// copies says what is still to be copied.
func (l look) copies() []slack.Block {
	n := len(l.r.Uncopied())
	if n == 0 || l.r.Submitted.IsZero() {
		return nil
	}
	return []slack.Block{small("📎 " + count(n, "file") + " still being copied to safety.")}
}

// history tells everything that happened, oldest first.
func (l look) history() []slack.Block {
	if l.r.Submitted.IsZero() {
		return nil
	}
	blocks := []slack.Block{divider(), section("*What happened*")}
	blocks = append(blocks, small(fmt.Sprintf("📨 Sent by %s on %s", l.by(l.r.Requester), l.moment(l.r.Submitted))))
	blocks = append(blocks, l.progress()...)
	const shown = 30
	events := l.events()
	if hidden := len(events) - shown; hidden > 0 {
		blocks = append(blocks, small("… "+count(hidden, "earlier event")))
		events = events[hidden:]
	}
	return append(append(blocks, events...), l.ending()...)
}

// events are decisions and remarks in the order in which they happened.
func (l look) events() []slack.Block {
	var events []slack.Block
	thread := l.r.Thread
	for _, d := range l.r.Decisions {
		for len(thread) > 0 && !thread[0].At.After(d.At) {
			events = append(events, rich(l.said(thread[0]), quote(thread[0].Text, 1500)))
			thread = thread[1:]
		}
		events = append(events, l.verdict(d))
	}
	for _, m := range thread {
		events = append(events, rich(l.said(m), quote(m.Text, 1500)))
	}
	return events
}
