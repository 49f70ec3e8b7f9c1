package practice_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/slack/practice"
)

// refusal is a payload with the sentence Slack refuses it with; none if it is accepted.
type refusal struct{ json, say string }

func (r refusal) check(t *testing.T, got []practice.Problem) {
	t.Helper()
	require.True(t, json.Valid([]byte(r.json)), r.json)
	if r.say == "" {
		assert.Empty(t, got, r.json)
		return
	}
	said := make([]string, len(got))
	for i, p := range got {
		said[i] = p.Say
	}
	assert.Contains(t, said, r.say, r.json)
}

// elementRefusals are elements in an input block of a message.
func elementRefusals() []refusal {
	at := func(say, pointer string) string { return say + " [json-pointer:/blocks/0/element" + pointer + "]" }
	date := "input must match regex pattern: ^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
	clock := "input must match regex pattern: ^([01][0-9]|2[0-3]):[0-5][0-9]$"
	number := `input must match regex pattern: ^-?[0-9]+(\.[0-9]+)?$`
	return []refusal{
		{`{"type":"datepicker","initial_date":"2026-11-21"}`, ""},
		{`{"type":"datepicker","initial_date":"21.11.2026"}`, at(date, "/initial_date")},
		{`{"type":"datepicker","initial_date":"2026-13-01"}`, at(date, "/initial_date")},
		{`{"type":"datepicker","initial_date":20261121}`, at("must provide a string", "/initial_date")},
		{`{"type":"timepicker","initial_time":"23:59","timezone":"Europe/Berlin"}`, ""},
		{`{"type":"timepicker","initial_time":"24:00"}`, at(clock, "/initial_time")},
		{`{"type":"timepicker","timezone":"Mars/Base"}`, at("must be a valid enum value", "/timezone")},
		{`{"type":"datetimepicker","initial_date_time":1628633820}`, ""},
		{`{"type":"datetimepicker","initial_date_time":999999999}`, at("must be greater than 1000000000", "/initial_date_time")},
		{`{"type":"datetimepicker","initial_date_time":10000000000}`, at("must be less than 9999999999", "/initial_date_time")},
		{`{"type":"datetimepicker","initial_date_time":"1628633820"}`, at("must provide an integer", "/initial_date_time")},
		{`{"type":"number_input","is_decimal_allowed":true,"min_value":"-1.5","max_value":"10","initial_value":"3"}`, ""},
		{`{"type":"number_input"}`, at("missing required field: is_decimal_allowed", "")},
		{`{"type":"number_input","is_decimal_allowed":"yes"}`, at("must be a boolean", "/is_decimal_allowed")},
		{`{"type":"number_input","is_decimal_allowed":true,"min_value":1}`, at("must provide a string", "/min_value")},
		{`{"type":"number_input","is_decimal_allowed":true,"initial_value":"many"}`, at(number, "/initial_value")},
		{`{"type":"number_input","is_decimal_allowed":true,"min_value":"7","max_value":"7"}`, ""},
		{`{"type":"number_input","is_decimal_allowed":true,"min_value":"10","max_value":"9"}`, at("must be less than 9", "/min_value")},
		{`{"type":"plain_text_input","max_length":3000,"min_length":3000}`, ""},
		{`{"type":"plain_text_input","max_length":3001}`, at("must be less than 3000", "/max_length")},
		{`{"type":"plain_text_input","min_length":3001}`, at("must be less than 3000", "/min_length")},
		{`{"type":"plain_text_input","min_length":1.5}`, at("must provide an integer", "/min_length")},
		{`{"type":"plain_text_input","min_length":9,"max_length":8}`, at("must be less than 8", "/min_length")},
		{`{"type":"plain_text_input","dispatch_action_config":{"trigger_actions_on":["on_enter_pressed"]}}`, ""},
		{`{"type":"plain_text_input","dispatch_action_config":{"trigger_actions_on":["on_blur"]}}`, at("must be a valid enum value", "/dispatch_action_config/trigger_actions_on/0")},
		{`{"type":"rich_text_input","initial_value":` + rich + `,"min_lines":1,"max_lines":100}`, ""},
		{`{"type":"rich_text_input","max_lines":101}`, at("must be less than 100", "/max_lines")},
		{`{"type":"rich_text_input","min_lines":0}`, at("must be greater than 1", "/min_lines")},
		{`{"type":"multi_users_select","max_selected_items":1}`, ""},
		{`{"type":"multi_users_select","max_selected_items":0}`, at("must be greater than 1", "/max_selected_items")},
		{`{"type":"static_select"}`, at("missing required field: options", "")},
		{`{"type":"static_select","options":[` + oneOpt + `],"option_groups":[]}`, at("failed to match exactly one allowed schema", "")},
		{`{"type":"static_select","options":[` + oneOpt + `],"initial_option":` + oneOpt + `}`, ""},
		{`{"type":"static_select","options":[` + oneOpt + `],"initial_option":` + strings.Replace(oneOpt, `"v"`, `"w"`, 1) + `}`, at("must be a valid enum value", "/initial_option")},
		{`{"type":"checkboxes","options":[` + oneOpt + `],"initial_options":[` + strings.Replace(oneOpt, `"v"`, `"w"`, 1) + `]}`, at("must be a valid enum value", "/initial_options/0")},
		{`{"type":"checkboxes","options":[{"text":{"type":"mrkdwn","text":"*x*"},"value":"v"}]}`, ""},
		{`{"type":"static_select","options":[{"text":{"type":"mrkdwn","text":"*x*"},"value":"v"}]}`, at("must be a valid enum value", "/options/0/text/type")},
		{`{"type":"static_select","options":[{"text":` + plainX + `}]}`, at("missing required field: value", "/options/0")},
		{`{"type":"static_select","options":[{"text":` + plainX + `,"value":"v","url":"u"}]}`, at("invalid additional property: url", "/options/0")},
		{`{"type":"conversations_select","filter":{"include":["im","public"]},"response_url_enabled":true}`, ""},
		{`{"type":"conversations_select","filter":{}}`, at("missing required field: include", "/filter")},
		{`{"type":"conversations_select","filter":{"include":["dm"]}}`, at("must be a valid enum value", "/filter/include/0")},
		{`{"type":"multi_conversations_select","response_url_enabled":true}`, at("invalid additional property: response_url_enabled", "")},
		{`{"type":"external_select","min_query_length":0}`, ""},
		{`{"type":"external_select","min_query_length":"3"}`, at("must provide an integer", "/min_query_length")},
		{`{"type":"file_input"}`, at("unsupported type: file_input", "/type")},
		{`{"type":"button","text":` + plainX + `}`, at("unsupported type: button", "/type")},
		{`{"type":"plain_text_input","longest":3}`, at("invalid additional property: longest", "")},
		{`{"type":"users_select","placeholder":null}`, at("must provide an object", "/placeholder")},
		{`{}`, at("missing required field: type", "")},
		{`"datepicker"`, at("must provide an object", "")},
	}
}

func TestWhatSlackSaysOfElements(t *testing.T) {
	t.Parallel()
	for _, r := range elementRefusals() {
		r.check(t, inMessage(inInput(r.json)))
	}
}

// blockRefusals are blocks of a message.
func blockRefusals() []refusal {
	at := func(say, pointer string) string { return say + " [json-pointer:/blocks/0" + pointer + "]" }
	pie := func(segment string) string { return chart(`"type":"pie","segments":[` + segment + `]`) }
	return []refusal{
		{`{"type":"section","text":` + plainX + `,"txt":1}`, at("invalid additional property: txt", "")},
		{`{"type":"section","text":` + plainX + `,"expand":"no"}`, at("must be a boolean", "/expand")},
		{`{"type":"section","text":"x"}`, at("must provide an object", "/text")},
		{`{"type":"section","text":{"text":"x"}}`, at("missing required field: type", "/text")},
		{`{"type":"section","text":{"type":"mrkdwn"}}`, at("missing required field: text", "/text")},
		{`{"type":"section","text":{"type":"markdown","text":"x"}}`, at("must be a valid enum value", "/text/type")},
		{`{"type":"section","text":{"type":"mrkdwn","text":"x","emoji":true}}`, at("invalid additional property: emoji", "/text")},
		{`{"type":"section","text":{"type":"plain_text","text":"x","verbatim":true}}`, at("invalid additional property: verbatim", "/text")},
		{`{"type":"section","text":{"type":"plain_text","text":7}}`, at("must provide a string", "/text/text")},
		{`{"type":"section","fields":{}}`, at("must provide an array", "/fields")},
		{`{"type":"section","text":` + plainX + `,"accessory":{"type":"datetimepicker"}}`, at("unsupported type: datetimepicker", "/accessory/type")},
		{`{"type":"header","text":` + plainX + `,"level":4}`, ""},
		{`{"type":"header","text":` + plainX + `,"level":5}`, at("must be less than 4", "/level")},
		{`{"type":"header","text":` + plainX + `,"level":0}`, at("must be greater than 1", "/level")},
		{`{"type":"header","text":{"type":"mrkdwn","text":"x"}}`, at("must be a valid enum value", "/text/type")},
		{`{"type":"alert","text":` + plainX + `}`, at("unsupported type: alert", "/type")},
		{`{"type":"file","source":"remote","external_id":"x"}`, at("unsupported type: file", "/type")},
		{`{"type":7}`, at("unsupported type: 7", "/type")},
		{`{"type":"image","alt_text":"x","image_url":"u","slack_file":{"id":"F1"}}`, at("failed to match exactly one allowed schema", "")},
		{`{"type":"image","alt_text":"x","slack_file":{"id":"F1","url":"u"}}`, at("failed to match exactly one allowed schema", "/slack_file")},
		{`{"type":"image","alt_text":"x","slack_file":{"id":"F1"}}`, ""},
		{`{"type":"image","image_url":"u"}`, at("missing required field: alt_text", "")},
		{inActions(`{"type":"button","text":` + plainX + `,"style":"danger"}`), ""},
		{inActions(`{"type":"button","text":` + plainX + `,"style":"default"}`), at("must be a valid enum value", "/elements/0/style")},
		{inActions(`{"type":"plain_text_input"}`), at("unsupported type: plain_text_input", "/elements/0/type")},
		{inActions(`{"type":"workflow_button","text":` + plainX + `,"workflow":{"trigger":{"url":"u"}}}`), ""},
		{inActions(`{"type":"workflow_button","text":` + plainX + `,"workflow":{"trigger":{}}}`), at("missing required field: url", "/elements/0/workflow/trigger")},
		{`{"type":"context_actions","elements":[{"type":"feedback_buttons","positive_button":{"text":` + plainX + `,"value":"1"},"negative_button":{"text":` + plainX + `,"value":"0"}}]}`, ""},
		{`{"type":"container","child_blocks":[` + divider + `]}`, at("missing required field: title", "")},
		{`{"type":"container","title":` + plainX + `,"default_collapsed":true,"child_blocks":[` + divider + `]}`, at("must be a valid enum value", "/default_collapsed")},
		{`{"type":"container","title":` + plainX + `,"is_collapsible":true,"has_header_divider":true,"child_blocks":[` + divider + `]}`, at("must be a valid enum value", "/has_header_divider")},
		{`{"type":"container","title":` + plainX + `,"width":"huge","child_blocks":[` + divider + `]}`, at("must be a valid enum value", "/width")},
		{`{"type":"container","title":` + plainX + `,"child_blocks":[` + rich + `,{"type":"markdown","text":"x"}]}`, at("unsupported type: markdown", "/child_blocks/1/type")},
		{`{"type":"card"}`, at("missing required field: title", "")},
		{`{"type":"card","title":` + plainX + `}`, at("must be a valid enum value", "/title/type")},
		{`{"type":"data_table","caption":"x","page_size":100,"row_header_column_index":0,"rows":[[` + cell + `],[{"type":"action_cell","element":{"type":"button","text":` + plainX + `}}]]}`, ""},
		{`{"type":"data_table","caption":"x","page_size":101,"rows":[[` + cell + `],[` + cell + `]]}`, at("must be less than 100", "/page_size")},
		{`{"type":"data_table","caption":"x","page_size":0,"rows":[[` + cell + `],[` + cell + `]]}`, at("must be greater than 1", "/page_size")},
		{`{"type":"table","rows":[[{"type":"raw_number","value":1.5,"text":"1.5"},` + rich + `]]}`, ""},
		{`{"type":"table","rows":[[{"type":"raw_number","value":"1"}]]}`, at("must provide a number", "/rows/0/0/value")},
		{`{"type":"table","rows":[[{"type":"action_cell"}]]}`, at("unsupported type: action_cell", "/rows/0/0/type")},
		{`{"type":"table","rows":[[null]]}`, at("must provide an object", "/rows/0/0")},
		{`{"type":"table","rows":[[` + cell + `]],"column_settings":[{"align":"middle"}]}`, at("must be a valid enum value", "/column_settings/0/align")},
		{pie(`{"label":"a","value":0.5}`), ""},
		{pie(`{"label":"a","value":0}`), at("must be greater than 0", "/chart/segments/0/value")},
		{chart(`"type":"radar"`), at("unsupported type: radar", "/chart/type")},
		{chart(`"type":"bar","series":[]`), at("missing required field: axis_config", "/chart")},
		{`{"type":"task_card","task_id":"1","title":"x","status":"done"}`, at("must be a valid enum value", "/status")},
		{`{"type":"plan","title":"x","tasks":[{"type":"task_card","task_id":"1","title":"x","status":"pending"}]}`, ""},
		{`{"type":"rich_text","elements":[{"type":"rich_text_list","style":"bullet","indent":8,"border":1,"elements":[]}]}`, ""},
		{`{"type":"rich_text","elements":[{"type":"rich_text_list","style":"roman","elements":[]}]}`, at("must be a valid enum value", "/elements/0/style")},
		{`{"type":"rich_text","elements":[{"type":"rich_text_list","style":"bullet","indent":9,"elements":[]}]}`, at("must be less than 8", "/elements/0/indent")},
		{`{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"x","style":{"loud":true}}]}]}`, at("invalid additional property: loud", "/elements/0/elements/0/style")},
		{`{"type":"rich_text","elements":[{"type":"rich_text_preformatted","elements":[{"type":"user","user_id":"U1"}]}]}`, at("unsupported type: user", "/elements/0/elements/0/type")},
		{`{"type":"divider","a/b~c":1}`, at("invalid additional property: a/b~c", "")},
		{`[]`, at("must provide an object", "")},
	}
}

func TestWhatSlackSaysOfBlocks(t *testing.T) {
	t.Parallel()
	for _, r := range append(blockRefusals(), figureRefusals()...) {
		r.check(t, inMessage(r.json))
	}
}

// samples are blocks of every type, and the surfaces on which they may not stand.
func samples() map[string]string {
	section := `{"type":"section","text":` + plainX + `}`
	return map[string]string{
		section: "", divider: "", rich: "", inActions(`{"type":"button","text":` + plainX + `}`): "",
		`{"type":"header","text":` + plainX + `}`: "", `{"type":"context","elements":[` + plainX + `]}`: "",
		`{"type":"image","alt_text":"x","image_url":"u"}`: "", inInput(`{"type":"datepicker"}`): "",
		video(`"title":`+plainX, "title"):                                              "",
		`{"type":"container","title":` + plainX + `,"child_blocks":[` + divider + `]}`: "",
		`{"type":"layout","label":"x","rows":[{"items":[{"block":` + divider + `}]}]}`: "",
		`{"type":"data_table","caption":"x","rows":[[` + cell + `],[` + cell + `]]}`:   "",
		`{"type":"alert","text":` + plainX + `}`:                                       "message home",
		`{"type":"file","source":"remote","external_id":"x"}`:                          "message modal home",
		aCard: "modal", `{"type":"carousel","elements":[` + aCard + `]}`: "modal",
		`{"type":"markdown","text":"x"}`: "modal home", `{"type":"table","rows":[[` + cell + `]]}`: "modal home",
		`{"type":"context_actions","elements":[{"type":"icon_button","icon":"trash","text":` + plainX + `}]}`: "modal home",
		chart(`"type":"pie","segments":[{"label":"a","value":1}]`):                                            "modal home",
		`{"type":"plan","title":"x"}`: "modal home", `{"type":"task_card","task_id":"1","title":"x","status":"error"}`: "modal home",
		inInput(`{"type":"file_input","max_files":10,"filetypes":["pdf"]}`): "message home",
	}
}

// TestWhichBlockGoesWhere tries every block on every surface.
func TestWhichBlockGoesWhere(t *testing.T) {
	t.Parallel()
	for block, not := range samples() {
		for surface, got := range map[string][]practice.Problem{
			"message": inMessage(block),
			"modal":   practice.ValidateView([]byte(`{"type":"modal","title":` + plainX + `,"submit":` + plainX + `,"blocks":[` + block + `]}`)),
			"home":    practice.ValidateView([]byte(`{"type":"home","blocks":[` + block + `]}`)),
		} {
			if !strings.Contains(not, surface) {
				assert.Empty(t, got, "%s in %s", block, surface)
			} else if assert.Len(t, got, 1, "%s in %s", block, surface) {
				assert.True(t, strings.HasPrefix(got[0].Say, "unsupported type: "), got[0].Say)
			}
		}
	}
}

// viewRefusals are views.
func viewRefusals() []refusal {
	focused := inInput(`{"type":"datepicker","focus_on_load":true}`)
	return []refusal{
		{view(`,"blocks":[` + divider + `]`), ""},
		{view(`,"blocks":[` + divider + `],"hello":1`), "invalid additional property: hello [json-pointer:/view]"},
		{view(`,"blocks":[` + divider + `],"clear_on_close":"yes"`), "must be a boolean [json-pointer:/view/clear_on_close]"},
		{view(``), "missing required field: blocks [json-pointer:/view]"},
		{view(`,"blocks":{}`), "must provide an array [json-pointer:/view/blocks]"},
		{`{"type":"modal","blocks":[` + divider + `]}`, "missing required field: title [json-pointer:/view]"},
		{`{"type":"modal","title":` + plainX + `,"blocks":[` + focused + `]}`, "missing required field: submit [json-pointer:/view]"},
		{`{"title":` + plainX + `,"blocks":[]}`, "missing required field: type [json-pointer:/view]"},
		{`{"type":"dialog","title":` + plainX + `,"blocks":[]}`, "must be a valid enum value [json-pointer:/view/type]"},
		{`{"type":"home","title":` + plainX + `,"blocks":[` + divider + `]}`, "invalid additional property: title [json-pointer:/view]"},
		{`{"type":"home","blocks":[` + inInput(`{"type":"datepicker"}`) + `]}`, ""},
		{view(`,"blocks":[` + focused + `]`), ""},
		{view(`,"blocks":[` + inInput(`{"type":"file_input","max_files":1}`) + `]`), ""},
		{view(`,"blocks":[` + inInput(`{"type":"file_input","max_files":10}`) + `]`), ""},
		{view(`,"blocks":[` + inInput(`{"type":"file_input","max_files":0}`) + `]`), "must be greater than 1 [json-pointer:/view/blocks/0/element/max_files]"},
		{view(`,"blocks":[` + inInput(`{"type":"file_input","max_files":11}`) + `]`), "must be less than 10 [json-pointer:/view/blocks/0/element/max_files]"},
		{view(`,"blocks":[` + focused + `,` + focused + `]`), "Input contains duplicate items [json-pointer:/view/blocks/1/element/focus_on_load]"},
		{view(`,"blocks":[{"type":"divider","block_id":"a"},{"type":"divider","block_id":"b"}]`), ""},
		{view(`,"blocks":[{"type":"divider","block_id":"a"},{"type":"divider","block_id":"a"}]`), "Input contains duplicate items [json-pointer:/view/blocks/1/block_id]"},
		{view(`,"blocks":[` + inActions(strings.Replace(aButton, "#", "1", 1)) + `,` + inActions(strings.Replace(aButton, "#", "1", 1)) + `]`), ""},
		{view(`,"blocks":[` + inActions(aButton+","+aButton) + `]`), "Input contains duplicate items [json-pointer:/view/blocks/0/elements/1/action_id]"},
		{`[]`, "must provide an object [json-pointer:/view]"},
		{`null`, "must provide an object [json-pointer:/view]"},
	}
}

// view is a modal with more in it.
func view(more string) string {
	return `{"type":"modal","title":` + plainX + `,"submit":` + plainX + more + `}`
}

func TestWhatSlackSaysOfViews(t *testing.T) {
	t.Parallel()
	for _, r := range viewRefusals() {
		r.check(t, practice.ValidateView([]byte(r.json)))
	}
	// The very words of an answer observed from Slack.
	long := strings.Replace(view(`,"blocks":[`+divider+`]`), `"text":"x"`, `"text":"`+strings.Repeat("t", 25)+`"`, 1)
	assert.Equal(t, []practice.Problem{
		{Code: "invalid_arguments", Say: "failed to match all allowed schemas [json-pointer:/view/title]"},
		{Code: "invalid_arguments", Say: "must be less than 25 characters [json-pointer:/view/title/text]"},
	}, practice.ValidateView([]byte(long)))
}

// TestAViewMayHave250KB: 250 KB are counted as 256,000 bytes.
func TestAViewMayHave250KB(t *testing.T) {
	t.Parallel()
	view := `{"type":"home","blocks":[` + divider + `]}`
	assert.Empty(t, practice.ValidateView([]byte(view+strings.Repeat(" ", 256000-len(view)))))
	assert.Equal(t, []practice.Problem{{Code: "view_too_large"}}, practice.ValidateView([]byte(view+strings.Repeat(" ", 256001-len(view)))))
}

func TestMessagesAsAWhole(t *testing.T) {
	t.Parallel()
	markdown := func(n ...int) string {
		var out []string
		for _, n := range n {
			out = append(out, `{"type":"markdown","text":"`+strings.Repeat("m", n)+`"}`)
		}
		return `"blocks":[` + strings.Join(out, ",") + `]`
	}
	sections := func(n ...int) string {
		return strings.ReplaceAll(strings.ReplaceAll(markdown(n...), `"markdown","text":"`, `"section","text":{"type":"mrkdwn","text":"`), `"}`, `"}}`)
	}
	table, data := `{"type":"table","rows":[[`+cell+`]]}`, `{"type":"data_table","caption":"x","rows":[[`+cell+`],[`+cell+`]]}`
	pie := chart(`"type":"pie","segments":[{"label":"a","value":1}]`)
	one := func(code, say string) []practice.Problem { return []practice.Problem{{Code: code, Say: say}} }
	for _, c := range []struct {
		body string
		want []practice.Problem
	}{
		{markdown(6000, 6000), nil},
		{markdown(6000, 6001), one("invalid_blocks", "must be less than 12001 characters [json-pointer:/blocks/1/text]")},
		{sections(3000, 3000, 3000, 3000, 1200), nil},
		{sections(3000, 3000, 3000, 3000, 1201), one("msg_blocks_too_long", "")},
		{`"blocks":[` + table + `]`, nil},
		{`"blocks":[` + table + `,` + data + `]`, one("invalid_attachments", "only_one_table_allowed")},
		{`"blocks":[` + table + `],"attachments":[{"blocks":[` + table + `]}]`, one("invalid_attachments", "only_one_table_allowed")},
		{`"blocks":[` + pie + `,` + pie + `]`, nil},
		{`"blocks":[` + pie + `,` + pie + `,` + pie + `]`, one("invalid_blocks", "no more than 2 items allowed [json-pointer:/blocks]")},
		{`"attachments":[{}` + strings.Repeat(",{}", 99) + `]`, nil},
		{`"attachments":[{}` + strings.Repeat(",{}", 100) + `]`, one("too_many_attachments", "")},
		{`"attachments":{}`, one("invalid_attachments", "")},
		{`"attachments":[1]`, one("invalid_attachments", "must provide an object [json-pointer:/attachments/0]")},
		{`"attachments":[{"blocks":[{"type":"poem"}]}]`, one("invalid_attachments", "unsupported type: poem [json-pointer:/attachments/0/blocks/0/type]")},
		{`"markdown_text":"` + strings.Repeat("€", 12000) + `"`, nil},
		{`"markdown_text":"` + strings.Repeat("€", 12001) + `"`, one("msg_too_long", "")},
		{`"markdown_text":"a","text":"b"`, one("markdown_text_conflict", "")},
		{`"markdown_text":"a","blocks":[` + divider + `]`, one("markdown_text_conflict", "")},
		{`"blocks":"oops"`, one("invalid_blocks_format", "")},
		{`"blocks":{}`, one("invalid_blocks_format", "")},
		{`"blocks":[]`, one("no_text", "")},
		{`"text":" "`, one("no_text", "")},
		{`"text":"` + strings.Repeat("€", 40001) + `"`, nil}, // cut, not refused
	} {
		assert.Equal(t, c.want, practice.ValidateMessage([]byte("{"+c.body+"}")), cutTo(c.body, 80))
	}
	cells := func(n int) string {
		return `{"type":"data_table","caption":"x","rows":[[` + cell + `],[{"type":"raw_text","text":"` + strings.Repeat("c", n-1) + `"}]]}`
	}
	home := func(block string) []practice.Problem {
		return practice.ValidateView([]byte(`{"type":"home","blocks":[` + block + `]}`))
	}
	assert.Empty(t, home(cells(20000)))
	assert.Equal(t, one("invalid_arguments", "must be less than 20001 characters [json-pointer:/view/blocks/0/rows]"), home(cells(20001)))
}

func cutTo(s string, n int) string { return s[:min(len(s), n)] }

// FuzzTheValidator: whatever comes, it answers.
func FuzzTheValidator(f *testing.F) {
	for _, r := range append(blockRefusals(), elementRefusals()...) {
		f.Add([]byte(`{"text":"x","blocks":[` + r.json + `]}`))
		f.Add([]byte(`{"type":"modal","title":` + plainX + `,"blocks":[` + r.json + `]}`))
	}
	f.Add([]byte(`{"text":"x","blocks":` + strings.Repeat(`[{"type":"container","child_blocks":`, 100) + "1" + strings.Repeat("}]", 100) + `}`))
	f.Add([]byte(`{"type":"modal","blocks":[{"type":"input","element":{"type":"number_input","min_value":"1e999999999","max_value":"2"}}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, p := range append(practice.ValidateMessage(body), practice.ValidateView(body)...) {
			if p.Code == "" {
				t.Error("a problem without a name")
			}
		}
	})
}
