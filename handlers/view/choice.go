package view

import (
	"slices"

	"github.com/slack-go/slack"

	"factotum/automations/form"
)

// choice is a menu of options, in groups of a hundred where there are more.
func (d *drawing) choice(field form.Field, in form.Input) slack.BlockElement {
	options := d.options(field)
	if len(options) == 0 {
		return nil
	}
	chosen := in.List
	if len(chosen) == 0 && in.Text != "" {
		chosen = []string{in.Text}
	}
	initial := slices.DeleteFunc(slices.Clone(options), func(o *slack.OptionBlockObject) bool { return !slices.Contains(chosen, o.Value) })
	groups := grouped(options)
	if field.Type == form.MultiSelect {
		e := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, placeholder(field), d.action)
		if e.OptionGroups = groups; groups == nil {
			e.Options = options
		}
		e.InitialOptions = initial
		return e
	}
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, placeholder(field), d.action)
	if e.OptionGroups = groups; groups == nil {
		e.Options = options
	}
	if len(initial) > 0 {
		e.InitialOption = initial[0]
	}
	return e
}

// options of a field: its own, or the teams. Slack takes values of up to 150
// characters, and 100 groups of 100.
func (d *drawing) options(field form.Field) []*slack.OptionBlockObject {
	var options []*slack.OptionBlockObject
	for _, o := range field.Options {
		if len([]rune(o.Value)) <= maxOptionValue {
			options = append(options, option(o.Value, orLabel(o.Label, o.Value), o.Description))
		}
	}
	if field.Type == form.Team && len(field.Options) == 0 {
		for _, team := range d.Dir.Teams() {
			options = append(options, option(team.Key, orLabel(team.Name, team.Key), ""))
		}
	}
	return options[:min(len(options), maxOptions*maxOptions)]
}

func orLabel(label, value string) string {
	if label == "" {
		return value
	}
	return label
}

// grouped is nil where one list is enough. A group is called by its first and
// last option.
func grouped(options []*slack.OptionBlockObject) []*slack.OptionGroupBlockObject {
	if len(options) <= maxOptions {
		return nil
	}
	var groups []*slack.OptionGroupBlockObject
	for part := range slices.Chunk(options, maxOptions) {
		name := OneLine(part[0].Text.Text, 34) + " – " + OneLine(part[len(part)-1].Text.Text, 34)
		groups = append(groups, slack.NewOptionGroupBlockElement(plain(name, maxOption), part...))
	}
	return groups
}

// person is Slack's own menu of people. It works with accounts; values hold the
// ids of persons.
func (d *drawing) person(field form.Field, in form.Input) slack.BlockElement {
	if field.Type == form.People {
		e := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeUser, placeholder(field), d.action)
		for _, id := range in.List {
			if account := d.account(id); account != "" {
				e.InitialUsers = append(e.InitialUsers, account)
			}
		}
		return e
	}
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, placeholder(field), d.action)
	e.InitialUser = d.account(in.Text)
	return e
}

// account is the account of a person in Slack, "" where there is none.
func (d *drawing) account(id string) string {
	if p, ok := d.Dir.Person(id); ok && len(p.Accounts) > 0 {
		return p.Accounts[0]
	}
	return ""
}
