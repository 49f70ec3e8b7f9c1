package handlers

import (
	"context"
	"strings"

	"factotum/automations/people"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// clickFeed answers a button about the link of somebody's calendar.
func (b *Bot) clickFeed(ctx context.Context, c payload.Click, by people.Person) payload.Reply {
	in := view.FeedInput{None: b.Desk.Feeds.Address == "", Reader: by, Now: b.Desk.Now()}
	var err error
	switch c.Action {
	case view.ActionFeedMine, view.ActionFeedAll:
		in.Link, err = b.Desk.NewFeed(ctx, by, c.Once, c.Action == view.ActionFeedAll)
	case view.ActionFeedRemove:
		err = b.Desk.RemoveFeed(ctx, by, c.Once)
	}
	if err != nil {
		return b.fail(ctx, err)
	}
	if in.Feed, err = b.Desk.FeedOf(ctx, by); err != nil {
		return b.fail(ctx, err)
	}
	if c.Action == view.ActionFeed {
		return b.open(ctx, c, view.FeedWindow(in))
	}
	if err := b.Slack.UpdateView(ctx, c.View.ID, c.View.Hash, view.FeedWindow(in)); err != nil {
		return b.fail(ctx, err)
	}
	return payload.Reply{}
}

// feedAction tells whether an action is about that link.
func feedAction(action string) bool { return strings.HasPrefix(action, view.ActionFeed) }
