package practice_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/slack/practice"
)

// ample is how long what must come is waited for: only a test that fails waits as long,
// and a busy machine may take minutes for what is otherwise there at once.
const ample = 5 * time.Minute

// foreign is a little bot on slack-go: what it hears goes to heard, what it answers is
// decided by answer.
type foreign struct {
	api    *slack.Client
	client *socketmode.Client
	events chan slackevents.EventsAPIInnerEvent
}

// run starts the bot and waits until the workspace has its socket.
func run(t *testing.T, b *bench, answer func(f *foreign, e socketmode.Event) any) *foreign {
	t.Helper()
	// Idle connections of a shared client would outlive the test.
	transport := &http.Transport{}
	f := &foreign{events: make(chan slackevents.EventsAPIInnerEvent, 100)}
	f.api = slack.New("xoxb-test", slack.OptionAppLevelToken("xapp-test"), slack.OptionAPIURL(b.url+"/api/"),
		slack.OptionHTTPClient(&http.Client{Transport: transport, Timeout: ample}))
	f.client = socketmode.New(f.api)
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = f.client.RunContext(ctx) })
	running.Go(func() { f.serve(ctx, answer) })
	t.Cleanup(func() {
		cancel()
		running.Wait()
		transport.CloseIdleConnections()
	})
	b.connected()
	return f
}

func (f *foreign) serve(ctx context.Context, answer func(*foreign, socketmode.Event) any) {
	for {
		select {
		case <-ctx.Done():
			return
		case e := <-f.client.Events:
			if e.Request == nil || e.Type == socketmode.EventTypeHello {
				continue
			}
			if outer, ok := e.Data.(slackevents.EventsAPIEvent); ok {
				_ = f.client.Ack(*e.Request)
				f.events <- outer.InnerEvent
				continue
			}
			if payload := answer(f, e); payload != nil {
				_ = f.client.Ack(*e.Request, payload)
			} else {
				_ = f.client.Ack(*e.Request)
			}
		}
	}
}

// connected waits until the app has a socket.
func (b *bench) connected() {
	b.t.Helper()
	require.Eventually(b.t, func() bool {
		return dig(b.get("/control/workspace?as=U1"), "app", "connected") == true
	}, ample, 5*time.Millisecond)
}

func hear[T any](t *testing.T, f *foreign) T {
	t.Helper()
	late := time.After(ample)
	for {
		select {
		case e := <-f.events:
			if out, ok := e.Data.(T); ok {
				return out
			}
		case <-late:
			var want T
			require.FailNowf(t, "not heard", "%T", want)
		}
	}
}

func silent(*foreign, socketmode.Event) any { return nil }

func TestSlackGoHearsMessages(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	f := run(t, b, silent)
	sent := b.post("/control/send", object{"as": "U1", "channel": "D1", "text": "12 < 13 & more, ask @Bo Chen"})
	m := hear[*slackevents.MessageEvent](t, f)
	assert.Equal(t, "12 &lt; 13 &amp; more, ask <@U2>", m.Text)
	assert.Equal(t, "im", m.ChannelType)
	assert.Equal(t, "D1", m.Channel)
	assert.Equal(t, "U1", m.User)
	assert.Equal(t, sent["ts"], m.TimeStamp)

	b.post("/control/send", object{"as": "U1", "channel": "C1", "text": "<@UBOT> hello"})
	mention := hear[*slackevents.AppMentionEvent](t, f)
	assert.Equal(t, "C1", mention.Channel)

	b.post("/control/send", object{"as": "U1", "channel": "C2", "text": "the bot is not here"})
	b.post("/control/react", object{"as": "U1", "channel": "C1", "ts": mention.TimeStamp, "name": "eyes"})
	assert.Equal(t, "eyes", hear[*slackevents.ReactionAddedEvent](t, f).Reaction)
	b.post("/control/people", object{"add": object{"id": "U9", "name": "nia", "real_name": "Nia New"}})
	assert.Equal(t, "U9", hear[*slackevents.TeamJoinEvent](t, f).User.ID)
	b.post("/control/people", object{"update": object{"id": "U9", "title": "Boss"}})
	assert.Equal(t, "Boss", hear[*slackevents.UserChangeEvent](t, f).User.Profile.Title)
}

func TestSlackGoOpensAFormFromACommand(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	seen := make(chan slack.InteractionCallback, 10)
	run(t, b, func(f *foreign, e socketmode.Event) any {
		switch d := e.Data.(type) {
		case slack.SlashCommand:
			var view slack.ModalViewRequest
			_ = json.Unmarshal([]byte(text(modal("Claim", input("amount", "Amount")))), &view)
			_, err := f.api.OpenView(d.TriggerID, view)
			return object{"text": "opened " + d.Text + errText(err)}
		case slack.InteractionCallback:
			seen <- d
			switch d.View.State.Values["amount"]["v"].Value {
			case "bad":
				return object{"response_action": "errors", "errors": object{"amount": "A number, please."}}
			case "stray":
				return object{"response_action": "errors", "errors": object{"elsewhere": "?"}}
			case "more":
				return object{"response_action": "update", "view": modal("Check", input("amount", "Amount"))}
			case "deep":
				return object{"response_action": "push", "view": modal("Deeper", input("amount", "Amount"))}
			case "enough":
				return object{"response_action": "clear"}
			}
		}
		return nil
	})
	assert.Empty(t, b.post("/control/command", object{"as": "U1", "channel": "D1", "text": "/expense 12 EUR taxi"}))
	last := b.messages("U1", "D1")
	assert.Equal(t, "opened 12 EUR taxi", dig(last, 0, "text"))
	assert.Equal(t, true, dig(last, 0, "ephemeral"))
	assert.Empty(t, b.messages("U2", "D2"))

	submit := func(value string) object {
		stack, _ := b.get("/control/views?as=U1")["stack"].([]any)
		require.NotEmpty(t, stack)
		return b.post("/control/submit", object{
			"as": "U1", "view": dig(stack, len(stack)-1, "id"),
			"state": object{"amount": object{"v": object{"type": "plain_text_input", "value": value}}},
		})
	}
	assert.Equal(t, "Please complete this required field.", dig(submit(""), "errors", "amount"))
	assert.Equal(t, "A number, please.", dig(submit("bad"), "errors", "amount"))
	assert.Contains(t, submit("stray")["error"], "trouble connecting")
	assert.Equal(t, "update", submit("more")["response"])
	assert.Equal(t, "Check", dig(b.get("/control/views?as=U1"), "stack", 0, "title"))
	assert.Equal(t, "more", dig(b.get("/control/views?as=U1"), "stack", 0, "state", "amount", "v", "value"))
	assert.Equal(t, "push", submit("deep")["response"])
	assert.Equal(t, "push", submit("deep")["response"])
	assert.Contains(t, submit("deep")["error"], "trouble connecting", "a fourth view does not fit")
	assert.Equal(t, "close", submit("12")["response"])
	assert.Equal(t, "clear", submit("enough")["response"])
	assert.Empty(t, b.get("/control/views?as=U1")["stack"])
	first := <-seen
	assert.Equal(t, slack.InteractionTypeViewSubmission, first.Type)
	assert.Equal(t, "U1", first.User.ID)
	assert.NotEmpty(t, first.TriggerID)
}

func text(v any) string {
	raw, _ := json.Marshal(v)
	return string(raw)
}

func errText(err error) string {
	if err != nil {
		return " " + err.Error()
	}
	return ""
}

func TestSlackGoAnswersAClick(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	clicks := make(chan slack.InteractionCallback, 1)
	f := run(t, b, func(f *foreign, e socketmode.Event) any {
		if d, ok := e.Data.(slack.InteractionCallback); ok {
			clicks <- d
		}
		return nil
	})
	_, ts, err := f.api.PostMessage("U1", slack.MsgOptionText("Approve?", false), slack.MsgOptionBlocks(
		slack.NewActionBlock("do", slack.NewButtonBlockElement("yes", "EXP-1", slack.NewTextBlockObject("plain_text", "Approve", false, false)))),
		slack.MsgOptionMetadata(slack.SlackMetadata{EventType: "card", EventPayload: object{"id": "EXP-1"}}))
	require.NoError(t, err)
	assert.Empty(t, b.post("/control/click", object{
		"as": "U1", "message": object{"channel": "D1", "ts": ts}, "block_id": "do", "action_id": "yes",
	}))
	got := <-clicks
	require.Len(t, got.ActionCallback.BlockActions, 1)
	assert.Equal(t, "EXP-1", got.ActionCallback.BlockActions[0].Value)
	assert.Equal(t, ts, got.Container.MessageTs)
	assert.Equal(t, ts, got.Message.Timestamp)
	assert.Equal(t, "D1", got.Channel.ID)
	_, _, _, err = f.api.UpdateMessage("D1", ts, slack.MsgOptionText("Approved.", false))
	require.NoError(t, err)
	_, _, err = f.api.PostMessage("D1", slack.MsgOptionResponseURL(got.ResponseURL, slack.ResponseTypeEphemeral), slack.MsgOptionText("Only you see this.", false))
	require.NoError(t, err)
	list := b.messages("U1", "D1")
	assert.Equal(t, "Approved.", dig(list, 0, "text"))
	assert.Equal(t, true, dig(list, 0, "edited"))
	assert.Equal(t, "do", dig(list, 0, "blocks", 0, "block_id"), "blocks stay until they are replaced")
	b.ok("chat.update", object{"channel": "D1", "ts": ts, "text": "Approved.", "blocks": []any{}})
	assert.Empty(t, dig(b.messages("U1", "D1"), 0, "blocks"))
	assert.Equal(t, "Only you see this.", dig(list, 1, "text"))
	history, err := f.api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: "D1", IncludeAllMetadata: true})
	require.NoError(t, err)
	require.Len(t, history.Messages, 1)
	assert.Equal(t, "EXP-1", history.Messages[0].Metadata.EventPayload["id"])
}

func TestSlackGoPublishesHome(t *testing.T) {
	t.Parallel()
	b := open(t, nil)
	f := run(t, b, silent)
	go func() {
		home := hear[*slackevents.AppHomeOpenedEvent](t, f)
		_, _ = f.api.PublishView(home.User, slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{
			slack.NewSectionBlock(slack.NewTextBlockObject("mrkdwn", "Welcome", false, false), nil, nil),
		}}}, "")
	}()
	got := b.post("/control/home", object{"as": "U1"})
	assert.Equal(t, "Welcome", dig(got, "view", "blocks", 0, "text", "text"))
	assert.Equal(t, dig(got, "view", "id"), dig(b.get("/control/home?as=U1"), "view", "id"))
}

func TestSlackGoMovesFiles(t *testing.T) {
	t.Parallel()
	for _, where := range []string{"", t.TempDir() + "/practice.json"} {
		b := open(t, func(o *practice.Options) { o.DataFile = where })
		f := run(t, b, silent)
		sent, err := f.api.UploadFile(slack.UploadFileParameters{
			Reader: strings.NewReader("a,b\n1,2\n"), FileSize: 8, Filename: "rows.csv", Title: "Rows", Channel: "D1", InitialComment: "Here",
		})
		require.NoError(t, err)
		assert.Equal(t, sent.ID, dig(b.messages("U1", "D1"), 0, "files", 0, "id"))
		assert.Equal(t, "a,b\n1,2\n", b.download(dig(b.messages("U1", "D1"), 0, "files", 0, "url").(string)))

		res, err := http.Post(b.url+"/control/upload?as=U1&name=receipt.pdf", "application/pdf", strings.NewReader("%PDF-1.7"))
		require.NoError(t, err)
		file := b.body(res, 200)
		_, _, _, err = f.api.GetFileInfo(file["id"].(string), 0, 0)
		require.ErrorContains(t, err, "file_not_found", "not shared yet")
		b.post("/control/send", object{"as": "U1", "channel": "D1", "files": []any{file["id"]}})
		hear[*slackevents.MessageEvent](t, f) // the bot's own upload
		m := hear[*slackevents.MessageEvent](t, f)
		assert.Equal(t, "file_share", m.SubType)
		require.Len(t, m.Message.Files, 1)
		var down bytes.Buffer
		require.NoError(t, f.api.GetFile(m.Message.Files[0].URLPrivateDownload, &down))
		assert.Equal(t, "%PDF-1.7", down.String())
		stranger := slack.New("xoxb-other", slack.OptionAPIURL(b.url+"/api/"))
		assert.Error(t, stranger.GetFile(m.Message.Files[0].URLPrivateDownload, &down), "a sign-in page is not a file")
	}
}
