package view

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/obligation"
	"factotum/automations/people"
)

// The actions on obligations that are made in Slack; they begin like those on the
// year.
const (
	ActionFormed       = "year_formed"
	ActionFormedNew    = "year_formed_new"
	ActionFormedChange = "year_formed_change" // value: the key
	ActionFormedRetire = "year_formed_retire" // value: the key
)

// MaxObliging is how long the text of a draft may be, in characters: Slack takes
// 3,000 beside a view (docs.slack.dev/reference/views).
const MaxObliging = 2800

// The windows of obligations.
const (
	CallbackFormed   = "formed"
	CallbackOblige   = "oblige"
	CallbackObligeOn = "oblige_on" // what it would be, before it is saved
)

// FormedWindow lists the obligations that were made here.
func FormedWindow(all []automations.Formed, said string) slack.ModalViewRequest {
	blocks := []slack.Block{section("Duties that return and were added here. Those of the configuration hold beside them, and are changed there.")}
	if said != "" {
		blocks = append([]slack.Block{section(said), divider()}, blocks...)
	}
	for _, f := range all[:min(len(all), maxViewBlocks/2-4)] {
		text := fmt.Sprintf("*%s %s*\n%s", Escape(f.Number, 20), Escape(f.Draft.Title, 80), Escape(f.Draft.What, 200))
		if !f.Until.IsZero() {
			blocks = append(blocks, section(text+"\n🗑️ retired on "+isoDay(f.Until.String())))
			continue
		}
		blocks = append(blocks, section(text), slack.NewActionBlock("",
			button(ActionFormedChange, f.Key, "Change…"),
			button(ActionFormedRetire, f.Key, "Retire").WithStyle(slack.StyleDanger).WithConfirm(confirm("Retire it?", "Nothing that is due later is opened any more. What is open stays.", "Retire it", "Keep it"))))
	}
	blocks = append(blocks, divider(), slack.NewActionBlock("", button(ActionFormedNew, "new", "New obligation…").WithStyle(slack.StylePrimary)))
	return modal(CallbackFormed, "Obligations", "", "Close", Meta{}, stable(blocks))
}

// repeatNames are the ways in which an obligation repeats, as people know them.
func repeatNames() map[string]string {
	return map[string]string{
		"week": "every week, on that weekday", "month": "every month, on that day", "quarter": "every quarter", "half": "every half-year", "year": "every year",
		"working": "on a working day of each month", "rule": "by a rule (RFC 5545)",
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

// ObligeForm asks what an obligation is, whose, and how it returns; key is that of
// one that is changed, or empty.
func ObligeForm(draft automations.ObligingDraft, dir people.Directory, key string) slack.ModalViewRequest {
	blocks := []slack.Block{
		line("title", "What is it called?", "", draft.Title, 80, false),
		line("what", "What is to be done?", "", draft.What, 400, true),
		line("why", "Why? The rule it follows from", "", draft.Why, 400, true),
		line("source", "Where can the rule be read?", "https://…", draft.Source, 250, false).WithOptional(true),
		line("subject", "Subject", "Under which it is listed: Tax, Security", draft.Subject, 60, false).WithOptional(true),
		somebody("owner", "Who does it?", draft.Owner, dir), somebody("reviewer", "Who signs it off? (else the compliance lead)", draft.Reviewer, dir).WithOptional(true),
	}
	blocks = append(blocks, repeats(draft, key != "")...)
	return modal(CallbackOblige, "Obligation", "Check", "Cancel", Meta{Ref: key}, append(blocks,
		line("country", "Whose holidays? (a country, such as DE)", "", draft.Country, 2, false).WithOptional(true),
		line("lead", "How many days before does it open?", "", strconv.Itoa(max(draft.Lead, 1)), 3, false),
		proofs(draft.Evidence)))
}

// repeats are the inputs of how it returns.
func repeats(draft automations.ObligingDraft, change bool) []slack.Block {
	var ways []*slack.OptionBlockObject
	for _, way := range automations.RepeatWays() {
		ways = append(ways, option(way, repeatNames()[way], ""))
	}
	rolls := []*slack.OptionBlockObject{option("after", "the working day after it", ""), option("before", "the working day before it", ""), option("stay", "that day nevertheless", "")}
	from, first, roll := slack.NewDatePickerBlockElement("from"), "First due on", draft.Every.Roll
	if change {
		first, roll = "It repeats like this from this day on", cmp.Or(roll, "stay")
	}
	if !draft.From.IsZero() {
		from.InitialDate = draft.From.String()
	}
	return []slack.Block{
		slack.NewInputBlock("from", plain(first, 150), nil, from),
		chooser("every", "How often?", ways, draft.Every.Way, "month"),
		line("rule", "Which working day, or which rule?", "Only for the last two: 10, or FREQ=MONTHLY;BYDAY=-1FR", draft.Every.Rule, 200, false).WithOptional(true),
		chooser("roll", "Where nobody works on that day", rolls, roll, "after"),
	}
}

// proofs is the input of what has to be brought.
func proofs(wanted []string) slack.Block {
	var options []*slack.OptionBlockObject
	for _, p := range obligation.Proofs() {
		options = append(options, option(string(p), capital(string(p)), ""))
	}
	e := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, plain("A statement", maxPlaceholder), "evidence", options...)
	for _, o := range options {
		if slices.Contains(wanted, o.Value) {
			e.InitialOptions = append(e.InitialOptions, o)
		}
	}
	return slack.NewInputBlock("evidence", plain("Evidence; the first has to be there", 150), nil, e).WithOptional(true)
}

// ObligePreview shows what an obligation would be, with its next days, before it
// is saved; draft is what is saved then.
func ObligePreview(o automations.Obliging, key, draft string, dir people.Directory, reader people.Person, now time.Time) slack.ModalViewRequest {
	d := o.Kind.Duty
	text := fmt.Sprintf("*%s*\n*What:* %s\n*Why:* %s\n*Who:* %s, signed off by %s", Escape(d.Title, 100), Escape(d.What, 500), Escape(d.Why, 500),
		Escape(automations.Whom(dir, d.Owner), 80), Escape(automations.Whom(dir, d.Reviewer), 80))
	days := "*It is due next:*"
	for _, due := range o.Dues {
		days += "\n• " + due.Day.In(time.UTC).Format("Mon 2 Jan 2006") + opened(d, due, now, reader)
	}
	if len(o.Dues) == 0 {
		days = "⚠️ *It is never due.* Go back and choose another day or rule."
	}
	v := modal(CallbackObligeOn, "Check and save", "Save", "Back", Meta{Ref: key}, []slack.Block{section(text), section(days), small("Saved, it holds at once. It stands in the audit log, and can be changed or retired here.")})
	v.PrivateMetadata = key + "\n" + draft
	return v
}

// opened says when an occurrence is opened, of those that are near.
func opened(o *obligation.Obligation, due obligation.Due, now time.Time, reader people.Person) string {
	opens := o.Opens(due)
	if !opens.After(calendar.DateOf(now, clockOf(reader, now).zone)) {
		return ", opens today"
	}
	return ", opens " + clockOf(reader, now).day(opens)
}
