package practice

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
)

// view is an open modal or a published Home.
type view struct {
	ID       string          `json:"id"`
	User     string          `json:"user"`
	Type     string          `json:"type"`
	External string          `json:"external_id,omitempty"`
	Callback string          `json:"callback_id,omitempty"`
	Private  string          `json:"private_metadata,omitempty"`
	Title    json.RawMessage `json:"title,omitempty"`
	Submit   json.RawMessage `json:"submit,omitempty"`
	Close    json.RawMessage `json:"close,omitempty"`
	Blocks   json.RawMessage `json:"blocks,omitempty"`
	Notify   bool            `json:"notify_on_close,omitempty"`
	Clear    bool            `json:"clear_on_close,omitempty"`
	Hash     string          `json:"hash"`
	Root     string          `json:"root_view_id,omitempty"`
	Previous string          `json:"previous_view_id,omitempty"`
	State    values          `json:"-"`
	needs    []string        // scopes that its blocks ask for
}

// view checks a view of the app, and that it has the scopes for it.
func (w *Workspace) view(raw json.RawMessage, surface string) (*view, reply) {
	v, bad := w.rules.readView(raw, surface)
	if bad == nil {
		bad = w.lacks(v.needs...)
	}
	return v, bad
}

// readView checks the JSON of a view and makes it. Surface is modal or home.
func (k rulebook) readView(raw json.RawMessage, surface string) (*view, reply) {
	fields, needs, bad := k.parseView(raw, surface)
	if bad != nil {
		return nil, bad
	}
	v := &view{needs: needs}
	if json.Unmarshal(raw, v) != nil {
		return nil, invalid("invalid_arguments", []string{"failed to match all allowed schemas [json-pointer:/view]"})
	}
	v.ID, v.User, v.Root, v.Previous = newID("V"), "", "", ""
	blocks, _ := fields["blocks"].([]any)
	v.Blocks = fillIDs(blocks)
	v.State = initialValues(v.Blocks, nil)
	return v, nil
}

// rehash names the state of a view, for views.update and views.publish to compare.
func (v *view) rehash(stamp string) {
	sum := sha256.Sum256([]byte(stamp + v.ID))
	v.Hash = stamp[:10] + "." + hex.EncodeToString(sum[:4])
}

// become takes over the content of another view. What was typed stays where block_id and
// action_id stay. docs.slack.dev/surfaces/modals#updating_views.
func (v *view) become(o *view, stamp string) {
	id, user, root, previous, state := v.ID, v.User, v.Root, v.Previous, v.State
	*v = *o
	v.ID, v.User, v.Root, v.Previous = id, user, root, previous
	v.State = initialValues(v.Blocks, state)
	v.rehash(stamp)
}

// wireView is the view object. docs.slack.dev/reference/views.
func (w *Workspace) wireView(v *view) map[string]any {
	orNull := func(raw json.RawMessage) any {
		if len(raw) == 0 {
			return nil
		}
		return raw
	}
	out := map[string]any{
		"id": v.ID, "team_id": w.opts.Team.ID, "type": v.Type, "blocks": v.Blocks, "private_metadata": v.Private,
		"callback_id": v.Callback, "external_id": v.External, "hash": v.Hash, "clear_on_close": v.Clear,
		"notify_on_close": v.Notify, "title": orNull(v.Title), "submit": orNull(v.Submit), "close": orNull(v.Close),
		"root_view_id": v.ID, "previous_view_id": nil, "app_id": w.opts.App.ID, "bot_id": w.opts.App.BotID,
		"app_installed_team_id": w.opts.Team.ID, "state": map[string]any{"values": v.State},
	}
	if v.Root != "" {
		out["root_view_id"] = v.Root
	}
	if v.Previous != "" {
		out["previous_view_id"] = v.Previous
	}
	return out
}

// open finds an open modal by its id, nil if it was closed.
func (w *Workspace) open(id string) *view {
	return w.openWhere(func(v *view) bool { return v.ID == id })
}

func (w *Workspace) openWhere(fits func(*view) bool) *view {
	for _, stack := range w.stacks {
		if i := slices.IndexFunc(stack, fits); i >= 0 {
			return stack[i]
		}
	}
	return nil
}

// push puts a modal on top of a person's stack. Depth 3 including the root:
// docs.slack.dev/reference/methods/views.push.
func (w *Workspace) push(user string, v *view) reply {
	stack := w.stacks[user]
	if len(stack) >= 3 {
		return fail("push_limit_reached")
	}
	if v.External != "" && w.openWhere(func(o *view) bool { return o.External == v.External }) != nil {
		return fail("duplicate_external_id")
	}
	v.User, v.Root = user, v.ID
	event := "view_opened"
	if len(stack) > 0 {
		v.Root, v.Previous, event = stack[0].ID, stack[len(stack)-1].ID, "view_pushed"
	}
	v.rehash(w.stamp())
	w.stacks[user] = append(stack, v)
	w.showView(event, v)
	return nil
}

// shut closes a modal and those above it.
func (w *Workspace) shut(v *view) {
	stack := w.stacks[v.User]
	at := slices.Index(stack, v)
	if at < 0 {
		return
	}
	for _, gone := range slices.Backward(stack[at:]) {
		w.showTo(gone.User, map[string]any{"type": "view_closed", "view": gone.ID})
	}
	if w.stacks[v.User] = stack[:at:at]; at == 0 {
		delete(w.stacks, v.User)
	}
}
