package practice

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"net/http"
	"strconv"
	"strings"
)

// shownUser is a user as the page sees them.
type shownUser struct {
	User
	Initials string `json:"initials"`
	Color    string `json:"color"`
}

func shownPerson(u *User) shownUser {
	initials := ""
	for _, word := range strings.Fields(u.RealName) {
		initials += cut(word, 1)
	}
	return shownUser{User: *u, Initials: strings.ToUpper(cut(initials, 2)), Color: color(u.ID)}
}

// color is the same for a person every time: a hue of the id, dark enough for white text.
func color(id string) string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(id))
	palette := []string{
		"#8a3d2f", "#7a4f12", "#4d5f16", "#1f6b3a", "#14665f", "#1b5a8a", "#3f4fa8", "#6a3f9c",
		"#8f2f78", "#5c4a3d",
	}
	return palette[h.Sum32()%uint32(len(palette))]
}

// shownChannel is a conversation as a person sees it.
type shownChannel struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Kind   string `json:"kind"`
	User   string `json:"user,omitempty"`
	Topic  string `json:"topic"`
	Member bool   `json:"member"`
	Unread int    `json:"unread"`
	LastTS string `json:"last_ts"`
}

func (w *Workspace) shownChannel(r *room, as string) shownChannel {
	out := shownChannel{ID: r.id, Name: r.name, Kind: r.kind(), Topic: r.topic, Member: r.has(as)}
	if out.Kind == "group" {
		out.Kind = "private"
	}
	if r.im != nil {
		out.User, out.Name = w.opts.App.BotUserID, w.opts.App.Name
	}
	seen := w.read[as+" "+r.id]
	list := w.messages[r.id]
	for i := len(list) - 1; i >= 0; i-- {
		m := list[i]
		if !w.visible(m, r, as) {
			continue
		}
		if out.LastTS == "" {
			out.LastTS = m.TS
		}
		if m.TS <= seen {
			break
		}
		if m.User != as && out.Member {
			out.Unread++
		}
	}
	return out
}

// shownMessage is a message as a person sees it.
func (w *Workspace) shownMessage(m *message, t *thread, as string) map[string]any {
	files := []any{}
	for _, id := range m.Files {
		if f := w.files[id]; f != nil {
			files = append(files, shownFile(f, as))
		}
	}
	out := map[string]any{
		"ts": m.TS, "channel": m.Channel, "user": m.User, "bot": m.User == w.opts.App.BotUserID, "text": m.Text, "files": files,
		"thread_ts": m.ThreadTS, "reply_count": 0, "reply_users": []string{}, "latest_reply": "",
		"edited": m.EditedTS != "", "reactions": m.Reactions, "ephemeral": m.Only != "", "subtype": m.Subtype,
		"blocks": m.all(),
	}
	if m.Reactions == nil {
		out["reactions"] = []any{}
	}
	if len(m.all()) == 0 {
		out["blocks"] = []any{}
	}
	if t != nil {
		out["reply_count"], out["reply_users"], out["latest_reply"] = t.count, t.users, t.latest
	}
	return out
}

func shownFile(f *file, as string) map[string]any {
	return map[string]any{
		"id": f.ID, "name": f.Name, "mimetype": f.Mimetype, "size": f.Size, "user": f.User,
		"url": fmt.Sprintf("/control/file/%s?as=%s", f.ID, as),
	}
}

func (w *Workspace) shownView(v *view) map[string]any {
	if v == nil {
		return nil
	}
	plain := func(raw json.RawMessage) string {
		var t struct {
			Text string `json:"text"`
		}
		_ = json.Unmarshal(raw, &t)
		return t.Text
	}
	return map[string]any{
		"id": v.ID, "type": v.Type, "title": plain(v.Title), "submit": plain(v.Submit), "close": plain(v.Close),
		"blocks": v.Blocks, "callback_id": v.Callback, "private_metadata": v.Private, "hash": v.Hash, "state": v.State,
	}
}

func (w *Workspace) controlWorkspace(r *http.Request) (any, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	me := w.person(r.URL.Query().Get("as"))
	if me == nil { // the page was opened anew, or remembers somebody who is gone
		me = w.firstPerson()
	}
	if me == nil {
		return nil, no(http.StatusNotFound, "There is nobody in this workspace who could act.")
	}
	users := make([]shownUser, len(w.people))
	for i, u := range w.people {
		users[i] = shownPerson(u)
	}
	channels := []shownChannel{w.shownChannel(w.room(imID(me.ID)), me.ID)}
	for _, c := range w.channels {
		if room := w.room(c.ID); w.sees(me.ID, room) {
			channels = append(channels, w.shownChannel(room, me.ID))
		}
	}
	commands := make([]map[string]any, len(w.opts.Commands))
	for i, c := range w.opts.Commands {
		commands[i] = map[string]any{
			"command": c.Command, "description": c.Description, "usage_hint": c.UsageHint,
			"app": w.opts.App.Name,
		}
	}
	return map[string]any{
		"team": map[string]any{"id": w.opts.Team.ID, "name": w.opts.Team.Name, "domain": w.opts.Team.Domain}, "links": w.opts.Links,
		"me": shownPerson(me), "users": users, "channels": channels, "commands": commands,
		"shortcuts": append([]Shortcut{}, w.opts.Shortcuts...),
		"app": map[string]any{
			"id": w.opts.App.ID, "bot_user_id": w.opts.App.BotUserID, "name": w.opts.App.Name,
			"connected": len(w.sockets) > 0 || w.verified,
		},
	}, nil
}

// controlMessages reads a conversation, and thereby marks it as read.
func (w *Workspace) controlMessages(r *http.Request) (any, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	q := r.URL.Query()
	me, room, err := w.present(q.Get("as"), q.Get("channel"))
	if err != nil {
		return nil, err
	}
	limit, err := strconv.Atoi(q.Get("limit"))
	if err != nil || limit < 1 {
		limit = 50
	}
	threads := w.threads(room.id)
	var found []*message
	list := w.messages[room.id]
	for i := len(list) - 1; i >= 0 && len(found) <= limit; i-- {
		if m := list[i]; w.visible(m, room, me.ID) && listed(m, q.Get("thread_ts"), q.Get("before")) {
			found = append(found, m)
		}
	}
	more := len(found) > limit
	found = found[:min(len(found), limit)]
	out := make([]map[string]any, len(found))
	for i, m := range found {
		out[len(found)-1-i] = w.shownMessage(m, threads[m.TS], me.ID)
	}
	if n := len(list); n > 0 && q.Get("before") == "" && w.read[me.ID+" "+room.id] < list[n-1].TS {
		w.read[me.ID+" "+room.id] = list[n-1].TS
		w.changed()
	}
	return map[string]any{"messages": out, "more": more}, nil
}

func listed(m *message, thread, before string) bool {
	switch {
	case before != "" && m.TS >= before:
		return false
	case thread != "":
		return m.TS == thread || m.ThreadTS == thread
	}
	return !m.isReply() || m.Broadcast
}

func (w *Workspace) controlViews(r *http.Request) (any, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	me, err := w.actor(r.URL.Query().Get("as"))
	if err != nil {
		return nil, err
	}
	stack := []any{}
	for _, v := range w.stacks[me.ID] {
		stack = append(stack, w.shownView(v))
	}
	return map[string]any{"stack": stack}, nil
}

// controlLog is the traffic after an entry, or with refused what the app sent ever and
// Slack does not take.
func (w *Workspace) controlLog(r *http.Request) (any, error) {
	after, _ := strconv.Atoi(r.URL.Query().Get("after"))
	w.mu.Lock()
	defer w.mu.Unlock()
	if r.URL.Query().Get("refused") != "" {
		return append([]entry{}, w.journal.refused...), nil
	}
	return w.journal.since(max(after, 0)), nil
}
