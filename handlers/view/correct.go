package view

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/form"
	"factotum/automations/request"
)

// Correct draws the form of a kind with the values of a request, what was not
// read for sure marked. Fields of which somebody else chooses the value stay as
// they are. A line of which nothing is left is taken away.
func Correct(s automations.Sight, in FormInput) slack.ModalViewRequest {
	l := lookAt(s)
	d := drawing{FormInput: in, paper: l.paper, action: "v" + strconv.Itoa(in.Meta.Gen), problems: map[string]form.Problem{}}
	d.point()
	d.prepare()
	blocks := []slack.Block{section(fmt.Sprintf("*%s*%s\nCompare with the document and correct what is wrong.%s", Escape(orDash(l.title(200)), 200), l.numbered(), l.material()))}
	blocks = append(blocks, l.picture()...)
	blocks = append(blocks, d.general()...)
	for _, field := range in.Kind.Form.Fields() {
		switch {
		case field.Type == form.Lines:
			blocks = append(blocks, d.correctLines(l.r, field, d.room(len(blocks), field))...)
		case choosing(l.r, field.Key):
			blocks = append(blocks, small("*"+Escape(field.Label, 80)+"*: the document has two values, of which one is chosen with the button on the card."))
		default:
			blocks = append(blocks, d.correctField(l.r, field, field.Key, in.Values[field.Key], false)...)
		}
	}
	return modal(CallbackCorrect, "Correct "+s.File.Number, "Save", "Cancel", in.Meta, blocks)
}

func (d *drawing) correctField(r request.Request, field form.Field, path string, v form.Value, relaxed bool) []slack.Block {
	blocks := d.input(field, path, v, relaxed)
	if r.Unsure(path) {
		blocks = append(blocks, small("⚠️ *Check:* "+unsureSay(field, v)))
	}
	return blocks
}

// correctLines draws lines with all their inputs, as many as fit in so many
// blocks, and an empty one behind the last.
func (d *drawing) correctLines(r request.Request, list form.Field, room int) []slack.Block {
	if d.hidden[list.Key] {
		return nil
	}
	lines := d.Values[list.Key].Lines
	most := max(1, room/(len(list.Fields)+2))
	from := min(d.Meta.Line, len(lines))
	until := min(from+most, len(lines)+1)
	blocks := []slack.Block{divider(), section(d.listTitle(list, lines))}
	for i := from; i < until; i++ {
		title, line := fmt.Sprintf("*%s of %d*: empty everything to take it away", Escape(d.nth(list, i), 80), len(lines)), form.Values{}
		if i < len(lines) {
			line = lines[i]
		} else {
			title = "*One more*: leave it empty if there is none"
		}
		blocks = append(blocks, small(title))
		for _, field := range list.Fields {
			blocks = append(blocks, d.correctField(r, field, fmt.Sprintf("%s.%d.%s", list.Key, i, field.Key), line[field.Key], true)...)
		}
	}
	if from > 0 || until <= len(lines) {
		blocks = append(blocks, d.otherLines(from, until, most, len(lines)))
	}
	return append(blocks, divider())
}

// otherLines are the buttons for lines that are not on the screen.
func (d *drawing) otherLines(from, until, most, of int) slack.Block {
	other := func(text string, at int) slack.BlockElement {
		return button(ActionEditLine, strconv.Itoa(at), text).WithConfirm(confirm(
			"Have you saved?", "What you changed on this screen and did not save is not kept.", "Go there", "Stay"))
	}
	var buttons []slack.BlockElement
	if from > 0 {
		buttons = append(buttons, other("Earlier items", max(0, from-most)))
	}
	if until <= of {
		buttons = append(buttons, other("Later items", until))
	}
	return slack.NewActionBlock("", buttons...)
}

// material says which fields nobody changes who is to decide.
func (l look) material() string {
	var labels []string
	for _, field := range l.kind.Form.Fields() {
		if slices.Contains(l.kind.Material, field.Key) {
			labels = append(labels, "*"+Escape(field.Label, 60)+"*")
		}
	}
	if len(labels) == 0 {
		return ""
	}
	return " Whoever changes " + alternatives(labels) + " does not decide on it any more."
}

func unsureSay(field form.Field, v form.Value) string {
	switch {
	case v.IsZero() && field.Required:
		return "this was not found on the document and is needed."
	case v.IsZero():
		return "this could not be read."
	}
	return "this was not read for sure. Compare it with the document."
}

// choosing tells whether a field has two values of which somebody chooses one.
func choosing(r request.Request, key string) bool {
	for _, h := range r.Holds {
		if h.Path == key && len(h.Choices) > 0 {
			return true
		}
	}
	return false
}

// Reconsider asks why something that is approved is to be decided anew.
func Reconsider(s automations.Sight, meta Meta) slack.ModalViewRequest {
	return modal(CallbackRevisit, "Back to approval", "Send back", "Cancel", meta, []slack.Block{
		section(lookAt(s).ask()),
		section("It is approved. If something in it is wrong, it goes back to those who decide: its fields can be corrected then, and everybody is asked anew."),
		typing("What is wrong?", "Everybody on the request can read it.", false),
	})
}

// Confirm asks for the words that go with a call to the number on file.
func Confirm(s automations.Sight, h request.Hold, meta Meta) slack.ModalViewRequest {
	l := lookAt(s)
	number := "There is no number on file for this vendor. Take one from a contract or the vendor's own site, and never from this invoice or a mail."
	if h.Call != "" {
		number = "☎️ Call *" + Escape(h.Call, 40) + "*, the number on file. Never use a number from this invoice or a mail."
	}
	blocks := []slack.Block{section(l.ask()), section(capital(l.why(h)) + ".")}
	blocks = append(blocks, sideBySide(h)...)
	blocks = append(blocks, section(number))
	for _, v := range h.Voices {
		blocks = append(blocks, rich(sentence(words("📞 "), bold(OneLine(capital(named(l.dir, v.By, l.Reader)), 80)), words(" called on "+l.moment(v.At))), quote(v.Text, 400)))
	}
	return modal(CallbackConfirm, "Confirm a call", "I have called", "Cancel", meta, append(blocks,
		typing("Whom did you speak to, and what did they say?", "It stands in the audit log. Once two people have made a call each, the account goes on file; neither of them decides on invoices of this vendor or pays them.", false)))
}

// Release asks for the reason for which a hold ends, and where a document has
// two values for a field, which is right.
func Release(s automations.Sight, h request.Hold, meta Meta) slack.ModalViewRequest {
	l := lookAt(s)
	blocks := []slack.Block{section(l.ask()), section("⏸️ " + capital(l.why(h)) + ".")}
	title, submit := "Let it go on", "Let it go on"
	if len(h.Choices) > 0 {
		title, submit = "Choose the right one", "Choose"
		field, _ := l.kind.Form.Field(h.Path)
		var options []*slack.OptionBlockObject
		for _, c := range h.Choices {
			options = append(options, option(c.Source, fmt.Sprintf("%s – %s", orDash(l.show(field, c.Value)), sourceName(c.Source)), ""))
		}
		e := slack.NewRadioButtonsBlockElement(BlockChoice, options...)
		blocks = append(blocks, slack.NewInputBlock(BlockChoice, plain(OneLine("Which is right: "+field.Label+"?", 150), 150), nil, e))
	}
	return modal(CallbackRelease, title, submit, "Cancel", meta, append(blocks, typing("Why?", "It stands in the audit log, and everybody on the request can read it.", false)))
}

// sourceName is where a value was read, for people.
func sourceName(source string) string {
	switch source {
	case "xml":
		return "in the data inside the file"
	case "page":
		return "printed on the page"
	}
	return source
}
