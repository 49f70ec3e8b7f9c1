package app_test

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/bot/app"
	"factotum/connectors/slack/practice"
)

// practised opens a workspace for another bot and gives what it prints.
func practised(t *testing.T, o app.PracticeOptions) map[string]string {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	read, write := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- app.RunPractice(ctx, o, write) }()
	t.Cleanup(func() {
		cancel()
		require.NoError(t, <-ended)
	})
	lines, told := bufio.NewReader(read), map[string]string{}
	for range 4 {
		line, err := lines.ReadString('\n')
		require.NoError(t, err)
		if name, value, is := strings.Cut(strings.TrimSpace(line), "="); is {
			told[name] = value
		}
	}
	return told
}

func asked(t *testing.T, method, url, bearer string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	require.NoError(t, err)
	req.Header.Set("Authorization", "Bearer "+bearer)
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	return string(body)
}

func TestABotIsToldAllItNeedsForSocketMode(t *testing.T) {
	t.Parallel()
	told := practised(t, app.PracticeOptions{Commands: []string{"hello"}})
	api := told["SLACK_API_URL"]
	assert.Contains(t, asked(t, http.MethodPost, api+"auth.test", told["SLACK_BOT_TOKEN"]), `"ok":true`)
	assert.Contains(t, asked(t, http.MethodPost, api+"apps.connections.open", told["SLACK_APP_TOKEN"]), `"ok":true`)
	root := strings.TrimSuffix(api, "api/")
	assert.Contains(t, asked(t, http.MethodGet, root+"control/workspace", ""), `"command":"/hello"`)
	assert.Regexp(t, regexp.MustCompile(`factotum practice .*--events`), asked(t, http.MethodGet, root+"docs", ""))
}

func TestABotIsToldAllItNeedsForSignedHTTP(t *testing.T) {
	t.Parallel()
	type knock struct{ stamp, sign, body string }
	knocks := make(chan knock, 10)
	bot := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		_, _ = w.Write(body)
		select {
		case knocks <- knock{r.Header.Get("X-Slack-Request-Timestamp"), r.Header.Get("X-Slack-Signature"), string(body)}:
		default:
		}
	}))
	t.Cleanup(bot.Close)
	told := practised(t, app.PracticeOptions{Events: bot.URL})
	k := <-knocks
	assert.Contains(t, k.body, "url_verification")
	assert.Equal(t, practice.Sign(told["SLACK_SIGNING_SECRET"], k.stamp, []byte(k.body)), k.sign, "with the secret that was printed")
	assert.NotContains(t, told, "SLACK_APP_TOKEN")
}
