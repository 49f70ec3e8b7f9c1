package practice

// plainBlocks: docs.slack.dev/reference/block-kit/blocks.
func plainBlocks() map[string]kind {
	return map[string]kind{
		"section": {
			some: []string{"text", "fields"},
			fields: map[string]shape{
				"text": text(3000), "fields": array(0, 10, text(2000)), "expand": boolean(),
				"accessory": among("", accessories()...),
			},
		},
		"header": {
			must:   []string{"text"},
			fields: map[string]shape{"text": plain(150), "level": integer(1, 4)},
		},
		"divider": {},
		"context": {
			must:   []string{"elements"},
			fields: map[string]shape{"elements": array(1, 10, among("", "image", "context:plain_text", "context:mrkdwn"))},
		},
		"actions": {
			must:   []string{"elements"},
			fields: map[string]shape{"elements": array(1, 25, among("", active()...))},
		},
		"context_actions": {
			on: messages(), must: []string{"elements"},
			fields: map[string]shape{"elements": array(1, 5, among("", "feedback_buttons", "icon_button"))},
		},
		"input": {
			must: []string{"label", "element"},
			fields: map[string]shape{
				"label": plain(2000), "hint": plain(2000), "optional": boolean(), "dispatch_action": boolean(),
				"element": among("", fillable()...),
			},
		},
		"image": {
			must: []string{"alt_text"}, one: []string{"image_url", "slack_file"},
			fields: map[string]shape{
				"image_url": filled(3000), "slack_file": a("slack_file"), "alt_text": str(2000), "title": plain(2000),
			},
		},
		"markdown": {on: messages(), must: []string{"text"}, fields: map[string]shape{"text": filled(12000)}},
		"video": {
			scope: "links.embed:write", must: []string{"video_url", "thumbnail_url", "alt_text", "title"},
			fields: map[string]shape{
				"video_url": filled(3000), "thumbnail_url": filled(3000), "alt_text": str(200), "title": plain(200),
				"description": plain(200), "title_url": str(3000), "author_name": str(50), "provider_name": str(50),
				"provider_icon_url": str(3000),
			},
		},
	}
}

// richBlocks are those that hold other blocks or rich text.
func richBlocks() map[string]kind {
	return map[string]kind{
		"rich_text": {must: []string{"elements"}, fields: richElements()},
		"container": {
			must: []string{"child_blocks"}, some: []string{"title", "rich_text_title"},
			also: []rule{needs("default_collapsed", "is_collapsible"), excludes("has_header_divider", "is_collapsible")},
			fields: map[string]shape{
				"title": plain(150), "rich_text_title": among("block:", "rich_text"), "subtitle": text(150),
				"child_blocks": array(1, 10, among("block:", nested()...)), "icon": among("", "image"),
				"width":          enum("narrow", "standard", "wide", "full"),
				"is_collapsible": boolean(), "default_collapsed": boolean(), "has_header_divider": boolean(),
			},
		},
		"layout": {
			must: []string{"label", "rows"},
			fields: map[string]shape{
				"label": filled(150), "rows": array(1, 5, a("layout_row")), "is_label_visible": boolean(),
				"grid_lines": enum("none", "rows", "outer"), "fallback": array(0, 0, among("block:", stable()...)),
			},
		},
		"card": {
			on: messagesAndHome(), some: []string{"title", "hero_image", "actions", "body"},
			fields: map[string]shape{
				"hero_image": among("", "image"), "icon": among("", "image"), "slack_icon": among("", "icon"),
				"title": mrkdwn(150), "subtitle": mrkdwn(150), "body": mrkdwn(200), "subtext": mrkdwn(200),
				"actions": array(1, 3, among("", "button")),
			},
		},
		"carousel": {
			on: messagesAndHome(), must: []string{"elements"},
			fields: map[string]shape{"elements": array(1, 10, among("block:", "card"))},
		},
		"alert": {
			on: modals(), must: []string{"text"},
			fields: map[string]shape{"text": text(200), "level": enum("default", "info", "warning", "error", "success")},
		},
		"task_card": {
			on: messages(), must: []string{"task_id", "title"},
			fields: map[string]shape{
				"task_id": filled(255), "title": filled(0), "details": among("block:", "rich_text"),
				"output": among("block:", "rich_text"), "sources": array(0, 0, among("", "url")),
				"status": enum("pending", "in_progress", "complete", "error"), "hide_title": boolean(),
			},
		},
		"plan": {
			on: messages(), must: []string{"title"},
			fields: map[string]shape{"title": filled(0), "tasks": array(0, 0, among("block:", "task_card"))},
		},
	}
}

// stable are the blocks that every client shows; nested those that a container holds.
func stable() []string {
	return []string{"context", "divider", "header", "image", "rich_text", "section", "table", "video"}
}

func nested() []string { return append(stable(), "actions", "input", "layout") }

// laid are the blocks that a layout holds.
func laid() []string {
	return append(stable(), "actions", "alert", "card", "carousel", "container", "data_table",
		"data_visualization", "input")
}

// standing are the blocks that a surface itself takes; on which, the block says.
func standing() []string {
	return append(laid(), "context_actions", "layout", "markdown", "plan", "task_card")
}
