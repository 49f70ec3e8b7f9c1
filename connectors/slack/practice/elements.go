package practice

import (
	"crypto/rand"
	"encoding/json"
)

// fillIDs gives every block and interactive element the id that Slack would make up for
// it, and returns the blocks as they are stored.
func fillIDs(blocks []any) json.RawMessage {
	fill := func(m map[string]any, key string) {
		if s, _ := m[key].(string); s == "" {
			m[key] = rand.Text()[:5]
		}
	}
	for _, block := range allBlocks(blocks) {
		fill(block, "block_id")
		for _, el := range elementsOf(block) {
			if el["type"] != "image" {
				fill(el, "action_id")
			}
		}
	}
	if blocks == nil {
		blocks = []any{}
	}
	raw, _ := json.Marshal(blocks)
	return raw
}

// allBlocks returns blocks and those that they hold, at any depth.
func allBlocks(blocks []any) []map[string]any {
	var out []map[string]any
	for _, block := range objectsIn(blocks) {
		out = append(out, block)
		switch block["type"] {
		case "container":
			out = append(out, allBlocks(listIn(block, "child_blocks"))...)
		case "carousel":
			out = append(out, allBlocks(listIn(block, "elements"))...)
		case "layout":
			for _, row := range objectsIn(listIn(block, "rows")) {
				for _, item := range objectsIn(listIn(row, "items")) {
					out = append(out, allBlocks([]any{item["block"]})...)
				}
			}
		}
	}
	return out
}

// storedBlocks reads blocks as they are stored, with those that they hold.
func storedBlocks(raw json.RawMessage) []map[string]any {
	var blocks []any
	_ = json.Unmarshal(raw, &blocks) // a surface without blocks has none
	return allBlocks(blocks)
}

func listIn(o map[string]any, key string) []any {
	list, _ := o[key].([]any)
	return list
}

func objectsIn(list []any) []map[string]any {
	var out []map[string]any
	for _, v := range list {
		if o, ok := v.(map[string]any); ok {
			out = append(out, o)
		}
	}
	return out
}

// elementsOf returns the elements of a block that carry an action id.
func elementsOf(block map[string]any) []map[string]any {
	switch block["type"] {
	case "section":
		return objectsIn([]any{block["accessory"]})
	case "input":
		return objectsIn([]any{block["element"]})
	case "actions", "context_actions":
		return objectsIn(listIn(block, "elements"))
	case "card":
		return objectsIn(listIn(block, "actions"))
	case "data_table":
		var out []map[string]any
		for _, row := range listIn(block, "rows") {
			cells, _ := row.([]any)
			for _, cell := range objectsIn(cells) {
				out = append(out, objectsIn([]any{cell["element"]})...)
			}
		}
		return out
	}
	return nil
}

// element finds an element of stored blocks, with its block.
func findElement(raw json.RawMessage, blockID, actionID string) (block, el map[string]any) {
	for _, b := range storedBlocks(raw) {
		if b["block_id"] != blockID {
			continue
		}
		for _, el := range elementsOf(b) {
			if el["action_id"] == actionID {
				return b, el
			}
		}
	}
	return nil, nil
}

// values is the state of inputs: block id, action id, value.
type values map[string]map[string]map[string]any

// holder says under which key an element keeps its value, and under which it is given an
// initial one. docs.slack.dev/reference/views#state.
func holder(kind string) (key, initial string, empty any) {
	none := []any{}
	switch kind {
	case "plain_text_input", "email_text_input", "url_text_input", "number_input":
		return "value", "initial_value", nil
	case "rich_text_input":
		return "rich_text_value", "initial_value", nil
	case "static_select", "external_select", "radio_buttons":
		return "selected_option", "initial_option", nil
	case "multi_static_select", "multi_external_select", "checkboxes":
		return "selected_options", "initial_options", none
	case "users_select":
		return "selected_user", "initial_user", nil
	case "multi_users_select":
		return "selected_users", "initial_users", none
	case "conversations_select":
		return "selected_conversation", "initial_conversation", nil
	case "multi_conversations_select":
		return "selected_conversations", "initial_conversations", none
	case "channels_select":
		return "selected_channel", "initial_channel", nil
	case "multi_channels_select":
		return "selected_channels", "initial_channels", none
	case "datepicker":
		return "selected_date", "initial_date", nil
	case "timepicker":
		return "selected_time", "initial_time", nil
	case "datetimepicker":
		return "selected_date_time", "initial_date_time", nil
	case "file_input":
		return "files", "", none
	}
	return "", "", nil
}

// initialValues is the state of blocks nobody has touched, with what was typed before
// laid over it where the same element is still there.
func initialValues(raw json.RawMessage, before values) values {
	out := values{}
	for _, b := range storedBlocks(raw) {
		id, _ := b["block_id"].(string)
		for _, el := range elementsOf(b) {
			kind, _ := el["type"].(string)
			action, _ := el["action_id"].(string)
			key, initial, empty := holder(kind)
			if key == "" {
				continue
			}
			value := map[string]any{"type": kind, key: empty}
			if v, ok := el[initial]; ok {
				value[key] = v
			}
			if old := before[id][action]; old != nil && old["type"] == kind {
				value[key] = old[key]
			}
			if out[id] == nil {
				out[id] = map[string]map[string]any{}
			}
			out[id][action] = value
		}
	}
	return out
}

// typedInto lays what a page sent over the state of blocks. Elements that are not there,
// and keys that the element does not have, are ignored: a browser cannot invent inputs.
func typedInto(raw json.RawMessage, before, typed values) values {
	out := initialValues(raw, before)
	for block, actions := range out {
		for action, value := range actions {
			kind, _ := value["type"].(string)
			key, _, empty := holder(kind)
			sent, ok := typed[block][action]
			if !ok {
				continue
			}
			if value[key] = sent[key]; sent[key] == nil || sent[key] == "" {
				value[key] = empty
			}
		}
	}
	return out
}
