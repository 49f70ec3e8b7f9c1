package practice_test

import (
	"maps"
	"slices"
	"strings"
)

// bare are the elements with what they must have, by where they stand.
func bare() map[string]map[string]string {
	options, text := `"options":[`+oneOpt+`],`, `"text":`+plainX+`,`
	return map[string]map[string]string{
		"actions": {
			"button": text, "workflow_button": text + `"workflow":{"trigger":{"url":"u"}},`, "overflow": options,
		},
		"context_actions": {
			"icon_button": text + `"icon":"trash",`, "feedback_buttons": `"positive_button":` + opinion + `,"negative_button":` + opinion + `,`,
		},
		"input": {
			"static_select": options, "external_select": "", "users_select": "", "channels_select": "", "conversations_select": "",
			"multi_static_select": options, "multi_external_select": "", "multi_users_select": "", "multi_channels_select": "",
			"multi_conversations_select": "", "plain_text_input": "", "email_text_input": "", "url_text_input": "",
			"number_input": `"is_decimal_allowed":true,`, "rich_text_input": "", "datepicker": "", "timepicker": "", "datetimepicker": "",
			"checkboxes": options, "radio_buttons": options,
		},
	}
}

const opinion = `{"text":` + plainX + `,"value":"1"}`

// in puts an element of a type, with something more, into the block it stands in.
func in(place, kind, more string) (block, pointer string) {
	el := `{"type":"` + kind + `",` + bare()[place][kind] + more + `}`
	if place == "input" {
		return inInput(el), "/element"
	}
	return `{"type":"` + place + `","elements":[` + el + `]}`, "/elements/0"
}

// elementLimits: what elements have in common, of each of them.
func elementLimits() (all []limit) {
	add := func(place, kind, more, item, at string, least, most int) {
		block, pointer := in(place, kind, more)
		all = append(all, limit{kind + " " + at, block, item, pointer + at, least, most})
	}
	for _, place := range []string{"actions", "context_actions", "input"} {
		for _, kind := range slices.Sorted(maps.Keys(bare()[place])) {
			add(place, kind, `"action_id":"$"`, "", "/action_id", 0, 255)
			if strings.HasSuffix(kind, "_select") || strings.HasSuffix(kind, "_input") || kind == "datepicker" || kind == "timepicker" {
				add(place, kind, `"placeholder":`+plain1, "", "/placeholder/text", 1, 150)
			}
		}
	}
	for kind, of := range map[string]string{"users_select": "user", "channels_select": "channel", "conversations_select": "conversation"} {
		add("input", kind, `"initial_`+of+`":"$"`, "", "/initial_"+of, 1, 0)
		add("input", "multi_"+kind, `"initial_`+of+`s":[$]`, `"x#"`, "/initial_"+of+"s", 1, 0)
		add("input", "multi_"+kind, `"initial_`+of+`s":["$"]`, "", "/initial_"+of+"s/0", 1, 0)
	}
	for _, kind := range []string{"multi_static_select", "multi_external_select", "checkboxes"} {
		add("input", kind, `"initial_options":[$]`, oneOpt, "/initial_options", 1, 0)
	}
	for _, kind := range []string{"button", "workflow_button"} {
		add("actions", kind, `"accessibility_label":"$"`, "", "/accessibility_label", 0, 75)
	}
	add("context_actions", "icon_button", `"accessibility_label":"$"`, "", "/accessibility_label", 0, 75)
	add("context_actions", "icon_button", `"value":"$"`, "", "/value", 0, 2000)
	add("input", "plain_text_input", `"dispatch_action_config":{"trigger_actions_on":[$]}`, `"on_enter_pressed"`, "/dispatch_action_config/trigger_actions_on", 1, 2)
	add("input", "conversations_select", `"filter":{"include":[$]}`, `"im"`, "/filter/include", 1, 0)
	return all
}

// partLimits are of what stands in one kind of element or block only.
func partLimits() []limit {
	groups := `{"label":` + plainX + `,"options":[` + option + `]}`
	all := []limit{
		{"workflow_button text", inActions(`{"type":"workflow_button","text":` + plain1 + `,"workflow":{"trigger":{"url":"u"}}}`), "", "/elements/0/text/text", 1, 75},
		{"workflow url", inActions(`{"type":"workflow_button","text":` + plainX + `,"workflow":{"trigger":{"url":"$"}}}`), "", "/elements/0/workflow/trigger/url", 1, 0},
		{"workflow parameter", inActions(`{"type":"workflow_button","text":` + plainX + `,"workflow":{"trigger":{"url":"u","customizable_input_parameters":[{"name":"$","value":""}]}}}`), "", "/elements/0/workflow/trigger/customizable_input_parameters/0/name", 1, 0},
		{"icon_button text", `{"type":"context_actions","elements":[{"type":"icon_button","icon":"trash","text":` + plain1 + `}]}`, "", "/elements/0/text/text", 1, 75},
		{"icon_button icon", `{"type":"context_actions","elements":[{"type":"icon_button","icon":"$","text":` + plainX + `}]}`, "", "/elements/0/icon", 1, 0},
		{"multi_static_select groups", inActions(`{"type":"multi_static_select","option_groups":[$]}`), groups, "/elements/0/option_groups", 1, 100},
		{"context mrkdwn", `{"type":"context","elements":[{"type":"mrkdwn","text":"$"}]}`, "", "/elements/0/text", 1, 3000},
		{"context image_url", `{"type":"context","elements":[{"type":"image","image_url":"$","alt_text":"x"}]}`, "", "/elements/0/image_url", 1, 3000},
		{"slack_file id", `{"type":"image","alt_text":"x","slack_file":{"id":"$"}}`, "", "/slack_file/id", 1, 0},
		{"slack_file url", `{"type":"image","alt_text":"x","slack_file":{"url":"$"}}`, "", "/slack_file/url", 1, 0},
		{"slack_icon", `{"type":"card","title":{"type":"mrkdwn","text":"x"},"slack_icon":{"type":"icon","name":"$"}}`, "", "/slack_icon/name", 1, 0},
		{"task source url", `{"type":"task_card","task_id":"1","title":"x","sources":[{"type":"url","url":"$","text":"x"}]}`, "", "/sources/0/url", 1, 0},
		{"task source text", `{"type":"task_card","task_id":"1","title":"x","sources":[{"type":"url","url":"u","text":"$"}]}`, "", "/sources/0/text", 1, 0},
		{"task_id", `{"type":"task_card","task_id":"$","title":"x"}`, "", "/task_id", 1, 255},
		{"task title", `{"type":"task_card","task_id":"1","title":"$"}`, "", "/title", 1, 0},
		{"plan title", `{"type":"plan","title":"$"}`, "", "/title", 1, 0},
		{"video url", `{"type":"video","video_url":"$","thumbnail_url":"u","alt_text":"x","title":` + plainX + `}`, "", "/video_url", 1, 3000},
		{"video thumbnail", `{"type":"video","video_url":"u","thumbnail_url":"$","alt_text":"x","title":` + plainX + `}`, "", "/thumbnail_url", 1, 3000},
		{"video title_url", video(`"title_url":"$"`, ""), "", "/title_url", 0, 3000},
		{"video provider_icon_url", video(`"provider_icon_url":"$"`, ""), "", "/provider_icon_url", 0, 3000},
		{"data_table caption", `{"type":"data_table","caption":"$","rows":[[` + cell + `],[` + cell + `]]}`, "", "/caption", 1, 0},
		{"number cell", `{"type":"table","rows":[[{"type":"raw_number","value":1,"text":"$"}]]}`, "", "/rows/0/0/text", 1, 0},
		{"chart categories", chart(`"type":"bar","axis_config":{"categories":[$]},"series":[{"name":"n","data":[{"label":"a","value":1}]}]`), `"a"`, "/chart/axis_config/categories", 1, 20},
		{"pie segments", chart(`"type":"pie","segments":[$]`), `{"label":"a","value":1}`, "/chart/segments", 1, 12},
	}
	for _, kind := range []string{"bar", "line", "area"} {
		all = append(all, limit{kind + " series", chart(`"type":"` + kind + `",` + axis + `,"series":[$]`), `{"name":"n","data":[{"label":"a","value":1}]}`, "/chart/series", 1, 12})
	}
	for _, kind := range []string{"checkboxes", "overflow"} {
		of := func(name, json, at string, least, most int) {
			all = append(all, limit{kind + " " + name, inActions(`{"type":"` + kind + `","options":[{` + json + `}]}`), "", "/elements/0/options/0/" + at, least, most})
		}
		of("text", `"text":`+plain1+`,"value":"v"`, "text/text", 1, 75)
		of("value", `"text":`+plainX+`,"value":"$"`, "value", 0, 150)
		of("description", `"text":`+plainX+`,"value":"v","description":`+plain1, "description/text", 1, 75)
	}
	for name, side := range map[string]string{`text`: `"text":` + plain1 + `,"value":"1"`, `value`: `"text":` + plainX + `,"value":"$"`, `accessibility_label`: `"text":` + plainX + `,"value":"1","accessibility_label":"$"`} {
		l := limit{"feedback " + name, `{"type":"context_actions","elements":[{"type":"feedback_buttons","positive_button":{` + side + `},"negative_button":` + opinion + `}]}`, "", "/elements/0/positive_button/" + name, 0, 75}
		switch name {
		case "text":
			l.at, l.least = l.at+"/text", 1
		case "value":
			l.most = 2000
		}
		all = append(all, l)
	}
	for kind, key := range map[string]string{"link": "url", "user": "user_id", "usergroup": "usergroup_id", "channel": "channel_id", "team": "team_id", "emoji": "name", "color": "value"} {
		all = append(all, limit{"rich " + kind, richly(`{"type":"` + kind + `","` + key + `":"$"}`), "", "/elements/0/elements/0/" + key, 1, 0})
	}
	return append(all, limit{"rich date", richly(`{"type":"date","timestamp":1,"format":"$"}`), "", "/elements/0/elements/0/format", 1, 0})
}

// idLimits are the block_ids of every type of block that a message takes.
func idLimits() (all []limit) {
	for block, not := range samples() {
		if !strings.Contains(not, "message") {
			all = append(all, limit{"block_id " + block, `{"block_id":"$",` + block[1:], "", "/block_id", 0, 255})
		}
	}
	return append(all, limit{"rich text cell block_id", `{"type":"table","rows":[[{"block_id":"$",` + rich[1:] + `]]}`, "", "/rows/0/0/block_id", 0, 255})
}

func richly(inline string) string {
	return `{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[` + inline + `]}]}`
}

// figureRefusals are blocks with whole numbers at their bounds and past them.
func figureRefusals() (all []refusal) {
	add := func(block, pointer, key string, least, most string, bad map[string]string) {
		for _, n := range []string{least, most} {
			all = append(all, refusal{strings.Replace(block, "$", n, 1), ""})
		}
		for n, say := range bad {
			all = append(all, refusal{strings.Replace(block, "$", n, 1), say + " [json-pointer:/blocks/0" + pointer + "/" + key + "]"})
		}
	}
	el := func(kind, key, least, most string, bad map[string]string) {
		block, pointer := in("input", kind, `"`+key+`":$`)
		add(block, pointer, key, least, most, bad)
	}
	for _, of := range []string{"static", "external", "users", "channels", "conversations"} {
		el("multi_"+of+"_select", "max_selected_items", "1", "99", map[string]string{"0": "must be greater than 1"})
	}
	el("external_select", "min_query_length", "0", "9", map[string]string{"-1": "must be greater than 0"})
	el("multi_external_select", "min_query_length", "0", "9", map[string]string{"-1": "must be greater than 0"})
	el("plain_text_input", "min_length", "0", "3000", map[string]string{"-1": "must be greater than 0", "3001": "must be less than 3000"})
	el("plain_text_input", "max_length", "1", "3000", map[string]string{"0": "must be greater than 1", "3001": "must be less than 3000"})
	el("rich_text_input", "min_lines", "1", "100", map[string]string{"0": "must be greater than 1", "101": "must be less than 100"})
	el("rich_text_input", "max_lines", "1", "100", map[string]string{"0": "must be greater than 1", "101": "must be less than 100"})
	add(`{"type":"header","text":`+plainX+`,"level":$}`, "", "level", "1", "4", map[string]string{"0": "must be greater than 1", "5": "must be less than 4"})
	add(`{"type":"data_table","caption":"x","row_header_column_index":$,"rows":[[`+cell+`],[`+cell+`]]}`, "", "row_header_column_index", "0", "19", map[string]string{"-1": "must be greater than 0", "20": "must be less than 19"})
	for _, border := range []string{`"rich_text_quote"`, `"rich_text_preformatted"`, `"rich_text_list","style":"bullet"`} {
		add(`{"type":"rich_text","elements":[{"type":`+border+`,"elements":[],"border":$}]}`, "/elements/0", "border", "0", "1", map[string]string{"-1": "must be greater than 0", "2": "must be less than 1"})
	}
	list := `{"type":"rich_text","elements":[{"type":"rich_text_list","style":"bullet","elements":[],"%":$}]}`
	add(strings.Replace(list, "%", "indent", 1), "/elements/0", "indent", "0", "8", map[string]string{"-1": "must be greater than 0", "9": "must be less than 8"})
	add(strings.Replace(list, "%", "offset", 1), "/elements/0", "offset", "0", "99", map[string]string{"-1": "must be greater than 0"})
	add(richly(`{"type":"emoji","name":"x","skin_tone":$}`), "/elements/0/elements/0", "skin_tone", "1", "6", map[string]string{"0": "must be greater than 1", "7": "must be less than 6"})
	add(richly(`{"type":"date","format":"x","timestamp":$}`), "/elements/0/elements/0", "timestamp", "0", "1628633820", map[string]string{"-1": "must be greater than 0"})
	return all
}
