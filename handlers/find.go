package handlers

import (
	"context"

	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// find answers /desk find with what was found, or with the form of a search
// where there is nothing to look for.
func (b *Bot) find(ctx context.Context, trigger string, by people.Person, line string) payload.Reply {
	if line == "" {
		if err := b.Slack.OpenView(ctx, trigger, view.Find(view.FoundInput{}, "")); err != nil {
			return b.fail(ctx, err)
		}
		return payload.Reply{}
	}
	found, err := b.found(ctx, by, line, 0)
	if err != nil {
		return b.fail(ctx, err)
	}
	return b.say(ctx)(view.Found(found))
}

// found is a page of what was found.
func (b *Bot) found(ctx context.Context, by people.Person, line string, after int64) (view.FoundInput, error) {
	in := view.FoundInput{Line: line, After: after, Reader: by, Now: b.Desk.Now()}
	var err error
	if in.Dir, err = b.Desk.Directory(ctx); err != nil {
		return in, err
	}
	in.Hits, err = b.Desk.Search(ctx, by, line, after, listed)
	return in, err
}

// clickFind opens the form of a search, or shows the following page where the
// one before stands.
func (b *Bot) clickFind(ctx context.Context, c payload.Click, by people.Person) payload.Reply {
	if c.Action == view.ActionFind && c.Value == view.FindNew {
		return b.open(ctx, c, view.Find(view.FoundInput{}, ""))
	}
	if c.Action == view.ActionFind {
		found, err := b.found(ctx, by, c.Value, 0)
		if err != nil {
			return b.fail(ctx, err)
		}
		return b.open(ctx, c, view.Find(found, ""))
	}
	line, after := view.ParseFindPage(c.Value)
	found, err := b.found(ctx, by, line, after)
	if err != nil {
		return b.fail(ctx, err)
	}
	if c.View.Type == "modal" {
		if err := b.Slack.UpdateView(ctx, c.View.ID, c.View.Hash, view.Find(found, "")); err != nil {
			return b.fail(ctx, err)
		}
		return payload.Reply{}
	}
	return b.say(ctx)(view.Found(found))
}

// submitFind shows what was found below what was typed.
func (b *Bot) submitFind(ctx context.Context, s payload.Submission, by people.Person) payload.Reply {
	line := s.Inputs[view.BlockFind].Text
	found, err := b.found(ctx, by, line, 0)
	if code := fault.CodeOf(err); code == fault.Invalid || code == fault.Unavailable {
		return b.update(ctx, view.Find(view.FoundInput{Line: line}, fault.Say(err)))
	}
	if err != nil {
		return b.failView(ctx, "Not possible", err)
	}
	return b.update(ctx, view.Find(found, ""))
}
