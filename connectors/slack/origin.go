package slack

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"slices"

	"factotum/handlers/payload"
)

// origin is which workspace and app a payload is about.
type origin struct {
	App  string `json:"api_app_id"`
	Team string `json:"team_id"` // events and commands
	Of   wireID `json:"team"`    // interactions
	Org  flag   `json:"is_enterprise_install"`
	// Those for whom an event in a shared channel is meant.
	Authorizations []struct {
		Team string `json:"team_id"`
	} `json:"authorizations"`
}

// flag is a boolean that Slack writes as one or, in forms, as text.
type flag bool

// UnmarshalJSON takes both.
func (f *flag) UnmarshalJSON(raw []byte) error {
	*f = string(raw) == "true" || string(raw) == `"true"`
	return nil
}

// maxID is how much is kept of an id that is none of ours; Slack's have about
// 11 characters.
const maxID = 32

// foreign tells whether a payload is of another workspace or app than ours, or
// of an installation for a whole organisation, which Factotum does not have.
// What does not say its origin is not foreign: Slack leaves out what is null.
func (c *Client) foreign(o origin) (f payload.Foreign, is bool) {
	f = payload.Foreign{Team: cut(cmp.Or(o.Team, o.Of.ID), maxID), App: cut(o.App, maxID), Org: bool(o.Org)}
	c.mu.Lock()
	self, app := c.self, c.appID
	c.mu.Unlock()
	if f.Org || (app != "" && o.App != "" && o.App != app) {
		return f, true
	}
	if self == nil {
		return f, false
	}
	teams := []string{o.Team, o.Of.ID}
	for _, a := range o.Authorizations {
		teams = append(teams, a.Team)
	}
	teams = slices.DeleteFunc(teams, func(team string) bool { return team == "" })
	return f, len(teams) > 0 && !slices.Contains(teams, self.TeamID)
}

// own tells whether an emoji is one that we put there ourselves.
func (c *Client) own(e payload.Event) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return (e.Kind == payload.Reacted || e.Kind == payload.Unreacted) && c.self != nil && e.By == c.self.UserID
}

// learn notes the id of the app, unless the configuration names one.
func (c *Client) learn(app string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.appID == "" {
		c.appID = app
	}
}

// learned tells whether the id of the app is known.
func (c *Client) learned() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.appID != ""
}

// askApp asks which app the bot is of; auth.test does not say
// (docs.slack.dev/reference/methods/bots.info, scope users:read).
func (c *Client) askApp(ctx context.Context, bot string) error {
	var info struct {
		Bot struct {
			App string `json:"app_id"`
		} `json:"bot"`
	}
	if err := c.call(ctx, "bots.info", url.Values{"bot": {bot}}, &info); err != nil {
		return err
	}
	if info.Bot.App == "" {
		return unreadable("bots.info", errors.New("no app is named"))
	}
	c.learn(info.Bot.App)
	return nil
}

// Workspace asks for the id of the workspace, T….
func (c *Client) Workspace(ctx context.Context) (string, error) {
	me, err := c.whoami(ctx)
	return me.TeamID, err
}
