// Package story lets Go tests be people in a practice workspace:
//
//	s := story.New(t, url)
//	ana, bo := s.As("U1"), s.As("U2")
//	ana.Command("/expense 12 EUR taxi")
//	ana.Modal().Fill("Merchant", "City Cab").Submit()
//	bo.Click("Approve")
//	ana.Sees("approved by Bo")
//
// It owns what a person can see and do, found by the words they would read. It must not
// know any bot, nor the inside of the workspace: everything goes through the control API.
// Whatever a bot does in its own time is waited for, up to [Patience]; a step that is not
// possible by then fails the test with what was there instead.
package story

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Patience is how long something is waited for before the story fails: on a busy machine a
// picture may be read for three minutes, and only a story that fails waits as long.
const Patience = 5 * time.Minute

// Story is a test in a practice workspace.
type Story struct {
	t      testing.TB
	base   string
	client *http.Client
}

// New starts a story in the workspace at baseURL, such as http://127.0.0.1:8080.
func New(t testing.TB, baseURL string) *Story {
	transport := &http.Transport{MaxIdleConnsPerHost: 4}
	t.Cleanup(transport.CloseIdleConnections)
	return &Story{t: t, base: baseURL, client: &http.Client{Transport: transport, Timeout: Patience}}
}

// Eventually waits until is returns true.
func (s *Story) Eventually(what string, is func() bool) {
	s.t.Helper()
	s.wait(func() (string, bool) { return "", is() }, what)
}

// wait polls until done and fails with the last thing seen. Steps grow from 2 to 25 ms,
// so that a quick bot is not waited for longer than it takes.
func (s *Story) wait(poll func() (seen string, done bool), what string) {
	s.t.Helper()
	end := time.Now().Add(Patience)
	for pause := 2 * time.Millisecond; ; pause = min(pause*2, 25*time.Millisecond) {
		seen, done := poll()
		if done {
			return
		}
		if time.Now().After(end) {
			require.FailNow(s.t, "This did not happen: "+what, "There was instead:\n%s", seen)
		}
		time.Sleep(pause)
	}
}

// Connected waits until the app has a socket.
func (s *Story) Connected(anybody string) {
	s.t.Helper()
	s.Eventually("the app connects", func() bool {
		var ws struct{ App struct{ Connected bool } }
		s.get("workspace", url.Values{"as": {anybody}}, &ws)
		return ws.App.Connected
	})
}

// Change alters a person in the directory: fields by their names in the control API.
func (s *Story) Change(user string, fields map[string]any) {
	s.t.Helper()
	with := map[string]any{"id": user}
	for k, v := range fields {
		with[k] = v
	}
	s.must("people", map[string]any{"update": with})
}

// Deactivate closes a person's account.
func (s *Story) Deactivate(user string) {
	s.t.Helper()
	s.must("people", map[string]any{"deactivate": map[string]any{"id": user}})
}

// Join adds a person to the directory.
func (s *Story) Join(fields map[string]any) {
	s.t.Helper()
	s.must("people", map[string]any{"add": fields})
}

// Refused is everything the app sent so far that Slack does not take, a line each with
// Slack's reasons. A story that goes well may still hold some: an app that tries again
// with something plainer, or a Home that nobody looked at.
func (s *Story) Refused() []string {
	s.t.Helper()
	var entries []struct{ What, Status, Body string }
	s.get("log", url.Values{"refused": {"1"}}, &entries)
	var lines []string
	for _, e := range entries {
		lines = append(lines, e.What+": "+e.Status+" "+e.Body)
	}
	return lines
}

func (s *Story) get(path string, q url.Values, into any) {
	s.t.Helper()
	s.ask(http.MethodGet, path+"?"+q.Encode(), nil, into)
}

// ask decodes an answer of any status; refusals carry their sentence in error.
func (s *Story) ask(method, path string, body []byte, into any) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(context.Background(), method, s.base+"/control/"+path, bytes.NewReader(body))
	require.NoError(s.t, err)
	res, err := s.client.Do(req)
	require.NoError(s.t, err)
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	require.NoError(s.t, err)
	require.NoError(s.t, json.Unmarshal(raw, into), "%s", raw)
}

// answer is whatever a POST of the control API may return.
type answer struct {
	Error    string
	TS       string
	ID       string
	Response string
	Errors   map[string]string
	View     *view
}

func (s *Story) post(path string, in any) answer {
	s.t.Helper()
	raw, err := json.Marshal(in)
	require.NoError(s.t, err)
	var out answer
	s.ask(http.MethodPost, path, raw, &out)
	return out
}

func (s *Story) must(path string, in any) answer {
	s.t.Helper()
	out := s.post(path, in)
	require.Empty(s.t, out.Error, "%s", path)
	return out
}
