package view

import (
	"fmt"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/request"
)

// entry is what is done to which record: "Change of LAP-12", "New asset: LAP-13".
func (p paper) entry(r request.Request, name string) string {
	switch {
	case name == "" || p.kind.Dataset == "":
		return name
	case automations.Rewrites(r.ID):
		return "Change of " + name
	}
	return fmt.Sprintf("New %s: %s", lower(p.kind.Title), name)
}

// rewritten are the fields that a change of a record writes otherwise, so many at
// most, each cut to so many characters.
func (p paper) rewritten(changes []fact, most, width int) []slack.Block {
	if len(changes) == 0 {
		return nil
	}
	var items []slack.RichTextElement
	for _, c := range changes[:min(most, len(changes))] {
		items = append(items, sentence(bold(c.label+": "), words(Cut(c.value, max(width, 40)))))
	}
	if more := len(changes) - most; more > 0 {
		items = append(items, sentence(words("and "+count(more, "more change"))))
	}
	return []slack.Block{section("✏️ *What changes*"), rich(bullets(items))}
}

// rewrite is what the request changes of its record, for its card; nothing where
// it adds one.
func (l look) rewrite(most, width int) []slack.Block {
	if l.Rewrite == nil {
		return nil
	}
	return l.rewritten(l.differences(l.Rewrite.Before, l.r.Values), most, width)
}

// awaiting are the changes of a record that wait for somebody: number and by whom.
func (in RecordInput) awaiting() []slack.Block {
	var blocks []slack.Block
	for _, f := range in.Waiting[:min(len(in.Waiting), 5)] {
		blocks = append(blocks, small("✏️ "+waits(f, in.named)))
	}
	return blocks
}

// waits says of a change that it is not in force yet.
func waits(f automations.File, name func(id string) string) string {
	by := Escape(name(f.Request.Requester), 80)
	if f.Request.State == request.Returned {
		return fmt.Sprintf("A change by %s (%s) was returned, to be sent again.", by, f.Number)
	}
	return fmt.Sprintf("A change by %s (%s) waits for approval.", by, f.Number)
}

// waiting says of a record in a list which changes of it wait.
func (in RecordsInput) waiting(id string) (text string) {
	for _, f := range in.Waiting[id][:min(len(in.Waiting[id]), 2)] {
		text += "\n✏️ " + waits(f, func(id string) string { return personName(in.Dir, id) })
	}
	return text
}
