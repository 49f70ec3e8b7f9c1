package view

import (
	"fmt"

	"github.com/slack-go/slack"

	"factotum/automations/request"
)

// newest is how many decisions, and how many questions and answers, a card shows.
const newest = 3

// talk shows the newest questions and answers, each cut.
func (l look) talk() []slack.Block {
	var blocks []slack.Block
	remarks := l.r.Thread[max(0, len(l.r.Thread)-newest):]
	if hidden := len(l.r.Thread) - len(remarks); hidden > 0 {
		blocks = append(blocks, small(count(hidden, "earlier message")+" in the details"))
	}
	for _, m := range remarks {
		blocks = append(blocks, l.remarked(m, 400))
	}
	return blocks
}

func (l look) remarked(m request.Remark, width int) slack.Block {
	if m.Text == "" || m.Act == request.Correct {
		return rich(l.said(m))
	}
	return rich(l.said(m), l.cited(m.By, m.Text, width))
}

// said is "Ben asked on Fri 20 Nov, 14:05".
func (l look) said(m request.Remark) *slack.RichTextSection {
	mark, verb := "💬", "answered"
	switch m.Act { //nolint:exhaustive // these are all that are remarked
	case request.Correct:
		mark, verb = "✏️", "looked at the fields"
		if m.Text != "" {
			verb = "corrected " + OneLine(m.Text, 200)
		}
	case request.Confirm:
		mark, verb = "📞", "confirmed the account by a call"
	case request.Release:
		mark, verb = "🔓", "let it go on"
	case request.Refer:
		if mark, verb = "↩️", "sent it back to approval"; l.r.Reading == nil {
			mark, verb = "❓", "asked for an approval"
		}
	case request.Note:
		mark, verb = "📎", "noted"
	case request.Withdraw:
		mark, verb = "🗑️", "withdrew it"
	case request.Say, request.Reopen:
		if verb = "wrote"; m.Internal {
			mark, verb = "🔒", "noted for the team"
		}
	}
	if m.Question {
		mark, verb = "❓", "asked"
	}
	return sentence(
		words(mark+" "), bold(OneLine(capital(named(l.dir, m.By, l.Reader)), 80)),
		words(fmt.Sprintf(" %s on %s", verb, l.moment(m.At))),
	)
}
