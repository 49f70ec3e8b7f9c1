package view

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"factotum/automations/calendar"
	"factotum/automations/form"
)

// input draws one field: its element by type, and what is wrong with it below.
// A relaxed field may stay empty although it is required.
func (d *drawing) input(field form.Field, path string, v form.Value, relaxed bool) []slack.Block {
	if d.hidden[path] {
		return nil
	}
	if field.Compute != "" {
		return d.computed(field, v)
	}
	element := d.element(field, path)
	if element == nil {
		return []slack.Block{small("There is nothing to choose from for *" + Escape(field.Label, 80) + "*.")}
	}
	label := plain(OneLine(field.Label, 150), 150)
	demanded := !field.Required && d.demanded[path]
	steered := d.steered(path)
	block := slack.NewInputBlock(path, label, d.hint(field, path, v, demanded && !steered), element)
	needed := field.Required || demanded && steered
	attached := field.Type == form.Upload && len(v.Files) > 0 // a file input begins empty, although there is one
	block.Optional = !needed || relaxed || attached || d.reads(path)
	block.DispatchAction = steering(field) && d.Kind.Form.Steers(path)
	return append(append([]slack.Block{block}, d.problem(path)...), d.told(path)...)
}

// steering tells the types that tell us at once when they change. What is typed
// would do so at Enter only.
func steering(field form.Field) bool {
	switch field.Type { //nolint:exhaustive // all others are typed
	case form.Select, form.MultiSelect, form.Person, form.People, form.Team, form.Checkbox, form.Date:
		return true
	}
	return false
}

// steered tells whether all that decides over the need of a field tells us when
// it changes. Else Slack would go on asking for what is needed no longer.
func (d *drawing) steered(path string) bool {
	line := path[:strings.LastIndex(path, ".")+1]
	for _, name := range d.Kind.Form.DemandedBy(path) {
		field, ok := d.Kind.Form.Field(line + name)
		if !ok {
			field, ok = d.Kind.Form.Field(name)
		}
		if ok && !steering(field) {
			return false
		}
	}
	return true
}

// hint is the field's own, which files it has, that it is needed now, and where
// else its value may come from.
func (d *drawing) hint(field form.Field, path string, v form.Value, needed bool) *slack.TextBlockObject {
	var texts []string
	if needed {
		texts = append(texts, "Needed for what is filled in now.")
	}
	if field.Required && d.reads(path) {
		drop, _ := d.Kind.Form.Field(d.Kind.Drop)
		texts = append(texts, "Left empty, it is read from what you add under “"+OneLine(drop.Label, 80)+"”.")
	}
	if len(v.Files) > 0 {
		var names []string
		for _, f := range v.Files {
			names = append(names, OneLine(f.Name, 80))
		}
		texts = append(texts, "Attached: "+some(names)+". Adding files here replaces what is attached.")
	}
	if field.Hint != "" {
		texts = append(texts, OneLine(field.Hint, 300))
	}
	if len(texts) == 0 {
		return nil
	}
	return plain(strings.Join(texts, " "), 1000)
}

// element is the input element of a field, filled in; nil where there is
// nothing to choose from.
func (d *drawing) element(field form.Field, path string) slack.BlockElement {
	in := d.raw[path]
	switch field.Type {
	case form.Select, form.Team, form.MultiSelect:
		return d.choice(field, in)
	case form.Person, form.People:
		return d.person(field, in)
	case form.Date:
		return d.date(field, in)
	case form.Checkbox:
		return d.box(in)
	case form.Upload:
		return slack.NewFileInputBlockElement(d.action).WithMaxFiles(bound(field.Max, 10, 10))
	case form.Number:
		return d.number(field, in)
	case form.Email:
		email := slack.NewEmailTextInputBlockElement(placeholder(field), d.action)
		if strings.Contains(in.Text, "@") {
			email.InitialValue = in.Text
		}
		return email
	case form.URL:
		link := slack.NewURLTextInputBlockElement(placeholder(field), d.action)
		if strings.HasPrefix(in.Text, "http") {
			link.InitialValue = in.Text
		}
		return link
	case form.Text, form.Paragraph, form.Money, form.Phone, form.IBAN, form.VAT, form.Lines:
	}
	return d.text(field, in)
}

// text is everything that is typed. What stands there already is never cut.
func (d *drawing) text(field form.Field, in form.Input) slack.BlockElement {
	e := slack.NewPlainTextInputBlockElement(placeholder(field), d.action).WithMultiline(field.Type == form.Paragraph)
	e.InitialValue = Cut(in.Text, maxInput)
	if field.Type == form.Text || field.Type == form.Paragraph {
		if most := bound(field.Max, 0, maxInput); len([]rune(in.Text)) <= most {
			e.MaxLength = most
		}
	}
	return e
}

func (d *drawing) date(field form.Field, in form.Input) slack.BlockElement {
	e := slack.NewDatePickerBlockElement(d.action)
	e.Placeholder = placeholder(field)
	if _, err := calendar.Parse(in.Text); err == nil {
		e.InitialDate = in.Text
	}
	return e
}

func (d *drawing) box(in form.Input) slack.BlockElement {
	yes := option("true", "Yes", "")
	e := slack.NewCheckboxGroupsBlockElement(d.action, yes)
	if in.Text == "true" {
		e.InitialOptions = []*slack.OptionBlockObject{yes}
	}
	return e
}

func (d *drawing) number(field form.Field, in form.Input) slack.BlockElement {
	e := slack.NewNumberInputBlockElement(placeholder(field), d.action, true)
	e.InitialValue = in.Text
	return e
}

// bound is a limit of a field that Slack can keep, else the default.
func bound(text string, otherwise, most int) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return otherwise
	}
	return min(n, most)
}

func placeholder(field form.Field) *slack.TextBlockObject {
	text := field.Placeholder
	if text == "" && field.Type == form.Money {
		text = "42.50 EUR"
	}
	if text == "" {
		return nil
	}
	return plain(OneLine(text, maxPlaceholder), maxPlaceholder)
}
