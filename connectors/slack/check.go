package slack

import (
	"context"
	"fmt"
	"strings"

	"factotum/automations/fault"
)

// Finding is one thing that Check looked at, in plain words.
type Finding struct {
	OK   bool
	Says string
}

// Check tries what the bot needs from Slack: the bot token, its scopes (those
// wanted, as in the manifest) and, with an app token, Socket Mode. It changes
// nothing.
func (c *Client) Check(ctx context.Context, wanted []string) []Finding {
	var me identity
	header, err := c.callWith(ctx, botToken, "auth.test", nil, &me)
	if err != nil {
		return append([]Finding{c.trouble(err)}, c.checkSocket(ctx)...)
	}
	return append([]Finding{
		{OK: true, Says: fmt.Sprintf("Slack answers: workspace %s (%s), bot @%s (%s).", me.Team, me.TeamID, me.User, me.UserID)},
		checkScopes(header.Get("X-OAuth-Scopes"), wanted),
	}, c.checkSocket(ctx)...)
}

// checkScopes compares the scopes that Slack names in every answer's header.
func checkScopes(granted string, wanted []string) Finding {
	has := map[string]bool{}
	for scope := range strings.SplitSeq(granted, ",") {
		has[strings.TrimSpace(scope)] = true
	}
	var missing []string
	for _, scope := range wanted {
		if !has[scope] {
			missing = append(missing, scope)
		}
	}
	if len(missing) > 0 {
		return Finding{Says: "The bot lacks these scopes: " + strings.Join(missing, ", ") + ". Add them under OAuth & Permissions in the app's settings and reinstall the app."}
	}
	return Finding{OK: true, Says: "The bot has all the scopes it needs."}
}

func (c *Client) checkSocket(ctx context.Context) []Finding {
	if c.app == "" {
		return nil
	}
	if _, err := c.openSocket(ctx); err != nil {
		return []Finding{c.trouble(err)}
	}
	return []Finding{{OK: true, Says: "Socket Mode is on and opens."}}
}

// trouble says what an administrator can do about a failed call.
func (c *Client) trouble(err error) Finding {
	if problem := problemOf(err); problem != "" {
		return Finding{Says: problem}
	}
	return Finding{Says: fault.Say(err) + " (" + err.Error() + ")"}
}
