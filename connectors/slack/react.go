package slack

import (
	"context"
	"net/url"
)

// React puts an emoji, by its name without colons, on a message. One that is
// there already is no error.
func (c *Client) React(ctx context.Context, channel, ts, emoji string) error {
	err := c.call(ctx, "reactions.add", url.Values{"channel": {channel}, "timestamp": {ts}, "name": {emoji}}, nil)
	if code(err) == "already_reacted" {
		return nil
	}
	return err
}
