package view

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"factotum/automations/request"
)

// progress is the way through the steps: ✅ Manager: Ben, Fri 20 Nov → ⏳ Finance.
// Empty where there is one step only, which is told beside.
func (l look) progress() []slack.Block {
	if len(l.r.Steps) < 2 {
		return nil
	}
	const shown = 12
	var parts []string
	for i, step := range l.r.Steps[:min(shown, len(l.r.Steps))] {
		parts = append(parts, l.stepState(i, step))
	}
	if more := len(l.r.Steps) - shown; more > 0 {
		parts = append(parts, count(more, "more step"))
	}
	return []slack.Block{small(strings.Join(parts, "  →  "))}
}

func (l look) stepState(i int, step request.Step) string {
	name := Escape(step.Name, 60)
	var done []string
	mark := "◻️"
	for _, d := range l.r.Decisions {
		if d.Round != l.r.Round || d.Index != i {
			continue
		}
		mark = verdictMark(d.Verdict)
		done = append(done, fmt.Sprintf("%s, %s", Escape(named(l.dir, d.By, l.Reader), 60), l.dayOf(d.At)))
	}
	if l.r.State == request.Pending && i == l.r.Step && !l.held() {
		mark = "⏳"
		done = append(done, Escape(either(l.askedNames()), 120))
	}
	if text := strings.Join(done, "; "); text != "" {
		return fmt.Sprintf("%s %s: %s", mark, name, text)
	}
	return mark + " " + name
}

// stead says in whose place somebody decided.
func (l look) stead(d request.Decision) string {
	if d.For == "" {
		return ""
	}
	return " in the place of " + OneLine(named(l.dir, d.For, l.Reader), 80)
}

func verdictMark(v request.Verdict) string {
	switch v { //nolint:exhaustive // the rest is no verdict
	case request.SentBack:
		return "↩️"
	case request.TurnedDown:
		return "⛔"
	}
	return "✅"
}

// verdicts tells the newest decisions with their comments, the newest last.
func (l look) verdicts() []slack.Block {
	decisions := l.r.Decisions[max(0, len(l.r.Decisions)-newest):]
	var blocks []slack.Block
	for _, d := range decisions {
		blocks = append(blocks, l.verdict(d))
	}
	return blocks
}

func (l look) verdict(d request.Decision) slack.Block {
	head := []slack.RichTextSectionElement{
		words(verdictMark(d.Verdict) + " "), bold(OneLine(capital(named(l.dir, d.By, l.Reader)), 80)),
		words(fmt.Sprintf(" %s it on %s (%s)%s", d.Verdict, l.moment(d.At), OneLine(d.Step, 60), l.stead(d))),
	}
	if d.Comment == "" {
		return rich(sentence(head...))
	}
	return rich(sentence(head...), quote(d.Comment, 600))
}
