package story_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"factotum/connectors/slack/practice"
	"factotum/connectors/slack/practice/story"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// desk is a bot just big enough for a story: a form, a card, a Home.
type desk struct {
	api    *slack.Client
	client *socketmode.Client
}

const form = `{"type":"modal","callback_id":"claim","title":{"type":"plain_text","text":"Claim"},
"submit":{"type":"plain_text","text":"Send"},"blocks":[
{"type":"input","block_id":"amount","label":{"type":"plain_text","text":"Amount"},"element":{"type":"plain_text_input","action_id":"v"}},
{"type":"input","block_id":"kind","label":{"type":"plain_text","text":"Category"},"element":{"type":"static_select","action_id":"v","options":[
{"text":{"type":"plain_text","text":"Travel"},"value":"t"},{"text":{"type":"plain_text","text":"Meals"},"value":"m"}]}},
{"type":"input","block_id":"vendor","optional":true,"label":{"type":"plain_text","text":"Vendor"},"element":{"type":"external_select","action_id":"v","min_query_length":1}},
{"type":"input","block_id":"when","optional":true,"label":{"type":"plain_text","text":"Date"},"element":{"type":"datepicker","action_id":"v","initial_date":"2026-11-02"}},
{"type":"input","block_id":"receipt","optional":true,"label":{"type":"plain_text","text":"Receipt"},"element":{"type":"file_input","action_id":"v"}}]}`

func setup(t *testing.T) *story.Story {
	t.Helper()
	w, err := practice.New(practice.Options{
		App:      practice.App{BotUserID: "UBOT", Name: "Desk"},
		Users:    []practice.User{{ID: "U1", Name: "ana", RealName: "Ana Lopez"}, {ID: "U2", Name: "bo", RealName: "Bo Chen"}},
		Channels: []practice.Channel{{ID: "C1", Name: "general", Members: []string{"U1", "UBOT"}}},
		Commands: []practice.Command{{Command: "/claim"}},
	})
	require.NoError(t, err)
	server := httptest.NewServer(w.Handler())
	transport := &http.Transport{}
	app, bot := w.Tokens()
	d := &desk{api: slack.New(bot, slack.OptionAppLevelToken(app), slack.OptionAPIURL(server.URL+"/api/"),
		slack.OptionHTTPClient(&http.Client{Transport: transport, Timeout: story.Patience}))}
	d.client = socketmode.New(d.api)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{}, 2)
	go func() { _ = d.client.RunContext(ctx); ended <- struct{}{} }()
	go func() { d.serve(ctx); ended <- struct{}{} }()
	t.Cleanup(func() {
		cancel()
		<-ended
		<-ended
		transport.CloseIdleConnections()
		require.NoError(t, w.Close())
		server.Close()
	})
	s := story.New(t, server.URL)
	s.Connected("U1")
	return s
}

func (d *desk) serve(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case e := <-d.client.Events:
			if e.Request == nil || e.Type == socketmode.EventTypeHello {
				continue
			}
			if answer := d.answer(e); answer != nil {
				_ = d.client.Ack(*e.Request, answer)
			} else {
				_ = d.client.Ack(*e.Request)
			}
		}
	}
}

func (d *desk) answer(e socketmode.Event) any {
	switch v := e.Data.(type) {
	case slack.SlashCommand:
		var view slack.ModalViewRequest
		_ = json.Unmarshal([]byte(form), &view)
		_, _ = d.api.OpenView(v.TriggerID, view)
	case slackevents.EventsAPIEvent:
		switch inner := v.InnerEvent.Data.(type) {
		case *slackevents.AppHomeOpenedEvent:
			_, _ = d.api.PublishView(inner.User, slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: card("Welcome", "Start")}, "")
		case *slackevents.MessageEvent:
			if inner.BotID == "" {
				_, _, _ = d.api.PostMessage(inner.Channel, slack.MsgOptionText("You said "+inner.Text, false), slack.MsgOptionTS(inner.TimeStamp))
			}
		}
	case slack.InteractionCallback:
		return d.interact(v)
	}
	return nil
}

func (d *desk) interact(v slack.InteractionCallback) any {
	switch v.Type {
	case slack.InteractionTypeBlockSuggestion:
		return map[string]any{"options": []any{map[string]any{"text": map[string]any{"type": "plain_text", "text": "City Cab"}, "value": v.Value}}}
	case slack.InteractionTypeViewSubmission:
		in := v.View.State.Values
		if in["amount"]["v"].Value == "much" {
			return map[string]any{"response_action": "errors", "errors": map[string]any{"amount": "A number, please."}}
		}
		words := in["amount"]["v"].Value + " " + in["kind"]["v"].SelectedOption.Value + " " +
			in["vendor"]["v"].SelectedOption.Text.Text + " " + in["when"]["v"].SelectedDate
		for _, f := range in["receipt"]["v"].Files {
			words += " " + f.Name
		}
		_, _, _ = d.api.PostMessage("U2", slack.MsgOptionText("Claim", false), slack.MsgOptionBlocks(card(words, "Approve").BlockSet...))
	case slack.InteractionTypeBlockActions:
		_, _, _ = d.api.PostMessage("U1", slack.MsgOptionText(v.ActionCallback.BlockActions[0].Value+" by "+v.User.ID, false))
	default:
	}
	return nil
}

func card(text, button string) slack.Blocks {
	return slack.Blocks{BlockSet: []slack.Block{
		slack.NewSectionBlock(slack.NewTextBlockObject("mrkdwn", text, false, false), nil, nil),
		slack.NewActionBlock("do", slack.NewButtonBlockElement("go", "done", slack.NewTextBlockObject("plain_text", button, false, false))),
	}}
}

func TestAClaimFromFormToApproval(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ana, bo := s.As("U1"), s.As("U2")
	ana.Command("/claim")
	m := ana.Modal().Fill("Category", "Meals").Fill("Vendor", "City Cab").Fill("Receipt", ana.Upload("r.pdf", []byte("%PDF")))
	assert.Equal(t, map[string]string{"Amount": "Please complete this required field."}, m.Errors())
	assert.Equal(t, map[string]string{"Amount": "A number, please."}, m.Fill("Amount", "much").Errors())
	m.Fill("Amount", "12").Submit()
	assert.False(t, ana.HasModal())
	bo.Sees("12 m City Cab 2026-11-02 r.pdf")
	bo.Click("Approve")
	ana.Sees("done by U2")
	assert.True(t, bo.SeesNo("done by U2"))
	assert.Empty(t, bo.With("Approve").ClickForged("Approve", "forged"))
	ana.Sees("forged by U2")
}

func TestHomeAndThreads(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ana := s.As("U1")
	ana.ClickHome("Start")
	ana.Sees("done by U1")
	ts := ana.Say("hello & <b>")
	ana.SeesReply(ts, "You said hello & <b>")
	assert.Len(t, ana.Thread(ts), 2)
	drop := ana.In("C1").Drop("a.png", []byte("x"))
	assert.Equal(t, "a.png", ana.In("C1").Thread(drop)[0].Files[0].Name)
}

func TestThePeopleChange(t *testing.T) {
	t.Parallel()
	s := setup(t)
	s.Join(map[string]any{"id": "U7", "name": "nia", "real_name": "Nia"})
	s.As("U7").Say("hi")
	s.As("U7").SeesReply(s.As("U7").Messages()[0].TS, "You said hi")
	s.Change("U7", map[string]any{"title": "Lead"})
	s.Deactivate("U2")
	assert.Contains(t, s.As("U1").CommandFails("/nothing"), "not a valid command")
}
