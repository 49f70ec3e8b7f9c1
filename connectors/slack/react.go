package slack

import (
	"context"
	"net/url"
)

// React puts an emoji, by its name without colons, on a message. One that is
// there already is no error.
func (c *Client) React(ctx context.Context, channel, ts, emoji string) error {
	return c.reaction(ctx, "reactions.add", "already_reacted", channel, ts, emoji)
}

// Unreact takes our emoji from a message. One that is not there is no error.
func (c *Client) Unreact(ctx context.Context, channel, ts, emoji string) error {
	return c.reaction(ctx, "reactions.remove", "no_reaction", channel, ts, emoji)
}

func (c *Client) reaction(ctx context.Context, method, done, channel, ts, emoji string) error {
	err := c.call(ctx, method, url.Values{"channel": {channel}, "timestamp": {ts}, "name": {emoji}}, nil)
	if code(err) == done {
		return nil
	}
	return err
}
