package handlers

import (
	"context"
	"errors"
	"fmt"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// askWords opens the small form of an answer, of finished work, or of a rate.
func (b *Bot) askWords(ctx context.Context, c payload.Click, by people.Person, id string) payload.Reply {
	sight, err := b.Desk.Find(ctx, by, id)
	if err != nil {
		return b.fail(ctx, err)
	}
	meta := view.Meta{Action: c.Action, Ref: c.Value, From: from(c.View)}
	switch c.Action {
	case view.ActionAnswer:
		return b.open(ctx, c, view.Answer(sight, meta))
	case view.ActionResolve:
		return b.open(ctx, c, view.Resolve(sight, meta))
	default:
		return b.open(ctx, c, view.Price(sight, meta))
	}
}

// submitWords takes an answer, finished work, or rates.
func (b *Bot) submitWords(ctx context.Context, s payload.Submission, by people.Person, meta view.Meta) payload.Reply {
	id, _ := view.ParseRef(meta.Ref)
	once, text := "view/"+s.View.ID, s.Inputs[view.BlockText].Text
	var err error
	switch s.View.Callback {
	case view.CallbackAnswer:
		_, err = b.Desk.Answer(ctx, by, once, automations.Saying{Ticket: id, ID: once, Text: text})
	case view.CallbackResolve:
		_, err = b.Desk.Resolve(ctx, by, once, id, finish(s))
	default:
		return b.submitPrice(ctx, s, by, meta, id)
	}
	return b.closed(ctx, by, meta, err)
}

// submitPrice takes the rates that were missing.
func (b *Bot) submitPrice(ctx context.Context, s payload.Submission, by people.Person, meta view.Meta, id string) payload.Reply {
	sight, err := b.Desk.Find(ctx, by, id)
	if err != nil {
		return b.failView(ctx, "Not done", err)
	}
	var given []automations.TypedRate
	if sum := sight.File.Request.Sum; sum != nil {
		for i, missing := range sum.Missing {
			given = append(given, automations.TypedRate{
				Missing: missing, Rate: s.Inputs[fmt.Sprintf("%s.%d", view.BlockRate, i)].Text,
				Source: s.Inputs[fmt.Sprintf("%s.%d", view.BlockSource, i)].Text,
			})
		}
	}
	_, err = b.Desk.Price(ctx, by, "view/"+s.View.ID, id, given)
	if fault.CodeOf(err) == fault.Invalid {
		return payload.Reply{Errors: wrongRates(err)}
	}
	return b.closed(ctx, by, meta, err)
}

// wrongRates puts every sentence beside the input it is about; what is wrong with
// all of them together stands at the first.
func wrongRates(err error) map[string]string {
	var wrong *automations.WrongRates
	if !errors.As(err, &wrong) {
		return map[string]string{view.BlockRate + ".0": fault.Say(err)}
	}
	said := map[string]string{}
	for i, say := range wrong.Values {
		said[fmt.Sprintf("%s.%d", view.BlockRate, i)] = say
	}
	for i, say := range wrong.Sources {
		said[fmt.Sprintf("%s.%d", view.BlockSource, i)] = say
	}
	return said
}
