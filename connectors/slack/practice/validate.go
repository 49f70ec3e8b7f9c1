package practice

import (
	"fmt"
	"slices"
	"unicode/utf8"
)

// The surfaces blocks appear on.
const (
	surfaceMessage = "message"
	surfaceModal   = "modal"
	surfaceHome    = "home"
)

// checker collects what is wrong with a payload, in the words of Slack's own validator.
type checker struct {
	surface string
	wrong   []string
	blocks  map[string]bool // block ids seen
}

func (c *checker) say(pointer, format string, args ...any) {
	c.wrong = append(c.wrong, fmt.Sprintf(format, args...)+" [json-pointer:"+pointer+"]")
}

// checkBlocks judges the blocks of a message.
func checkBlocks(surface string, blocks []any) []string {
	c := &checker{surface: surface, blocks: map[string]bool{}}
	c.list(blocks, "/blocks")
	return c.wrong
}

// checkView judges a whole view of the given type.
func checkView(surface string, v map[string]any) []string {
	c := &checker{surface: surface, blocks: map[string]bool{}}
	if kind, _ := v["type"].(string); kind != surface {
		c.say("/view/type", "must be a valid enum value")
	}
	if surface == surfaceModal {
		c.plain(v, "title", 24, true, "/view")
		c.plain(v, "submit", 24, false, "/view")
		c.plain(v, "close", 24, false, "/view")
	}
	c.length(v, "callback_id", 255, "/view")
	c.length(v, "external_id", 255, "/view")
	c.length(v, "private_metadata", 3000, "/view")
	blocks, ok := v["blocks"].([]any)
	if !ok {
		c.say("/view", "missing required field: blocks")
	}
	c.list(blocks, "/view/blocks")
	isInput := func(b any) bool { m, _ := b.(map[string]any); return m["type"] == "input" }
	if surface == surfaceModal && v["submit"] == nil && slices.ContainsFunc(blocks, isInput) {
		c.say("/view", "missing required field: submit")
	}
	return c.wrong
}

// list checks the number of blocks and each of them.
// docs.slack.dev/reference/block-kit/blocks: 50 in a message, 100 in a view.
func (c *checker) list(blocks []any, pointer string) {
	most := 100
	if c.surface == surfaceMessage {
		most = 50
	}
	if len(blocks) > most {
		c.say(pointer, "no more than %d items allowed", most)
	}
	for i, b := range blocks {
		at := fmt.Sprintf("%s/%d", pointer, i)
		block, ok := b.(map[string]any)
		if !ok {
			c.say(at, "must provide an object")
			continue
		}
		c.block(block, at)
	}
}

func (c *checker) block(b map[string]any, at string) {
	kind, _ := b["type"].(string)
	rule, known := blockRules()[kind]
	if !known || !slices.Contains(rule.surfaces, c.surface) {
		c.say(at+"/type", "unsupported type: %s", kind)
		return
	}
	c.length(b, "block_id", 255, at)
	if id, _ := b["block_id"].(string); id != "" {
		if c.blocks[id] {
			c.say(at+"/block_id", "Input contains duplicate items")
		}
		c.blocks[id] = true
	}
	if rule.check != nil {
		rule.check(c, b, at)
	}
}

func (c *checker) length(m map[string]any, key string, most int, at string) {
	if s, _ := m[key].(string); utf8.RuneCountInString(s) > most {
		c.say(at+"/"+key, "must be less than %d characters", most+1)
	}
}

// required reports a missing key; it returns whether it is there.
func (c *checker) required(m map[string]any, key, at string) bool {
	if m[key] == nil {
		c.say(at, "missing required field: %s", key)
		return false
	}
	return true
}

// text checks a text object of either type, 1 to most characters.
func (c *checker) text(m map[string]any, key string, most int, must bool, at string) {
	if m[key] == nil && !must || !c.required(m, key, at) {
		return
	}
	at += "/" + key
	t, ok := m[key].(map[string]any)
	if !ok {
		c.say(at, "must provide an object")
		return
	}
	if t["type"] != "plain_text" && t["type"] != "mrkdwn" {
		c.say(at+"/type", "must be a valid enum value")
	}
	c.body(t, most, at)
}

// plain checks a text object that must be plain_text.
func (c *checker) plain(m map[string]any, key string, most int, must bool, at string) {
	c.text(m, key, most, must, at)
	if t, _ := m[key].(map[string]any); t["type"] == "mrkdwn" {
		c.say(at+"/"+key+"/type", "must be a valid enum value")
	}
}

func (c *checker) body(t map[string]any, most int, at string) {
	s, ok := t["text"].(string)
	switch {
	case !ok:
		c.say(at, "missing required field: text")
	case s == "":
		c.say(at+"/text", "must be more than 0 characters")
	default:
		c.length(t, "text", most, at)
	}
}

// items checks an array of min to most things and returns its objects.
func (c *checker) items(m map[string]any, key string, least, most int, at string) []map[string]any {
	list, ok := m[key].([]any)
	switch {
	case m[key] == nil && least == 0:
		return nil
	case m[key] == nil:
		c.say(at, "missing required field: %s", key)
	case !ok:
		c.say(at+"/"+key, "must provide an array")
	case len(list) < least:
		c.say(at+"/"+key, "must provide at least %d items", least)
	case len(list) > most:
		c.say(at+"/"+key, "no more than %d items allowed", most)
	}
	out := make([]map[string]any, len(list))
	for i, item := range list {
		out[i], _ = item.(map[string]any)
		if out[i] == nil {
			c.say(fmt.Sprintf("%s/%s/%d", at, key, i), "must provide an object")
			out[i] = map[string]any{"type": "", "text": map[string]any{}}
		}
	}
	return out
}
