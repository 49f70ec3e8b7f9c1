package practice

import (
	"slices"
	"strings"
)

// room is a channel or a direct message with the bot, seen alike.
type room struct {
	id, name, topic string
	private         bool
	im              *User // the person, if this is a direct message
	members         []string
	channel         *Channel
}

// imID names the direct message of a person with the bot. It is derived, so that the
// conversation exists from the beginning, as it does in Slack once an app is installed.
func imID(user string) string { return "D" + user[1:] }

// room finds a conversation by its id, nil if there is none.
func (w *Workspace) room(id string) *room {
	for _, c := range w.channels {
		if c.ID == id {
			return &room{id: c.ID, name: c.Name, topic: c.Topic, private: c.Private, members: c.Members, channel: c}
		}
	}
	if strings.HasPrefix(id, "D") {
		for _, u := range w.people {
			if !u.IsBot && imID(u.ID) == id {
				return &room{id: id, private: true, im: u, members: []string{u.ID, w.opts.App.BotUserID}}
			}
		}
	}
	return nil
}

func (r *room) has(user string) bool { return slices.Contains(r.members, user) }

// sees tells whether a user may read here: members, and anybody but guests and
// strangers in public channels.
func (w *Workspace) sees(user string, r *room) bool {
	if r.has(user) {
		return true
	}
	u := w.user(user)
	return !r.private && u != nil && !u.IsGuest && !u.IsExternal
}

// kind is Slack's channel_type of an event.
func (r *room) kind() string {
	switch {
	case r.im != nil:
		return "im"
	case r.private:
		return "group"
	}
	return "channel"
}

func (w *Workspace) join(r *room, user string) {
	if r.channel != nil && !r.has(user) {
		r.channel.Members = append(r.channel.Members[:len(r.members):len(r.members)], user)
		r.members = r.channel.Members
		w.changed()
		for v := range w.viewers {
			if !v.lost && w.sees(v.user, r) {
				v.send(map[string]any{"type": "channel", "channel": w.shownChannel(r, v.user)})
			}
		}
	}
}

// botSees tells whether the bot may see a conversation at all; others look to it as if they
// did not exist.
func (w *Workspace) botSees(r *room) bool {
	return r != nil && (!r.private || r.has(w.opts.App.BotUserID))
}

// wireChannel is the conversation object of the Web API.
func (w *Workspace) wireChannel(r *room) map[string]any {
	if r.im != nil {
		return map[string]any{
			"id": r.id, "created": 1700000000, "is_im": true, "is_org_shared": false, "user": r.im.ID,
			"is_user_deleted": r.im.Deleted, "is_archived": false, "priority": 0, "context_team_id": w.opts.Team.ID,
		}
	}
	topic := map[string]any{"value": r.topic, "creator": "", "last_set": 0}
	return map[string]any{
		"id": r.id, "name": r.name, "name_normalized": r.name, "created": 1700000000, "creator": "",
		"is_channel": !r.private, "is_group": r.private, "is_im": false, "is_mpim": false, "is_private": r.private,
		"is_archived": r.channel.Archived, "is_general": r.name == "general", "is_shared": false, "is_ext_shared": false,
		"is_org_shared": false, "is_member": r.has(w.opts.App.BotUserID), "topic": topic,
		"purpose": map[string]any{"value": "", "creator": "", "last_set": 0}, "previous_names": []string{},
		"num_members": len(r.members), "context_team_id": w.opts.Team.ID,
	}
}
