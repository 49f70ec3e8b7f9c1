package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// formedAction tells whether an action is about obligations that are made here.
func formedAction(action string) bool { return strings.HasPrefix(action, view.ActionFormed) }

// clickFormed answers a button about them.
func (b *Bot) clickFormed(ctx context.Context, c payload.Click, by people.Person) payload.Reply {
	all, err := b.Desk.Formed(ctx)
	if err != nil {
		return b.fail(ctx, err)
	}
	switch c.Action {
	case view.ActionFormed:
		return b.open(ctx, c, view.FormedWindow(all, ""))
	case view.ActionFormedRetire:
		f, err := b.Desk.RetireObligation(ctx, by, c.Once, c.Value)
		if err != nil {
			return b.fail(ctx, err)
		}
		if all, err = b.Desk.Formed(ctx); err != nil {
			return b.fail(ctx, err)
		}
		said := fmt.Sprintf("🗑️ %s is retired: nothing that is due later is opened any more.", f.Number)
		if err := b.Slack.UpdateView(ctx, c.View.ID, c.View.Hash, view.FormedWindow(all, said)); err != nil {
			return b.fail(ctx, err)
		}
		return payload.Reply{}
	}
	return b.askOblige(ctx, c, all)
}

// askOblige opens the form of an obligation in the place of the list: Slack puts
// three windows on each other at most, and what is checked comes on top.
func (b *Bot) askOblige(ctx context.Context, c payload.Click, all []automations.Formed) payload.Reply {
	dir, err := b.Desk.Directory(ctx)
	if err != nil {
		return b.fail(ctx, err)
	}
	draft, key := automations.ObligingDraft{Lead: 14}, ""
	for _, f := range all {
		if c.Action == view.ActionFormedChange && f.Key == c.Value {
			draft, key = f.Asked(), f.Key
		}
	}
	shown := view.ObligeForm(view.Obliging{
		Draft: draft, Key: key, Dir: dir, Events: b.Desk.Catalogue.Events(), Others: b.others(key),
		Reviews: automations.Whom(dir, b.Desk.Catalogue.Company().Head),
	})
	if err := b.Slack.UpdateView(ctx, c.View.ID, c.View.Hash, shown); err != nil {
		return b.fail(ctx, err)
	}
	return payload.Reply{}
}

// others are the obligations that may come before one.
func (b *Bot) others(key string) []form.Option {
	var all []form.Option
	for _, k := range b.Desk.Catalogue.Duties() {
		if _, follows := k.Duty.Event(); k.Duty.Key != key && !follows {
			all = append(all, form.Option{Value: k.Duty.Key, Label: k.Duty.Title})
		}
	}
	return all
}

// submitFormed answers a submitted window of an obligation.
func (b *Bot) submitFormed(ctx context.Context, s payload.Submission, by people.Person, meta view.Meta) payload.Reply {
	switch s.View.Callback {
	case view.CallbackOblige:
		return b.submitOblige(ctx, s, by, meta)
	case view.CallbackObligeOn:
		return b.submitObliged(ctx, s, by)
	}
	return payload.Reply{}
}

// submitOblige checks the form of an obligation and shows what it would be.
func (b *Bot) submitOblige(ctx context.Context, s payload.Submission, by people.Person, meta view.Meta) payload.Reply {
	var o automations.Obliging
	draft, err := b.obliging(ctx, s.Inputs)
	if err == nil {
		o, err = b.Desk.Weigh(ctx, by, meta.Ref, draft)
	}
	var wrong *automations.Problems
	if errors.As(err, &wrong) {
		said := map[string]string{}
		for _, p := range wrong.List {
			said[p.Path] = strings.TrimSpace(said[p.Path] + " " + p.Say)
		}
		return payload.Reply{Errors: said}
	}
	if err != nil {
		return b.failForm(ctx, s, "Not saved", err)
	}
	dir, err := b.Desk.Directory(ctx)
	if err != nil {
		return b.failForm(ctx, s, "Not saved", err)
	}
	text, err := json.Marshal(draft)
	if err != nil {
		return b.failView(ctx, "Not saved", err)
	}
	if len([]rune(string(text))) > view.MaxObliging {
		return payload.Reply{Errors: map[string]string{"what": "This and the reason are too long together. Shorten them, and keep the rest where the rule can be read."}}
	}
	shown, err := json.Marshal(view.ObligePreview(o, meta.Ref, string(text), dir, by, b.Desk.Now()))
	if err != nil {
		return b.failView(ctx, "Not saved", err)
	}
	return payload.Reply{Push: shown}
}

// obliging reads the form.
func (b *Bot) obliging(ctx context.Context, in payload.Inputs) (automations.ObligingDraft, error) {
	text := func(block string) string { return strings.TrimSpace(in[block].Text) }
	d := automations.ObligingDraft{
		Title: text("title"), Subject: text("subject"), What: text("what"), Why: text("why"), Source: text("source"),
		Country: strings.ToUpper(text("country")), Region: strings.ToUpper(text("region")), Covers: text("covers"), Evidence: in["evidence"].List, Needs: in["needs"].List,
		Every:  automations.Repeats{Way: text("every"), Rule: text("rule"), Roll: strings.TrimPrefix(text("roll"), "stay")},
		Remind: text("remind"), At: text("at"), Snooze: text("snooze"),
		Late: automations.LateDraft{Daily: text("daily"), Manager: text("manager"), Lead: text("head")},
	}
	d.Lead, _ = strconv.Atoi(text("lead"))   // none, and none that is a day, are refused
	d.From, _ = calendar.Parse(text("from")) // by the check
	d.Until, _ = calendar.Parse(text("until"))
	if d.Every.Way == "event" {
		d.Every.Rule, d.Every.Event = "", text("event")
		days, err := strconv.Atoi(text("days"))
		if err != nil || d.Every.Event == "" {
			return d, &automations.Problems{List: []form.Problem{{Path: "days", Say: "Choose the event, and say how many days after it, such as 30; or before it, such as -60."}}}
		}
		d.Every.Days = days
	}
	for _, part := range []struct {
		block string
		who   *string
	}{{"owner", &d.Owner}, {"reviewer", &d.Reviewer}, {"waive", &d.Waiver}} {
		if err := b.obliged(ctx, part.block, text(part.block), text(part.block+"_of"), part.who); err != nil {
			return d, err
		}
	}
	return d, nil
}

// obliged reads who is named: a person, or a role or team.
func (b *Bot) obliged(ctx context.Context, block, account, circle string, who *string) error {
	switch *who = circle; {
	case account != "" && circle != "":
		return &automations.Problems{List: []form.Problem{{Path: block + "_of", Say: "Name a person, or a role or team, and not both."}}}
	case account == "" && circle == "" && block == "owner":
		return &automations.Problems{List: []form.Problem{{Path: block, Say: "Say who does it: a person, or a role or team."}}}
	case account != "":
		p, err := b.Desk.Who(ctx, account)
		*who = p.ID
		return err
	}
	return nil
}

// submitObliged saves it.
func (b *Bot) submitObliged(ctx context.Context, s payload.Submission, by people.Person) payload.Reply {
	key, text, _ := strings.Cut(s.View.Metadata, "\n")
	var draft automations.ObligingDraft
	if err := json.Unmarshal([]byte(text), &draft); err != nil {
		return b.failView(ctx, "Not saved", err)
	}
	f, err := b.Desk.Oblige(ctx, by, s.View.ID, key, draft)
	if err != nil {
		return b.failView(ctx, "Not saved", err)
	}
	done := view.Said("Saved", fmt.Sprintf("✅ %s %s is saved and holds from now on. It stands in the year of duties.", f.Number, f.Draft.Title))
	done.ClearOnClose = true
	return b.update(ctx, done)
}
