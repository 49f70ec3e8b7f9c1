package webhook_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/connectors/webhook"
)

// listening is an inlet that gives back what it takes, or an error.
func listening(t *testing.T, fail func() error) string {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	server.Config = webhook.Inlet(webhook.Options{
		Secrets: map[string]webhook.Secret{"jira": secret(t)}, Now: time.Now, Log: slog.New(slog.DiscardHandler),
		Take: func(_ context.Context, system, id string, body []byte) ([]byte, error) {
			return []byte(system + " " + id + " " + string(body)), fail()
		},
	})
	server.Start()
	t.Cleanup(server.Close)
	return server.URL + "/webhooks/jira"
}

func send(t *testing.T, method, url string, body []byte, with webhook.Secret) (int, string) {
	t.Helper()
	header := http.Header{}
	if with != nil { // what our own client sends
		server, headers, _ := receiver(t, http.StatusOK)
		require.NoError(t, client(t).Send(t.Context(), webhook.Endpoint{URL: server.URL, Secret: with, Private: true}, "msg_1", time.Now(), body))
		header = (*headers)[0]
	}
	req, err := http.NewRequest(method, url, bytes.NewReader(body))
	require.NoError(t, err)
	for _, name := range []string{"Webhook-Id", "Webhook-Timestamp", "Webhook-Signature"} {
		req.Header.Set(name, header.Get(name))
	}
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	answer, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	return res.StatusCode, string(answer)
}

func TestWhatIsSignedIsTaken(t *testing.T) {
	t.Parallel()
	url := listening(t, func() error { return nil })
	status, answer := send(t, http.MethodPost, url, []byte(`{}`), secret(t))
	assert.Equal(t, http.StatusOK, status)
	assert.Equal(t, "jira msg_1 {}", answer)
	other, err := webhook.ParseSecret("whsec_" + strings.Repeat("AAAA", 8))
	require.NoError(t, err)
	for _, c := range []struct {
		method, url string
		with        webhook.Secret
		size, want  int
	}{
		{http.MethodPost, url, nil, 2, http.StatusUnauthorized},
		{http.MethodPost, url, other, 2, http.StatusUnauthorized},
		{http.MethodPost, strings.Replace(url, "jira", "other", 1), secret(t), 2, http.StatusUnauthorized},
		{http.MethodGet, url, secret(t), 0, http.StatusNotFound},
		{http.MethodPost, strings.Replace(url, "/webhooks", "/else", 1), secret(t), 2, http.StatusNotFound},
		{http.MethodPost, url, secret(t), 300 << 10, http.StatusRequestEntityTooLarge},
	} {
		status, _ := send(t, c.method, c.url, bytes.Repeat([]byte("x"), c.size), c.with)
		assert.Equal(t, c.want, status, "%+v", c)
	}
}

func TestWhatCannotBeDoneIsSaid(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err    error
		status int
		answer string
	}{
		{fault.New(fault.Invalid, "Write a few words."), http.StatusUnprocessableEntity, `{"error":"Write a few words."}`},
		{fault.New(fault.NotFound, "Nothing."), http.StatusNotFound, `{"error":"Nothing."}`},
		{fault.New(fault.Conflict, "Faster."), http.StatusConflict, `{"error":"Faster."}`},
		{fault.New(fault.Denied, "No."), http.StatusForbidden, `{"error":"No."}`},
		{fault.New(fault.Unavailable, "Later."), http.StatusServiceUnavailable, `{"error":"Later."}`},
		{errors.New("secret reason"), http.StatusInternalServerError, "Something went wrong on our side"},
	} {
		status, answer := send(t, http.MethodPost, listening(t, func() error { return c.err }), []byte(`{}`), secret(t))
		assert.Equal(t, c.status, status)
		assert.Contains(t, answer, c.answer)
		assert.NotContains(t, answer, "secret reason")
	}
}
