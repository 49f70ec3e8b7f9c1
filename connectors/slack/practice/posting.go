package practice

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"
)

// posting is what the chat methods and response addresses have in common.
type posting struct {
	text        string
	blocks      json.RawMessage
	attachments json.RawMessage
	needs       []string // scopes that its blocks ask for
}

// posting checks what the app wants posted, and that it has the scopes for it.
func (w *Workspace) posting(c *call) (posting, reply) {
	p, bad := w.rules.readPosting(c)
	if bad == nil {
		bad = w.lacks(p.needs...)
	}
	return p, bad
}

// readPosting checks text, blocks and attachments.
// docs.slack.dev/reference/methods/chat.postMessage: text above 40,000 characters is cut,
// not refused.
func (k rulebook) readPosting(c *call) (posting, reply) {
	p := posting{text: cut(c.str("text"), maxText)}
	check := k.checker(surfaceMessage)
	if bad := p.readMarkdown(c); bad != nil {
		return p, bad
	}
	blocks, bad := p.readBlocks(c, check)
	if bad != nil {
		return p, bad
	}
	attached, bad := p.readAttachments(c, check)
	if bad != nil {
		return p, bad
	}
	switch {
	case countType(blocks, "table", "data_table")+countType(attached, "table", "data_table") > 1:
		return p, invalid("invalid_attachments", []string{"only_one_table_allowed"})
	case spoken(blocks) > maxWords:
		return p, fail("msg_blocks_too_long")
	case strings.TrimSpace(p.text) == "" && p.blocks == nil && p.attachments == nil:
		return p, fail("no_text")
	}
	p.needs = check.needs
	return p, nil
}

// readMarkdown takes markdown_text, which stands alone.
func (p *posting) readMarkdown(c *call) reply {
	words := c.str("markdown_text")
	switch {
	case words == "":
		return nil
	case c.has("text") || c.has("blocks"):
		return fail("markdown_text_conflict")
	case utf8.RuneCountInString(words) > maxMarkdown:
		return fail("msg_too_long")
	}
	p.text = words
	p.blocks = fillIDs([]any{map[string]any{"type": "markdown", "text": words}})
	return nil
}

func (p *posting) readBlocks(c *call, check *checker) ([]any, reply) {
	raw := c.raw("blocks")
	if raw == nil {
		return nil, nil
	}
	var list []any
	if json.Unmarshal(raw, &list) != nil {
		return nil, fail("invalid_blocks_format")
	}
	check.blocks(list, "/blocks")
	if len(check.wrong) > 0 {
		return nil, invalid("invalid_blocks", check.wrong)
	}
	if len(list) > 0 {
		p.blocks = fillIDs(list)
	}
	return list, nil
}

// readAttachments judges the blocks in attachments; what else they hold is of old and
// taken as it is.
func (p *posting) readAttachments(c *call, check *checker) ([]any, reply) {
	raw := c.raw("attachments")
	if raw == nil {
		return nil, nil
	}
	var list []any
	if json.Unmarshal(raw, &list) != nil {
		return nil, fail("invalid_attachments")
	}
	if len(list) > maxAttachments {
		return nil, fail("too_many_attachments")
	}
	for i, item := range list {
		at := "/attachments/" + strconv.Itoa(i)
		one, ok := item.(map[string]any)
		if !ok {
			check.say(at, "must provide an object")
			continue
		}
		if inner, there := one["blocks"]; there {
			blocks, ok := inner.([]any)
			if !ok {
				check.say(at+"/blocks", "must provide an array")
			}
			check.blocks(blocks, at+"/blocks")
			fillIDs(blocks) // in place
		}
	}
	if len(check.wrong) > 0 {
		return nil, invalid("invalid_attachments", check.wrong)
	}
	if len(list) > 0 {
		p.attachments, _ = json.Marshal(list)
	}
	return list, nil
}
