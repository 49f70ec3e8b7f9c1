package slack

import (
	"context"
	"encoding/json"
	"slices"
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

// foreign tells whether a payload is of another workspace or app than ours, or
// of an installation for a whole organisation, which Factotum does not have.
// What does not say its origin is not foreign: Slack leaves out what is null.
func (c *Client) foreign(raw []byte) bool {
	var o origin
	if json.Unmarshal(raw, &o) != nil {
		return false // decoding says what is wrong
	}
	c.mu.Lock()
	self := c.self
	c.mu.Unlock()
	if bool(o.Org) || (c.appID != "" && o.App != "" && o.App != c.appID) {
		return true
	}
	if self == nil {
		return false
	}
	teams := []string{o.Team, o.Of.ID}
	for _, a := range o.Authorizations {
		teams = append(teams, a.Team)
	}
	teams = slices.DeleteFunc(teams, func(team string) bool { return team == "" })
	return len(teams) > 0 && !slices.Contains(teams, self.TeamID)
}

// Workspace asks for the id of the workspace, T….
func (c *Client) Workspace(ctx context.Context) (string, error) {
	me, err := c.whoami(ctx)
	return me.TeamID, err
}
