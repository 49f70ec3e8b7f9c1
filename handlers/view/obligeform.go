package view

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/form"
	"factotum/automations/obligation"
	"factotum/automations/people"
)

// Obliging is what the form of an obligation is drawn from.
type Obliging struct {
	Draft   automations.ObligingDraft
	Key     string // of one that is changed, or empty
	Dir     people.Directory
	Events  []form.Option // dataset.field with a day
	Others  []form.Option // obligations that may come before it
	Reviews string        // who signs off where nobody is named
}

// repeatNames are the ways in which an obligation repeats, as people know them.
func repeatNames() map[string]string {
	return map[string]string{
		"week": "every week, on that weekday", "month": "every month, on that day", "quarter": "every quarter", "half": "every half-year", "year": "every year",
		"working": "on a working day of each month", "rule": "by a rule (RFC 5545)",
		"event": "some days before or after an event",
	}
}

// line is an input of text; many is one of several lines.
func line(block, label, hint, value string, most int, many bool) *slack.InputBlock {
	e := slack.NewPlainTextInputBlockElement(nil, block).WithMaxLength(most).WithMultiline(many)
	e.InitialValue = Cut(value, most)
	b := slack.NewInputBlock(block, plain(label, 150), nil, e)
	if hint != "" {
		b.Hint = plain(hint, 150)
	}
	return b
}

// somebody is an input of a person.
func somebody(block, label, id string, dir people.Directory) *slack.InputBlock {
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, plain("Choose somebody", maxPlaceholder), block)
	if p, ok := dir.Person(id); ok && len(p.Accounts) > 0 {
		e.InitialUser = p.Accounts[0]
	}
	return slack.NewInputBlock(block, plain(label, 150), nil, e)
}

// ObligeForm asks what an obligation is, whose, how it returns, and what happens
// when it is late.
func ObligeForm(in Obliging) slack.ModalViewRequest {
	d := in.Draft
	blocks := []slack.Block{
		line("title", "What is it called?", "", d.Title, 80, false),
		line("what", "What is to be done?", "", d.What, 400, true),
		line("why", "Why? The rule it follows from", "", d.Why, 400, true),
		line("source", "Where can the rule be read?", "https://…", d.Source, 250, false).WithOptional(true),
		line("subject", "Subject", "Under which it is listed: Tax, Security", d.Subject, 60, false).WithOptional(true),
		divider(),
	}
	circles := optionsOf(in.circles())
	blocks = append(blocks, in.named("owner", "Who does it?", d.Owner, circles)...)
	blocks = append(blocks, in.named("reviewer", "Who signs it off? (else "+in.Reviews+")", d.Reviewer, circles)...)
	blocks = append(blocks, in.named("waive", "Who may waive it, with the reason? (else "+in.Reviews+")", d.Waiver, circles)...)
	blocks = append(blocks, divider())
	blocks = append(blocks, in.repeats()...)
	blocks = append(blocks, divider())
	blocks = append(blocks, proofs(d.Evidence))
	if len(in.Others) > 0 {
		blocks = append(blocks, several("needs", "What has to be done before it?", "Of the same period; until then its evidence cannot be brought", in.Others, d.Needs))
	}
	return modal(CallbackOblige, "Obligation", "Check", "Cancel", Meta{Ref: in.Key}, append(blocks, reminding(d)...))
}

// named are the two inputs of who is named: a person, or a role or team.
func (in Obliging) named(block, label, who string, circles []*slack.OptionBlockObject) []slack.Block {
	person := somebody(block, label, who, in.Dir).WithOptional(true)
	if len(circles) == 0 {
		return []slack.Block{person}
	}
	e := dropdown(block+"_of", "Choose a role or team", circles, who)
	return []slack.Block{person, slack.NewInputBlock(block+"_of", plain("… or anybody of", 150), nil, e).WithOptional(true)}
}

// circles are the roles and teams of the company.
func (in Obliging) circles() []form.Option {
	var roles []string
	for _, p := range in.Dir.Everybody() {
		if p.MayDecide() {
			roles = append(roles, p.Roles...)
		}
	}
	slices.Sort(roles)
	var all []form.Option
	for _, role := range slices.Compact(roles) {
		all = append(all, form.Option{Value: "role:" + role, Label: "role " + role})
	}
	for _, team := range in.Dir.Teams() {
		all = append(all, form.Option{Value: "team:" + team.Key, Label: "team " + team.Name})
	}
	return all
}

// optionsOf are those of a menu, as many as it holds.
func optionsOf(all []form.Option) []*slack.OptionBlockObject {
	var options []*slack.OptionBlockObject
	for _, o := range all[:min(len(all), maxOptions)] {
		options = append(options, option(o.Value, o.Label, ""))
	}
	return options
}

// repeats are the inputs of how it returns, from when and until when.
func (in Obliging) repeats() []slack.Block {
	d := in.Draft
	var ways []*slack.OptionBlockObject
	for _, way := range automations.RepeatWays() {
		if way != "event" || len(in.Events) > 0 {
			ways = append(ways, option(way, repeatNames()[way], ""))
		}
	}
	rolls := []*slack.OptionBlockObject{option("after", "the working day after it", ""), option("before", "the working day before it", ""), option("stay", "that day nevertheless", "")}
	covers := []*slack.OptionBlockObject{option("month", "the month before", ""), option("quarter", "the quarter before", ""), option("year", "the year before", "")}
	first, roll := "First due on; nothing is due before", d.Every.Roll
	if in.Key != "" {
		first, roll = "It repeats like this from this day on", cmp.Or(roll, "stay")
	}
	blocks := []slack.Block{
		onDay("from", first, d.From), chooser("every", "How often?", ways, d.Every.Way, "month"),
		line("rule", "Which working day, or which rule?", "Only for a working day or a rule: 10, or FREQ=MONTHLY;BYDAY=-1FR", d.Every.Rule, 200, false).WithOptional(true),
	}
	if len(in.Events) > 0 {
		days := ""
		if d.Every.Way == "event" {
			days = strconv.Itoa(d.Every.Days)
		}
		blocks = append(blocks, chooser("event", "After which event?", optionsOf(in.Events), d.Every.Event, ""),
			line("days", "How many days after it? (-60: before it)", "Only for events, such as an entry or the end of a contract", days, 5, false).WithOptional(true))
	}
	return append(blocks, chooser("roll", "Where nobody works on that day", rolls, roll, "after"),
		chooser("covers", "Which period is it about?", covers, d.Covers, ""), onDay("until", "Until (else for good)", d.Until).WithOptional(true),
		line("country", "Whose holidays? (a country, such as DE)", "", d.Country, 2, false).WithOptional(true),
		line("region", "And of which region? (such as BE)", "", d.Region, 3, false).WithOptional(true))
}

// onDay is an input of a day.
func onDay(block, label string, on calendar.Date) *slack.InputBlock {
	e := slack.NewDatePickerBlockElement(block)
	if !on.IsZero() {
		e.InitialDate = on.String()
	}
	return slack.NewInputBlock(block, plain(label, 150), nil, e)
}

// reminding are the inputs of when people are told.
func reminding(d automations.ObligingDraft) []slack.Block {
	return []slack.Block{
		divider(), line("lead", "How many days before does it open?", "", strconv.Itoa(max(d.Lead, 1)), 3, false),
		line("remind", "Who has it is reminded so many days before", "Left empty: 14, 7, 1, 0 (0 is the day itself)", d.Remind, 60, false).WithOptional(true),
		line("daily", "Once it is late, reminded on how many working days?", "Left empty: 10", d.Late.Daily, 3, false).WithOptional(true),
		line("manager", "After how many working days is their manager told?", "Left empty: 3; 0: never", d.Late.Manager, 3, false).WithOptional(true),
		line("head", "After how many working days is the compliance lead told?", "Left empty: 5; 0: never", d.Late.Lead, 3, false).WithOptional(true),
		line("at", "At what time of their day?", "09:00; left empty: as for all duties", d.At, 5, false).WithOptional(true),
		line("snooze", "How often can reminders be put off?", "Left empty: twice", d.Snooze, 3, false).WithOptional(true),
	}
}

// several is an input of any number of options.
func several(block, label, hint string, all []form.Option, chosen []string) slack.Block {
	options := optionsOf(all)
	e := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, plain("Nothing", maxPlaceholder), block, options...)
	for _, o := range options {
		if slices.Contains(chosen, o.Value) {
			e.InitialOptions = append(e.InitialOptions, o)
		}
	}
	return slack.NewInputBlock(block, plain(label, 150), plain(hint, 150), e).WithOptional(true)
}

// proofs is the input of what has to be brought.
func proofs(wanted []string) slack.Block {
	var all []form.Option
	for _, p := range obligation.Proofs() {
		all = append(all, form.Option{Value: string(p), Label: capital(string(p))})
	}
	return several("evidence", "Evidence; the first has to be there", "Left empty: a statement", all, wanted)
}

// reminders says when people are told of an obligation.
func reminders(l obligation.Ladder) string {
	var before []string
	for _, n := range l.Before {
		if n == 0 {
			before = append(before, "on the day")
			continue
		}
		before = append(before, count(n, "day")+" before")
	}
	text := "when it opens"
	if len(before) > 0 {
		text += ", " + strings.Join(before, ", ")
	}
	if l.Late > 0 {
		text += ", then on " + count(l.Late, "working day")
	}
	for _, up := range []struct {
		who  string
		days int
	}{{"the manager", l.Manager}, {"the compliance lead", l.Head}} {
		if up.days > 0 {
			text += "; " + up.who + " after " + count(up.days, "working day")
		}
	}
	return text
}
