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
	dir, err := b.Desk.Directory(ctx)
	if err != nil {
		return b.fail(ctx, err)
	}
	draft, key := automations.ObligingDraft{Owner: by.ID, Lead: 14}, ""
	for _, f := range all {
		if c.Action == view.ActionFormedChange && f.Key == c.Value {
			draft, key = f.Asked(), f.Key
		}
	}
	// In the place of the list: Slack puts three windows on each other at most, and
	// what is checked comes on top.
	if err := b.Slack.UpdateView(ctx, c.View.ID, c.View.Hash, view.ObligeForm(draft, dir, key)); err != nil {
		return b.fail(ctx, err)
	}
	return payload.Reply{}
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
	draft, err := b.obliging(ctx, s.Inputs)
	if err != nil {
		return b.failForm(ctx, s, "Not saved", err)
	}
	o, err := b.Desk.Weigh(ctx, by, meta.Ref, draft)
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
		Title: text("title"), Subject: text("subject"), What: text("what"), Why: text("why"), Source: text("source"), Country: strings.ToUpper(text("country")),
		Evidence: in["evidence"].List, Every: automations.Repeats{Way: text("every"), Rule: text("rule"), Roll: strings.TrimPrefix(text("roll"), "stay")},
	}
	d.Lead, _ = strconv.Atoi(text("lead"))   // none, and none that is a day, are refused
	d.From, _ = calendar.Parse(text("from")) // by the check
	for block, id := range map[string]*string{"owner": &d.Owner, "reviewer": &d.Reviewer} {
		if text(block) == "" {
			continue
		}
		p, err := b.Desk.Who(ctx, text(block))
		if err != nil {
			return d, err
		}
		*id = p.ID
	}
	return d, nil
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
