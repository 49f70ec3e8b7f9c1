package webhook_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	standard "github.com/standard-webhooks/standard-webhooks/libraries/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/connectors/webhook"
)

const text = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="

func secret(t *testing.T) webhook.Secret {
	t.Helper()
	s, err := webhook.ParseSecret(text)
	require.NoError(t, err)
	return s
}

// receiver answers with a status and keeps what came.
func receiver(t *testing.T, status int) (*httptest.Server, *[]http.Header, *[][]byte) {
	t.Helper()
	var headers []http.Header
	var bodies [][]byte
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		assert.NoError(t, err)
		headers, bodies = append(headers, r.Header.Clone()), append(bodies, body)
		w.Header().Set("Location", "http://169.254.169.254/")
		w.WriteHeader(status)
	}))
	t.Cleanup(server.Close)
	return server, &headers, &bodies
}

func client(t *testing.T) *webhook.Client {
	t.Helper()
	c := webhook.New()
	t.Cleanup(c.Close)
	return c
}

func TestWhatIsSentIsSignedAsTheStandardSays(t *testing.T) {
	t.Parallel()
	server, headers, bodies := receiver(t, http.StatusNoContent)
	to := webhook.Endpoint{URL: server.URL, Secret: secret(t), Private: true}
	require.NoError(t, client(t).Send(t.Context(), to, "msg_1", time.Now(), []byte(`{"type":"request.changed"}`)))
	require.Len(t, *bodies, 1)
	theirs, err := standard.NewWebhook(text)
	require.NoError(t, err)
	require.NoError(t, theirs.Verify((*bodies)[0], (*headers)[0]))
	require.Error(t, theirs.Verify([]byte(`{"type":"other"}`), (*headers)[0]))
	assert.Equal(t, "application/json", (*headers)[0].Get("Content-Type"))
}

func TestWhatTheStandardSignsIsBelieved(t *testing.T) {
	t.Parallel()
	theirs, err := standard.NewWebhook(text)
	require.NoError(t, err)
	now, body := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC), []byte(`{"number":"TKT-1"}`)
	sign, err := theirs.Sign("msg_1", now, body)
	require.NoError(t, err)
	header := func(id, at, sign string) http.Header {
		h := http.Header{}
		h.Set("webhook-id", id)
		h.Set("webhook-timestamp", at)
		h.Set("webhook-signature", sign)
		return h
	}
	good := header("msg_1", "1795165200", "v1,AAAA "+sign)
	require.Equal(t, int64(1795165200), now.Unix())
	id, ok := secret(t).Verify(good, body, now.Add(5*time.Minute))
	assert.True(t, ok)
	assert.Equal(t, "msg_1", id)
	for name, c := range map[string]struct {
		header http.Header
		body   string
		at     time.Time
	}{
		"another body":    {good, `{"number":"TKT-2"}`, now},
		"another id":      {header("msg_2", "1795165200", sign), string(body), now},
		"another moment":  {header("msg_1", "1795165201", sign), string(body), now},
		"no id":           {header("", "1795165200", sign), string(body), now},
		"too old":         {good, string(body), now.Add(5*time.Minute + time.Second)},
		"too early":       {good, string(body), now.Add(-5*time.Minute - time.Second)},
		"no version":      {header("msg_1", "1795165200", strings.TrimPrefix(sign, "v1,")), string(body), now},
		"another version": {header("msg_1", "1795165200", "v1a,"+strings.TrimPrefix(sign, "v1,")), string(body), now},
		"no moment":       {header("msg_1", "now", sign), string(body), now},
	} {
		_, ok := secret(t).Verify(c.header, []byte(c.body), c.at)
		assert.False(t, ok, name)
	}
}

func TestAReceiverThatFailsIsTriedAgainUnlessItIsGone(t *testing.T) {
	t.Parallel()
	for status, code := range map[int]fault.Code{
		http.StatusInternalServerError: fault.Unavailable, http.StatusTooManyRequests: fault.Unavailable, http.StatusNotFound: fault.Unavailable,
		http.StatusFound: fault.Unavailable, http.StatusGone: fault.Invalid,
		http.StatusBadRequest: fault.Invalid, http.StatusUnprocessableEntity: fault.Invalid,
	} {
		server, headers, _ := receiver(t, status)
		err := client(t).Send(t.Context(), webhook.Endpoint{URL: server.URL, Secret: secret(t), Private: true}, "msg_1", time.Now(), nil)
		assert.Equal(t, code, fault.CodeOf(err), status)
		assert.Len(t, *headers, 1, "no redirect is followed")
	}
	for status, do := range map[int]string{
		http.StatusServiceUnavailable: "answers 503. Try again when it works.", http.StatusGone: "answers 410. It wants no more messages",
		http.StatusUnauthorized: "give both sides the same secret", http.StatusNotFound: "correct url", http.StatusFound: "write its new address as url",
	} {
		server, _, _ := receiver(t, status)
		err := client(t).Send(t.Context(), webhook.Endpoint{URL: server.URL, Secret: secret(t), Private: true}, "msg_1", time.Now(), nil)
		assert.Contains(t, fault.Say(err), do, "it is said what to do")
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	err := client(t).Send(ended, webhook.Endpoint{URL: "http://127.0.0.1:1", Secret: secret(t), Private: true}, "msg_1", time.Now(), nil)
	assert.Equal(t, fault.Unavailable, fault.CodeOf(err))
	err = client(t).Send(t.Context(), webhook.Endpoint{URL: "http://[", Secret: secret(t)}, "msg_1", time.Now(), nil)
	assert.Equal(t, fault.Invalid, fault.CodeOf(err))
}

func TestPrivateAddressesAreRefusedUnlessAllowed(t *testing.T) {
	t.Parallel()
	server, headers, _ := receiver(t, http.StatusOK)
	_, port, _ := strings.Cut(strings.TrimPrefix(server.URL, "http://"), ":")
	for _, host := range []string{
		"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "[::]", "10.0.0.1", "172.16.9.9", "192.168.1.1", "169.254.169.254",
		"100.64.0.1", "198.18.0.1", "192.0.0.8", "224.0.0.1", "255.255.255.255", "[fd00::1]", "[fe80::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
		"2130706433", "0x7f.1",
	} {
		err := client(t).Send(t.Context(), webhook.Endpoint{URL: "http://" + host + ":" + port, Secret: secret(t)}, "msg_1", time.Now(), nil)
		require.Error(t, err, host)
	}
	assert.Empty(t, *headers, "nobody was reached")
	err := client(t).Send(t.Context(), webhook.Endpoint{URL: server.URL, Secret: secret(t)}, "msg_1", time.Now(), nil)
	assert.Equal(t, fault.Invalid, fault.CodeOf(err))
	assert.ErrorContains(t, err, "private: true")
}

func TestSecrets(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", "whsec_", "whsec_short", "whsec_AAAA", "not base64 !"} {
		_, err := webhook.ParseSecret(bad)
		assert.Equal(t, fault.Invalid, fault.CodeOf(err), bad)
	}
}
