package app

import (
	"context"
	"io"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
)

func TestAPortAnswersWhatHadComeBeforeItCloses(t *testing.T) {
	t.Parallel()
	open, err := openPort(t.Context(), "127.0.0.1:0", "http.listen")
	require.NoError(t, err)
	_, err = openPort(t.Context(), open.Addr().String(), "http.listen")
	assert.Equal(t, fault.Conflict, fault.CodeOf(err))
	assert.Contains(t, fault.Say(err), "Choose another address for http.listen.")
	_, err = openPort(t.Context(), "nowhere", "webhooks.listen")
	assert.Equal(t, fault.Invalid, fault.CodeOf(err))
	assert.Equal(t, "Factotum cannot listen on nowhere. Correct webhooks.listen.", fault.Say(err))

	ctx, stop := context.WithCancel(t.Context())
	came, ended := make(chan struct{}), make(chan error, 1)
	server := &http.Server{ReadHeaderTimeout: lastAnswers, Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(came)
		<-ctx.Done()
		_, _ = io.WriteString(w, "done after all")
	})}
	go func() { ended <- open.serve(ctx, server) }()
	go func() {
		<-came
		stop()
	}()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+open.Addr().String(), nil)
	require.NoError(t, err)
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	assert.Equal(t, "done after all", string(body))
	require.NoError(t, <-ended)

	shut, err := openPort(t.Context(), "127.0.0.1:0", "http.listen")
	require.NoError(t, err)
	require.NoError(t, shut.Close())
	require.ErrorContains(t, shut.serve(t.Context(), &http.Server{ReadHeaderTimeout: lastAnswers}), "app: serve")
}
