package slack

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/automations/outbox"
)

// fakeAPI answers every method with what answer writes.
func fakeAPI(t *testing.T, answer http.HandlerFunc) *Client {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	c, _ := newClient(t, server.URL+"/api/")
	return c
}

func TestOptionsAreChecked(t *testing.T) {
	t.Parallel()
	for _, api := range []string{"ftp://slack.com/", "/api/", "https://a b/"} {
		_, err := New(Options{APIURL: api})
		assert.Error(t, err, api)
	}
	c, err := New(Options{})
	require.NoError(t, err)
	assert.Equal(t, "https://slack.com/api/auth.test", c.api.JoinPath("auth.test").String())
}

func TestATooFastMethodWaitsForAll(t *testing.T) {
	t.Parallel()
	hits := map[string]int{}
	c := fakeAPI(t, func(w http.ResponseWriter, r *http.Request) {
		hits[r.URL.Path]++
		if r.URL.Path == "/api/chat.postMessage" {
			w.Header().Set("Retry-After", "7")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		_, _ = w.Write([]byte(`{"ok":true,"channel":{"id":"D1"}}`))
	})
	for range 2 {
		_, _, err := c.Post(t.Context(), outbox.Message{To: "U1", Text: "x"})
		var delay outbox.DelayError
		require.ErrorAs(t, err, &delay)
		assert.InDelta(t, 7, delay.For.Seconds(), 1)
		assert.Equal(t, fault.Unavailable, fault.CodeOf(err))
		c.pace.channels = map[string]door{}
	}
	require.NoError(t, c.Update(t.Context(), "D1", "1.1", outbox.Message{To: "U1"}), "other methods go on")
	assert.Equal(t, map[string]int{"/api/conversations.open": 1, "/api/chat.postMessage": 1, "/api/chat.update": 1}, hits)
}

func TestUsersObeyRetryAfter(t *testing.T) {
	t.Parallel()
	tries := 0
	c := fakeAPI(t, func(w http.ResponseWriter, r *http.Request) {
		if tries++; tries == 1 && r.URL.Path == "/api/auth.test" {
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		_, _ = w.Write([]byte(`{"ok":true,"team_id":"T1","members":[{"id":"U1"}]}`))
	})
	accounts, err := c.Users(t.Context())
	require.NoError(t, err)
	assert.Len(t, accounts, 1)
	assert.Equal(t, 3, tries)
}

func TestFailuresOfSlackAreTemporary(t *testing.T) {
	t.Parallel()
	answers := map[string]http.HandlerFunc{
		"5xx":    func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) },
		"a page": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) },
		"internal_error": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(`{"ok":false,"error":"internal_error"}`))
		},
		"a redirect": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", http.StatusFound) },
		"a cut line": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	}
	for name, answer := range answers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := fakeAPI(t, answer)
			assert.Equal(t, fault.Unavailable, fault.CodeOf(c.call(t.Context(), "auth.test", nil, nil)))
		})
	}
	c := fakeAPI(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	err := c.call(ctx, "auth.test", nil, nil)
	assert.Equal(t, fault.Unavailable, fault.CodeOf(err))
	assert.ErrorIs(t, err, context.DeadlineExceeded)
}

func TestAnAnswerOfUnknownShapeIsStillAYes(t *testing.T) {
	t.Parallel()
	c := fakeAPI(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"ok":true,"channel":"D1","ts":"1.1","message":{"blocks":[{"type":"from_the_future","elements":7}]}}`))
	})
	c.dms["U1"] = "D1"
	channel, ts, err := c.Post(t.Context(), outbox.Message{To: "U1"})
	require.NoError(t, err)
	assert.Equal(t, "D1 1.1", channel+" "+ts)
}

func TestAWithdrawnTokenShowsInHealthUntilItWorks(t *testing.T) {
	t.Parallel()
	revoked := true
	c := fakeAPI(t, func(w http.ResponseWriter, _ *http.Request) {
		if revoked {
			_, _ = w.Write([]byte(`{"ok":false,"error":"token_revoked"}`))
			return
		}
		_, _ = w.Write([]byte(`{"ok":true}`))
	})
	err := c.call(t.Context(), "auth.test", nil, nil)
	assert.Equal(t, fault.Unavailable, fault.CodeOf(err))
	assert.Contains(t, c.Health().TokenProblem, "withdrawn the bot token")
	revoked = false
	require.NoError(t, c.call(t.Context(), "auth.test", nil, nil))
	assert.Empty(t, c.Health().TokenProblem)
}

func TestPlansWithoutGroupsHaveNone(t *testing.T) {
	t.Parallel()
	c := fakeAPI(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"ok":false,"error":"plan_upgrade_required"}`))
	})
	groups, err := c.Groups(t.Context())
	require.NoError(t, err)
	assert.Empty(t, groups)
}

func TestRefusalsSayWhatToDo(t *testing.T) {
	t.Parallel()
	for slacks, want := range map[string]fault.Code{
		"missing_scope": fault.Internal, "channel_not_found": fault.NotFound, "expired_trigger_id": fault.Unavailable,
		"hash_conflict": fault.Conflict, "msg_too_long": fault.Internal, "invalid_auth": fault.Unavailable,
	} {
		err := refusal{Method: "m", Code: slacks, Needed: "chat:write"}.fault()
		assert.Equal(t, want, fault.CodeOf(err), slacks)
		assert.Equal(t, slacks, code(err))
		assert.NotContains(t, fault.Say(err), "%!", slacks)
	}
}

func TestPaceOfAChannel(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_000_000, 0)
	p := newPace(func() time.Time { return now })
	assert.Zero(t, p.queue("C1"))
	assert.Zero(t, p.post("C1"))
	assert.Zero(t, p.queue("C1"), "one may wait")
	assert.Equal(t, perPost, p.post("C1"), "one is on its way")
	assert.Zero(t, p.queue("C2"))
	for n := 1; n <= 31; n++ {
		assert.Equal(t, time.Duration(n)*perPost, p.queue("C1"), "others come back one after the other")
	}
	assert.Equal(t, perPost, p.queue("C1"), "but not in an hour")
	now = now.Add(time.Minute)
	p.posted("C1")
	now = now.Add(300 * time.Millisecond)
	assert.Equal(t, 700*time.Millisecond, p.post("C1"), "however long it took")
	assert.Equal(t, 1700*time.Millisecond, p.leave("C1"))
	now = now.Add(700 * time.Millisecond)
	assert.Zero(t, p.queue("C1"))
	assert.Zero(t, p.post("C1"))
	for i := range 3 * manyChannels {
		channel := string(rune(0x4E00 + i))
		p.queue(channel)
		p.post(channel)
		p.posted(channel)
		now = now.Add(2 * time.Millisecond)
	}
	assert.LessOrEqual(t, len(p.channels), manyChannels+2)
	assert.True(t, p.channels["C1"].busy, "is not forgotten on its way")
}

// TestTurnsInAChannel lets posts take as long as they like and come back when
// they are told to.
func TestTurnsInAChannel(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := &Client{pace: newPace(time.Now)}
		var answered time.Time // by who has the turn
		var posts sync.WaitGroup
		putOff, begun := atomic.Int64{}, time.Now()
		for i := range 20 {
			posts.Go(func() {
				var delay outbox.DelayError
				for errors.As(c.turn(t.Context(), "C1"), &delay) {
					putOff.Add(1)
					time.Sleep(delay.For)
				}
				assert.GreaterOrEqual(t, time.Since(answered), perPost)
				time.Sleep(time.Duration(i%4) * 100 * time.Millisecond)
				answered = time.Now()
				c.pace.posted("C1")
			})
		}
		posts.Wait()
		assert.Less(t, time.Since(begun), 30*time.Second, "20 posts of 150 ms on average, a second after each other")
		assert.Less(t, putOff.Load(), int64(60))
	})
}

func TestHoldEndsWithItsContext(t *testing.T) {
	t.Parallel()
	c := &Client{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	assert.True(t, errors.Is(c.hold(ctx, "m", time.Second), context.Canceled))
	var delay outbox.DelayError
	assert.ErrorAs(t, c.hold(ctx, "m", patience+1), &delay)
}
