package practice

import (
	"slices"
	"strings"
)

func conversationsOpen(w *Workspace, c *call) reply {
	id := c.str("channel")
	if users := c.str("users"); users != "" {
		u := w.user(users)
		switch {
		case strings.Contains(users, ","):
			return fail("method_not_supported_for_channel_type")
		case u == nil || u.IsBot:
			return fail("user_not_found")
		case u.Deleted:
			return fail("user_disabled")
		}
		id = imID(users)
	}
	r := w.room(id)
	if r == nil || r.im == nil {
		return fail("channel_not_found")
	}
	return done("no_op", true, "already_open", true, "channel", w.wireChannel(r))
}

func conversationsJoin(w *Workspace, c *call) reply {
	r := w.room(c.str("channel"))
	switch {
	case !w.botSees(r):
		return fail("channel_not_found")
	case r.private:
		return fail("method_not_supported_for_channel_type")
	}
	w.join(r, w.opts.App.BotUserID)
	return done("channel", w.wireChannel(r))
}

func conversationsInfo(w *Workspace, _ *call, r *room) reply {
	return done("channel", w.wireChannel(r))
}

func conversationsMembers(_ *Workspace, c *call, r *room) reply {
	part, meta := page(c, r.members, 100)
	return done("members", part, "response_metadata", meta)
}

func conversationsList(w *Workspace, c *call) reply {
	types := c.str("types")
	if types == "" {
		types = "public_channel"
	}
	wanted := strings.Split(types, ",")
	names := map[string]string{"channel": "public_channel", "group": "private_channel", "im": "im"}
	var list []map[string]any
	for _, r := range w.rooms() {
		if w.botSees(r) && slices.Contains(wanted, names[r.kind()]) && w.granted(scopeOf(r, "read")) {
			list = append(list, w.wireChannel(r))
		}
	}
	part, meta := page(c, list, 100)
	return done("channels", part, "response_metadata", meta)
}

// rooms lists every conversation.
func (w *Workspace) rooms() []*room {
	var out []*room
	for _, c := range w.channels {
		out = append(out, w.room(c.ID))
	}
	for _, u := range w.people {
		if !u.IsBot {
			out = append(out, w.room(imID(u.ID)))
		}
	}
	return out
}

// conversationsHistory returns top-level messages, newest first.
func conversationsHistory(w *Workspace, c *call, r *room) reply {
	if !r.has(w.opts.App.BotUserID) {
		return fail("not_in_channel")
	}
	keep := func(m *message) bool { return !m.isReply() || m.Broadcast }
	list := w.between(c, r, keep)
	slices.Reverse(list)
	part, meta := page(c, list, 100)
	return done("messages", w.wireAll(c, r, part), "has_more", meta["next_cursor"] != "", "pin_count", 0,
		"response_metadata", meta)
}

// conversationsReplies returns a root and its replies, oldest first.
func conversationsReplies(w *Workspace, c *call, r *room) reply {
	if !r.has(w.opts.App.BotUserID) {
		return fail("not_in_channel")
	}
	root := w.find(r.id, c.str("ts"))
	if root == nil || root.Only != "" {
		return fail("thread_not_found")
	}
	ts := root.TS
	if root.isReply() {
		ts = root.ThreadTS
	}
	list := w.between(c, r, func(m *message) bool { return m.TS == ts || m.ThreadTS == ts })
	part, meta := page(c, list, 1000)
	return done("messages", w.wireAll(c, r, part), "has_more", meta["next_cursor"] != "", "response_metadata", meta)
}

// between applies oldest, latest and inclusive; oldest and latest are excluded unless
// inclusive is set.
func (w *Workspace) between(c *call, r *room, keep func(*message) bool) []*message {
	oldest, latest, inclusive := c.str("oldest"), c.str("latest"), c.flag("inclusive")
	var list []*message
	for _, m := range w.messages[r.id] {
		switch {
		case m.Only != "" || !keep(m):
		case oldest != "" && (m.TS < oldest || m.TS == oldest && !inclusive):
		case latest != "" && (m.TS > latest || m.TS == latest && !inclusive):
		default:
			list = append(list, m)
		}
	}
	return list
}

func (w *Workspace) wireAll(c *call, r *room, list []*message) []map[string]any {
	threads := w.threads(r.id)
	out := make([]map[string]any, len(list))
	for i, m := range list {
		out[i] = w.wire(m, threads[m.TS])
		if m.Metadata != nil && c.flag("include_all_metadata") {
			out[i]["metadata"] = m.Metadata
		}
	}
	return out
}
