package view

import (
	"fmt"
	"strconv"

	"github.com/slack-go/slack"

	"factotum/automations"
)

// Reason asks for the words that go with a verdict or a question: action is
// ActionReturn, ActionReject, ActionAsk or ActionApproveComment. Only the last
// may stay without words.
func Reason(action string, s automations.Sight, meta Meta) slack.ModalViewRequest {
	l := lookAt(s)
	first := OneLine(l.teller(), 60)
	title, label, hint, submit := "Approve", "Comment", first+" and everybody on the request can read it.", "Approve"
	switch action {
	case ActionReturn:
		title, submit = "Return", "Return"
		label, hint = fmt.Sprintf("What should %s change?", OneLine(l.doer(), 60)), "The same request comes back to you when it was changed."
	case ActionReject:
		title, submit = "Reject", "Reject"
		label, hint = "Why do you reject it?", fmt.Sprintf("%s reads this. Rejecting is final; to have something changed, return it instead.", first)
	case ActionAsk:
		title, submit = "Ask", "Ask"
		label, hint = "What do you want to know?", fmt.Sprintf("%s gets your question in Slack, and the answer shows on your card.", first)
	}
	about := l.ask()
	if l.r.IsDuty() {
		about = "*" + Escape(l.title(200), 200) + "*" + l.numbered() + "\n" + l.dutyStanding()
	}
	if l.r.IsDuty() && action == ActionReturn {
		title, submit = "Send back", "Send back"
	}
	return modal(CallbackReason, title+" "+s.File.Number, submit, "Cancel", meta, []slack.Block{
		section(about), typing(label, hint, action == ActionApproveComment),
	})
}

// typing is the one input of a small form.
func typing(label, hint string, optional bool) slack.Block {
	return retyping(label, hint, "", optional)
}

// retyping asks for a text that begins with what was said before.
func retyping(label, hint, said string, optional bool) slack.Block {
	e := slack.NewPlainTextInputBlockElement(nil, BlockText).WithMultiline(true).WithMaxLength(maxInput)
	e.FocusOnLoad, e.InitialValue = true, Cut(said, maxInput)
	return slack.NewInputBlock(BlockText, plain(label, 150), plain(hint, 300), e).WithOptional(optional)
}

// Answer asks the requester for the answer to the newest question.
func Answer(s automations.Sight, meta Meta) slack.ModalViewRequest {
	l := lookAt(s)
	blocks := []slack.Block{section("*" + Escape(orDash(l.title(200)), 200) + "*" + l.numbered())}
	hint := "Whoever decides gets your answer in Slack."
	if q, open := l.r.Unanswered(); open {
		blocks = append(blocks, rich(l.said(q), l.cited(q.By, q.Text, 1500)))
		hint = fmt.Sprintf("%s gets your answer in Slack.", OneLine(personName(l.dir, q.By), 60))
	}
	return modal(CallbackAnswer, "Answer", "Send", "Cancel", meta, append(blocks, typing("Your answer", hint, false)))
}

// Price asks for every exchange rate that is missing, with its source.
func Price(s automations.Sight, meta Meta) slack.ModalViewRequest {
	l := lookAt(s)
	blocks := []slack.Block{section(l.ask())}
	if why := l.holdup(); why != "" {
		blocks = append(blocks, small("⏸️ "+capital(why)+"."))
	}
	if l.r.Sum != nil {
		for i, m := range l.r.Sum.Missing[:min(len(l.r.Sum.Missing), 40)] {
			blocks = append(blocks, asked(BlockRate, i, fmt.Sprintf("What was 1 %s worth on %s?", m.From, isoDay(m.Date)), "1.0632"),
				asked(BlockSource, i, fmt.Sprintf("Where does the rate of %s come from?", m.From), "ECB reference rate"))
		}
	}
	return modal(CallbackPrice, "Enter the rate", "Save", "Cancel", meta, blocks)
}

func asked(block string, i int, label, example string) slack.Block {
	e := slack.NewPlainTextInputBlockElement(plain(example, maxPlaceholder), block).WithMaxLength(150)
	return slack.NewInputBlock(block+"."+strconv.Itoa(i), plain(label, 150), nil, e)
}

// Said is one sentence in place of a form: what happened and what to do next.
func Said(title, text string) slack.ModalViewRequest {
	return modal(CallbackSaid, title, "", "Close", Meta{}, []slack.Block{section(Escape(text, 2500))})
}
