package e2e

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/slack/practice"
)

// knock sends a body as Slack would, signed with a secret, and gives the status.
func (w *world) knock(secret, body string, at time.Time) int {
	w.t.Helper()
	code, _ := w.knocked(secret, body, at)
	return code
}

// knocked gives what was answered as well.
func (w *world) knocked(secret, body string, at time.Time) (code int, said string) {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), http.MethodPost, w.web, strings.NewReader(body))
	require.NoError(w.t, err)
	stamp := strconv.FormatInt(at.Unix(), 10)
	req.Header.Set("X-Slack-Request-Timestamp", stamp)
	req.Header.Set("X-Slack-Signature", practice.Sign(secret, stamp, []byte(body)))
	res, err := http.DefaultClient.Do(req)
	require.NoError(w.t, err)
	answer, err := io.ReadAll(res.Body)
	require.NoError(w.t, err)
	require.NoError(w.t, res.Body.Close())
	return res.StatusCode, string(answer)
}

// wrote is the event of somebody's message to the bot.
func wrote(who, ts, text string) string {
	return fmt.Sprintf(`{"type":"event_callback","team_id":"T01HARBOUR","api_app_id":"A01FACTOTUM","event_id":"Ev%s","event":{"type":"message","channel_type":"im","channel":"D%s","user":%q,"ts":%q,"text":%q}}`, ts, who[1:], who, ts, text)
}

// commands is how many commands the server has been sent.
func (r *redis) commands() int {
	r.t.Helper()
	found := regexp.MustCompile(`total_commands_processed:(\d+)`).FindStringSubmatch(r.try("info", "stats"))
	require.Len(r.t, found, 2)
	n, err := strconv.Atoi(found[1])
	require.NoError(r.t, err)
	return n
}

func TestForgedRequestsDoNotReachTheStore(t *testing.T) {
	t.Parallel()
	w := start(t, setup{redis: true, http: true})
	defer http.DefaultClient.CloseIdleConnections()
	body := wrote(ana, "1795000000.000100", "42.50 EUR taxi yesterday")
	begun, before := time.Now(), w.redis.commands()
	const forged = 1000
	for i := range forged {
		assert.Equal(t, http.StatusUnauthorized, w.knock(fmt.Sprint("guess ", i), body, w.clock.Now()))
	}
	assert.Equal(t, http.StatusUnauthorized, w.knock(signingSecret, body, w.clock.Now().Add(-302*time.Second)))
	after, seconds := w.redis.commands(), time.Since(begun).Seconds()
	assert.Less(t, float64(after-before), forged/2+10*seconds, "what the start and jobs ask by themselves, and nothing else")
	assert.True(t, w.As(ana).SeesNo("not sent yet"))
}

func TestWhatIsReplayedHasNoSecondEffect(t *testing.T) {
	t.Parallel()
	w := start(t, setup{http: true})
	defer http.DefaultClient.CloseIdleConnections()
	body, at := wrote(ana, "1795000000.000100", "42.50 EUR taxi yesterday"), w.clock.Now()
	for range 20 {
		assert.Equal(t, http.StatusOK, w.knock(signingSecret, body, at))
	}
	w.As(ana).Sees("not sent yet")
	w.end()
	w.run(true) // and who has forgotten what was answered looks into the store
	w.Connected(ana)
	for retry := range 3 {
		assert.Equal(t, http.StatusOK, w.knock(signingSecret, body, at.Add(time.Duration(retry)*time.Second)))
	}
	w.As(ana).Say("9 EUR taxi yesterday") // which is answered after all that came before
	w.As(ana).Sees("9.00 EUR")
	assert.Equal(t, 2, strings.Count(w.says(ana), "Your draft"), "one of each message: %s", w.says(ana))

	foreign := strings.Replace(wrote(ana, "1795000000.000200", "77 EUR taxi yesterday"), "T01HARBOUR", "T66OTHER", 1)
	assert.Equal(t, http.StatusOK, w.knock(signingSecret, foreign, w.clock.Now()))
	w.As(ana).Say("8 EUR taxi yesterday")
	w.As(ana).Sees("8.00 EUR")
	assert.Equal(t, 3, strings.Count(w.says(ana), "Your draft"), "none of another workspace")
}
