package practice

// objects: docs.slack.dev/reference/block-kit/composition-objects.
func objects() map[string]kind {
	image := map[string]shape{
		"type": str(0), "image_url": filled(3000), "slack_file": a("slack_file"), "alt_text": str(2000),
	}
	option := func(t shape, more map[string]shape) kind {
		description := plain(75)
		description.enum = t.enum
		return kind{
			must:   []string{"text", "value"},
			fields: with(more, map[string]shape{"text": t, "value": str(150), "description": description}),
		}
	}
	return map[string]kind{
		"image":              {must: []string{"alt_text"}, one: []string{"image_url", "slack_file"}, fields: image},
		"context:plain_text": {must: []string{"text"}, fields: map[string]shape{"type": str(0), "text": filled(3000), "emoji": boolean()}},
		"context:mrkdwn":     {must: []string{"text"}, fields: map[string]shape{"type": str(0), "text": filled(3000), "verbatim": boolean()}},
		"slack_file":         {one: []string{"id", "url"}, fields: map[string]shape{"id": filled(0), "url": filled(0)}},
		"option":             option(plain(75), nil),
		"option_rich":        option(text(75), nil),
		"option_link":        option(plain(75), map[string]shape{"url": str(3000)}),
		"option_group": {
			must:   []string{"label", "options"},
			fields: map[string]shape{"label": plain(75), "options": array(1, 100, a("option"))},
		},
		// The answer to block_suggestion; it may be empty.
		"suggestions": {
			one:    []string{"options", "option_groups"},
			fields: map[string]shape{"options": array(0, 100, a("option")), "option_groups": array(0, 100, a("option_group"))},
		},
		"confirm": {
			must: []string{"text"},
			fields: map[string]shape{
				"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30), "style": enum("primary", "danger"),
			},
		},
		"dispatch": {fields: map[string]shape{
			"trigger_actions_on": array(1, 2, enum("on_enter_pressed", "on_character_entered")),
		}},
		"filter": {
			some: []string{"include", "exclude_external_shared_channels", "exclude_bot_users"},
			fields: map[string]shape{
				"include":                          array(1, 0, enum("im", "mpim", "private", "public")),
				"exclude_external_shared_channels": boolean(), "exclude_bot_users": boolean(),
			},
		},
		"feedback": {
			must:   []string{"text", "value"},
			fields: map[string]shape{"text": plain(75), "value": str(2000), "accessibility_label": str(75)},
		},
	}
}

// moreObjects are parts of single elements and blocks.
func moreObjects() map[string]kind {
	return map[string]kind{
		"icon":     {must: []string{"name"}, fields: map[string]shape{"type": str(0), "name": filled(0)}},
		"url":      {must: []string{"url", "text"}, fields: map[string]shape{"type": str(0), "url": filled(0), "text": filled(0)}},
		"workflow": {must: []string{"trigger"}, fields: map[string]shape{"trigger": a("workflow_trigger")}},
		"workflow_trigger": {
			must:   []string{"url"},
			fields: map[string]shape{"url": filled(0), "customizable_input_parameters": array(0, 0, a("parameter"))},
		},
		"parameter":  {must: []string{"name", "value"}, fields: map[string]shape{"name": filled(0), "value": str(0)}},
		"layout_row": {must: []string{"items"}, fields: map[string]shape{"items": array(1, 3, a("layout_item"))}},
		"layout_item": {
			must: []string{"block"},
			fields: map[string]shape{
				"block": among("block:", laid()...), "width": enum("narrow", "standard", "wide"),
				"horizontal_alignment": enum("start", "center", "end"),
			},
		},
	}
}

// richTexts: docs.slack.dev/reference/block-kit/blocks/rich-text-block.
func richTexts() map[string]kind {
	typed := func(must string, fields map[string]shape) kind {
		return kind{must: []string{must}, fields: with(fields, map[string]shape{"type": str(0), "style": a("rich:style")})}
	}
	bordered := func(elements shape) kind {
		return kind{must: []string{"elements"}, fields: map[string]shape{
			"type": str(0), "elements": elements, "border": integer(0, 1), "language": str(0),
		}}
	}
	inline := array(0, 0, among("rich:", "text", "link", "user", "usergroup", "channel", "team", "broadcast", "emoji", "date", "color"))
	style := map[string]shape{}
	for _, name := range []string{"bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"} {
		style[name] = boolean()
	}
	return map[string]kind{
		"rich:style":             {fields: style},
		"rich:rich_text_section": {must: []string{"elements"}, fields: map[string]shape{"type": str(0), "elements": inline}},
		"rich:rich_text_list": {must: []string{"elements", "style"}, fields: map[string]shape{
			"type": str(0), "elements": array(0, 0, among("rich:", "rich_text_section")), "style": enum("bullet", "ordered"),
			"indent": integer(0, 8), "border": integer(0, 1), "offset": integer(0, 0),
		}},
		"rich:rich_text_quote":        bordered(inline),
		"rich:rich_text_preformatted": bordered(array(0, 0, among("rich:", "text", "link"))),
		"rich:text":                   typed("text", map[string]shape{"text": filled(0)}),
		"rich:link":                   typed("url", map[string]shape{"url": filled(0), "text": str(0), "unsafe": boolean()}),
		"rich:user":                   typed("user_id", map[string]shape{"user_id": filled(0)}),
		"rich:usergroup":              typed("usergroup_id", map[string]shape{"usergroup_id": filled(0)}),
		"rich:channel":                typed("channel_id", map[string]shape{"channel_id": filled(0)}),
		"rich:team":                   typed("team_id", map[string]shape{"team_id": filled(0)}),
		"rich:broadcast":              typed("range", map[string]shape{"range": enum("here", "channel", "everyone")}),
		"rich:color":                  typed("value", map[string]shape{"value": filled(0)}),
		"rich:emoji": typed("name", map[string]shape{
			"name": filled(0), "unicode": str(0), "url": str(0), "skin_tone": integer(1, 6),
		}),
		"rich:date": typed("timestamp", map[string]shape{
			"timestamp": {is: "integer"}, "format": filled(0), "url": str(0), "fallback": str(0),
		}),
	}
}

func richElements() map[string]shape {
	return map[string]shape{"elements": array(0, 0,
		among("rich:", "rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"))}
}

// views: docs.slack.dev/reference/views.
func views() map[string]kind {
	common := map[string]shape{
		"type": str(0), "blocks": array(1, 100, among("block:", standing()...)), "callback_id": str(255), "external_id": str(255),
		"private_metadata": str(3000),
	}
	return map[string]kind{
		"view:home": {must: []string{"blocks"}, fields: common},
		"view:modal": {
			must: []string{"title", "blocks"}, also: []rule{inputNeedsSubmit},
			fields: with(common, map[string]shape{
				"title": plain(24), "submit": plain(24), "close": plain(24), "clear_on_close": boolean(),
				"notify_on_close": boolean(), "submit_disabled": boolean(),
			}),
		},
	}
}
