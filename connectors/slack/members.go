package slack

import (
	"context"
	"net/url"
	"slices"

	"factotum/automations/fault"
)

// Members are those of a channel, as Room gives them.
type Members struct {
	Name     string
	Public   bool
	Accounts []string // without the bot's own
}

// Room tells of a channel and all its members. One that other organisations are
// in, one that is archived, and one that the bot is not in, is refused.
func (c *Client) Room(ctx context.Context, channel string) (m Members, err error) {
	me, err := c.whoami(ctx)
	if err != nil {
		return m, err
	}
	var info struct {
		Channel struct {
			Name     string `json:"name"`
			Private  bool   `json:"is_private"`
			Archived bool   `json:"is_archived"`
			Shared   bool   `json:"is_ext_shared"`
			Member   bool   `json:"is_member"`
		} `json:"channel"`
	}
	err = c.call(ctx, "conversations.info", url.Values{"channel": {channel}}, &info)
	m.Name, m.Public = info.Channel.Name, !info.Channel.Private
	switch {
	case code(err) == "channel_not_found":
		return m, fault.Wrap(err, fault.NotFound, "I cannot see this channel. If it is there, invite me: /invite @Factotum.")
	case err != nil:
		return m, err
	case info.Channel.Archived:
		return m, fault.New(fault.NotFound, "#%s is archived, so nothing can be sent there.", m.Name)
	case info.Channel.Shared:
		return m, fault.New(fault.Denied, "People of other organisations are in #%s, so no report is sent there.", m.Name)
	case !info.Channel.Member:
		return m, fault.New(fault.NotFound, "I am not in #%s. Invite me there: /invite @Factotum.", m.Name)
	}
	all, err := c.membersOf(ctx, channel)
	m.Accounts = slices.DeleteFunc(all, func(a string) bool { return a == me.UserID })
	return m, err
}

// membersOf are the accounts in a channel.
func (c *Client) membersOf(ctx context.Context, channel string) (all []string, err error) {
	args := url.Values{"channel": {channel}, "limit": {"200"}}
	for {
		var page struct {
			answer
			Members []string `json:"members"`
		}
		if err := c.call(ctx, "conversations.members", args, &page); err != nil {
			return nil, err
		}
		all = append(all, page.Members...)
		if page.Metadata.Cursor == "" {
			return all, nil
		}
		args.Set("cursor", page.Metadata.Cursor)
	}
}
