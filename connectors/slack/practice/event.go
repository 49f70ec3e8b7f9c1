package practice

import "strings"

// post keeps a message and sends every event that Slack sends for it.
func (w *Workspace) post(m *message, r *room) {
	w.add(m)
	for _, id := range m.Files {
		if f := w.files[id]; f != nil {
			f.Posts = append(f.Posts[:len(f.Posts):len(f.Posts)], [2]string{r.id, m.TS})
		}
	}
	event := w.wire(m, nil)
	event["channel"], event["channel_type"], event["event_ts"] = r.id, r.kind(), m.TS
	if m.User != w.opts.App.BotUserID {
		event["client_msg_id"] = envelopeID()
	}
	w.emitIn(r, event)
	for _, id := range m.Files {
		w.emitIn(r, map[string]any{
			"type": "file_shared", "file_id": id, "user_id": m.User, "channel_id": r.id,
			"file": map[string]any{"id": id}, "event_ts": w.stamp(),
		})
	}
	if r.im == nil && m.User != w.opts.App.BotUserID && strings.Contains(m.Text, "<@"+w.opts.App.BotUserID+">") {
		mention := map[string]any{}
		for k, v := range event {
			mention[k] = v
		}
		mention["type"] = "app_mention"
		delete(mention, "channel_type")
		w.emitIn(r, mention)
	}
}

// emitIn sends an event of a conversation, which the app hears only as a member.
func (w *Workspace) emitIn(r *room, event map[string]any) {
	if r.has(w.opts.App.BotUserID) {
		w.emit(event)
	}
}

func (w *Workspace) emitChanged(m *message, r *room, before map[string]any) {
	now := w.stamp()
	w.emitIn(r, map[string]any{
		"type": "message", "subtype": "message_changed", "hidden": true, "channel": r.id, "channel_type": r.kind(),
		"message": w.wire(m, nil), "previous_message": before, "ts": now, "event_ts": now,
	})
}

func (w *Workspace) emitDeleted(r *room, ts string, before map[string]any) {
	now := w.stamp()
	w.emitIn(r, map[string]any{
		"type": "message", "subtype": "message_deleted", "hidden": true, "channel": r.id, "channel_type": r.kind(),
		"deleted_ts": ts, "previous_message": before, "ts": now, "event_ts": now,
	})
}

func (w *Workspace) emitHomeOpened(u *User, tab string) {
	event := map[string]any{
		"type": "app_home_opened", "user": u.ID, "channel": imID(u.ID), "tab": tab,
		"event_ts": w.stamp(),
	}
	if home := w.homes[u.ID]; home != nil && tab == "home" {
		event["view"] = w.wireView(home)
	}
	w.emit(event)
}

func (w *Workspace) emitUser(kind string, u *User) {
	w.emit(map[string]any{
		"type": kind, "user": w.wireUser(u), "cache_ts": w.now().Unix(), "event_ts": w.stamp(),
	})
}
