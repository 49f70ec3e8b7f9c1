package handlers

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/slack-go/slack"

	"factotum/automations/people"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// open shows a view: on top of the one that was clicked in, if it was one.
func (b *Bot) open(ctx context.Context, c payload.Click, v slack.ModalViewRequest) payload.Reply {
	show := b.Slack.OpenView
	if c.View.Type == "modal" {
		show = b.Slack.PushView
	}
	if err := show(ctx, c.Trigger, v); err != nil {
		return b.fail(ctx, err)
	}
	return payload.Reply{}
}

// update answers a submission with another view in its place.
func (b *Bot) update(ctx context.Context, v slack.ModalViewRequest) payload.Reply {
	body, err := json.Marshal(v)
	if err != nil {
		return b.fail(ctx, fmt.Errorf("handlers: encode view: %w", err))
	}
	return payload.Reply{Update: body}
}

// details shows a whole request.
func (b *Bot) details(ctx context.Context, c payload.Click, by people.Person, id string) payload.Reply {
	sight, err := b.Desk.Find(ctx, by, id)
	if err != nil {
		return b.fail(ctx, err)
	}
	return b.open(ctx, c, view.Details(sight, view.Meta{From: from(c.View)}))
}

// from tells whether a click came, by whatever way, from Home, so that Home is
// brought up to date afterwards.
func from(v payload.View) string {
	if v.Type == view.FromHome {
		return view.FilteredHome(v.Metadata)
	}
	return view.DecodeMeta(v.Metadata).From
}
