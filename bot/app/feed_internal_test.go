package app

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations/fault"
)

func TestCalendarsAreGivenToWhoKnowsTheLink(t *testing.T) {
	t.Parallel()
	secret := strings.Repeat("A", 26)
	f := newFeeds(func(_ context.Context, s string) ([]byte, error) {
		switch s {
		case secret:
			return []byte("BEGIN:VCALENDAR"), nil
		case strings.Repeat("B", 26):
			return nil, errors.New("the store is down")
		}
		return nil, fault.New(fault.NotFound, "There is no such calendar.")
	})
	get := func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		f.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w
	}
	good := get("/calendar/" + secret + ".ics")
	assert.Equal(t, "BEGIN:VCALENDAR", good.Body.String())
	assert.Equal(t, "text/calendar; charset=utf-8", good.Header().Get("Content-Type"))
	assert.Equal(t, "private, no-store", good.Header().Get("Cache-Control"))
	wrong := get("/calendar/" + strings.Repeat("C", 26) + ".ics")
	assert.Equal(t, http.StatusNotFound, wrong.Code)
	for _, path := range []string{"/calendar/", "/calendar/" + secret, "/calendar/short.ics", "/calendar/" + strings.Repeat("A", 200) + ".ics"} {
		w := get(path)
		assert.Equal(t, wrong.Code, w.Code)
		assert.Equal(t, wrong.Body.String(), w.Body.String(), path)
		assert.Equal(t, wrong.Header(), w.Header(), path)
	}
	assert.Equal(t, http.StatusServiceUnavailable, get("/calendar/"+strings.Repeat("B", 26)+".ics").Code)
	busy := 0
	for range 2 * feedsAtOnce {
		if w := get("/calendar/guess-guess-guess.ics"); w.Code == http.StatusTooManyRequests {
			assert.Equal(t, "30", w.Header().Get("Retry-After"))
			busy++
		}
	}
	assert.Positive(t, busy, "who guesses is soon told to wait")
}
