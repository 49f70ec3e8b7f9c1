package view

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"
)

// Limits of Slack, in code points: docs.slack.dev/reference/block-kit.
const (
	maxMessageBlocks = 50
	maxViewBlocks    = 100
	maxSection       = 3000
	maxFields        = 10
	maxHeader        = 150
	maxTitle         = 24
	maxButton        = 75
	maxOption        = 75
	maxOptions       = 100
	maxOptionValue   = 150
	maxButtonValue   = 2000
	maxPlaceholder   = 150
	maxInput         = 3000 // of plain_text_input
	maxRichText      = 3000 // our own: Slack states none for one text element
)

// plain is text of ours, or foreign text after Clean, in which nothing is read
// as a mark.
func plain(text string, most int) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, orDash(Cut(text, most)), false, false)
}

// marked is mrkdwn: our own words, with foreign text only after Escape.
// Verbatim keeps Slack from making links of what looks like one.
func marked(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.MarkdownType, orDash(cutMarked(text, maxSection)), false, true)
}

// cutMarked is Cut for mrkdwn: it does not end inside an escape such as &amp;.
func cutMarked(text string, most int) string {
	short := Cut(text, most)
	if short == text {
		return text
	}
	body := strings.TrimSuffix(short, "…")
	if amp := strings.LastIndexByte(body, '&'); amp >= 0 && !strings.Contains(body[amp:], ";") {
		body = body[:amp]
	}
	return body + "…"
}

// orDash stands in for the empty text, which Slack refuses.
func orDash(text string) string {
	if strings.TrimSpace(text) == "" {
		return "–"
	}
	return text
}

func header(text string) slack.Block {
	block := slack.NewHeaderBlock(plain(OneLine(text, maxHeader), maxHeader))
	emoji := true
	block.Text.Emoji = &emoji
	return block
}

func section(text string) slack.Block { return slack.NewSectionBlock(marked(text), nil, nil) }

// row is a section with one element at its right.
func row(text string, element slack.BlockElement) slack.Block {
	return slack.NewSectionBlock(marked(text), nil, slack.NewAccessory(element))
}

// small is a line of small grey text.
func small(text string) slack.Block { return slack.NewContextBlock("", marked(text)) }

func divider() slack.Block { return slack.NewDividerBlock() }

func button(action, value, text string) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement(action, value, plain(text, maxButton))
}

func confirm(title, text, yes, no string) *slack.ConfirmationBlockObject {
	return slack.NewConfirmationBlockObject(plain(title, 100), plain(text, 300), plain(yes, 30), plain(no, 30))
}

func option(value, text, description string) *slack.OptionBlockObject {
	var more *slack.TextBlockObject
	if description != "" {
		more = plain(OneLine(description, maxOption), maxOption)
	}
	return slack.NewOptionBlockObject(value, plain(OneLine(text, maxOption), maxOption), more)
}

// dropdown is a menu of options, with the last of some values chosen that is one.
func dropdown(action, placeholder string, options []*slack.OptionBlockObject, chosen ...string) *slack.SelectBlockElement {
	var shown *slack.TextBlockObject
	if placeholder != "" {
		shown = plain(placeholder, maxPlaceholder)
	}
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, shown, action, options...)
	for _, want := range chosen {
		if i := slices.IndexFunc(options, func(o *slack.OptionBlockObject) bool { return want != "" && o.Value == want }); i >= 0 {
			e.InitialOption = options[i]
		}
	}
	return e
}

// menu is an overflow menu; its options come as action, value and text.
func menu(options ...[3]string) *slack.OverflowBlockElement {
	list := make([]*slack.OptionBlockObject, len(options))
	for i, o := range options {
		list[i] = option(o[0]+"|"+o[1], o[2], "")
	}
	return slack.NewOverflowBlockElement(ActionOverflow, list...)
}

// rich is a block of rich text, in which foreign text needs no escaping.
func rich(elements ...slack.RichTextElement) slack.Block {
	return slack.NewRichTextBlock("", elements...)
}

func words(text string) slack.RichTextSectionElement {
	return slack.NewRichTextSectionTextElement(Cut(text, maxRichText), nil)
}

func bold(text string) slack.RichTextSectionElement {
	return slack.NewRichTextSectionTextElement(Cut(text, maxRichText), &slack.RichTextSectionTextStyle{Bold: true})
}

func sentence(elements ...slack.RichTextSectionElement) *slack.RichTextSection {
	return slack.NewRichTextSection(elements...)
}

// quote is what somebody typed, set apart.
func quote(text string, most int) *slack.RichTextQuote {
	return &slack.RichTextQuote{
		Type: slack.RTEQuote, Elements: []slack.RichTextSectionElement{words(orDash(Cut(Clean(text), most)))},
	}
}

func bullets(items []slack.RichTextElement) *slack.RichTextList {
	return slack.NewRichTextList(slack.RTEListBullet, 0, items...)
}
