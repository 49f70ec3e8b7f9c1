package slack

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
)

func TestRespondGoesToSlackOnly(t *testing.T) {
	t.Parallel()
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		assert.Fail(t, "an answer left for elsewhere")
	}))
	t.Cleanup(elsewhere.Close)
	c := fakeAPI(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere.URL, http.StatusTemporaryRedirect)
	})
	for _, address := range []string{
		elsewhere.URL, "http://hooks.slack.com/x", "https://hooks.slack.com.evil.example/x", "https://hooks.slack.com@evil.example/",
		"https://hooks.slack.com:444/x", "https://evil.example/hooks.slack.com", "https://u@hooks.slack.com/", "//hooks.slack.com", "", ":",
	} {
		assert.Equal(t, fault.Invalid, fault.CodeOf(c.Respond(t.Context(), address, "hi", nil)), address)
	}
	err := c.Respond(t.Context(), c.api.String()+"response", "hi", nil)
	require.Error(t, err, "a redirect is not followed")
	ours, err := http.NewRequest(http.MethodPost, "https://hooks.slack.com/actions/T1/2/3", nil)
	require.NoError(t, err)
	assert.True(t, c.answersGoTo(ours.URL))
}

func TestRespondReadsEveryAnswer(t *testing.T) {
	t.Parallel()
	cases := []struct {
		status int
		body   string
		want   fault.Code
	}{
		{http.StatusOK, "ok", ""},
		{http.StatusOK, `{"ok":true}`, ""},
		{http.StatusOK, `{"ok":false,"error":"invalid_blocks"}`, fault.Internal},
		{http.StatusNotFound, `{"ok":false,"error":"used_url"}`, fault.Internal},
		{http.StatusNotFound, "expired", fault.Internal},
		{http.StatusBadGateway, "", fault.Unavailable},
		{http.StatusTooManyRequests, "", fault.Unavailable},
	}
	for _, tc := range cases {
		c := fakeAPI(t, func(w http.ResponseWriter, r *http.Request) {
			assert.Empty(t, r.Header.Get("Authorization"), "the address is its own key")
			w.WriteHeader(tc.status)
			_, _ = w.Write([]byte(tc.body))
		})
		err := c.Respond(t.Context(), c.api.String()+"secret-path", "hi", nil)
		assert.Equal(t, tc.want, fault.CodeOf(err), tc.body)
		if err != nil {
			assert.NotContains(t, err.Error(), "secret-path")
		}
	}
}

func TestNoErrorNamesAResponseAddress(t *testing.T) {
	t.Parallel()
	c, _ := newClient(t, "http://127.0.0.1:1/api/")
	err := c.Respond(t.Context(), "http://127.0.0.1:1/secret-path", "hi", nil)
	assert.Equal(t, fault.Unavailable, fault.CodeOf(err))
	assert.False(t, strings.Contains(err.Error(), "secret"), err)
}
