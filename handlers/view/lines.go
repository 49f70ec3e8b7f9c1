package view

import (
	"fmt"

	"github.com/slack-go/slack"

	"factotum/automations/form"
)

// lists shows the lines of a request, so many of each group and each cut to so
// many characters; the rest is counted, with what to do to see it.
func (p paper) lists(values form.Values, most, width int, more string) []slack.Block {
	var blocks []slack.Block
	for _, list := range p.linesFields() {
		lines := values[list.Key].Lines
		if len(lines) == 0 {
			continue
		}
		blocks = append(blocks, section(p.listHeading(list, lines)))
		blocks = append(blocks, p.bulleted(list, lines[:min(most, len(lines))], width)...)
		if rest := len(lines) - most; rest > 0 {
			blocks = append(blocks, small(fmt.Sprintf("and %s%s", count(rest, "more item"), more)))
		}
	}
	return blocks
}

// listHeading is "Items · 3 · 142.50 EUR in all".
func (p paper) listHeading(list form.Field, lines []form.Values) string {
	text := fmt.Sprintf("*%s* · %d", Escape(list.Label, 80), len(lines))
	if total := p.linesTotal(list, lines); total != "" && len(lines) > 1 {
		text += " · " + total + " in all"
	}
	return text
}

// bulleted lists lines, a dozen a block.
func (p paper) bulleted(list form.Field, lines []form.Values, width int) []slack.Block {
	const inBlock = 12
	var blocks []slack.Block
	var items []slack.RichTextElement
	for i, line := range lines {
		items = append(items, p.item(list, line, width))
		if len(items) == inBlock || i == len(lines)-1 {
			blocks, items = append(blocks, rich(bullets(items))), nil
		}
	}
	return blocks
}

func (p paper) item(list form.Field, line form.Values, width int) *slack.RichTextSection {
	var elements []slack.RichTextSectionElement
	for i, piece := range p.pieces(list, line) {
		if i > 0 {
			elements = append(elements, words(" · "))
		}
		text := Cut(piece.text, max(width, 2))
		if width -= len([]rune(text)) + 3; piece.strong {
			elements = append(elements, bold(text))
		} else {
			elements = append(elements, words(text))
		}
		if width <= 0 {
			break
		}
	}
	if len(elements) == 0 {
		elements = append(elements, words("–"))
	}
	return sentence(elements...)
}
