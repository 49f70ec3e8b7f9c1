package practice

import (
	"encoding/json"
	"net/http"
)

// controlShortcut is a person using a shortcut, of the workspace or of a message.
func (w *Workspace) controlShortcut(r *http.Request) (any, error) {
	var in struct {
		As, Channel, TS string
		Callback        string `json:"callback_id"`
	}
	if err := decode(r, &in); err != nil {
		return nil, err
	}
	w.mu.Lock()
	payload, err := w.shortcutPayload(in.As, in.Callback, in.Channel, in.TS)
	w.mu.Unlock()
	if err != nil {
		return nil, err
	}
	if _, err := w.ask("interactive", "shortcut "+in.Callback, payload); err != nil {
		return map[string]any{"error": troubled}, nil
	}
	return map[string]any{}, nil
}

func (w *Workspace) shortcutPayload(as, callback, channel, ts string) (map[string]any, error) {
	me, err := w.actor(as)
	if err != nil {
		return nil, err
	}
	kind := ""
	for _, s := range w.opts.Shortcuts {
		if s.CallbackID == callback {
			kind = s.Type
		}
	}
	switch kind {
	case "":
		return nil, no(http.StatusNotFound, "There is no such shortcut.")
	case "global":
		out := w.interaction("shortcut", me)
		out["callback_id"] = callback
		return out, nil
	}
	r, err := w.within(me, channel)
	if err != nil {
		return nil, err
	}
	m := w.find(r.id, ts)
	if m == nil || m.Only != "" {
		return nil, no(http.StatusNotFound, "This message is gone.")
	}
	out := w.interaction("message_action", me)
	out["callback_id"], out["message_ts"], out["message"] = callback, ts, w.wire(m, w.threads(r.id)[ts])
	out["channel"] = map[string]any{"id": r.id, "name": w.channelName(r)}
	out["response_url"] = w.newResponseURL(&responseURL{user: me.ID, channel: r.id, ts: ts})
	return out, nil
}

// controlOptions asks the app for the suggestions of an external select. Query: as, view
// or channel and ts, block_id, action_id, value.
func (w *Workspace) controlOptions(r *http.Request) (any, error) {
	q := r.URL.Query()
	in := &click{As: q.Get("as"), View: q.Get("view"), Block: q.Get("block_id"), Action: q.Get("action_id")}
	if q.Get("channel") != "" {
		in.Message = &struct{ Channel, TS string }{q.Get("channel"), q.Get("ts")}
	}
	payload, err := w.clickPayload(in)
	if err != nil {
		return nil, err
	}
	payload["type"], payload["block_id"], payload["action_id"] = "block_suggestion", in.Block, in.Action
	payload["value"] = q.Get("value")
	delete(payload, "actions")
	delete(payload, "trigger_id")
	delete(payload, "response_url")
	answer, err := w.ask("interactive", "block_suggestion "+in.Action, payload)
	if err != nil {
		return map[string]any{"error": "The app did not respond.", "options": []any{}}, nil
	}
	out := map[string]any{"options": []any{}}
	if len(answer) > 0 && json.Unmarshal(answer, &out) != nil {
		return nil, no(http.StatusBadGateway, "The app sent no options.")
	}
	if list, _ := out["options"].([]any); len(list) == 0 && out["option_groups"] != nil {
		delete(out, "options")
	}
	check := w.rules.checker(surfaceModal)
	check.properties(w.rules["suggestions"], out, "")
	if len(check.wrong) > 0 {
		w.note(entry{Direction: "ack", What: "block_suggestion " + in.Action, Status: "refused", Body: asText(check.wrong)})
		return map[string]any{"error": "The app sent options that Slack does not take.", "options": []any{}}, nil
	}
	return out, nil
}

// controlURLs says where the app is reached, for apps that start after the workspace.
func (w *Workspace) controlURLs(r *http.Request) (any, error) {
	var in RequestURLs
	if err := decode(r, &in); err != nil {
		return nil, err
	}
	if !w.opts.HTTP {
		return nil, no(http.StatusConflict, "This app uses Socket Mode; request URLs have no effect.")
	}
	w.SetRequestURLs(in)
	return map[string]any{}, nil
}

// controlPeople changes the directory and tells the app.
func (w *Workspace) controlPeople(r *http.Request) (any, error) {
	var in struct{ Add, Update, Deactivate json.RawMessage }
	if err := decode(r, &in); err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case in.Add != nil:
		return w.addPerson(in.Add)
	case in.Update != nil:
		return w.changePerson(in.Update, false)
	case in.Deactivate != nil:
		return w.changePerson(in.Deactivate, true)
	}
	return nil, no(http.StatusBadRequest, "Say add, update or deactivate.")
}

func (w *Workspace) addPerson(raw json.RawMessage) (any, error) {
	u := &User{}
	if err := json.Unmarshal(raw, u); err != nil {
		return nil, err
	}
	if len(u.ID) < 2 || w.user(u.ID) != nil || w.room(imID(u.ID)) != nil {
		return nil, no(http.StatusConflict, "A new person needs an id that nobody has.")
	}
	w.people = append(w.people, u)
	w.changed()
	w.emitUser("team_join", u)
	return shownPerson(u), nil
}

// changePerson lays the fields given over a person; the rest stays.
func (w *Workspace) changePerson(raw json.RawMessage, gone bool) (any, error) {
	var who struct{ ID string }
	if err := json.Unmarshal(raw, &who); err != nil {
		return nil, err
	}
	u := w.user(who.ID)
	if u == nil {
		return nil, no(http.StatusNotFound, "There is nobody with the id "+who.ID+".")
	}
	changed := *u
	if err := json.Unmarshal(raw, &changed); err != nil {
		return nil, err
	}
	changed.Deleted = changed.Deleted || gone
	*u = changed
	w.changed()
	w.emitUser("user_change", u)
	return shownPerson(u), nil
}
