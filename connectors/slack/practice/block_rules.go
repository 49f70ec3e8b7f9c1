package practice

import "fmt"

// blockRule says where a block may stand and how it is checked; a nil check means that
// its content is taken as it is.
type blockRule struct {
	surfaces []string
	check    func(c *checker, b map[string]any, at string)
}

// blockRules: docs.slack.dev/reference/block-kit/blocks. There is no table and no
// markdown in views, and an app can never send a file block.
func blockRules() map[string]blockRule {
	everywhere := []string{surfaceMessage, surfaceModal, surfaceHome}
	messages := []string{surfaceMessage}
	return map[string]blockRule{
		"section":            {everywhere, sectionRule},
		"header":             {everywhere, headerRule},
		"divider":            {everywhere, nil},
		"context":            {everywhere, contextRule},
		"actions":            {everywhere, actionsRule},
		"input":              {everywhere, inputRule},
		"image":              {everywhere, imageRule},
		"rich_text":          {everywhere, nil},
		"video":              {everywhere, nil},
		"container":          {everywhere, nil},
		"layout":             {everywhere, nil},
		"data_table":         {everywhere, nil},
		"alert":              {[]string{surfaceModal}, nil},
		"card":               {[]string{surfaceMessage, surfaceHome}, nil},
		"carousel":           {[]string{surfaceMessage, surfaceHome}, nil},
		"markdown":           {messages, markdownRule},
		"table":              {messages, nil},
		"task_card":          {messages, nil},
		"plan":               {messages, nil},
		"context_actions":    {messages, nil},
		"data_visualization": {messages, nil},
	}
}

func sectionRule(c *checker, b map[string]any, at string) {
	if b["text"] == nil && b["fields"] == nil {
		c.say(at, "missing required field: text")
	}
	c.text(b, "text", 3000, false, at)
	for i, f := range c.items(b, "fields", 0, 10, at) {
		c.body(f, 2000, fmt.Sprintf("%s/fields/%d", at, i))
	}
	if el, ok := b["accessory"].(map[string]any); ok {
		c.element(el, at+"/accessory", map[string]bool{})
	}
}

func headerRule(c *checker, b map[string]any, at string) { c.plain(b, "text", 150, true, at) }

func markdownRule(c *checker, b map[string]any, at string) { c.body(b, 12000, at) }

func imageRule(c *checker, b map[string]any, at string) {
	c.required(b, "alt_text", at)
	c.length(b, "alt_text", 2000, at)
	if b["image_url"] == nil && b["slack_file"] == nil {
		c.say(at, "missing required field: image_url")
	}
	c.length(b, "image_url", 3000, at)
	c.plain(b, "title", 2000, false, at)
}

func contextRule(c *checker, b map[string]any, at string) {
	for i, el := range c.items(b, "elements", 1, 10, at) {
		where := fmt.Sprintf("%s/elements/%d", at, i)
		switch el["type"] {
		case "image":
			imageRule(c, el, where)
		case "plain_text", "mrkdwn":
			c.body(el, 3000, where)
		default:
			c.say(where+"/type", "unsupported type: %v", el["type"])
		}
	}
}

func actionsRule(c *checker, b map[string]any, at string) {
	ids := map[string]bool{}
	for i, el := range c.items(b, "elements", 1, 25, at) {
		c.element(el, fmt.Sprintf("%s/elements/%d", at, i), ids)
	}
}

func inputRule(c *checker, b map[string]any, at string) {
	c.plain(b, "label", 2000, true, at)
	c.plain(b, "hint", 2000, false, at)
	if !c.required(b, "element", at) {
		return
	}
	el, ok := b["element"].(map[string]any)
	if !ok {
		c.say(at+"/element", "must provide an object")
		return
	}
	if el["type"] == "file_input" && c.surface != surfaceModal {
		c.say(at+"/element/type", "unsupported type: file_input")
	}
	c.element(el, at+"/element", map[string]bool{})
}
