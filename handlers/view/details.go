package view

import (
	"encoding/json"
	"fmt"

	"github.com/slack-go/slack"

	"factotum/automations"
)

// maxView is how many bytes of JSON a view may have; above 250 KB Slack answers
// view_too_large (docs.slack.dev/reference/methods/views.open).
const maxView = 200_000

// Details shows a whole request: everything that was filled in, the steps with
// who and when, the conversation, and the buttons that the reader can use now.
// Values are cut only where a view could not hold them.
func Details(s automations.Sight, meta Meta) slack.ModalViewRequest {
	l := lookAt(s)
	meta.Kind, meta.Ref = l.kind.Key, l.ref()
	title := s.File.Number
	if title == "" {
		title = l.kind.Title
	}
	var v slack.ModalViewRequest
	for _, size := range []extent{{2500, 600, 1500, 30}, {600, 200, 400, 20}, {100, 80, 100, 10}} {
		v = modal(CallbackDetails, title, "", "Close", meta, l.whole(size))
		if text, err := json.Marshal(v); err == nil && len(text) < maxView {
			break
		}
	}
	return v
}

// extent is how much of a request is shown: characters of a value, of a line
// and of a remark, and how many events.
type extent struct{ value, line, remark, events int }

func (l look) whole(size extent) []slack.Block {
	blocks := l.top()
	if l.r.IsDuty() {
		blocks = l.dutyTop()
	}
	if l.held() {
		blocks = append(blocks, l.holds()...)
	} else {
		blocks = append(blocks, l.outcome()...)
		blocks = append(blocks, l.clocks(true)...)
	}
	if l.r.IsDuty() {
		blocks = append(blocks, l.dutyNotes()...)
	}
	blocks = append(blocks, l.actions(false)...)
	blocks = append(blocks, l.whyYou()...)
	blocks = append(blocks, l.warnings(l.r.Warnings, 20)...)
	if content := l.content(size); len(content) > 0 {
		blocks = append(append(blocks, divider()), content...)
	}
	return append(blocks, l.history(size)...)
}

// content is everything that was filled in, and what was read and changed of it.
func (l look) content(size extent) []slack.Block {
	blocks := append(append(l.picture(), l.altered(20)...), l.added(5)...)
	blocks = append(blocks, l.rewrite(40, size.value)...)
	if l.Rewrite != nil {
		blocks = append(blocks, small("*With that it says:*"))
	}
	blocks = append(blocks, sheet(l.facts(l.r.Values, l.r.Title), size.value)...)
	blocks = append(blocks, l.lists(l.r.Values, 60, size.line, "")...)
	blocks = append(blocks, l.read()...)
	blocks = append(blocks, l.copies()...)
	return append(blocks, l.changed()...)
}

// copies says what is still to be copied.
func (l look) copies() []slack.Block {
	n := len(l.r.Uncopied())
	if n == 0 || l.r.Submitted.IsZero() {
		return nil
	}
	text := "📎 " + count(n, "file") + " still being copied to safety."
	if l.part() == decider {
		text += " You can approve it here as soon as that is done."
	}
	return []slack.Block{small(text)}
}

// history tells everything that happened, oldest first.
func (l look) history(size extent) []slack.Block {
	if l.r.Submitted.IsZero() {
		return nil
	}
	blocks := []slack.Block{divider(), section("*What happened*")}
	blocks = append(blocks, l.progress()...)
	blocks = append(blocks, small(fmt.Sprintf("📨 Sent by %s on %s", l.by(l.r.Requester), l.moment(l.r.Submitted))))
	events := l.events(size.remark)
	if hidden := len(events) - size.events; hidden > 0 {
		blocks = append(blocks, small("… "+count(hidden, "earlier event")))
		events = events[hidden:]
	}
	return append(blocks, events...)
}

// events are decisions and remarks in the order in which they happened.
func (l look) events(width int) []slack.Block {
	var events []slack.Block
	thread := l.r.Thread
	for _, d := range l.r.Decisions {
		for len(thread) > 0 && !thread[0].At.After(d.At) {
			events = append(events, l.remarked(thread[0], width))
			thread = thread[1:]
		}
		events = append(events, l.verdict(d))
	}
	for _, m := range thread {
		events = append(events, l.remarked(m, width))
	}
	return events
}
