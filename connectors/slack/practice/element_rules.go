package practice

import "fmt"

// elementRules lists the interactive elements with their own checks.
// docs.slack.dev/reference/block-kit/block-elements.
func elementRules() map[string]func(c *checker, el map[string]any, at string) {
	options := func(most int) func(*checker, map[string]any, string) {
		return func(c *checker, el map[string]any, at string) {
			c.placeholder(el, at)
			if el["option_groups"] != nil {
				for i, g := range c.items(el, "option_groups", 1, 100, at) {
					where := fmt.Sprintf("%s/option_groups/%d", at, i)
					c.plain(g, "label", 75, true, where)
					c.options(g, 100, where)
				}
				return
			}
			c.options(el, most, at)
		}
	}
	simple := (*checker).placeholder
	return map[string]func(*checker, map[string]any, string){
		"button": buttonRule, "workflow_button": buttonRule, "image": imageRule,
		"static_select": options(100), "multi_static_select": options(100), "overflow": options(5),
		"radio_buttons": options(10), "checkboxes": options(10),
		"external_select": simple, "multi_external_select": simple,
		"users_select": simple, "multi_users_select": simple,
		"conversations_select": simple, "multi_conversations_select": simple,
		"channels_select": simple, "multi_channels_select": simple,
		"datepicker": simple, "timepicker": simple, "datetimepicker": simple,
		"plain_text_input": simple, "email_text_input": simple, "url_text_input": simple,
		"number_input": simple, "rich_text_input": simple, "file_input": simple,
		"feedback_buttons": nil, "icon_button": nil,
	}
}

// element checks one element; ids are the action ids already used in its block.
func (c *checker) element(el map[string]any, at string, ids map[string]bool) {
	kind, _ := el["type"].(string)
	rule, known := elementRules()[kind]
	if !known {
		c.say(at+"/type", "unsupported type: %s", kind)
		return
	}
	c.length(el, "action_id", 255, at)
	if id, _ := el["action_id"].(string); id != "" {
		if ids[id] {
			c.say(at+"/action_id", "Input contains duplicate items")
		}
		ids[id] = true
	}
	if rule != nil {
		rule(c, el, at)
	}
}

func (c *checker) placeholder(el map[string]any, at string) {
	c.plain(el, "placeholder", 150, false, at)
}

func buttonRule(c *checker, el map[string]any, at string) {
	c.plain(el, "text", 75, true, at)
	c.length(el, "value", 2000, at)
	c.length(el, "url", 3000, at)
}

func (c *checker) options(el map[string]any, most int, at string) {
	for i, o := range c.items(el, "options", 1, most, at) {
		where := fmt.Sprintf("%s/options/%d", at, i)
		c.text(o, "text", 75, true, where)
		c.required(o, "value", where)
		c.length(o, "value", 150, where)
		c.text(o, "description", 75, false, where)
	}
}
