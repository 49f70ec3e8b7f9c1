package practice_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"factotum/connectors/slack/practice"
	"factotum/connectors/slack/practice/story"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// bench is a workspace behind real HTTP, with the few calls the tests make.
type bench struct {
	t    *testing.T
	w    *practice.Workspace
	url  string
	bot  string
	http bool // it delivers over HTTP
}

type object = map[string]any

func options() practice.Options {
	return practice.Options{
		App: practice.App{ID: "A1", Name: "Factotum", BotID: "B1", BotUserID: "UBOT"},
		Users: []practice.User{
			{ID: "U1", Name: "ana", RealName: "Ana Lopez", Email: "ana@example.com", TZ: "Europe/Berlin", Title: "Engineer"},
			{ID: "U2", Name: "bo", RealName: "Bo Chen", Email: "bo@example.com", TZ: "Europe/Berlin"},
			{ID: "U3", Name: "gus", RealName: "Gus Guest", IsGuest: true},
		},
		Channels: []practice.Channel{
			{ID: "C1", Name: "general", Topic: "All", Members: []string{"U1", "U2", "UBOT"}},
			{ID: "C2", Name: "random", Members: []string{"U1"}},
			{ID: "C3", Name: "board", Private: true, Members: []string{"U2"}},
		},
		Commands:   []practice.Command{{Command: "/expense", Description: "File a claim", UsageHint: "[amount] [what]"}},
		Shortcuts:  []practice.Shortcut{{Name: "New", CallbackID: "new", Type: "global"}, {Name: "Take", CallbackID: "take", Type: "message"}},
		Usergroups: []practice.Usergroup{{ID: "S1", Handle: "finance", Name: "Finance", Users: []string{"U2"}}},
		AppToken:   "xapp-test", BotToken: "xoxb-test",
		Limits: practice.Limits{Off: true},
	}
}

func open(t *testing.T, change func(*practice.Options)) *bench {
	t.Helper()
	o := options()
	if change != nil {
		change(&o)
	}
	w, err := practice.New(o)
	require.NoError(t, err)
	server := httptest.NewServer(w.Handler())
	t.Cleanup(func() {
		require.NoError(t, w.Close())
		server.Close()
	})
	return &bench{t: t, w: w, url: server.URL, bot: o.BotToken, http: o.HTTP}
}

// api calls a method as a form with the token in the body, and returns whatever came.
func (b *bench) api(method string, args object) object {
	b.t.Helper()
	form := url.Values{"token": {b.bot}}
	for k, v := range args {
		if s, ok := v.(string); ok {
			form.Set(k, s)
		} else {
			raw, err := json.Marshal(v)
			require.NoError(b.t, err)
			form.Set(k, string(raw))
		}
	}
	res, err := http.PostForm(b.url+"/api/"+method, form)
	require.NoError(b.t, err)
	return b.body(res, 200)
}

// ok calls a method that must succeed.
func (b *bench) ok(method string, args object) object {
	b.t.Helper()
	out := b.api(method, args)
	require.Equal(b.t, true, out["ok"], "%s: %v", method, out)
	return out
}

// fails calls a method that must be refused with this error.
func (b *bench) fails(code, method string, args object) object {
	b.t.Helper()
	out := b.api(method, args)
	assert.Equal(b.t, false, out["ok"])
	assert.Equal(b.t, code, out["error"], "%s: %v", method, out)
	return out
}

func (b *bench) body(res *http.Response, code int) object {
	b.t.Helper()
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	require.NoError(b.t, err)
	require.Equal(b.t, code, res.StatusCode, string(raw))
	var out object
	require.NoError(b.t, json.Unmarshal(raw, &out), string(raw))
	return out
}

func (b *bench) post(path string, in any) object {
	b.t.Helper()
	raw, err := json.Marshal(in)
	require.NoError(b.t, err)
	res, err := http.Post(b.url+path, "application/json", bytes.NewReader(raw))
	require.NoError(b.t, err)
	return b.body(res, 200)
}

func (b *bench) get(path string) object {
	b.t.Helper()
	res, err := http.Get(b.url + path)
	require.NoError(b.t, err)
	return b.body(res, 200)
}

// download reads a file as the person its address names.
func (b *bench) download(path string) string {
	b.t.Helper()
	res, err := http.Get(b.url + path)
	require.NoError(b.t, err)
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	require.NoError(b.t, err)
	require.Equal(b.t, 200, res.StatusCode)
	return string(raw)
}

func (b *bench) messages(as, channel string) []any {
	b.t.Helper()
	list, _ := b.get("/control/messages?as=" + as + "&channel=" + channel)["messages"].([]any)
	return list
}

// dig walks into nested JSON by keys and indices; nil if there is nothing.
func dig(v any, path ...any) any {
	for _, p := range path {
		switch key := p.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[key]
		case int:
			list, _ := v.([]any)
			if key >= len(list) {
				return nil
			}
			v = list[key]
		}
	}
	return v
}

func modal(title string, blocks ...any) object {
	text := func(s string) object { return object{"type": "plain_text", "text": s} }
	return object{"type": "modal", "callback_id": "form", "title": text(title), "submit": text("Send"), "blocks": blocks}
}

func home() object { return object{"type": "home", "blocks": []any{object{"type": "divider"}}} }

func input(id, label string) object {
	return object{
		"type": "input", "block_id": id, "label": object{"type": "plain_text", "text": label},
		"element": object{"type": "plain_text_input", "action_id": "v"},
	}
}

func button(id, label, value string) object {
	return object{"type": "button", "action_id": id, "value": value, "text": object{"type": "plain_text", "text": label}}
}

func actions(block string, elements ...any) object {
	return object{"type": "actions", "block_id": block, "elements": elements}
}

func TestOpeningIsCheap(t *testing.T) {
	t.Parallel()
	start := time.Now()
	b := open(t, nil)
	res, err := http.Get(b.url + "/")
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	assert.Equal(t, 200, res.StatusCode)
	t.Logf("New and the first page took %v", time.Since(start))
}

func TestOptionsThatContradictEachOtherAreRefused(t *testing.T) {
	t.Parallel()
	o := options()
	o.Users = append(o.Users, practice.User{ID: "U1"})
	_, err := practice.New(o)
	assert.ErrorContains(t, err, "U1")
	o = options()
	o.Users = append(o.Users, practice.User{ID: "W1"})
	_, err = practice.New(o)
	assert.ErrorContains(t, err, "D1")
}

// TestWhatSlackDoesNotTakeIsKept: also when a thousand other things were said since.
func TestWhatSlackDoesNotTakeIsKept(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	b.fails("invalid_blocks", "chat.postMessage", object{"channel": "C1", "text": "x", "blocks": []any{object{"type": "poem"}}})
	b.fails("channel_not_found", "chat.postMessage", object{"channel": "C9", "text": "not the payload's fault"})
	for range 1001 {
		b.ok("auth.test", nil)
	}
	l := b.dial()
	got := l.answer(object{"text": "x", "blocks": []any{object{"type": "poem"}}})
	b.post("/control/command", object{"as": "U1", "channel": "C1", "text": "/expense 1"})
	<-got
	refused := story.New(t, b.url).Refused()
	require.Len(t, refused, 2)
	assert.Contains(t, refused[0], "chat.postMessage: invalid_blocks")
	assert.Contains(t, refused[0], "unsupported type: poem [json-pointer:/blocks/0/type]")
	assert.Contains(t, refused[1], "slash_commands: refused")
}

// TestWhatStandsInsideOtherBlocksCanBeUsed: buttons and inputs of containers, layouts,
// cards and data tables.
func TestWhatStandsInsideOtherBlocksCanBeUsed(t *testing.T) {
	t.Parallel()
	b := open(t, func(o *practice.Options) { o.Events = []string{"app_mention"} })
	l := b.dial()
	holder := func(inner string) string {
		return `{"type":"container","title":` + plainX + `,"child_blocks":[{"type":"layout","label":"x","rows":[{"items":[{"block":` + inner + `}]}]}]}`
	}
	named := func(id string) string { return strings.ReplaceAll(aButton, "a#", id) }
	cards := `{"type":"carousel","elements":[{"type":"card","actions":[` + named("in card") + `]}]}`
	table := `{"type":"data_table","caption":"x","rows":[[` + cell + `],[{"type":"action_cell","element":` + named("in table") + `}]]}`
	b.ok("chat.postMessage", object{"channel": "D1", "text": "x", "blocks": "[" + holder(inActions(named("in layout"))) + "," + cards + "," + table + "]"})
	ana := story.New(t, b.url).As("U1")
	for _, id := range []string{"in layout", "in card", "in table"} {
		got := l.answer(nil)
		ana.Click(id)
		action := dig((<-got).Payload, "actions", 0).(object)
		assert.Equal(t, id, action["action_id"])
		assert.NotEmpty(t, action["block_id"])
	}

	got := l.answer(nil)
	b.post("/control/command", object{"as": "U1", "channel": "C1", "text": "/expense 1"})
	view := `{"type":"modal","title":` + plainX + `,"submit":` + plainX + `,"blocks":[{"type":"container","title":` + plainX + `,"child_blocks":[` +
		strings.Replace(inInput(`{"type":"plain_text_input","action_id":"v"}`), `"input"`, `"input","block_id":"deep"`, 1) + `]}]}`
	b.ok("views.open", object{"trigger_id": (<-got).Payload["trigger_id"], "view": view})
	m := ana.Modal()
	assert.Equal(t, map[string]string{"x": "Please complete this required field."}, m.Errors())
	got = l.answer(nil)
	m.Fill("deep", "written").Submit()
	assert.Equal(t, "written", dig((<-got).Payload, "view", "state", "values", "deep", "v", "value"))

	without := strings.Replace(view, `"submit":`+plainX+`,`, "", 1)
	assert.Equal(t, []practice.Problem{{Code: "invalid_arguments", Say: "missing required field: submit [json-pointer:/view]"}}, practice.ValidateView([]byte(without)))
}
