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
	err := c.call(ctx, method, args, nil)
	switch code(err) {
	case "message_not_found", "file_not_found", "file_deleted", "channel_not_found":
		return nil
	}
	return err
}
