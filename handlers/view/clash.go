package view

import (
	"fmt"
	"slices"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/request"
)

// The actions on a change of a record that somebody else has changed meanwhile.
// Values are the id of the change.
const (
	ActionRebase = "rebase" // mine are taken over onto the newest
	ActionDrop   = "drop"   // mine are dropped
)

// CallbackClash is the callback_id of the view of such a change.
const CallbackClash = "clash"

// Clash shows what others have changed beside what the reader wants to change,
// and what can be done now.
func Clash(c automations.Clash, reader people.Person, meta Meta) slack.ModalViewRequest {
	p := paperOf(c, reader)
	text := fmt.Sprintf("*%s* was changed by %s while you were writing. Nothing is lost: this is what each of you has changed.",
		Escape(c.Record.Title, 150), Escape(named(c.Dir, c.Record.Changed.By, reader), 80))
	blocks := []slack.Block{section(text)}
	both := c.Both()
	for _, field := range c.Kind.Form.Fields() {
		if field.Compute == "" {
			blocks = append(blocks, p.beside(c, field, slices.Contains(both, field.Key))...)
		}
	}
	blocks = append(blocks, small("Taken over, all other fields stay as they are now. You look it through before anything is saved."))
	keep := button(ActionRebase, c.Draft, "Take mine over on the newest").WithStyle(slack.StylePrimary)
	drop := button(ActionDrop, c.Draft, "Drop mine").WithConfirm(confirm("Drop your change?", "What you have written is lost. The record stays as it is now.", "Drop it", "Keep it"))
	blocks = append(blocks, slack.NewActionBlock("", keep, drop))
	return modal(CallbackClash, "Changed meanwhile", "", "Close", meta, blocks)
}

func paperOf(c automations.Clash, reader people.Person) paper {
	veiled := c.Kind.Veiled(request.Request{ID: c.Draft, Requester: reader.ID}, reader)
	return paper{kind: c.Kind, dir: c.Dir, clock: clockOf(reader, c.Record.Changed.At), veiled: veiled}
}

// beside is one field as it was, as others have it and as the reader wants it;
// nothing where nobody has changed it.
func (p paper) beside(c automations.Clash, field form.Field, both bool) []slack.Block {
	theirs := p.differences(only(c.Before, field.Key), only(c.Record.Values, field.Key))
	mine := p.differences(only(c.Before, field.Key), only(c.Mine, field.Key))
	if len(theirs)+len(mine) == 0 {
		return nil
	}
	text := "*" + Escape(field.Label, 80) + "*"
	if both {
		text = "⚠️ " + text + ": both of you changed it"
	}
	return []slack.Block{section(text + "\nTheirs: " + sides(theirs) + "\nYours: " + sides(mine))}
}

// only is one value of several.
func only(values form.Values, key string) form.Values { return form.Values{key: values[key]} }

// sides are the changes of one field by one of the two.
func sides(changes []fact) string {
	text := ""
	for i, c := range changes[:min(len(changes), 5)] {
		if i > 0 {
			text += "; "
		}
		text += Escape(c.value, 250)
	}
	if text == "" {
		return "as it was"
	}
	return text
}

// Contested says at the fields that both have changed what others wrote there.
func Contested(c automations.Clash, reader people.Person) []form.Problem {
	p := paperOf(c, reader)
	var problems []form.Problem
	for _, key := range c.Both() {
		field, _ := c.Kind.Form.Field(key)
		theirs := OneLine(p.show(field, c.Record.Values[key]), 120)
		say := fmt.Sprintf("%s wrote “%s” here meanwhile. What you wrote stands here: keep it, or write theirs.", named(c.Dir, c.Record.Changed.By, reader), orNothing(theirs))
		if field.Type == form.Lines {
			say = fmt.Sprintf("%s changed “%s” meanwhile too. What you wrote stands here: look at theirs in the record.", named(c.Dir, c.Record.Changed.By, reader), field.Label)
		}
		problems = append(problems, form.Problem{Path: key, Say: say, Met: c.Record.ID})
	}
	return problems
}
