package view_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/slack/practice"
	"factotum/connectors/slack/practice/story"
)

// workspace is a practice workspace with an app that opens whatever view it is
// given at the next command.
type workspace struct {
	t     *testing.T
	url   string
	views chan string // to be opened at the next command
	said  chan string // the answer to that
}

func open(t *testing.T) *workspace {
	t.Helper()
	w, err := practice.New(practice.Options{
		Users: []practice.User{{ID: "U1", Name: "ines", RealName: "Ines Moreau"}}, AppToken: "xapp-test", BotToken: "xoxb-test",
		Limits:   practice.Limits{Off: true}, // all at once
		Commands: []practice.Command{{Command: "/open", Description: "Opens a view"}},
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, w.Close()) })
	server := httptest.NewServer(w.Handler())
	t.Cleanup(server.Close)
	s := &workspace{t: t, url: server.URL, views: make(chan string, 1), said: make(chan string, 1)}

	api := slack.New("xoxb-test", slack.OptionAppLevelToken("xapp-test"), slack.OptionAPIURL(s.url+"/api/"))
	client := socketmode.New(api)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- client.RunContext(ctx) }()
	go s.serve(ctx, client)
	t.Cleanup(func() {
		cancel()
		assert.ErrorIs(t, <-ended, context.Canceled)
	})
	story.New(t, s.url).Connected("U1")
	return s
}

func (s *workspace) serve(ctx context.Context, client *socketmode.Client) {
	for {
		select {
		case <-ctx.Done():
			return
		case e := <-client.Events:
			if command, ok := e.Data.(slack.SlashCommand); ok {
				_ = client.Ack(*e.Request)
				s.said <- s.call("views.open", url.Values{"trigger_id": {command.TriggerID}, "view": {<-s.views}})
			}
		}
	}
}

// call gives the error of a method, "" where it went well.
func (s *workspace) call(method string, args url.Values) string {
	args.Set("token", "xoxb-test")
	res, err := http.PostForm(s.url+"/api/"+method, args)
	if err != nil {
		return err.Error()
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return err.Error()
	}
	if strings.Contains(string(body), `"ok":true`) {
		return ""
	}
	return string(body)
}

// TestSlackTakesEverything gives every golden file to the practice workspace,
// which refuses what Slack refuses.
func TestSlackTakesEverything(t *testing.T) {
	t.Parallel()
	s := open(t)
	ines := story.New(t, s.url).As("U1")
	paths, err := filepath.Glob("testdata/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		body, err := os.ReadFile(path)
		require.NoError(t, err)
		var kind struct {
			Type, Text string
			Blocks     json.RawMessage
		}
		require.NoError(t, json.Unmarshal(body, &kind))
		switch kind.Type {
		case "home":
			assert.Empty(t, s.call("views.publish", url.Values{"user_id": {"U1"}, "view": {string(body)}}), path)
		case "modal":
			s.views <- string(body)
			ines.Command("/open")
			select {
			case said := <-s.said:
				assert.Empty(t, said, path)
			case <-time.After(5 * time.Minute):
				require.FailNow(t, "no command arrived", path)
			}
		default:
			args := url.Values{"channel": {"U1"}, "text": {kind.Text}, "blocks": {string(kind.Blocks)}}
			assert.Empty(t, s.call("chat.postMessage", args), path)
		}
	}
}
