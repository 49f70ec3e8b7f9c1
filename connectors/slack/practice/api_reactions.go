package practice

import "slices"

func reactionsAdd(w *Workspace, c *call) reply { return w.reactionCall(c, true) }

func reactionsRemove(w *Workspace, c *call) reply { return w.reactionCall(c, false) }

func (w *Workspace) reactionCall(c *call, add bool) reply {
	r := w.room(c.str("channel"))
	if !w.botSees(r) {
		return fail("channel_not_found")
	}
	m := w.find(r.id, c.str("timestamp"))
	switch {
	case c.str("timestamp") == "":
		return fail("no_item_specified")
	case m == nil || m.Only != "":
		return fail("message_not_found")
	case c.str("name") == "":
		return fail("invalid_name")
	}
	if code := w.react(m, r, w.opts.App.BotUserID, c.str("name"), add); code != "" {
		return fail(code)
	}
	return done()
}

// react adds or removes a reaction and tells the app. Returns Slack's error name, or ""
// if it was done.
func (w *Workspace) react(m *message, r *room, user, name string, add bool) string {
	list := slices.Clone(m.Reactions)
	at := slices.IndexFunc(list, func(x reaction) bool { return x.Name == name })
	there := at >= 0 && slices.Contains(list[at].Users, user)
	event := "reaction_added"
	switch {
	case add && there:
		return "already_reacted"
	case !add && !there:
		return "no_reaction"
	case !add:
		event = "reaction_removed"
		rest := slices.DeleteFunc(slices.Clone(list[at].Users), func(u string) bool { return u == user })
		list[at] = reaction{Name: name, Users: rest, Count: len(rest)}
		list = slices.DeleteFunc(list, func(x reaction) bool { return x.Count == 0 })
	case at >= 0:
		users := append(slices.Clone(list[at].Users), user)
		list[at] = reaction{Name: name, Users: users, Count: len(users)}
	default:
		list = append(list, reaction{Name: name, Users: []string{user}, Count: 1})
	}
	m.Reactions = list
	w.changed()
	w.show("reaction", m)
	w.emitIn(r, map[string]any{
		"type": event, "user": user, "reaction": name, "item_user": m.User, "event_ts": w.stamp(),
		"item": map[string]any{"type": "message", "channel": r.id, "ts": m.TS},
	})
	return ""
}
