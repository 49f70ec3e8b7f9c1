package practice

import (
	"cmp"
	"strings"
	"time"
)

func usersInfo(w *Workspace, c *call) reply {
	if u := w.user(c.str("user")); u != nil {
		return done("user", w.wireUser(u))
	}
	return fail("user_not_found")
}

func usersList(w *Workspace, c *call) reply {
	part, meta := page(c, w.people, 1000)
	members := make([]map[string]any, len(part))
	for i, u := range part {
		if members[i] = w.wireUser(u); c.str("include_locale") == "true" {
			members[i]["locale"] = cmp.Or(u.Locale, "en-US")
		}
	}
	return done("members", members, "cache_ts", w.now().Unix(), "response_metadata", meta)
}

func usersLookupByEmail(w *Workspace, c *call) reply {
	for _, u := range w.people {
		if u.Email != "" && !u.Deleted && strings.EqualFold(u.Email, c.str("email")) {
			return done("user", w.wireUser(u))
		}
	}
	return fail("users_not_found")
}

func usersProfileGet(w *Workspace, c *call) reply {
	id := c.str("user")
	if id == "" {
		id = w.opts.App.BotUserID
	}
	if u := w.user(id); u != nil {
		return done("profile", w.wireProfile(u))
	}
	return fail("user_not_found")
}

// wireUser is the user object. tz_offset is in seconds and moves with the seasons.
func (w *Workspace) wireUser(u *User) map[string]any {
	team := w.opts.Team.ID
	if u.IsExternal {
		team = "T0ELSEWHERE"
	}
	out := map[string]any{
		"id": u.ID, "team_id": team, "name": u.Name, "real_name": u.RealName, "deleted": u.Deleted,
		"color": strings.TrimPrefix(color(u.ID), "#"), "profile": w.wireProfile(u), "is_admin": u.IsAdmin,
		"is_owner": false, "is_primary_owner": false, "is_restricted": u.IsGuest, "is_ultra_restricted": false,
		"is_bot": u.IsBot, "is_app_user": false, "is_stranger": u.IsExternal, "updated": 1700000000,
		"is_email_confirmed": !u.IsBot, "has_2fa": false,
	}
	if loc, err := time.LoadLocation(u.TZ); err == nil && u.TZ != "" {
		label, offset := w.now().In(loc).Zone()
		out["tz"], out["tz_label"], out["tz_offset"] = u.TZ, label, offset
	}
	return out
}

func (w *Workspace) wireProfile(u *User) map[string]any {
	first, last, _ := strings.Cut(u.RealName, " ")
	out := map[string]any{
		"title": u.Title, "phone": "", "skype": "", "real_name": u.RealName, "real_name_normalized": u.RealName,
		"display_name": u.Name, "display_name_normalized": u.Name, "first_name": first, "last_name": last,
		"status_text": "", "status_emoji": "", "status_expiration": 0, "team": w.opts.Team.ID, "avatar_hash": "",
	}
	if u.IsBot {
		out["api_app_id"], out["bot_id"] = w.opts.App.ID, w.opts.App.BotID
	}
	if u.Email != "" && w.granted("users:read.email") {
		out["email"] = u.Email
	}
	return out
}

func usergroupsList(w *Workspace, c *call) reply {
	list := make([]map[string]any, len(w.opts.Usergroups))
	for i, g := range w.opts.Usergroups {
		list[i] = map[string]any{
			"id": g.ID, "team_id": w.opts.Team.ID, "is_usergroup": true, "name": g.Name, "handle": g.Handle,
			"description": g.Description, "is_external": false, "date_create": 1700000000, "date_update": 1700000000,
			"date_delete": 0, "user_count": len(g.Users),
		}
		if c.flag("include_users") {
			list[i]["users"] = g.Users
		}
	}
	return done("usergroups", list)
}

func usergroupsUsersList(w *Workspace, c *call) reply {
	for _, g := range w.opts.Usergroups {
		if g.ID == c.str("usergroup") {
			return done("users", g.Users)
		}
	}
	return fail("no_such_subteam")
}
