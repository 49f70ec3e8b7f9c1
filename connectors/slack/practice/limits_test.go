package practice_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/slack/practice"
)

// limit is one figure of Slack's: a template with a $ that stands for so many characters
// or, where there is an item, for so many of them (a # in it is its number).
type limit struct {
	name        string
	json        string
	item        string
	at          string // pointer below the block or view
	least, most int
}

const (
	plainX  = `{"type":"plain_text","text":"x"}`
	plain1  = `{"type":"plain_text","text":"$"}`
	option  = `{"text":{"type":"plain_text","text":"x"},"value":"v#"}`
	oneOpt  = `{"text":{"type":"plain_text","text":"x"},"value":"v"}`
	rich    = `{"type":"rich_text","elements":[]}`
	divider = `{"type":"divider"}`
	cell    = `{"type":"raw_text","text":"c"}`
	aButton = `{"type":"button","action_id":"a#","text":{"type":"plain_text","text":"x"}}`
	aCard   = `{"type":"card","title":{"type":"mrkdwn","text":"x"}}`
	axis    = `"axis_config":{"categories":["a"]}`
)

func inActions(el string) string { return `{"type":"actions","elements":[` + el + `]}` }

func inInput(el string) string { return `{"type":"input","label":` + plainX + `,"element":` + el + `}` }

func confirming(what string) string {
	return inActions(`{"type":"button","text":` + plainX + `,"confirm":{"text":` + plainX + `,` + what + `}}`)
}

// messageLimits: SLACK's block reference, field by field.
func messageLimits() []limit {
	return slices.Concat(blockLimits(), elementLimits(), partLimits(), idLimits())
}

func blockLimits() []limit {
	return []limit{
		{"section text", `{"type":"section","text":` + plain1 + `}`, "", "/text/text", 1, 3000},
		{"section mrkdwn", `{"type":"section","text":{"type":"mrkdwn","text":"$"}}`, "", "/text/text", 1, 3000},
		{"section fields", `{"type":"section","fields":[$]}`, plainX, "/fields", 0, 10},
		{"section field", `{"type":"section","fields":[` + plain1 + `]}`, "", "/fields/0/text", 1, 2000},
		{"block_id", `{"type":"divider","block_id":"$"}`, "", "/block_id", 0, 255},
		{"action_id", inActions(`{"type":"button","text":` + plainX + `,"action_id":"$"}`), "", "/elements/0/action_id", 0, 255},
		{"header text", `{"type":"header","text":` + plain1 + `}`, "", "/text/text", 1, 150},
		{"context elements", `{"type":"context","elements":[$]}`, plainX, "/elements", 1, 10},
		{"context text", `{"type":"context","elements":[` + plain1 + `]}`, "", "/elements/0/text", 1, 3000},
		{"context image alt_text", `{"type":"context","elements":[{"type":"image","image_url":"u","alt_text":"$"}]}`, "", "/elements/0/alt_text", 0, 2000},
		{"actions elements", `{"type":"actions","elements":[$]}`, aButton, "/elements", 1, 25},
		{"context_actions elements", `{"type":"context_actions","elements":[$]}`, `{"type":"icon_button","icon":"trash","action_id":"a#","text":` + plainX + `}`, "/elements", 1, 5},
		{"icon_button users", `{"type":"context_actions","elements":[{"type":"icon_button","icon":"trash","text":` + plainX + `,"visible_to_user_ids":[$]}]}`, `"U#"`, "/elements/0/visible_to_user_ids", 0, 10},
		{"button text", inActions(`{"type":"button","text":` + plain1 + `}`), "", "/elements/0/text/text", 1, 75},
		{"button value", inActions(`{"type":"button","text":` + plainX + `,"value":"$"}`), "", "/elements/0/value", 0, 2000},
		{"button url", inActions(`{"type":"button","text":` + plainX + `,"url":"$"}`), "", "/elements/0/url", 0, 3000},
		{"button accessibility_label", inActions(`{"type":"button","text":` + plainX + `,"accessibility_label":"$"}`), "", "/elements/0/accessibility_label", 0, 75},
		{"confirm title", confirming(`"title":` + plain1), "", "/elements/0/confirm/title/text", 1, 100},
		{"confirm text", inActions(`{"type":"button","text":` + plainX + `,"confirm":{"text":` + plain1 + `}}`), "", "/elements/0/confirm/text/text", 1, 300},
		{"confirm confirm", confirming(`"confirm":` + plain1), "", "/elements/0/confirm/confirm/text", 1, 30},
		{"confirm deny", confirming(`"deny":` + plain1), "", "/elements/0/confirm/deny/text", 1, 30},
		{"option text", inActions(`{"type":"static_select","options":[{"text":` + plain1 + `,"value":"v"}]}`), "", "/elements/0/options/0/text/text", 1, 75},
		{"option value", inActions(`{"type":"static_select","options":[{"text":` + plainX + `,"value":"$"}]}`), "", "/elements/0/options/0/value", 0, 150},
		{"option description", inActions(`{"type":"static_select","options":[{"text":` + plainX + `,"value":"v","description":` + plain1 + `}]}`), "", "/elements/0/options/0/description/text", 1, 75},
		{"option url", inActions(`{"type":"overflow","options":[{"text":` + plainX + `,"value":"v","url":"$"}]}`), "", "/elements/0/options/0/url", 0, 3000},
		{"static_select options", inActions(`{"type":"static_select","options":[$]}`), option, "/elements/0/options", 1, 100},
		{"multi_static_select options", inActions(`{"type":"multi_static_select","options":[$]}`), option, "/elements/0/options", 1, 100},
		{"option groups", inActions(`{"type":"static_select","option_groups":[$]}`), `{"label":` + plainX + `,"options":[` + option + `]}`, "/elements/0/option_groups", 1, 100},
		{"option group label", inActions(`{"type":"static_select","option_groups":[{"label":` + plain1 + `,"options":[` + oneOpt + `]}]}`), "", "/elements/0/option_groups/0/label/text", 1, 75},
		{"option group options", inActions(`{"type":"static_select","option_groups":[{"label":` + plainX + `,"options":[$]}]}`), option, "/elements/0/option_groups/0/options", 1, 100},
		{"checkboxes", inActions(`{"type":"checkboxes","options":[$]}`), option, "/elements/0/options", 1, 10},
		{"radio_buttons", inActions(`{"type":"radio_buttons","options":[$]}`), option, "/elements/0/options", 1, 10},
		{"overflow", inActions(`{"type":"overflow","options":[$]}`), option, "/elements/0/options", 1, 5},
		{"placeholder", inActions(`{"type":"users_select","placeholder":` + plain1 + `}`), "", "/elements/0/placeholder/text", 1, 150},
		{"input label", `{"type":"input","label":` + plain1 + `,"element":{"type":"datepicker"}}`, "", "/label/text", 1, 2000},
		{"input hint", `{"type":"input","label":` + plainX + `,"hint":` + plain1 + `,"element":{"type":"datepicker"}}`, "", "/hint/text", 1, 2000},
		{"image url", `{"type":"image","alt_text":"x","image_url":"$"}`, "", "/image_url", 1, 3000},
		{"image alt_text", `{"type":"image","alt_text":"$","image_url":"u"}`, "", "/alt_text", 0, 2000},
		{"image title", `{"type":"image","alt_text":"x","image_url":"u","title":` + plain1 + `}`, "", "/title/text", 1, 2000},
		{"video title", video(`"title":`+plain1, "title"), "", "/title/text", 1, 200},
		{"video description", video(`"description":`+plain1, ""), "", "/description/text", 1, 200},
		{"video author", video(`"author_name":"$"`, ""), "", "/author_name", 0, 50},
		{"video provider", video(`"provider_name":"$"`, ""), "", "/provider_name", 0, 50},
		{"video alt_text", video(`"alt_text":"$"`, "alt_text"), "", "/alt_text", 0, 200},
		{"markdown", `{"type":"markdown","text":"$"}`, "", "/text", 1, 12000},
		{"table rows", `{"type":"table","rows":[$]}`, `[` + cell + `]`, "/rows", 1, 100},
		{"table cells", `{"type":"table","rows":[[$]]}`, cell, "/rows/0", 1, 20},
		{"table cell", `{"type":"table","rows":[[{"type":"raw_text","text":"$"}]]}`, "", "/rows/0/0/text", 1, 0},
		{"table columns", `{"type":"table","rows":[[` + cell + `]],"column_settings":[$]}`, `{"align":"right"}`, "/column_settings", 0, 20},
		{"data_table rows", `{"type":"data_table","caption":"x","rows":[$]}`, `[` + cell + `]`, "/rows", 2, 201},
		{"data_table columns", `{"type":"data_table","caption":"x","rows":[[` + cell + `],[$]]}`, cell, "/rows/1", 1, 20},
		{"chart title", `{"type":"data_visualization","title":"$","chart":{"type":"pie","segments":[{"label":"a","value":1}]}}`, "", "/title", 1, 50},
		{"chart label", chart(`"type":"pie","segments":[{"label":"$","value":1}]`), "", "/chart/segments/0/label", 1, 20},
		{"chart series", chart(`"type":"bar",` + axis + `,"series":[{"name":"$","data":[{"label":"a","value":1}]}]`), "", "/chart/series/0/name", 1, 20},
		{"chart point", chart(`"type":"line",` + axis + `,"series":[{"name":"n","data":[{"label":"$","value":1}]}]`), "", "/chart/series/0/data/0/label", 1, 20},
		{"chart points", chart(`"type":"area",` + axis + `,"series":[{"name":"n","data":[$]}]`), `{"label":"a","value":-1}`, "/chart/series/0/data", 1, 20},
		{"chart x label", chart(`"type":"bar","axis_config":{"categories":["a"],"x_label":"$"},"series":[{"name":"n","data":[{"label":"a","value":1}]}]`), "", "/chart/axis_config/x_label", 0, 50},
		{"chart y label", chart(`"type":"bar","axis_config":{"categories":["a"],"y_label":"$"},"series":[{"name":"n","data":[{"label":"a","value":1}]}]`), "", "/chart/axis_config/y_label", 0, 50},
		{"chart category", chart(`"type":"bar","axis_config":{"categories":["$"]},"series":[{"name":"n","data":[{"label":"a","value":1}]}]`), "", "/chart/axis_config/categories/0", 1, 20},
		{"container title", `{"type":"container","title":` + plain1 + `,"child_blocks":[` + divider + `]}`, "", "/title/text", 1, 150},
		{"container subtitle", `{"type":"container","title":` + plainX + `,"subtitle":` + plain1 + `,"child_blocks":[` + divider + `]}`, "", "/subtitle/text", 1, 150},
		{"container children", `{"type":"container","title":` + plainX + `,"child_blocks":[$]}`, divider, "/child_blocks", 1, 10},
		{"card title", `{"type":"card","title":{"type":"mrkdwn","text":"$"}}`, "", "/title/text", 1, 150},
		{"card subtitle", `{"type":"card","title":{"type":"mrkdwn","text":"x"},"subtitle":{"type":"mrkdwn","text":"$"}}`, "", "/subtitle/text", 1, 150},
		{"card body", `{"type":"card","body":{"type":"mrkdwn","text":"$"}}`, "", "/body/text", 1, 200},
		{"card subtext", `{"type":"card","title":{"type":"mrkdwn","text":"x"},"subtext":{"type":"mrkdwn","text":"$"}}`, "", "/subtext/text", 1, 200},
		{"card actions", `{"type":"card","actions":[$]}`, aButton, "/actions", 1, 3},
		{"carousel", `{"type":"carousel","elements":[$]}`, aCard, "/elements", 1, 10},
		{"layout label", `{"type":"layout","label":"$","rows":[{"items":[{"block":` + divider + `}]}]}`, "", "/label", 1, 150},
		{"layout rows", `{"type":"layout","label":"x","rows":[$]}`, `{"items":[{"block":` + divider + `}]}`, "/rows", 1, 5},
		{"layout items", `{"type":"layout","label":"x","rows":[{"items":[$]}]}`, `{"block":` + divider + `}`, "/rows/0/items", 1, 3},
		{"rich text", `{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"$"}]}]}`, "", "/elements/0/elements/0/text", 1, 0},
	}
}

// viewLimits are tried in a modal; %s in the template is the rest of the view.
func viewLimits() []limit {
	rest := `"type":"modal","submit":` + plainX
	body := `,"blocks":[` + divider + `]`
	return []limit{
		{"title", `{` + rest + `,"title":` + plain1 + body + `}`, "", "/title/text", 1, 24},
		{"submit", `{"type":"modal","title":` + plainX + `,"submit":` + plain1 + body + `}`, "", "/submit/text", 1, 24},
		{"close", `{` + rest + `,"title":` + plainX + `,"close":` + plain1 + body + `}`, "", "/close/text", 1, 24},
		{"callback_id", `{` + rest + `,"title":` + plainX + `,"callback_id":"$"` + body + `}`, "", "/callback_id", 0, 255},
		{"external_id", `{` + rest + `,"title":` + plainX + `,"external_id":"$"` + body + `}`, "", "/external_id", 0, 255},
		{"private_metadata", `{` + rest + `,"title":` + plainX + `,"private_metadata":"$"` + body + `}`, "", "/private_metadata", 0, 3000},
		{"blocks of a modal", `{` + rest + `,"title":` + plainX + `,"blocks":[$]}`, divider, "/blocks", 1, 100},
		{"blocks of a Home", `{"type":"home","blocks":[$]}`, divider, "/blocks", 1, 100},
		{"alert", `{` + rest + `,"title":` + plainX + `,"blocks":[{"type":"alert","text":` + plain1 + `}]}`, "", "/blocks/0/text/text", 1, 200},
		{"Home callback_id", `{"type":"home","callback_id":"$"` + body + `}`, "", "/callback_id", 0, 255},
		{"Home external_id", `{"type":"home","external_id":"$"` + body + `}`, "", "/external_id", 0, 255},
		{"Home private_metadata", `{"type":"home","private_metadata":"$"` + body + `}`, "", "/private_metadata", 0, 3000},
		{"alert block_id", `{` + rest + `,"title":` + plainX + `,"blocks":[{"type":"alert","text":` + plainX + `,"block_id":"$"}]}`, "", "/blocks/0/block_id", 0, 255},
		{"file_input action_id", `{` + rest + `,"title":` + plainX + `,"blocks":[` + inInput(`{"type":"file_input","action_id":"$"}`) + `]}`, "", "/blocks/0/element/action_id", 0, 255},
		{"file_input filetype", `{` + rest + `,"title":` + plainX + `,"blocks":[` + inInput(`{"type":"file_input","filetypes":["$"]}`) + `]}`, "", "/blocks/0/element/filetypes/0", 1, 0},
		{"initial_value", `{` + rest + `,"title":` + plainX + `,"blocks":[` + inInput(`{"type":"plain_text_input","initial_value":"$"}`) + `]}`, "", "/blocks/0/element/initial_value", 0, 3000},
	}
}

func video(what, without string) string {
	parts := map[string]string{"title": `"title":` + plainX, "alt_text": `"alt_text":"x"`}
	delete(parts, without)
	out := `{"type":"video","video_url":"u","thumbnail_url":"u",` + what
	for _, p := range parts {
		out += "," + p
	}
	return out + "}"
}

func chart(what string) string {
	return `{"type":"data_visualization","title":"x","chart":{` + what + `}}`
}

// fill puts n characters, or n items, into a template. Characters are code points: each
// of these has three bytes and, in UTF-16, one unit.
func (l limit) fill(n int) string {
	if l.item == "" {
		return strings.Replace(l.json, "$", strings.Repeat("€", n), 1)
	}
	items := make([]string, n)
	for i := range items {
		items[i] = strings.ReplaceAll(l.item, "#", strconv.Itoa(i))
	}
	return strings.Replace(l.json, "$", strings.Join(items, ","), 1)
}

// words are the sentences of Slack's validator for too little and too much.
func (l limit) words(few bool) string {
	switch {
	case l.item == "" && few:
		return fmt.Sprintf("must be more than %d characters", l.least-1)
	case l.item == "":
		return fmt.Sprintf("must be less than %d characters", l.most+1)
	case few:
		return fmt.Sprintf("must provide at least %d items", l.least)
	}
	return fmt.Sprintf("no more than %d items allowed", l.most)
}

func (l limit) check(t *testing.T, code, base string, judge func(string) []practice.Problem) {
	t.Helper()
	refused := func(n int, few bool) {
		got := judge(l.fill(n))
		require.NotEmpty(t, got, "%d is refused", n)
		want := practice.Problem{Code: code, Say: l.words(few) + " [json-pointer:" + base + l.at + "]"}
		assert.Equal(t, want, got[len(got)-1])
		if outer, isText := strings.CutSuffix(l.at, "/text"); isText && strings.Contains(l.json, `_text","text":"$"`) && len(got) > 1 {
			assert.Equal(t, "failed to match all allowed schemas [json-pointer:"+base+outer+"]", got[len(got)-2].Say)
		}
	}
	if l.most > 0 {
		assert.Empty(t, judge(l.fill(l.most)), "%d is accepted", l.most)
		refused(l.most+1, false)
	}
	assert.Empty(t, judge(l.fill(l.least)), "%d is accepted", l.least)
	if l.least > 0 {
		refused(l.least-1, true)
	}
}

func inMessage(block string) []practice.Problem {
	return practice.ValidateMessage([]byte(`{"channel":"C1","text":"x","blocks":[` + block + `]}`))
}

func TestEveryLimitOfMessages(t *testing.T) {
	t.Parallel()
	for _, l := range messageLimits() {
		t.Run(l.name, func(t *testing.T) {
			t.Parallel()
			require.True(t, json.Valid([]byte(l.fill(1))), l.fill(1))
			l.check(t, "invalid_blocks", "/blocks/0", inMessage)
		})
	}
}

func TestEveryLimitOfViews(t *testing.T) {
	t.Parallel()
	for _, l := range viewLimits() {
		t.Run(l.name, func(t *testing.T) {
			t.Parallel()
			l.check(t, "invalid_arguments", "/view", func(v string) []practice.Problem { return practice.ValidateView([]byte(v)) })
		})
	}
}

func TestBlocksOfAMessage(t *testing.T) {
	t.Parallel()
	l := limit{json: `{"text":"x","blocks":[$]}`, item: divider, at: "/blocks", most: 50}
	l.check(t, "invalid_blocks", "", func(m string) []practice.Problem { return practice.ValidateMessage([]byte(m)) })
}
