package view

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"factotum/automations"
)

// maxValue is how long the value of an option can be: Slack's reference of the
// option object.
const maxValue = 75

// PackButton opens the form of an evidence pack.
func PackButton() slack.Block {
	return slack.NewActionBlock("", button(ActionPack, "pack", "Evidence pack…"))
}

// Pack is the form of an evidence pack. It begins with the first of the periods
// that has something.
func Pack(subjects []string, periods []automations.PackPeriod, meta Meta) slack.ModalViewRequest {
	options := []*slack.OptionBlockObject{slack.NewOptionBlockObject(automations.AllSubjects, plain(automations.AllSubjects, maxValue), nil)}
	for _, s := range subjects[:min(len(subjects), 99)] {
		options = append(options, slack.NewOptionBlockObject(Cut(s, maxValue), plain(OneLine(s, maxValue), maxValue), nil))
	}
	about := dropdown(BlockChoice, "Choose", options, automations.AllSubjects)
	first, counts := "", []string(nil)
	for _, p := range periods {
		counts = append(counts, fmt.Sprintf("%s: %d", p.Name, p.Duties))
		if first == "" && p.Duties > 0 {
			first = p.Name
		}
	}
	due := slack.NewPlainTextInputBlockElement(plain("last quarter", maxPlaceholder), BlockText)
	due.InitialValue, due.MaxLength = cmp.Or(first, "last quarter"), 100
	blocks := []slack.Block{
		section("One ZIP file with the duties of a time: what was due and why, who did and signed what and when, the files with their hashes, and the part of the sealed log that proves it. `factotum audit verify` checks it without any network."),
		small("Duties that were due, of all subjects – " + strings.Join(counts, "  ·  ")),
		slack.NewInputBlock(BlockChoice, plain("About", 150), nil, about),
		slack.NewInputBlock(BlockText, plain("Due in", 150), plain("Such as last quarter, Q3 2026, 2026, this year, or 2026-01..2026-06", 300), due),
		small("It is entered in the audit log who took it out. It comes to your messages with me, in about a minute."),
	}
	return modal(CallbackPack, "Evidence pack", "Make it", "Cancel", meta, blocks)
}

// PackSubject is the subject that was chosen; empty: there is none any more.
func PackSubject(chosen string, subjects []string) string {
	for _, s := range append([]string{automations.AllSubjects}, subjects...) {
		if Cut(s, maxValue) == chosen {
			return s
		}
	}
	return ""
}
