package slack

import (
	"cmp"
	"context"
	"errors"
	"net/url"

	"factotum/automations/outbox"
)

// Account is a user of the workspace as Slack tells of them.
type Account struct {
	ID       string
	Name     string // @name
	RealName string
	Email    string // needs users:read.email
	Zone     string // IANA
	Locale   string // en-GB
	Deleted  bool
	Bot      bool
	Guest    bool // single- or multi-channel guest
	External bool // of another organisation, through Slack Connect
}

// Group is a user group.
type Group struct {
	Handle  string
	Name    string
	Members []string // accounts
}

// slackbot is Slack's own account, which is not marked as a bot.
const slackbot = "USLACKBOT"

// identity is who the bot token belongs to.
type identity struct {
	Team         string `json:"team"`
	TeamID       string `json:"team_id"`
	EnterpriseID string `json:"enterprise_id"`
	User         string `json:"user"`
	UserID       string `json:"user_id"`
	BotID        string `json:"bot_id"`
}

// user is a member of users.list.
type user struct {
	ID          string `json:"id"`
	TeamID      string `json:"team_id"`
	Name        string `json:"name"`
	RealName    string `json:"real_name"`
	Zone        string `json:"tz"`
	Locale      string `json:"locale"`
	Deleted     bool   `json:"deleted"`
	Bot         bool   `json:"is_bot"`
	Restricted  bool   `json:"is_restricted"`
	UltraRestr  bool   `json:"is_ultra_restricted"`
	Stranger    bool   `json:"is_stranger"`
	Enterprises struct {
		ID string `json:"enterprise_id"`
	} `json:"enterprise_user"`
	Profile struct {
		RealName string `json:"real_name"`
		Email    string `json:"email"`
	} `json:"profile"`
}

func (u user) account(home identity) Account {
	colleague := u.TeamID == "" || u.TeamID == home.TeamID ||
		(home.EnterpriseID != "" && u.Enterprises.ID == home.EnterpriseID)
	return Account{
		ID: u.ID, Name: u.Name, RealName: cmp.Or(u.RealName, u.Profile.RealName), Email: u.Profile.Email,
		Zone: u.Zone, Locale: u.Locale, Deleted: u.Deleted, Bot: u.Bot || u.ID == slackbot,
		Guest: u.Restricted || u.UltraRestr, External: u.Stranger || !colleague,
	}
}

// Users lists every account, the deleted ones too: all of them or an error. It
// waits as long as Slack asks between the pages.
func (c *Client) Users(ctx context.Context) ([]Account, error) {
	home, err := c.whoami(ctx)
	if err != nil {
		return nil, err
	}
	var accounts []Account
	args := url.Values{"limit": {"200"}, "include_locale": {"true"}}
	for {
		var page struct {
			answer
			Members []user `json:"members"`
		}
		if err := c.patient(ctx, "users.list", args, &page); err != nil {
			return nil, err
		}
		for _, u := range page.Members {
			accounts = append(accounts, u.account(home))
		}
		if page.Metadata.Cursor == "" {
			return accounts, nil
		}
		args.Set("cursor", page.Metadata.Cursor)
	}
}

// Groups lists the user groups in use with their members; none on a plan
// without user groups.
func (c *Client) Groups(ctx context.Context) ([]Group, error) {
	var list struct {
		Groups []struct {
			Handle string   `json:"handle"`
			Name   string   `json:"name"`
			Users  []string `json:"users"`
		} `json:"usergroups"`
	}
	err := c.patient(ctx, "usergroups.list", url.Values{"include_users": {"true"}}, &list)
	if code(err) == "plan_upgrade_required" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	groups := make([]Group, 0, len(list.Groups))
	for _, g := range list.Groups {
		groups = append(groups, Group{Handle: g.Handle, Name: g.Name, Members: g.Users})
	}
	return groups, nil
}

// patient calls again after every pause that Slack asks for.
func (c *Client) patient(ctx context.Context, method string, args url.Values, out any) error {
	for {
		err := c.call(ctx, method, args, out)
		var delay outbox.DelayError
		if !errors.As(err, &delay) {
			return err
		}
		if err := sleep(ctx, delay.For); err != nil {
			return err
		}
	}
}

// whoami asks once who the bot is.
func (c *Client) whoami(ctx context.Context) (identity, error) {
	c.mu.Lock()
	self := c.self
	c.mu.Unlock()
	if self != nil {
		return *self, nil
	}
	var me identity
	if err := c.patient(ctx, "auth.test", nil, &me); err != nil {
		return identity{}, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.self = &me
	return me, nil
}
