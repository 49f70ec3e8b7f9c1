package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	slackapi "github.com/slack-go/slack"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/slack/practice"
	"factotum/handlers/payload"
)

// form is a modal with one input, whose block is named.
func form(title, block string) json.RawMessage {
	return fmt.Appendf(nil, `{"type":"modal","callback_id":"claim","title":{"type":"plain_text","text":%q},
		"submit":{"type":"plain_text","text":"Send"},"blocks":[{"type":"input","block_id":%q,
		"label":{"type":"plain_text","text":"Note"},"element":{"type":"plain_text_input","action_id":"v"}}]}`, title, block)
}

func modal(t *testing.T, raw []byte) slackapi.ModalViewRequest {
	t.Helper()
	var view slackapi.ModalViewRequest
	require.NoError(t, json.Unmarshal(raw, &view))
	return view
}

func (b *bench) views(as string) []object {
	b.t.Helper()
	var views []object
	for _, v := range b.look("views?as=" + as)["stack"].([]any) {
		views = append(views, v.(object))
	}
	return views
}

func last(t *testing.T, list []object) object {
	t.Helper()
	require.NotEmpty(t, list)
	return list[len(list)-1]
}

func TestCommandsAreAnsweredInTheAcknowledgement(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	h := &recorder{command: func(_ context.Context, c payload.Command) payload.Reply {
		assert.Equal(t, []string{"/expense", "U1", "C1"}, []string{c.Name, c.By, c.Channel})
		assert.NotEmpty(t, c.Trigger)
		switch c.Text {
		case "silent":
			return payload.Reply{}
		case "long":
			blocks := `[{"type":"divider"}` + strings.Repeat(`,{"type":"section","text":{"type":"plain_text","text":"`+strings.Repeat("ü", 1600)+`"}}`, 8) + `]`
			return payload.Reply{Text: "long one", Blocks: []byte(blocks)}
		default:
			return payload.Reply{Text: "Noted: " + c.Text, Blocks: []byte(`[{"type":"divider"}]`)}
		}
	}}
	start(t, b.client, h)
	assert.Empty(t, b.control("command", object{"as": "U1", "channel": "C1", "text": "/expense 12 EUR"})["error"])
	got := last(t, b.messages("C1"))
	assert.Equal(t, "Noted: 12 EUR", got["text"])
	assert.Equal(t, true, got["ephemeral"])
	assert.Len(t, got["blocks"], 1)

	assert.Empty(t, b.control("command", object{"as": "U1", "channel": "C1", "text": "/expense silent"})["error"])
	assert.Len(t, b.messages("C1"), 1)

	assert.Empty(t, b.control("command", object{"as": "U1", "channel": "C1", "text": "/expense long"})["error"])
	until(t, func() bool { return last(t, b.messages("C1"))["text"] == "long one" })
	assert.Len(t, last(t, b.messages("C1"))["blocks"], 9, "above 20 KB it takes the response address")
}

func TestFormsAreAnsweredWithEveryAction(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	h := &recorder{
		command: func(ctx context.Context, c payload.Command) payload.Reply {
			assert.NoError(t, b.client.OpenView(ctx, c.Trigger, modal(t, form("First", "note"))))
			return payload.Reply{}
		},
		submit: func(_ context.Context, s payload.Submission) payload.Reply {
			assert.Equal(t, "claim", s.View.Callback)
			switch s.Inputs["note"].Text {
			case "bad":
				return payload.Reply{Errors: map[string]string{"note": "Please say more."}}
			case "next":
				return payload.Reply{Update: form("Second", "note")}
			case "deeper":
				return payload.Reply{Push: form("Third", "note")}
			case "tell":
				return payload.Reply{Text: "Somebody was faster."}
			case "clear":
				return payload.Reply{Clear: true}
			default:
				return payload.Reply{}
			}
		},
	}
	start(t, b.client, h)
	open := func() {
		b.control("command", object{"as": "U1", "channel": "C1", "text": "/expense"})
		until(t, func() bool { return len(b.views("U1")) > 0 })
	}
	submit := func(text string) object {
		return b.control("submit", object{
			"as": "U1", "view": last(t, b.views("U1"))["id"],
			"state": object{"note": object{"v": object{"type": "plain_text_input", "value": text}}},
		})
	}
	open()
	assert.Equal(t, object{"note": "Please say more."}, submit("bad")["errors"])
	assert.Equal(t, "update", submit("next")["response"])
	assert.Equal(t, "push", submit("deeper")["response"])
	assert.Len(t, b.views("U1"), 2)
	assert.Equal(t, "clear", submit("clear")["response"])
	assert.Empty(t, b.views("U1"))
	open()
	assert.Equal(t, "close", submit("fine")["response"])
	open()
	assert.Equal(t, "update", submit("tell")["response"])
	shown, err := json.Marshal(last(t, b.views("U1"))["blocks"])
	require.NoError(t, err)
	assert.Contains(t, string(shown), "Somebody was faster.")
}

func TestClicksAreAnsweredWhereTheyWere(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	h := &recorder{
		click: func(_ context.Context, c payload.Click) payload.Reply {
			return payload.Reply{Text: "Not yours: " + c.Value}
		},
		command: func(context.Context, payload.Command) payload.Reply { return payload.Reply{Text: "From a shortcut"} },
	}
	start(t, b.client, h)
	m := card("x")
	m.Blocks = []byte(`[{"type":"actions","block_id":"b","elements":[{"type":"button","action_id":"approve","value":"REQ1","text":{"type":"plain_text","text":"Approve"}}]}]`)
	channel, ts, err := b.client.Post(t.Context(), m)
	require.NoError(t, err)
	out := b.control("click", object{"as": "U1", "message": object{"channel": channel, "ts": ts}, "block_id": "b", "action_id": "approve"})
	assert.Empty(t, out["error"])
	until(t, func() bool { return len(b.messages(channel)) == 2 })
	answer := last(t, b.messages(channel))
	assert.Equal(t, []any{"Not yours: REQ1", true}, []any{answer["text"], answer["ephemeral"]})

	var home slackapi.HomeTabViewRequest
	require.NoError(t, json.Unmarshal([]byte(`{"type":"home","blocks":`+string(m.Blocks)+`}`), &home))
	require.NoError(t, b.client.PublishHome(t.Context(), "U1", home, ""))
	view := b.look("home?as=U1")["view"].(object)["id"]
	b.control("click", object{"as": "U1", "view": view, "block_id": "b", "action_id": "approve"})
	until(t, func() bool { return len(b.views("U1")) == 1 })
	shown, err := json.Marshal(b.views("U1")[0]["blocks"])
	require.NoError(t, err)
	assert.Contains(t, string(shown), "Not yours: REQ1", "Home has no response address")

	b.control("shortcut", object{"as": "U2", "callback_id": "new"})
	until(t, func() bool { return len(b.views("U2")) == 1 })
}

func TestEventsArriveOnceAndAgainWhenTheyFailed(t *testing.T) {
	t.Parallel()
	b := setup(t, func(o *practice.Options) {
		o.RetryAfter, o.RetryPauses = 100*time.Millisecond, []time.Duration{0, 10 * time.Millisecond, 10 * time.Millisecond}
	})
	failed := 0
	h := &recorder{event: func(_ context.Context, e payload.Event) error {
		if e.Text == "twice" && failed < 2 {
			failed++
			return errors.New("store is down")
		}
		return nil
	}}
	start(t, b.client, h)
	b.control("home", object{"as": "U1"})
	b.control("people", object{"update": object{"id": "U2", "title": "Boss"}})
	dm := b.look("workspace?as=U1")["channels"].([]any)[0].(object)["id"]
	file := b.request("POST", "upload?as=U1&name=r.pdf", []byte("%PDF-1.7"))
	b.control("send", object{"as": "U1", "channel": dm, "text": "", "files": []any{file["id"]}})
	b.control("send", object{"as": "U1", "channel": dm, "text": "twice"})
	b.control("send", object{"as": "U1", "channel": "C1", "text": "<@UBOT> mentioned"})
	count := func(match func(payload.Event) bool) int {
		n := 0
		for _, e := range h.heard() {
			if match(e) {
				n++
			}
		}
		return n
	}
	until(t, func() bool { return count(func(e payload.Event) bool { return e.Text == "twice" }) == 3 })
	until(t, func() bool {
		return count(func(e payload.Event) bool { return e.Kind == payload.PeopleChanged && e.By == "U2" }) == 1
	})
	until(t, func() bool { return count(func(e payload.Event) bool { return e.Kind == payload.HomeOpened }) == 1 })
	until(t, func() bool { return count(func(e payload.Event) bool { return e.Text == "<@UBOT> mentioned" }) == 1 })
	until(t, func() bool { return count(func(e payload.Event) bool { return len(e.Files) == 1 && e.Direct }) == 1 })
	assert.NotZero(t, b.client.Health().LastEvent)
	assert.Zero(t, count(func(e payload.Event) bool { return e.By == "UBOT" }))
}

func TestNothingIsLostWhenLinesAreCut(t *testing.T) {
	t.Parallel()
	b := setup(t, func(o *practice.Options) {
		o.RetryAfter, o.RetryPauses = 300*time.Millisecond, []time.Duration{0, 100 * time.Millisecond, 300 * time.Millisecond}
	})
	var mu sync.Mutex
	done := map[string]int{} // what a store with Once keys would hold
	h := &recorder{event: func(_ context.Context, e payload.Event) error {
		mu.Lock()
		defer mu.Unlock()
		done[e.ID]++
		return nil
	}}
	start(t, b.client, h)
	sent := 0
	for range 3 {
		for range 10 {
			sent++
			b.control("send", object{"as": fmt.Sprint("U", 1+sent%2), "channel": "C1", "text": fmt.Sprint("<@UBOT> ", sent)})
		}
		b.lines.cut()
		b.client.http.CloseIdleConnections()
	}
	until(t, func() bool {
		mu.Lock()
		defer mu.Unlock()
		return len(done) == sent
	})
	mu.Lock()
	defer mu.Unlock()
	for id, n := range done {
		assert.Equal(t, 1, n, "the answer was remembered for %s", id)
	}
}

func TestStoppingFinishesWhatHasArrived(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	begun, release := make(chan struct{}), make(chan struct{})
	h := &recorder{command: func(context.Context, payload.Command) payload.Reply {
		close(begun)
		<-release
		return payload.Reply{Text: "done after all"}
	}}
	s := NewSocket(b.client, h)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	until(t, func() bool { return b.client.Health().Connected })
	answered := make(chan object, 1)
	go func() { answered <- b.control("command", object{"as": "U1", "channel": "C1", "text": "/expense x"}) }()
	<-begun
	cancel()
	close(release)
	assert.Empty(t, (<-answered)["error"])
	require.NoError(t, <-ended)
	assert.Equal(t, "done after all", last(t, b.messages("C1"))["text"])
	assert.False(t, b.client.Health().Connected)
}

func TestLogsAndHealthHoldNoSecrets(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	h := &recorder{command: func(context.Context, payload.Command) payload.Reply { panic("private text") }}
	start(t, b.client, h)
	b.control("command", object{"as": "U1", "channel": "C1", "text": "/expense private text"})
	b.lines.cut()
	until(t, func() bool { return !b.client.Health().Connected || strings.Contains(b.logs.String(), "panic") })
	all := b.logs.String() + fmt.Sprint(b.client.Health())
	for _, secret := range []string{"xoxb-", "xapp-", "/response/", "ticket="} {
		assert.NotContains(t, all, secret)
	}
}
