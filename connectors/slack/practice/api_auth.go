package practice

import (
	"crypto/rand"
	"net/url"
	"slices"
	"strings"
)

func (w *Workspace) granted(scope string) bool { return slices.Contains(w.opts.Scopes, scope) }

// lacks refuses for the first of these scopes that the bot token does not have.
func (w *Workspace) lacks(scopes ...string) reply {
	for _, scope := range scopes {
		if scope != "" && !w.granted(scope) {
			out := fail("missing_scope")
			out["needed"], out["provided"] = scope, strings.Join(w.opts.Scopes, ",")
			return out
		}
	}
	return nil
}

func authTest(w *Workspace, _ *call) reply {
	return done("url", w.base+"/", "team", w.opts.Team.Name, "user", strings.ToLower(w.opts.App.Name),
		"team_id", w.opts.Team.ID, "user_id", w.opts.App.BotUserID, "bot_id", w.opts.App.BotID,
		"is_enterprise_install", false)
}

func botsInfo(w *Workspace, c *call) reply {
	app := w.opts.App
	if c.str("bot") != app.BotID {
		return fail("bot_not_found")
	}
	return done("bot", map[string]any{
		"id": app.BotID, "app_id": app.ID, "user_id": app.BotUserID, "name": app.Name, "deleted": false, "updated": 1700000000,
		"icons": map[string]any{},
	})
}

func teamInfo(w *Workspace, _ *call) reply {
	return done("team", map[string]any{
		"id": w.opts.Team.ID, "name": w.opts.Team.Name, "domain": w.opts.Team.Domain, "email_domain": "",
		"url": w.base + "/", "icon": map[string]any{"image_default": true},
	})
}

// connectionsOpen hands out an address good for one socket. An app has Socket Mode or
// request URLs, never both.
func connectionsOpen(w *Workspace, _ *call) reply {
	if w.opts.HTTP {
		return fail("socket_mode_disabled")
	}
	ticket := rand.Text()
	w.tickets[ticket] = true
	query := url.Values{"ticket": {ticket}, "app_id": {w.opts.App.ID}}
	return done("url", "ws"+strings.TrimPrefix(w.base, "http")+"/link/?"+query.Encode())
}
