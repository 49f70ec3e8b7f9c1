package practice

import (
	"encoding/json"
	"slices"
	"sort"
)

// message is one message as kept. Slices and raw JSON are replaced, never changed in
// place: a save may be reading a copy of the struct.
type message struct {
	TS        string          `json:"ts"`
	Channel   string          `json:"channel"`
	User      string          `json:"user"`
	Text      string          `json:"text,omitempty"`
	Blocks    json.RawMessage `json:"blocks,omitempty"`
	Attached  json.RawMessage `json:"attachments,omitempty"` // of old, and where tables go
	Files     []string        `json:"files,omitempty"`
	ThreadTS  string          `json:"thread_ts,omitempty"`
	Broadcast bool            `json:"broadcast,omitempty"`
	EditedTS  string          `json:"edited_ts,omitempty"`
	Reactions []reaction      `json:"reactions,omitempty"`
	Metadata  json.RawMessage `json:"metadata,omitempty"`
	Subtype   string          `json:"subtype,omitempty"`
	Only      string          `json:"-"` // ephemeral: whom it is shown to
	State     json.RawMessage `json:"-"` // what was typed into its inputs
}

type reaction struct {
	Name  string   `json:"name"`
	Users []string `json:"users"`
	Count int      `json:"count"`
}

// isReply tells replies from roots; a root with replies carries its own ts as thread_ts
// on the wire only.
func (m *message) isReply() bool { return m.ThreadTS != "" }

// find returns the message of a channel with this ts, nil if there is none.
func (w *Workspace) find(channel, ts string) *message {
	list := w.messages[channel]
	i := sort.Search(len(list), func(i int) bool { return list[i].TS >= ts })
	if i < len(list) && list[i].TS == ts {
		return list[i]
	}
	return nil
}

// thread is what a root message shows about its replies.
type thread struct {
	count  int
	users  []string
	latest string
}

// threads counts the replies of a channel by root.
func (w *Workspace) threads(channel string) map[string]*thread {
	out := map[string]*thread{}
	for _, m := range w.messages[channel] {
		if !m.isReply() || m.Only != "" {
			continue
		}
		t := out[m.ThreadTS]
		if t == nil {
			t = &thread{}
			out[m.ThreadTS] = t
		}
		t.count++
		t.latest = m.TS
		if !slices.Contains(t.users, m.User) {
			t.users = append(t.users, m.User)
		}
	}
	return out
}

// add keeps a new message and shows it to the people in the conversation.
func (w *Workspace) add(m *message) {
	m.TS = w.stamp()
	w.messages[m.Channel] = append(w.messages[m.Channel], m)
	w.changed()
	w.show("message", m)
	if root := w.find(m.Channel, m.ThreadTS); root != nil && m.Only == "" {
		w.show("message_changed", root)
	}
}

// remove forgets a message. A root with replies leaves a tombstone, as in Slack.
func (w *Workspace) remove(m *message) {
	w.changed()
	if t := w.threads(m.Channel)[m.TS]; t != nil && !m.isReply() {
		*m = message{
			TS: m.TS, Channel: m.Channel, User: "USLACKBOT", Text: "This message was deleted.",
			Subtype: "tombstone",
		}
		w.show("message_changed", m)
		return
	}
	w.messages[m.Channel] = slices.DeleteFunc(w.messages[m.Channel], func(o *message) bool { return o == m })
	w.show("message_deleted", m)
}

// all are the blocks a person sees: the message's own and those in its attachments.
func (m *message) all() json.RawMessage {
	if len(m.Attached) == 0 {
		return m.Blocks
	}
	var own []json.RawMessage
	var attached []struct{ Blocks []json.RawMessage }
	_, _ = json.Unmarshal(m.Blocks, &own), json.Unmarshal(m.Attached, &attached)
	for _, a := range attached {
		own = append(own, a.Blocks...)
	}
	out, _ := json.Marshal(own)
	return out
}

// wire is the message object of the Web API and of events.
func (w *Workspace) wire(m *message, t *thread) map[string]any {
	out := map[string]any{"type": "message", "ts": m.TS, "text": m.Text, "user": m.User, "team": w.opts.Team.ID}
	if m.User == w.opts.App.BotUserID {
		out["bot_id"], out["app_id"] = w.opts.App.BotID, w.opts.App.ID
		out["bot_profile"] = map[string]any{
			"id": w.opts.App.BotID, "app_id": w.opts.App.ID, "name": w.opts.App.Name, "deleted": false,
			"team_id": w.opts.Team.ID, "updated": 1700000000, "user_id": w.opts.App.BotUserID,
			"icons": map[string]any{},
		}
	}
	if len(m.Blocks) > 0 {
		out["blocks"] = m.Blocks
	} else if m.Text != "" {
		out["blocks"] = richText(m.TS, m.Text)
	}
	if len(m.Attached) > 0 {
		out["attachments"] = m.Attached
	}
	if len(m.Files) > 0 {
		out["files"], out["upload"] = w.wireFiles(m.Files), true
	}
	switch {
	case m.ThreadTS != "":
		out["thread_ts"] = m.ThreadTS
		if root := w.find(m.Channel, m.ThreadTS); root != nil {
			out["parent_user_id"] = root.User
		}
	case t != nil:
		out["thread_ts"], out["reply_count"], out["reply_users"] = m.TS, t.count, t.users
		out["reply_users_count"], out["latest_reply"], out["subscribed"] = len(t.users), t.latest, false
	}
	if m.Subtype != "" {
		out["subtype"] = m.Subtype
	}
	if m.EditedTS != "" {
		out["edited"] = map[string]any{"user": m.User, "ts": m.EditedTS}
	}
	if len(m.Reactions) > 0 {
		out["reactions"] = m.Reactions
	}
	return out
}
