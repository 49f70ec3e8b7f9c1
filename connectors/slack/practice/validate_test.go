package practice_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestBlocksThatSlackRefuses(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	mrkdwn := func(s string) object { return object{"type": "mrkdwn", "text": s} }
	plain := func(s string) object { return object{"type": "plain_text", "text": s} }
	section := func(s string) object { return object{"type": "section", "text": mrkdwn(s)} }
	many := func(n int) []any {
		out := make([]any, n)
		for i := range out {
			out[i] = object{"type": "divider"}
		}
		return out
	}
	for name, c := range map[string]struct {
		blocks []any
		say    string
	}{
		"too many":         {many(51), "no more than 50 items allowed [json-pointer:/blocks]"},
		"unknown type":     {[]any{object{"type": "poem"}}, "unsupported type: poem [json-pointer:/blocks/0/type]"},
		"no file block":    {[]any{object{"type": "file"}}, "unsupported type: file [json-pointer:/blocks/0/type]"},
		"not an object":    {[]any{"x"}, "must provide an object [json-pointer:/blocks/0]"},
		"empty section":    {[]any{object{"type": "section"}}, "missing required field: text [json-pointer:/blocks/0]"},
		"empty text":       {[]any{section("")}, "must be more than 0 characters [json-pointer:/blocks/0/text/text]"},
		"long text":        {[]any{section(strings.Repeat("ä", 3001))}, "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"},
		"long field":       {[]any{object{"type": "section", "fields": []any{mrkdwn(strings.Repeat("a", 2001))}}}, "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]"},
		"mrkdwn header":    {[]any{object{"type": "header", "text": mrkdwn("x")}}, "must be a valid enum value [json-pointer:/blocks/0/text/type]"},
		"same block id":    {[]any{object{"type": "divider", "block_id": "a"}, object{"type": "divider", "block_id": "a"}}, "duplicate items [json-pointer:/blocks/1/block_id]"},
		"same action id":   {[]any{actions("x", button("a", "A", ""), button("a", "B", ""))}, "duplicate items [json-pointer:/blocks/0/elements/1/action_id]"},
		"no elements":      {[]any{object{"type": "actions", "elements": []any{}}}, "must provide at least 1 items"},
		"unknown element":  {[]any{actions("x", object{"type": "lever"})}, "unsupported type: lever [json-pointer:/blocks/0/elements/0/type]"},
		"long button":      {[]any{actions("x", button("a", strings.Repeat("a", 76), ""))}, "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]"},
		"select, nothing":  {[]any{actions("x", object{"type": "static_select"})}, "missing required field: options"},
		"option, no value": {[]any{actions("x", object{"type": "static_select", "options": []any{object{"text": plain("A")}}})}, "missing required field: value"},
		"image, no alt":    {[]any{object{"type": "image", "image_url": "https://example.com/a.png"}}, "missing required field: alt_text"},
		"context button":   {[]any{object{"type": "context", "elements": []any{button("a", "A", "")}}}, "unsupported type: button"},
		"file_input":       {[]any{object{"type": "input", "label": plain("A"), "element": object{"type": "file_input"}}}, "unsupported type: file_input"},
		"input, no label":  {[]any{object{"type": "input", "element": object{"type": "datepicker"}}}, "missing required field: label"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := b.api("chat.postMessage", object{"channel": "C1", "text": "x", "blocks": c.blocks})
			assert.Equal(t, "invalid_blocks", out["error"])
			assert.Contains(t, text(out["errors"]), c.say)
			assert.Equal(t, "[ERROR] "+dig(out, "errors", 0).(string), dig(out, "response_metadata", "messages", 0))
		})
	}
	b.fails("invalid_blocks_format", "chat.postMessage", object{"channel": "C1", "text": "x", "blocks": "oops"})
	b.ok("chat.postMessage", object{"channel": "C1", "text": "x", "blocks": many(50)})
}

func TestViewsThatSlackRefuses(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	for say, change := range map[string]func(v object){
		"must be less than 25 characters [json-pointer:/view/title/text]":            func(v object) { v["title"].(object)["text"] = strings.Repeat("t", 25) },
		"must be less than 25 characters [json-pointer:/view/submit/text]":           func(v object) { v["submit"].(object)["text"] = strings.Repeat("t", 25) },
		"missing required field: title [json-pointer:/view]":                         func(v object) { delete(v, "title") },
		"missing required field: submit [json-pointer:/view]":                        func(v object) { delete(v, "submit") },
		"missing required field: blocks [json-pointer:/view]":                        func(v object) { delete(v, "blocks") },
		"must be a valid enum value [json-pointer:/view/type]":                       func(v object) { v["type"] = "home" },
		"must be less than 3001 characters [json-pointer:/view/private_metadata]":    func(v object) { v["private_metadata"] = strings.Repeat("m", 3001) },
		"unsupported type: table [json-pointer:/view/blocks/0/type]":                 func(v object) { v["blocks"] = []any{object{"type": "table"}} },
		"no more than 100 items allowed [json-pointer:/view/blocks]":                 func(v object) { v["blocks"] = make([]any, 101) },
		"must be less than 256 characters [json-pointer:/view/blocks/0/block_id]":    func(v object) { v["blocks"] = []any{input(strings.Repeat("b", 256), "x")} },
		"must be less than 2001 characters [json-pointer:/view/blocks/0/label/text]": func(v object) { v["blocks"] = []any{input("b", strings.Repeat("x", 2001))} },
	} {
		v := modal("Claim", input("a", "A"))
		change(v)
		out := b.fails("invalid_arguments", "views.open", object{"trigger_id": "1.2.x", "view": v})
		assert.Contains(t, text(out["response_metadata"]), say)
		assert.Nil(t, out["errors"], "only message methods have it")
	}
}
