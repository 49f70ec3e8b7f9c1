package view

import (
	"fmt"
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
		if !f.Draft.Until.IsZero() {
			text += "\nuntil " + isoDay(f.Draft.Until.String())
		}
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

// ObligePreview shows what an obligation would be, with its next days, before it
// is saved; draft is what is saved then.
func ObligePreview(o automations.Obliging, key, draft string, dir people.Directory, reader people.Person, now time.Time) slack.ModalViewRequest {
	d := o.Kind.Duty
	text := fmt.Sprintf("*%s*\n*What:* %s\n*Why:* %s\n*Who:* %s, signed off by %s", Escape(d.Title, 100), Escape(d.What, 500), Escape(d.Why, 500),
		Escape(automations.Whom(dir, d.Owner), 80), Escape(automations.Whom(dir, d.Reviewer), 80))
	text += "\n*Reminders:* " + reminders(d.Ladder)
	if !d.Until.IsZero() {
		text += "\n*Until:* " + isoDay(d.Until.String())
	}
	days := "*It is due next:*"
	for _, due := range o.Dues {
		days += "\n• " + due.Day.In(time.UTC).Format("Mon 2 Jan 2006") + opened(d, due, now, reader)
	}
	if _, follows := d.Event(); follows && len(o.Dues) == 0 {
		days = "*No record has such a day ahead.* It is due as soon as one has."
	} else if len(o.Dues) == 0 {
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
