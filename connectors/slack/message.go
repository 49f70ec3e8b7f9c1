package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"time"

	"factotum/automations/outbox"
)

const (
	// noticeType marks our messages in their metadata.
	noticeType = "factotum_notice"
	// maxDMs bounds the remembered direct-message channels.
	maxDMs = 20_000

	postMethod, updateMethod = "chat.postMessage", "chat.update"
)

// Wait tells for how long Slack has asked for no posts, and no updates.
func (c *Client) Wait() (posts, updates time.Duration) {
	return c.pace.method(postMethod), c.pace.method(updateMethod)
}

// Post sends a message to a person and tells where it stands; of a file it is the
// id instead, and it stands there once however often it is posted. After an unavailable error it may have been posted all
// the same: Find looks.
func (c *Client) Post(ctx context.Context, m outbox.Message) (channel, ts string, err error) {
	channel, err = c.direct(ctx, m.To)
	if err != nil {
		return "", "", err
	}
	if err := c.turn(ctx, channel); err != nil {
		return "", "", err
	}
	defer c.pace.posted(channel)
	if m.File != nil {
		return channel, m.File.ID, c.show(ctx, channel, m)
	}
	args, err := message(channel, m)
	if err != nil {
		return "", "", err
	}
	args.Set("unfurl_links", "false")
	args.Set("unfurl_media", "false")
	if m.Thread != "" {
		args.Set("thread_ts", m.Thread)
	}
	var posted struct {
		Channel string `json:"channel"`
		TS      string `json:"ts"`
	}
	if err := c.call(ctx, postMethod, args, &posted); err != nil {
		if code(err) == "channel_not_found" {
			c.forget(m.To)
		}
		return "", "", err
	}
	return posted.Channel, posted.TS, nil
}

// turn waits for the turn in a channel, or refuses to when others wait or that
// would take longer than patience. Nobody has it while Slack has closed the
// method: all who waited would otherwise post at once when it opens.
func (c *Client) turn(ctx context.Context, channel string) error {
	const method = postMethod
	if wait := c.pace.method(method); wait > patience {
		return delayed(method, wait)
	}
	if wait := c.pace.queue(channel); wait > 0 {
		return delayed(method, wait)
	}
	for left := patience; ; {
		wait := c.pace.method(method)
		if wait == 0 {
			wait = c.pace.post(channel)
		}
		if wait == 0 {
			return nil
		}
		if wait > left {
			return delayed(method, max(wait, c.pace.leave(channel)))
		}
		if err := sleep(ctx, wait); err != nil {
			c.pace.leave(channel)
			return err
		}
		left -= wait
	}
}

// Update replaces a posted message, or takes it away. It returns outbox.ErrGone when it cannot be
// replaced any more and must be posted anew.
func (c *Client) Update(ctx context.Context, channel, ts string, m outbox.Message) error {
	if m.Whole {
		if err := c.removeThread(ctx, channel, ts); err != nil {
			return err
		}
	}
	if m.Gone {
		return c.remove(ctx, channel, ts)
	}
	args, err := message(channel, m)
	if err != nil {
		return err
	}
	args.Set("ts", ts)
	err = c.call(ctx, updateMethod, args, nil)
	switch code(err) {
	case "message_not_found", "cant_update_message", "edit_window_closed", "channel_not_found":
		c.forget(m.To)
		return fmt.Errorf("%w: %w", outbox.ErrGone, err)
	default:
		return err
	}
}

// Find looks for a message whose record was lost, by the key in its metadata,
// among those posted to the same place since then, or for a file by its id.
func (c *Client) Find(ctx context.Context, m outbox.Message, since time.Time) (channel, ts string, found bool, err error) {
	channel, err = c.direct(ctx, m.To)
	if err != nil {
		return "", "", false, err
	}
	if m.File != nil {
		found, _, err = c.shared(ctx, m.File.ID, channel)
		return channel, m.File.ID, found, err
	}
	method, args := "conversations.history", url.Values{"channel": {channel}, "include_all_metadata": {"true"}, "limit": {"200"}}
	args.Set("oldest", fmt.Sprintf("%d.%06d", since.Unix(), since.Nanosecond()/1000))
	if m.Thread != "" { // replies stand in no history
		method = "conversations.replies"
		args.Set("ts", m.Thread)
	}
	for {
		var page history
		if err := c.call(ctx, method, args, &page); err != nil {
			return "", "", false, err
		}
		if ts := page.find(m.Key); ts != "" {
			return channel, ts, true, nil
		}
		if page.Metadata.Cursor == "" {
			return "", "", false, nil
		}
		args.Set("cursor", page.Metadata.Cursor)
	}
}

// history is a page of messages, as far as Find reads it.
type history struct {
	answer
	Messages []struct {
		TS       string `json:"ts"`
		Metadata struct {
			Type    string `json:"event_type"`
			Payload struct {
				Key string `json:"key"`
			} `json:"event_payload"`
		} `json:"metadata"`
	} `json:"messages"`
}

func (h history) find(key string) string {
	for _, one := range h.Messages {
		if one.Metadata.Type == noticeType && one.Metadata.Payload.Key == key {
			return one.TS
		}
	}
	return ""
}

// message gives the arguments that posting and updating share. Names and
// channels in the text are never turned into links.
func message(channel string, m outbox.Message) (url.Values, error) {
	metadata, err := json.Marshal(map[string]any{
		"event_type": noticeType, "event_payload": map[string]string{"key": m.Key},
	})
	if err != nil {
		return nil, fmt.Errorf("slack: writing metadata: %w", err)
	}
	args := url.Values{
		"channel": {channel}, "text": {cut(m.Text, maxText)}, "metadata": {string(metadata)},
		"parse": {"none"}, "link_names": {"false"},
	}
	if len(m.Blocks) > 0 {
		args.Set("blocks", string(m.Blocks))
	}
	return args, nil
}

// direct is the channel of the direct messages with an account. A channel is
// itself: accounts begin with U or W, channels with C or G.
func (c *Client) direct(ctx context.Context, account string) (string, error) {
	if strings.HasPrefix(account, "C") || strings.HasPrefix(account, "G") {
		return account, nil
	}
	c.mu.Lock()
	channel := c.dms[account]
	c.mu.Unlock()
	if channel != "" {
		return channel, nil
	}
	var opened struct {
		Channel struct {
			ID string `json:"id"`
		} `json:"channel"`
	}
	if err := c.call(ctx, "conversations.open", url.Values{"users": {account}}, &opened); err != nil {
		return "", err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.dms) >= maxDMs {
		clear(c.dms)
	}
	c.dms[account] = opened.Channel.ID
	return opened.Channel.ID, nil
}

func (c *Client) forget(account string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.dms, account)
}
