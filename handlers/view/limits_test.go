package view_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/slack/practice"
)

// fits checks a message or a view against Slack's limits
// (docs.slack.dev/reference/block-kit), as JSON, so that it shares no type with
// what it checks.
func fits(t *testing.T, name string, body []byte) {
	t.Helper()
	var v struct {
		Type, Text string
		Title      *text
		Submit     *text
		Close      *text
		Meta       string `json:"private_metadata"`
		Blocks     []map[string]any
	}
	require.NoError(t, json.Unmarshal(body, &v), name)
	judge := practice.ValidateView
	if v.Type == "" {
		judge = practice.ValidateMessage
	}
	assert.Empty(t, judge(posted(t, v.Type, body)), name)
	f := fitting{surface: "message", ids: map[string]bool{}}
	most := 50
	if v.Type != "" {
		f.surface, most = v.Type, 100
		f.short(v.Title, 24, "title")
		f.short(v.Submit, 24, "submit")
		f.short(v.Close, 24, "close")
		f.must(len(v.Meta) <= 3000, "private_metadata")
		f.must(len(body) < 250_000, "view too large: %d", len(body))
	} else {
		f.must(v.Text != "" && utf8.RuneCountInString(v.Text) <= 4000, "text")
	}
	f.must(len(v.Blocks) > 0 && len(v.Blocks) <= most, "%d blocks", len(v.Blocks))
	for i, b := range v.Blocks {
		f.at = fmt.Sprintf("block %d", i)
		f.block(b)
	}
	f.must(f.surface != "message" || f.sum <= 11_000, "%d characters in sum", f.sum)
	f.must(!f.inputs || v.Submit != nil, "inputs without a submit button")
	assert.Empty(t, f.wrong, name)
}

// posted is what reaches Slack of a golden file: of a message, its text and
// blocks.
func posted(t *testing.T, kind string, body []byte) []byte {
	t.Helper()
	if kind != "" {
		return body
	}
	var m struct {
		Text   string          `json:"text"`
		Blocks json.RawMessage `json:"blocks"`
	}
	require.NoError(t, json.Unmarshal(body, &m))
	return encoded(t, m)
}

type text struct{ Type, Text string }

type fitting struct {
	surface, at string
	ids         map[string]bool
	sum         int
	inputs      bool
	wrong       []string
}

func (f *fitting) must(ok bool, say string, args ...any) {
	if !ok {
		f.wrong = append(f.wrong, f.at+": "+fmt.Sprintf(say, args...))
	}
}

func (f *fitting) short(t *text, most int, what string) {
	if t == nil {
		return
	}
	n := utf8.RuneCountInString(t.Text)
	f.must(t.Type == "plain_text" && n > 0 && n <= most, "%s of %d characters", what, n)
}

// words checks a text object.
func (f *fitting) words(v any, most int, what string) {
	if v == nil {
		return
	}
	m, _ := v.(map[string]any)
	s, _ := m["text"].(string)
	n := utf8.RuneCountInString(s)
	f.sum += n
	f.must(strings.TrimSpace(s) != "" && n <= most, "%s of %d characters", what, n)
	f.must(utf8.ValidString(s), "%s is no UTF-8", what)
	f.must(m["type"] == "plain_text" || m["type"] == "mrkdwn" && m["emoji"] == nil, "%s is of type %v", what, m["type"])
}

func (f *fitting) block(b map[string]any) {
	if id, _ := b["block_id"].(string); id != "" {
		f.must(!f.ids[id] && len(id) <= 255, "block_id %s", id)
		f.ids[id] = true
	}
	switch b["type"] {
	case "header":
		f.words(b["text"], 150, "header")
	case "section":
		f.must(b["text"] != nil || b["fields"] != nil, "empty section")
		f.words(b["text"], 3000, "section")
		f.each(b["fields"], 10, func(v map[string]any) { f.words(v, 2000, "field") })
		if el, ok := b["accessory"].(map[string]any); ok {
			f.element(el, map[string]bool{})
		}
	case "context":
		f.each(b["elements"], 10, func(v map[string]any) { f.words(v, 3000, "context") })
	case "actions":
		ids := map[string]bool{}
		f.each(b["elements"], 25, func(v map[string]any) { f.element(v, ids) })
	case "input":
		f.inputs = true
		f.must(f.surface == "modal", "an input outside a modal")
		f.words(b["label"], 2000, "label")
		f.words(b["hint"], 2000, "hint")
		el, _ := b["element"].(map[string]any)
		f.element(el, map[string]bool{})
	case "image":
		alt, _ := b["alt_text"].(string)
		f.must(alt != "" && utf8.RuneCountInString(alt) <= 2000, "alt_text %q", alt)
		f.must(b["slack_file"] != nil && b["image_url"] == nil, "a picture of another host")
	case "rich_text":
		f.rich(b)
	case "divider":
	default:
		f.must(false, "unknown block %v", b["type"])
	}
}

func (f *fitting) each(list any, most int, check func(map[string]any)) {
	if list == nil {
		return
	}
	all, _ := list.([]any)
	f.must(len(all) > 0 && len(all) <= most, "%d entries", len(all))
	for _, v := range all {
		m, _ := v.(map[string]any)
		check(m)
	}
}

func (f *fitting) rich(v map[string]any) {
	if v["type"] == "text" {
		s, _ := v["text"].(string)
		f.sum += utf8.RuneCountInString(s)
		f.must(s != "" && utf8.RuneCountInString(s) <= 3000, "rich text of %d", utf8.RuneCountInString(s))
		return
	}
	if v["type"] == "link" {
		s, _ := v["url"].(string)
		f.sum += utf8.RuneCountInString(s)
		f.must(strings.HasPrefix(s, "http") && utf8.RuneCountInString(s) <= 3000, "link of %q", s)
		return
	}
	if v["type"] == "emoji" { // a picture: it leads nowhere and calls nobody
		s, _ := v["name"].(string)
		f.sum += utf8.RuneCountInString(s)
		f.must(s != "" && !strings.ContainsAny(s, "<>@ "), "emoji %q", s)
		return
	}
	known := []any{"rich_text", "rich_text_section", "rich_text_quote", "rich_text_list"}
	f.must(slices.Contains(known, v["type"]), "rich text of type %v", v["type"])
	f.each(v["elements"], 200, f.rich)
}

func (f *fitting) element(el map[string]any, ids map[string]bool) {
	id, _ := el["action_id"].(string)
	f.must(id != "" && len(id) <= 255 && !ids[id], "action_id %q", id)
	ids[id] = true
	value, _ := el["value"].(string)
	f.must(len(value) <= 2000, "value")
	f.words(el["placeholder"], 150, "placeholder")
	switch el["type"] {
	case "button":
		f.words(el["text"], 75, "button")
		if c, ok := el["confirm"].(map[string]any); ok {
			f.words(c["title"], 100, "confirm title")
			f.words(c["text"], 300, "confirm text")
			f.words(c["confirm"], 30, "confirm")
			f.words(c["deny"], 30, "deny")
		}
	case "overflow":
		f.options(el["options"], 5)
	case "checkboxes", "radio_buttons":
		f.options(el["options"], 10)
	case "static_select", "multi_static_select":
		f.groups(el)
	case "plain_text_input":
		most, ok := el["max_length"].(float64)
		initial, _ := el["initial_value"].(string)
		f.must(!ok || most <= 3000 && utf8.RuneCountInString(initial) <= int(most), "max_length %v", most)
		f.must(utf8.RuneCountInString(initial) <= 3000, "initial_value")
	case "file_input":
		most, _ := el["max_files"].(float64)
		f.must(most >= 1 && most <= 10, "max_files %v", most)
	case "datepicker", "users_select", "multi_users_select", "email_text_input", "url_text_input", "number_input":
	default:
		f.must(false, "unknown element %v", el["type"])
	}
}

func (f *fitting) groups(el map[string]any) {
	if el["option_groups"] == nil {
		f.options(el["options"], 100)
		return
	}
	f.each(el["option_groups"], 100, func(g map[string]any) {
		f.words(g["label"], 75, "group")
		f.options(g["options"], 100)
	})
}

func (f *fitting) options(list any, most int) {
	f.must(list != nil, "no options")
	sum := f.sum
	f.each(list, most, func(o map[string]any) {
		f.words(o["text"], 75, "option")
		f.words(o["description"], 75, "description")
		value, _ := o["value"].(string)
		f.must(value != "" && utf8.RuneCountInString(value) <= 150, "option value")
	})
	f.sum = sum
}
