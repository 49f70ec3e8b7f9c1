package practice

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Limits of a message as a whole.
const (
	maxText        = 40000 // chat.postMessage cuts what is longer
	maxUpdateText  = 4000  // chat.update refuses it
	maxMarkdown    = 12000 // of all markdown blocks together, and of markdown_text
	maxAttachments = 100
	maxView        = 250 << 10 // bytes of JSON
	// maxWords of all blocks together is documented nowhere: msg_blocks_too_long was seen
	// above about this many (slackapi/bolt-js#2509).
	maxWords = 13200
)

// Problem is one thing for which Slack refuses a payload: the name of its error and, where
// the error has them, the validator's words with their JSON pointer.
type Problem struct {
	Code string
	Say  string
}

func (p Problem) String() string {
	if p.Say == "" {
		return p.Code
	}
	return p.Code + ": " + p.Say
}

// ValidateMessage judges the JSON arguments of chat.postMessage: text, blocks, attachments
// and markdown_text; blocks and attachments as arrays. Nothing is found in a message that
// Slack would post. Text that Slack cuts is no problem.
func ValidateMessage(body []byte) []Problem { return kinds().message(body) }

func (k rulebook) message(body []byte) []Problem {
	c := &call{args: map[string]json.RawMessage{}}
	if json.Unmarshal(body, &c.args) != nil {
		return []Problem{{Code: "invalid_json"}}
	}
	_, bad := k.readPosting(c)
	return problems(bad)
}

// ValidateView judges the JSON of a view, a modal or a Home by its type.
func ValidateView(body []byte) []Problem { return kinds().anyView(body) }

func (k rulebook) anyView(body []byte) []Problem {
	var head struct{ Type string }
	_ = json.Unmarshal(body, &head)
	surface := surfaceModal
	if head.Type == surfaceHome {
		surface = surfaceHome
	}
	_, _, bad := k.parseView(body, surface)
	return problems(bad)
}

func problems(bad reply) []Problem {
	if bad == nil {
		return nil
	}
	code, _ := bad["error"].(string)
	meta, _ := bad["response_metadata"].(map[string]any)
	said, _ := meta["messages"].([]string)
	if len(said) == 0 {
		return []Problem{{Code: code}}
	}
	out := make([]Problem, len(said))
	for i, s := range said {
		out[i] = Problem{code, strings.TrimPrefix(s, "[ERROR] ")}
	}
	return out
}

// blocks judges the blocks of a message. The pointer is where they stand.
func (c *checker) blocks(blocks []any, at string) {
	c.array(array(0, 50, among("block:", standing()...)), blocks, at)
	c.markdown(blocks, at)
	charts := countType(blocks, "data_visualization")
	if charts > 2 {
		c.say(at, "no more than %d items allowed", 2)
	}
}

// markdown adds up all markdown blocks of a payload.
func (c *checker) markdown(blocks []any, at string) {
	n := 0
	for i, b := range blocks {
		block, _ := b.(map[string]any)
		text, _ := block["text"].(string)
		if block["type"] != "markdown" {
			continue
		}
		length := utf8.RuneCountInString(text)
		if n += length; n > maxMarkdown && length <= maxMarkdown {
			c.say(fmt.Sprintf("%s/%d/text", at, i), "must be less than %d characters", maxMarkdown+1)
			return
		}
	}
}

// countType counts blocks of some types, at any depth.
func countType(v any, types ...string) (n int) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			n += countType(item, types...)
		}
	case map[string]any:
		if kind, ok := v["type"].(string); ok && slices.Contains(types, kind) {
			n++
		}
		for _, item := range v {
			n += countType(item, types...)
		}
	}
	return n
}

// parseView judges a view and returns it as generic JSON, with the scopes it needs.
func (k rulebook) parseView(raw json.RawMessage, surface string) (map[string]any, []string, reply) {
	var fields map[string]any
	if json.Unmarshal(raw, &fields) != nil || fields == nil {
		return nil, nil, invalid("invalid_arguments", []string{"must provide an object [json-pointer:/view]"})
	}
	if len(raw) > maxView {
		return nil, nil, fail("view_too_large")
	}
	c := k.checker(surface)
	switch kind, there := fields["type"]; {
	case !there:
		c.say("/view", "missing required field: type")
	case kind != surface:
		c.say("/view/type", "must be a valid enum value")
	}
	c.whole("view", c.kinds["view:"+surface], fields, "/view")
	blocks, _ := fields["blocks"].([]any)
	c.markdown(blocks, "/view/blocks")
	if len(c.wrong) > 0 {
		return nil, nil, invalid("invalid_arguments", c.wrong)
	}
	return fields, c.needs, nil
}
