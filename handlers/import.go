package handlers

import (
	"context"
	"strings"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// brought takes a dropped table; false where none was dropped by somebody who may
// bring one.
func (b *Bot) brought(ctx context.Context, e payload.Event, by people.Person) (bool, error) {
	files := view.Files(e.Files)
	if len(files) != 1 || !b.Desk.Takes(by, files[0]) {
		return false, nil
	}
	return true, b.Desk.BringTable(ctx, by, e.ID, files[0], e.Text)
}

// clickTable answers a button of a table that was brought.
func (b *Bot) clickTable(ctx context.Context, c payload.Click, by people.Person) payload.Reply {
	id := c.Value
	var err error
	into, chosen := strings.CutPrefix(c.Action, view.ActionTableInto+":")
	switch {
	case chosen:
		err = b.Desk.ReadAnew(ctx, by, id, automations.Reading{Dataset: into})
	case c.Action == view.ActionTableRead:
		return b.askTable(ctx, c, by, id)
	case c.Action == view.ActionTableTake, c.Action == view.ActionTableOnly:
		_, err = b.Desk.TakeTable(ctx, by, c.Once, id, c.Action == view.ActionTableOnly)
	case c.Action == view.ActionTableStop:
		err = b.Desk.StopTable(ctx, by, id)
	case c.Action == view.ActionTableChanges:
		err = b.Desk.Alterations(ctx, by, c.Once, id)
	default:
		err = b.Desk.Remarks(ctx, by, c.Once, id)
	}
	if err != nil {
		return b.fail(ctx, err)
	}
	return payload.Reply{}
}

// askTable opens the form that says how a table is read.
func (b *Bot) askTable(ctx context.Context, c payload.Click, by people.Person, id string) payload.Reply {
	_, im, err := b.Desk.Table(ctx, by, id)
	if err != nil {
		return b.fail(ctx, err)
	}
	return b.open(ctx, c, view.ReadTable(im, b.Desk.Importable(by), view.Meta{Draft: id}))
}

// submitTable lets a table be read as somebody says.
func (b *Bot) submitTable(ctx context.Context, s payload.Submission, by people.Person, meta view.Meta) payload.Reply {
	_, im, err := b.Desk.Table(ctx, by, meta.Draft)
	if err != nil {
		return b.failView(ctx, "Not done", err)
	}
	as := automations.Reading{
		Dataset: s.Inputs[view.BlockInto].Text, Encoding: s.Inputs[view.BlockEncoding].Text, Delimiter: s.Inputs[view.BlockParted].Text,
		Quotes: s.Inputs[view.BlockQuotes].Text, Decimals: s.Inputs[view.BlockDecimals].Text, Days: s.Inputs[view.BlockDayFirst].Text,
	}
	if as.Dataset == im.Dataset {
		as.Paths = view.TablePaths(im, func(block string) string { return s.Inputs[block].Text })
	}
	err = b.Desk.ReadAnew(ctx, by, meta.Draft, as)
	switch {
	case fault.CodeOf(err) == fault.Invalid:
		return payload.Reply{Errors: map[string]string{view.BlockInto: fault.Say(err)}}
	case err != nil:
		return b.failView(ctx, "Not done", err)
	}
	return payload.Reply{Clear: true}
}

// tableAction tells whether an action is about a table.
func tableAction(action string) bool { return strings.HasPrefix(action, "table_") }
