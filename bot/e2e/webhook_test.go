package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	standard "github.com/standard-webhooks/standard-webhooks/libraries/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const hookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="

// jira is another system of the company: it checks signatures by the library of
// the standard and keeps what it is told.
type jira struct {
	mu    sync.Mutex
	down  bool
	deaf  bool // it takes no message, whatever it is
	tried int
	told  []string // action and version
}

func (j *jira) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	j.mu.Lock()
	defer j.mu.Unlock()
	body, err := io.ReadAll(r.Body)
	theirs, bad := standard.NewWebhook(hookSecret)
	var e struct {
		Data struct {
			Change struct {
				Action  string
				Version int64
			}
			Request struct{ Number string }
		}
	}
	j.tried++
	switch {
	case j.down:
		w.WriteHeader(http.StatusServiceUnavailable)
	case j.deaf:
		w.WriteHeader(http.StatusUnprocessableEntity)
	case err != nil || bad != nil || theirs.VerifyIgnoringTimestamp(body, r.Header) != nil || json.Unmarshal(body, &e) != nil:
		w.WriteHeader(http.StatusUnauthorized)
	case e.Data.Request.Number == "": // a record of a list that comes along
	default:
		j.told = append(j.told, fmt.Sprintf("%s %s %d", e.Data.Request.Number, e.Data.Change.Action, e.Data.Change.Version))
	}
}

func (j *jira) shuts(deaf bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.deaf = deaf
}

func (j *jira) turn(down bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.down = down
}

func (j *jira) heard() (told []string, tried int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return append(told, j.told...), j.tried
}

// joined begins a world with another system beside it, and gives the address to
// which that sends.
func joined(t *testing.T) (*world, *jira, string) {
	t.Helper()
	other := &jira{}
	server := httptest.NewServer(other)
	t.Cleanup(server.Close)
	address := freeAddress(t)
	w := start(t, setup{desk: true, company: func(folder string) {
		require.NoError(t, os.WriteFile(filepath.Join(folder, "jira-secret"), []byte(hookSecret), 0o600))
		file := filepath.Join(folder, "factotum.yaml")
		body, err := os.ReadFile(file)
		require.NoError(t, err)
		text := "\nwebhooks:\n  listen: %q\n  systems:\n    - {key: jira, name: Jira, url: %q, private: true, secret_file: jira-secret, takes: [ticket]}\n"
		require.NoError(t, os.WriteFile(file, fmt.Appendf(body, text, address, server.URL), 0o600))
	}})
	return w, other, "http://" + address + "/webhooks/jira"
}

// posts sends a message as the other system would, and gives the answer.
func (w *world) posts(url, id, body string) (int, string) {
	w.t.Helper()
	theirs, err := standard.NewWebhook(hookSecret)
	require.NoError(w.t, err)
	now := w.clock.Now()
	sign, err := theirs.Sign(id, now, []byte(body))
	require.NoError(w.t, err)
	req, err := http.NewRequest(http.MethodPost, url, bytes.NewReader([]byte(body)))
	require.NoError(w.t, err)
	req.Header.Set("webhook-id", id)
	req.Header.Set("webhook-timestamp", strconv.FormatInt(now.Unix(), 10))
	req.Header.Set("webhook-signature", sign)
	res, err := http.DefaultClient.Do(req)
	require.NoError(w.t, err)
	defer http.DefaultClient.CloseIdleConnections()
	defer func() { _ = res.Body.Close() }()
	answer, err := io.ReadAll(res.Body)
	require.NoError(w.t, err)
	return res.StatusCode, string(answer)
}

func TestAnotherSystemIsKeptInStep(t *testing.T) {
	t.Parallel()
	w, other, url := joined(t)
	const n = "TKT-1"
	w.As(ana).Command("/ticket printer on floor 2 is broken")
	w.Eventually("jira is told", func() bool {
		told, _ := other.heard()
		return len(told) == 1 && told[0] == n+" submit 1"
	})
	status, answer := w.posts(url, "msg_1", `{"type":"ticket.link","data":{"number":"`+n+`","external":"OPS-7"}}`)
	require.Equal(t, http.StatusOK, status, answer)
	w.At(priya, itDesk, n, "elsewhere it is OPS-7")

	other.turn(true)
	status, answer = w.posts(url, "msg_2", `{"type":"ticket.resolve","data":{"external":"OPS-7","text":"A new cable"}}`)
	require.Equal(t, http.StatusOK, status, answer)
	assert.Contains(t, answer, `"state":"done"`)
	w.Card(ana, n, "Resolved")
	status, _ = w.posts(url, "msg_2", `{"type":"ticket.resolve","data":{"external":"OPS-7","text":"A new cable"}}`)
	assert.Equal(t, http.StatusOK, status, "a message that comes twice does nothing")
	w.Eventually("jira is asked in vain", func() bool {
		_, tried := other.heard()
		return tried > 2
	})
	for range 6 { // it is down for an hour
		_, before := other.heard()
		w.Pass(10 * time.Minute)
		w.Eventually("jira is asked again", func() bool {
			_, tried := other.heard()
			return tried > before
		})
	}
	other.turn(false)
	w.Pass(30 * time.Minute)
	w.Eventually("jira is told all of it, in order", func() bool {
		told, _ := other.heard()
		return assert.ObjectsAreEqual([]string{n + " submit 1", n + " link 2", n + " resolve 3"}, told)
	})
	status, _ = w.posts(url+"x", "msg_3", `{}`)
	assert.Equal(t, http.StatusUnauthorized, status)
}

func TestAnAdministratorSendsAgainWhatAnotherSystemDidNotTake(t *testing.T) {
	t.Parallel()
	w, other, _ := joined(t)
	told := func() (told []string) {
		told, _ = other.heard()
		return told
	}
	w.As(ana).Command("/ticket printer on floor 2 is broken")
	w.Eventually("jira is told", func() bool { return len(told()) == 1 })
	other.shuts(true)
	w.As(ana).Command("/ticket printer on floor 3 is broken")
	w.Card(ana, "TKT-2", "Printer on floor 3")
	w.As(ben).Command("/ticket printer on floor 4 is broken")
	row := "⚠️ *2 messages could not be delivered*\n*TKT-2* and 1 other change to the webhook of Jira\n" +
		"The receiver of the webhook answers 422. It does not take this message: its log tells why. Try again when it does.\nTry again\n"
	w.Eventually("one row stands for both", func() bool { return strings.Contains(w.As(daan).Home().Words(), row) })

	_, before := other.heard()
	w.As(daan).ClickHome("Try again")
	w.Eventually("it does not take them yet", func() bool {
		_, tried := other.heard()
		return tried == before+2 && strings.Contains(w.As(daan).Home().Words(), row)
	})
	other.shuts(false)
	w.As(daan).ClickHome("Try again")
	w.Eventually("jira is told of both, in order", func() bool {
		return assert.ObjectsAreEqual([]string{"TKT-1 submit 1", "TKT-2 submit 1", "TKT-3 submit 1"}, told())
	})
	assert.NotContains(t, w.As(daan).Home().Words(), "could not be delivered")
}

func TestAnotherSystemOpensATicket(t *testing.T) {
	t.Parallel()
	w, _, url := joined(t)
	status, answer := w.posts(url, "msg_1", `{"type":"ticket.open","data":{"kind":"ticket","requester":"ana@harbourpine.example","external":"OPS-9","fields":{"what":"The VPN is down"}}}`)
	require.Equal(t, http.StatusOK, status, answer)
	assert.Contains(t, answer, `"number":"TKT-1"`)
	w.Card(ana, "TKT-1", "The VPN is down")
	w.At(priya, itDesk, "TKT-1", "elsewhere it is OPS-9")
	status, answer = w.posts(url, "msg_2", `{"type":"ticket.say","data":{"external":"OPS-9","text":"We are looking at it."}}`)
	require.Equal(t, http.StatusOK, status, answer)
	card := w.Card(ana, "TKT-1", "TKT-1")
	w.As(ana).SeesReply(card.TS, "We are looking at it.")
	status, answer = w.posts(url, "msg_3", `{"type":"ticket.say","data":{"external":"OPS-10","text":"Hello"}}`)
	assert.Equal(t, http.StatusNotFound, status)
	assert.Contains(t, answer, "There is no such ticket.")
	opens := `{"type":"ticket.open","data":{"kind":"ticket","requester":"ben@harbourpine.example","external":"OPS-10","fields":{"what":"The mouse is stuck"}}}`
	for range 2 { // it comes after what is said about it, and twice
		status, answer = w.posts(url, "msg_5", opens)
		require.Equal(t, http.StatusOK, status, answer)
		assert.Contains(t, answer, `"number":"TKT-2"`)
	}
	status, answer = w.posts(url, "msg_6", opens)
	assert.Equal(t, http.StatusConflict, status)
	assert.Contains(t, answer, "OPS-10 has another ticket here already")
	for _, id := range []string{"msg_7", "msg_3", "msg_3"} { // what was solved is talked about yet
		said := `{"type":"ticket.say","data":{"external":"OPS-10","text":"Hello"}}`
		if id == "msg_7" {
			said = `{"type":"ticket.resolve","data":{"external":"OPS-10","text":"A new one"}}`
		}
		status, answer = w.posts(url, id, said)
		require.Equal(t, http.StatusOK, status, answer)
		assert.Contains(t, answer, `"state":"done"`)
	}
	mouse := w.Card(ben, "TKT-2", "A new one")
	w.As(ben).SeesReply(mouse.TS, "Hello")
	status, answer = w.posts(url, "msg_4", `{"type":"ticket.reopen","data":{}}`)
	assert.Equal(t, http.StatusUnprocessableEntity, status)
	assert.Contains(t, answer, "ticket.resolve or ticket.link")
}
