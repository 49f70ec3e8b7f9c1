package handlers

import (
	"context"

	"github.com/slack-go/slack"

	"factotum/automations/people"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// clash shows what others have changed of the record that a draft changes; false
// where nobody has.
func (b *Bot) clash(ctx context.Context, by people.Person, meta view.Meta) (slack.ModalViewRequest, bool) {
	c, clashes, err := b.Desk.Clash(ctx, by, meta.Draft, meta.Kind)
	if err != nil || !clashes { // what failed is said by what is done next
		return slack.ModalViewRequest{}, false
	}
	return view.Clash(c, by, view.Meta{Kind: meta.Kind, Draft: meta.Draft, From: meta.From}), true
}

// clickClash takes a change over onto the record as others have it now, or drops
// it.
func (b *Bot) clickClash(ctx context.Context, c payload.Click, by people.Person) payload.Reply {
	meta := view.DecodeMeta(c.View.Metadata)
	if c.Action == view.ActionDrop {
		if err := b.Desk.DropChange(ctx, by, c.Once, meta.Draft); err != nil {
			return b.fail(ctx, err)
		}
		b.refreshHome(ctx, by, meta.From)
		return b.replace(ctx, c, view.Said("Dropped", "Your change was dropped. The record stays as it is now."))
	}
	clash, id, err := b.Desk.Rebase(ctx, by, c.Once, meta.Draft, meta.Kind)
	if err != nil {
		return b.fail(ctx, err)
	}
	paper, err := b.Desk.Paper(ctx, by, id, meta.Kind)
	if err != nil {
		return b.fail(ctx, err)
	}
	in, err := b.input(paper, by, view.Meta{Kind: meta.Kind, Draft: id, From: meta.From})
	if err != nil {
		return b.fail(ctx, err)
	}
	in.Number, in.Problems = clash.Record.Title, view.Contested(clash, by)
	return b.replace(ctx, c, view.Form(in))
}

// replace shows another view in place of the one that was clicked in.
func (b *Bot) replace(ctx context.Context, c payload.Click, v slack.ModalViewRequest) payload.Reply {
	if err := b.Slack.UpdateView(ctx, c.View.ID, c.View.Hash, v); err != nil {
		return b.fail(ctx, err)
	}
	return payload.Reply{}
}
