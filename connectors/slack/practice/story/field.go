package story

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/stretchr/testify/require"
)

// field is an element that holds a value.
type field element

// field finds one by label, section text, placeholder, block_id or action_id; a longer
// label that begins with the name will do when none is equal, for "Amount (optional)".
func (s *surface) field(name string) *field {
	var begins *field
	for _, e := range s.elements() {
		if e.el["type"] == "button" || e.el["type"] == "overflow" {
			continue
		}
		f := field(e)
		for _, t := range []any{e.block["label"], e.block["text"], e.el["placeholder"]} {
			if textOf(t) == name {
				return &f
			}
			if begins == nil && strings.HasPrefix(textOf(t), name) {
				begins = &f
			}
		}
		if e.block["block_id"] == name || e.el["action_id"] == name {
			return &f
		}
	}
	return begins
}

func (s *surface) set(f *field, value map[string]any) {
	block, _ := f.block["block_id"].(string)
	action, _ := f.el["action_id"].(string)
	value["type"] = f.el["type"]
	if s.state == nil {
		s.state = map[string]map[string]map[string]any{}
	}
	if s.state[block] == nil {
		s.state[block] = map[string]map[string]any{}
	}
	s.state[block][action] = value
}

// value puts what a person means into the shape of the element.
// docs.slack.dev/reference/views#state.
func (s *surface) value(f *field, with []string) map[string]any {
	s.p.s.t.Helper()
	one := strings.Join(with, " ")
	switch f.el["type"] {
	case "static_select", "radio_buttons", "external_select":
		if one == "" {
			return map[string]any{"selected_option": nil}
		}
		return map[string]any{"selected_option": s.option(f, one)}
	case "multi_static_select", "checkboxes", "multi_external_select":
		list := []any{}
		for _, w := range with {
			list = append(list, s.option(f, w))
		}
		return map[string]any{"selected_options": list}
	case "users_select":
		return map[string]any{"selected_user": one}
	case "multi_users_select":
		return map[string]any{"selected_users": with}
	case "conversations_select":
		return map[string]any{"selected_conversation": one}
	case "channels_select":
		return map[string]any{"selected_channel": one}
	case "datepicker":
		return map[string]any{"selected_date": one}
	case "timepicker":
		return map[string]any{"selected_time": one}
	case "datetimepicker":
		seconds, err := strconv.ParseInt(one, 10, 64)
		require.NoError(s.p.s.t, err)
		return map[string]any{"selected_date_time": seconds}
	case "file_input":
		return map[string]any{"files": with}
	}
	return map[string]any{"value": one}
}

// Holds is what stands in a field: what was typed, the text of what was chosen, ids of
// people, names of files.
func (s *surface) Holds(name string) string {
	s.p.s.t.Helper()
	f := s.field(name)
	require.NotNil(s.p.s.t, f, "there is no field %q among:\n%s", name, s.Words())
	block, _ := f.block["block_id"].(string)
	action, _ := f.el["action_id"].(string)
	v := s.state[block][action]
	for _, key := range []string{"value", "selected_date", "selected_user"} {
		if text, ok := v[key].(string); ok {
			return text
		}
	}
	if one := textOf(asMap(v["selected_option"])["text"]); one != "" {
		return one
	}
	var all []string
	for _, key := range []string{"selected_options", "selected_users", "files"} {
		list, _ := v[key].([]any)
		for _, o := range list {
			text, isText := o.(string)
			if name, ok := asMap(o)["name"].(string); ok {
				text = name
			} else if !isText {
				text = textOf(asMap(o)["text"])
			}
			all = append(all, text)
		}
	}
	return strings.Join(all, ", ")
}

func asMap(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

// option finds an option by text or value, asking the app where options are external.
func (s *surface) option(f *field, name string) map[string]any {
	s.p.s.t.Helper()
	list := options(f.el)
	if f.el["type"] == "external_select" || f.el["type"] == "multi_external_select" {
		list = s.suggestions(f, name)
	}
	var texts []string
	for _, o := range list {
		if textOf(o["text"]) == name || o["value"] == name {
			return o
		}
		texts = append(texts, textOf(o["text"]))
	}
	require.FailNow(s.p.s.t, "There is no option "+name, "Options: %s", strings.Join(texts, ", "))
	return nil
}

func (s *surface) suggestions(f *field, typed string) []map[string]any {
	s.p.s.t.Helper()
	block, _ := f.block["block_id"].(string)
	action, _ := f.el["action_id"].(string)
	q := url.Values{"as": {s.p.ID}, "block_id": {block}, "action_id": {action}, "value": {typed}}
	if id, ok := s.where["view"].(string); ok {
		q.Set("view", id)
	}
	if m, ok := s.where["message"].(map[string]any); ok {
		q.Set("channel", m["channel"].(string))
		q.Set("ts", m["ts"].(string))
	}
	out := map[string]any{}
	s.p.s.get("options", q, &out)
	require.Nil(s.p.s.t, out["error"])
	return options(out)
}
