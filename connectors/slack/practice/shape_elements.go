package practice

// Which elements stand where: docs.slack.dev/reference/block-kit/block-elements.
func active() []string {
	return append(choosers(), "button", "checkboxes", "datepicker", "datetimepicker", "overflow", "radio_buttons",
		"rich_text_input", "timepicker", "workflow_button")
}

func accessories() []string {
	return append(choosers(), "button", "checkboxes", "datepicker", "image", "overflow", "radio_buttons",
		"timepicker", "workflow_button")
}

func fillable() []string {
	return append(choosers(), "checkboxes", "datepicker", "datetimepicker", "email_text_input", "file_input",
		"number_input", "plain_text_input", "radio_buttons", "rich_text_input", "timepicker", "url_text_input")
}

func choosers() []string {
	return []string{
		"channels_select", "conversations_select", "external_select", "static_select", "users_select",
		"multi_channels_select", "multi_conversations_select", "multi_external_select", "multi_static_select",
		"multi_users_select",
	}
}

// buttons are what a person clicks.
func buttons() map[string]kind {
	style := enum("primary", "danger")
	return map[string]kind{
		"button": {
			must: []string{"text"},
			fields: map[string]shape{
				"text": plain(75), "value": str(2000), "url": str(3000), "style": style, "confirm": a("confirm"),
				"accessibility_label": str(75), "agent_prompt": str(0), "agent_prompt_display": str(0),
				"visible_to_user_ids": array(0, 0, str(0)),
			},
		},
		"workflow_button": {
			must: []string{"text", "workflow"},
			fields: map[string]shape{
				"text": plain(75), "workflow": a("workflow"), "style": style, "accessibility_label": str(75),
				"confirm": a("confirm"),
			},
		},
		"icon_button": {
			must: []string{"text", "icon"},
			fields: map[string]shape{
				"text": plain(75), "icon": filled(0), "value": str(2000), "confirm": a("confirm"),
				"accessibility_label": str(75), "visible_to_user_ids": array(0, 10, str(0)),
			},
		},
		"feedback_buttons": {
			must:   []string{"positive_button", "negative_button"},
			fields: map[string]shape{"positive_button": a("feedback"), "negative_button": a("feedback")},
		},
		"overflow": {
			must:   []string{"options"},
			fields: map[string]shape{"options": array(1, 5, a("option_link")), "confirm": a("confirm")},
		},
	}
}

// selects are menus. The list of options is part of them, or comes from the workspace or
// the app.
func selects() map[string]kind {
	out := map[string]kind{}
	menu := map[string]shape{"placeholder": plain(150), "confirm": a("confirm"), "focus_on_load": boolean()}
	add := func(name, initial string, item shape, more map[string]shape, k kind) {
		k.fields = with(menu, more, map[string]shape{"initial_" + initial: item})
		out[name] = k
		delete(more, "response_url_enabled")
		k.fields = with(menu, more, map[string]shape{
			"initial_" + initial + "s": array(1, 0, item), "max_selected_items": integer(1, 0),
		})
		out["multi_"+name] = k
	}
	add("static_select", "option", a("option"), map[string]shape{
		"options": array(1, 100, a("option")), "option_groups": array(1, 100, a("option_group")),
	}, kind{one: []string{"options", "option_groups"}, also: []rule{initialAmongOptions}})
	add("external_select", "option", a("option"), map[string]shape{"min_query_length": integer(0, 0)}, kind{})
	add("users_select", "user", filled(0), map[string]shape{}, kind{})
	add("channels_select", "channel", filled(0), map[string]shape{"response_url_enabled": boolean()}, kind{})
	add("conversations_select", "conversation", filled(0), map[string]shape{
		"response_url_enabled": boolean(), "default_to_current_conversation": boolean(), "filter": a("filter"),
	}, kind{})
	return out
}

// inputs are what a person fills in. Figures of number_input are strings.
func inputs() map[string]kind {
	number := like(`^-?[0-9]+(\.[0-9]+)?$`)
	focus := map[string]shape{"focus_on_load": boolean()}
	picked := with(focus, map[string]shape{"confirm": a("confirm")})
	typed := with(focus, map[string]shape{"placeholder": plain(150), "dispatch_action_config": a("dispatch")})
	return map[string]kind{
		"plain_text_input": {
			also: []rule{ordered("min_length", "max_length")},
			fields: with(typed, map[string]shape{
				"initial_value": str(3000), "multiline": boolean(), "min_length": integer(0, 3000), "max_length": integer(1, 3000),
			}),
		},
		"email_text_input": {fields: with(typed, map[string]shape{"initial_value": str(0)})},
		"url_text_input":   {fields: with(typed, map[string]shape{"initial_value": str(0)})},
		"number_input": {
			must: []string{"is_decimal_allowed"}, also: []rule{ordered("min_value", "max_value")},
			fields: with(typed, map[string]shape{
				"is_decimal_allowed": boolean(), "initial_value": number, "min_value": number, "max_value": number,
			}),
		},
		"rich_text_input": {fields: with(typed, map[string]shape{
			"initial_value": among("block:", "rich_text"), "min_lines": integer(1, 100), "max_lines": integer(1, 100),
		})},
		"datepicker": {fields: with(picked, map[string]shape{
			"initial_date": like(`^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`), "placeholder": plain(150),
		})},
		"timepicker": {fields: with(picked, map[string]shape{
			"initial_time": like(`^([01][0-9]|2[0-3]):[0-5][0-9]$`), "timezone": {is: "string", zone: true},
			"placeholder": plain(150),
		})},
		"datetimepicker": {fields: with(picked, map[string]shape{"initial_date_time": integer(1000000000, 9999999999)})},
		"checkboxes": {
			must: []string{"options"}, also: []rule{initialAmongOptions},
			fields: with(picked, map[string]shape{
				"options": array(1, 10, a("option_rich")), "initial_options": array(1, 0, a("option_rich")),
			}),
		},
		"radio_buttons": {
			must: []string{"options"}, also: []rule{initialAmongOptions},
			fields: with(picked, map[string]shape{
				"options": array(1, 10, a("option_rich")), "initial_option": a("option_rich"),
			}),
		},
		"file_input": {
			on: modals(), scope: "files:read",
			fields: map[string]shape{"filetypes": array(0, 0, filled(0)), "max_files": integer(1, 10)},
		},
	}
}
