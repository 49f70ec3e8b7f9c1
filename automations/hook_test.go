package automations_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	standard "github.com/standard-webhooks/standard-webhooks/libraries/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/form"
	"factotum/automations/request"
	"factotum/connectors/webhook"
)

const hookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="

// event is what an outside system understands of a message.
type event struct {
	id   string
	Type string
	Data struct {
		Change struct {
			Version          int64
			Action, By, Text string
		}
		Request, Record struct {
			ID, Number, Of, State, Title, Requester, Team, Priority string
			Version                                                 int64
			Fields                                                  map[string]string
			External                                                []string
		}
	}
}

// outside is another system: it takes what is signed, and is down at times. Of so
// many messages that it takes, the answer to one is lost.
type outside struct {
	mu     sync.Mutex
	down   bool
	spurns int // the status with which it refuses; 0: it does not
	loses  int // 0: none
	events []event
	tried  int
}

func (x *outside) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x.mu.Lock()
	defer x.mu.Unlock()
	body, err := io.ReadAll(r.Body)
	theirs, bad := standard.NewWebhook(hookSecret)
	x.tried++
	if err != nil || bad != nil || x.down {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	if x.spurns != 0 {
		w.WriteHeader(x.spurns)
		return
	}
	e := event{id: r.Header.Get("webhook-id")}
	if theirs.VerifyIgnoringTimestamp(body, r.Header) != nil || json.Unmarshal(body, &e) != nil {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	x.events = append(x.events, e)
	if x.loses > 0 && len(x.events)%x.loses == 0 {
		panic(http.ErrAbortHandler) // the connection breaks off without an answer
	}
}

// hooked is a help desk that tells a system of what the hook wants.
func hooked(t *testing.T, h automations.Hook) (*office, *outside) {
	t.Helper()
	o, x := helpdesk(t, fault4h), &outside{}
	server := httptest.NewServer(x)
	t.Cleanup(server.Close)
	client := webhook.New()
	t.Cleanup(client.Close)
	secret, err := webhook.ParseSecret(hookSecret)
	require.NoError(t, err)
	o.Hooks = []automations.Hook{h}
	o.courier.Hook = func(ctx context.Context, name, id string, body []byte) error {
		assert.Equal(t, "jira", name)
		return client.Send(ctx, webhook.Endpoint{URL: server.URL, Secret: secret, Private: true}, id, o.clock(), body)
	}
	return o, x
}

func TestEveryChangeIsToldOutside(t *testing.T) {
	t.Parallel()
	o, x := hooked(t, automations.Hook{Key: "jira"})
	id := o.broken()
	o.make(id, request.Move{Action: request.Say, By: "paul@example.com", Text: "A note", Internal: true})
	o.make(id, request.Move{Action: request.Rank, By: "paul@example.com", Priority: request.Urgent})
	o.make(id, request.Move{Action: request.Link, By: "paul@example.com", Tie: &request.Tie{Kind: request.External, ID: "jira/OPS-7", Number: "OPS-7"}})
	o.make(id, request.Move{Action: request.Link, By: "paul@example.com", Tie: &request.Tie{Kind: request.External, ID: "other/9", Number: "9"}})
	o.make(id, request.Move{Action: request.Resolve, By: "paul@example.com", Text: "Cable"})
	require.Len(t, x.events, 5, "what is internal stays here")
	first, last := x.events[0], x.events[4]
	assert.Equal(t, "request.changed", first.Type)
	assert.Equal(t, "submit", first.Data.Change.Action)
	assert.Equal(t, "FLT-1", first.Data.Request.Number)
	assert.Equal(t, map[string]string{"what": "Printer"}, first.Data.Request.Fields)
	assert.Equal(t, "resolve", last.Data.Change.Action)
	assert.Equal(t, "Cable", last.Data.Change.Text)
	assert.Equal(t, int64(6), last.Data.Change.Version)
	assert.Equal(t, "done", last.Data.Request.State)
	assert.Equal(t, "urgent", last.Data.Request.Priority)
	assert.Equal(t, []string{"OPS-7"}, last.Data.Request.External, "not the number of another system")
	assert.NotEqual(t, first.id, last.id)
}

func TestAHookIsToldOnlyOfWhatItWants(t *testing.T) {
	t.Parallel()
	o, x := hooked(t, automations.Hook{Key: "jira", Datasets: []string{"vendors"}})
	o.broken()
	assert.Empty(t, x.events)
	private, y := hooked(t, automations.Hook{Key: "jira", Kinds: []string{"fault"}})
	id := private.broken()
	require.Len(t, y.events, 1)
	private.courier.Hook = nil
	private.make(id, request.Move{Action: request.Rank, By: "paul@example.com", Priority: request.Low})
	failed := private.failed()
	require.Len(t, failed, 1)
	assert.Equal(t, "the webhook jira", failed[0].To)
	assert.Contains(t, failed[0].Reason, "no longer configured")
}

func TestAReceiverThatIsDownForAnHourMissesNothingAndKeepsTheOrder(t *testing.T) {
	t.Parallel()
	o, x := hooked(t, automations.Hook{Key: "jira"})
	var ids []string
	for range 10 {
		ids = append(ids, o.broken())
	}
	x.mu.Lock()
	x.down, x.events = true, nil
	x.mu.Unlock()
	for i := range 60 { // a minute each
		for n, id := range ids {
			if (i+n)%3 == 0 {
				o.make(id, request.Move{Action: request.Say, By: "paul@example.com", Text: fmt.Sprintf("%d", i), Remark: fmt.Sprintf("s%d", i)})
			}
		}
		o.wait(time.Minute)
		o.deliver()
	}
	assert.Less(t, x.tried, 40, "it is not asked for every message")
	assert.Empty(t, x.events)
	assert.GreaterOrEqual(t, len(o.box.posts), 200, "people are not kept waiting")
	x.mu.Lock()
	x.down, x.loses = false, 7
	x.mu.Unlock()
	for range 90 { // it is left alone for a while after each answer that is lost
		o.wait(time.Minute)
		o.deliver()
	}
	seen, next := map[string]bool{}, map[string]int64{}
	for _, e := range x.events {
		if seen[e.id] {
			continue // told again, since the answer was lost
		}
		seen[e.id] = true
		if next[e.Data.Request.ID] == 0 {
			next[e.Data.Request.ID] = 2
		}
		require.Equal(t, next[e.Data.Request.ID], e.Data.Change.Version, "in order")
		next[e.Data.Request.ID]++
	}
	assert.Equal(t, 200, len(seen), "each, by its id")
	assert.Greater(t, len(x.events), 220, "answers were lost")
	assert.Less(t, len(x.events), 250)
	assert.Empty(t, o.failed())
}

func TestARecordsChangeIsToldOutside(t *testing.T) {
	t.Parallel()
	o, x := hooked(t, automations.Hook{Key: "jira"})
	o.Catalogue = kinds(t)
	_, err := o.keep("fay", automations.RecordDraft{Values: lumen()})
	require.NoError(t, err)
	o.deliver()
	require.Len(t, x.events, 1)
	assert.Equal(t, "record.changed", x.events[0].Type)
	assert.Equal(t, "create", x.events[0].Data.Change.Action)
	assert.Equal(t, "vendors", x.events[0].Data.Record.Of)
	assert.Equal(t, "Lumen Office GmbH", x.events[0].Data.Record.Fields["name"])
	assert.NotContains(t, x.events[0].Data.Record.Fields, "accounts")

	told := o.courier.Hook
	o.courier.Hook = nil
	_, err = o.keep("fay", automations.RecordDraft{Values: form.Values{"name": {Text: "Marble Works GmbH"}}})
	require.NoError(t, err)
	o.deliver()
	failed := o.failed()
	require.Len(t, failed, 1)
	assert.Equal(t, "Vendor Marble Works GmbH", failed[0].Number)
	o.courier.Hook = told
	require.NoError(t, o.Redeliver(o.ctx, o.who("adam"), failed[0].Key))
	o.deliver()
	assert.Len(t, x.events, 2)
	o.courier.Hook = nil

	o.tooling(strings.NewReplacer("visible: [everybody]", "visible: [director]", "approve: [{step: Finance, approvers: [{role: finance}]}]", "").Replace(callers))
	_, err = o.PutRecord(o.ctx, o.who("fay"), o.id(), automations.RecordDraft{Dataset: "guests", Values: form.Values{"name": {Text: "Zelda Quill"}}})
	require.NoError(t, err)
	o.deliver()
	failed = o.failed()
	require.Len(t, failed, 1)
	assert.Equal(t, "a record of Guests", failed[0].Number, "administrators do not see guests")
}
