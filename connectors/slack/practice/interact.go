package practice

import (
	"encoding/json"
	"strings"
)

// interaction is what every interactive payload has. docs.slack.dev/reference/interaction-payloads.
func (w *Workspace) interaction(kind string, u *User) map[string]any {
	return map[string]any{
		"type": kind, "token": "practice", "api_app_id": w.opts.App.ID,
		"team": map[string]any{"id": w.opts.Team.ID, "domain": w.opts.Team.Domain}, "enterprise": nil,
		"is_enterprise_install": false, "trigger_id": w.newTrigger(u.ID), "action_ts": w.stamp(),
		"user": map[string]any{"id": u.ID, "username": u.Name, "name": u.Name, "team_id": w.opts.Team.ID},
	}
}

// clicked builds the block_actions payload of a click in a message or a view.
func (w *Workspace) clicked(u *User, at place, block, el, extra map[string]any) map[string]any {
	out := w.interaction("block_actions", u)
	delete(out, "action_ts")
	action := map[string]any{"block_id": block["block_id"], "action_ts": w.stamp()}
	for _, k := range []string{"type", "action_id", "text", "value", "style", "url", "placeholder"} {
		if v, ok := el[k]; ok {
			action[k] = v
		}
	}
	kind, _ := el["type"].(string)
	_, initial, _ := holder(kind)
	if v, ok := el[initial]; ok {
		action[initial] = v
	}
	for k, v := range extra {
		if k != "type" && k != "action_id" && k != "block_id" {
			action[k] = v
		}
	}
	out["actions"] = []any{action}
	w.locate(out, u, at)
	return out
}

// locate says where an interaction happened.
func (w *Workspace) locate(out map[string]any, u *User, at place) {
	if at.view != nil {
		out["container"] = map[string]any{"type": "view", "view_id": at.view.ID}
		out["view"] = w.wireView(at.view)
		return
	}
	m, r := at.message, at.room
	container := map[string]any{
		"type": "message", "message_ts": m.TS, "channel_id": r.id, "is_ephemeral": m.Only != "",
	}
	if m.ThreadTS != "" {
		container["thread_ts"] = m.ThreadTS
	}
	out["container"] = container
	out["channel"] = map[string]any{"id": r.id, "name": w.channelName(r)}
	out["state"] = map[string]any{"values": at.typed}
	out["response_url"] = w.newResponseURL(&responseURL{user: u.ID, channel: r.id, ts: m.TS, thread: m.ThreadTS})
	// Slack leaves the message out where it is ephemeral.
	if m.Only == "" {
		wire := w.wire(m, w.threads(r.id)[m.TS])
		if m.Metadata != nil {
			wire["metadata"] = m.Metadata
		}
		out["message"] = wire
	}
}

func (w *Workspace) channelName(r *room) string {
	if r.im != nil {
		return "directmessage"
	}
	return r.name
}

// viewPayload builds view_submission and view_closed.
func (w *Workspace) viewPayload(kind string, u *User, v *view) map[string]any {
	out := w.interaction(kind, u)
	delete(out, "action_ts")
	out["view"] = w.wireView(v)
	if kind == "view_submission" {
		out["response_urls"] = []any{}
	} else {
		delete(out, "trigger_id")
		out["is_cleared"] = false
	}
	return out
}

// commandPayload is flat and all text, as Slack's form is.
func (w *Workspace) commandPayload(u *User, r *room, command, text string) map[string]any {
	return map[string]any{
		"token": "practice", "team_id": w.opts.Team.ID, "team_domain": w.opts.Team.Domain, "channel_id": r.id,
		"channel_name": w.channelName(r), "user_id": u.ID, "user_name": u.Name, "command": command, "text": text,
		"api_app_id": w.opts.App.ID, "is_enterprise_install": "false", "trigger_id": w.newTrigger(u.ID),
		"response_url": w.newResponseURL(&responseURL{user: u.ID, channel: r.id}),
	}
}

// answered shows what a command's acknowledgement said. An acknowledgement that is not
// a message Slack would show is an error to the person.
func (w *Workspace) answered(u *User, r *room, payload json.RawMessage) bool {
	c := &call{args: map[string]json.RawMessage{}}
	if len(payload) == 0 || string(payload) == "null" || string(payload) == "{}" {
		return true
	}
	if json.Unmarshal(payload, &c.args) != nil {
		w.reject("slash_commands", string(payload))
		return false
	}
	p, bad := w.posting(c)
	if bad != nil {
		w.reject("slash_commands", bad)
		return false
	}
	if c.str("response_type") == "in_channel" {
		w.post(w.written(r.id, p), r)
	} else {
		w.whisper(r.id, u.ID, "", p)
	}
	return true
}

// grant lets the app read the files a person gave it in a form, and puts the whole file
// objects where the page sent ids.
func (w *Workspace) grant(u *User, v values) {
	for _, actions := range v {
		for _, value := range actions {
			list, ok := value["files"].([]any)
			if !ok {
				continue
			}
			full := []any{}
			for _, item := range list {
				id, _ := item.(string)
				if m, ok := item.(map[string]any); ok {
					id, _ = m["id"].(string)
				}
				if f := w.files[id]; f != nil && f.User == u.ID {
					f.Granted = true
					full = append(full, w.wireFile(f))
				}
			}
			value["files"] = full
		}
	}
}

// missing tells which required inputs are empty, in the words of Slack's client, which
// does not bother the app with them.
func missing(v *view) map[string]string {
	out := map[string]string{}
	for _, b := range storedBlocks(v.Blocks) {
		id, _ := b["block_id"].(string)
		if b["type"] != "input" || b["optional"] == true {
			continue
		}
		for _, value := range v.State[id] {
			key, _, _ := holder(asString(value["type"]))
			if list, ok := value[key].([]any); key != "" && (value[key] == nil || ok && len(list) == 0) {
				out[id] = "Please complete this required field."
			}
			if s, ok := value[key].(string); ok && strings.TrimSpace(s) == "" {
				out[id] = "Please complete this required field."
			}
		}
	}
	return out
}

func asString(v any) string {
	s, _ := v.(string)
	return s
}
