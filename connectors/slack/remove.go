package slack

import (
	"context"
	"net/url"
	"strings"
)

// remove takes away a message of ours, or a file: of one that we uploaded its id
// is known instead of a ts. What is gone already is no error.
func (c *Client) remove(ctx context.Context, channel, ts string) error {
	method, args := "chat.delete", url.Values{"channel": {channel}, "ts": {ts}}
	if strings.HasPrefix(ts, "F") {
		method, args = "files.delete", url.Values{"file": {ts}}
	}
	return unlessGone(c.call(ctx, method, args, nil))
}

// unlessGone leaves out that something is not there any more.
func unlessGone(err error) error {
	switch code(err) {
	case "message_not_found", "thread_not_found", "file_not_found", "file_deleted", "channel_not_found":
		return nil
	}
	return err
}

// removeThread takes away what we wrote in the thread of a message, files first:
// who is broken off finds the message that shows where they were. What others
// wrote stays.
func (c *Client) removeThread(ctx context.Context, channel, ts string) error {
	me, err := c.whoami(ctx)
	if err != nil {
		return err
	}
	args := url.Values{"channel": {channel}, "ts": {ts}, "limit": {"200"}}
	var own []string
	for {
		var page replies
		if err := c.call(ctx, "conversations.replies", args, &page); err != nil {
			return unlessGone(err)
		}
		own = append(own, page.own(me.UserID, ts)...)
		if page.Metadata.Cursor == "" {
			return c.removeAll(ctx, channel, own)
		}
		args.Set("cursor", page.Metadata.Cursor)
	}
}

func (c *Client) removeAll(ctx context.Context, channel string, all []string) error {
	for _, ts := range all {
		if err := c.remove(ctx, channel, ts); err != nil {
			return err
		}
	}
	return nil
}

// replies is a page of a thread, as far as removeThread reads it.
type replies struct {
	answer
	Messages []struct {
		TS    string `json:"ts"`
		User  string `json:"user"`
		Files []struct {
			ID string `json:"id"`
		} `json:"files"`
	} `json:"messages"`
}

// own are the files and messages of somebody below the first message.
func (r replies) own(user, first string) (all []string) {
	for _, m := range r.Messages {
		if m.User != user || m.TS == first {
			continue
		}
		for _, f := range m.Files {
			all = append(all, f.ID)
		}
		all = append(all, m.TS)
	}
	return all
}
