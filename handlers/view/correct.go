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
// read for sure marked. Fields that stand in lines, and those of which somebody
// else chooses the value, stay as they are.
func Correct(s automations.Sight, in FormInput) slack.ModalViewRequest {
	l := lookAt(s)
	d := drawing{FormInput: in, paper: l.paper, action: "v" + strconv.Itoa(in.Meta.Gen), problems: map[string]string{}}
	for _, p := range in.Problems {
		if d.problems[p.Path] == "" {
			d.problems[p.Path] = p.Say
		}
	}
	d.prepare()
	blocks := []slack.Block{section(fmt.Sprintf("*%s*%s\nCompare with the document and correct what is wrong.%s", Escape(orDash(l.title(200)), 200), l.numbered(), l.material()))}
	blocks = append(blocks, l.picture()...)
	blocks = append(blocks, d.general()...)
	for _, field := range in.Kind.Form.Fields() {
		if field.Type == form.Lines {
			continue
		}
		if choosing(l.r, field.Key) {
			blocks = append(blocks, small("*"+Escape(field.Label, 80)+"*: the document has two values, of which one is chosen with the button on the card."))
			continue
		}
		blocks = append(blocks, d.input(field, field.Key, in.Values[field.Key], false)...)
		if l.r.Unsure(field.Key) {
			blocks = append(blocks, small("⚠️ *Check:* "+unsureSay(field, in.Values[field.Key])))
		}
	}
	return modal(CallbackCorrect, "Correct "+s.File.Number, "Save", "Cancel", in.Meta, blocks)
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
