package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"

	"factotum/automations/fault"
	"factotum/handlers/payload"
)

// Written gives a message as it is now, by where it stands, also one in a
// thread. One of a bot, or that is gone, is notfound.
func (c *Client) Written(ctx context.Context, channel, ts string) (payload.Written, error) {
	var page struct {
		Messages []json.RawMessage `json:"messages"`
	}
	args := url.Values{"channel": {channel}, "ts": {ts}, "oldest": {ts}, "latest": {ts}, "inclusive": {"true"}, "limit": {"10"}}
	if err := c.call(ctx, "conversations.replies", args, &page); err != nil {
		return payload.Written{}, err
	}
	for _, raw := range page.Messages {
		var m wireMessage
		if err := json.Unmarshal(raw, &m); err != nil {
			return payload.Written{}, fmt.Errorf("slack: message %s: %w", ts, err)
		}
		if m.TS != ts || m.Bot != "" || m.User == "" || m.User == slackbot {
			continue
		}
		return payload.Written{
			Place: payload.Place{Channel: channel, TS: ts, Thread: m.Thread}, By: m.User, Text: spoken(m.Text), Files: filesOf(m.Files),
		}, nil
	}
	return payload.Written{}, fault.New(fault.NotFound, "The message is gone, or nobody here wrote it, so nothing was made of it.")
}

// Permalink is the address of a message.
func (c *Client) Permalink(ctx context.Context, channel, ts string) (string, error) {
	var at struct {
		Link string `json:"permalink"`
	}
	err := c.call(ctx, "chat.getPermalink", url.Values{"channel": {channel}, "message_ts": {ts}}, &at)
	return at.Link, err
}
