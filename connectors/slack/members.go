package slack

import (
	"context"
	"net/url"
	"slices"

	"factotum/automations/fault"
)

// Members gives the name of a channel and the accounts in it, without the bot's
// own: all of them or an error. A channel that other organisations are in, and
// one that is archived, is refused.
func (c *Client) Members(ctx context.Context, channel string) (name string, accounts []string, err error) {
	me, err := c.whoami(ctx)
	if err != nil {
		return "", nil, err
	}
	var info struct {
		Channel struct {
			Name     string `json:"name"`
			Archived bool   `json:"is_archived"`
			Shared   bool   `json:"is_ext_shared"`
			Member   bool   `json:"is_member"`
		} `json:"channel"`
	}
	if err := c.call(ctx, "conversations.info", url.Values{"channel": {channel}}, &info); err != nil {
		if code(err) == "channel_not_found" {
			err = fault.Wrap(err, fault.NotFound, "I cannot see this channel. If it is there, invite me: /invite @Factotum.")
		}
		return "", nil, err
	}
	name = info.Channel.Name
	switch {
	case info.Channel.Archived:
		return name, nil, fault.New(fault.NotFound, "#%s is archived, so nothing can be sent there.", name)
	case info.Channel.Shared:
		return name, nil, fault.New(fault.Denied, "People of other organisations are in #%s, so no report is sent there.", name)
	case !info.Channel.Member:
		return name, nil, fault.New(fault.NotFound, "I am not in #%s. Invite me there: /invite @Factotum.", name)
	}
	args := url.Values{"channel": {channel}, "limit": {"200"}}
	for {
		var page struct {
			answer
			Members []string `json:"members"`
		}
		if err := c.call(ctx, "conversations.members", args, &page); err != nil {
			return name, nil, err
		}
		accounts = append(accounts, page.Members...)
		if page.Metadata.Cursor == "" {
			return name, slices.DeleteFunc(accounts, func(a string) bool { return a == me.UserID }), nil
		}
		args.Set("cursor", page.Metadata.Cursor)
	}
}
