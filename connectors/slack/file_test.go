package slack

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/connectors/slack/practice"
	"factotum/handlers/payload"
)

func TestDownloadAndUpload(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	m := outbox.Message{To: "U1", File: &outbox.Attachment{Name: "report.pdf", Data: []byte("%PDF-1.7 report")}}
	id, err := b.client.Upload(t.Context(), m)
	require.NoError(t, err)
	m.File.ID = id
	channel, ts, err := b.client.Post(t.Context(), m)
	require.NoError(t, err)
	assert.Equal(t, id, ts)
	shown := b.messages(channel)
	require.Len(t, shown, 1)
	assert.Equal(t, id, shown[0]["files"].([]any)[0].(object)["id"])

	body, err := b.client.Download(t.Context(), payload.File{ID: id})
	require.NoError(t, err, "only the id is known")
	data, err := io.ReadAll(body)
	require.NoError(t, err)
	require.NoError(t, body.Close())
	assert.Equal(t, "%PDF-1.7 report", string(data))

	_, err = b.client.Download(t.Context(), payload.File{ID: "F404"})
	assert.Equal(t, fault.NotFound, fault.CodeOf(err))
}

func TestAFileIsShownOnceHoweverOftenItIsPosted(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	m := outbox.Message{To: "U1", File: &outbox.Attachment{Name: "report.pdf", Data: []byte("%PDF-1.7 report")}}
	id, err := b.client.Upload(t.Context(), m)
	require.NoError(t, err)
	m.File.ID = id
	channel, _, found, err := b.client.Find(t.Context(), m, time.Time{})
	require.NoError(t, err)
	assert.False(t, found)
	assert.Empty(t, b.messages(channel), "nobody sees what is only uploaded")

	b.space.Misbehave(practice.Misbehaviour{Lose: 1, Only: []string{"files.completeUploadExternal"}})
	_, _, err = b.client.Post(t.Context(), m)
	assert.Equal(t, fault.Unavailable, fault.CodeOf(err), "its answer is lost")
	b.space.Misbehave(practice.Misbehaviour{})
	_, ts, found, err := b.client.Find(t.Context(), m, time.Time{})
	require.NoError(t, err)
	assert.True(t, found)
	assert.Equal(t, id, ts)
	_, _, err = b.client.Post(t.Context(), m)
	require.NoError(t, err, "who did not look finds it there")
	assert.Len(t, b.messages(channel), 1)

	m.File.ID = "F404"
	_, _, err = b.client.Post(t.Context(), m)
	assert.ErrorIs(t, err, outbox.ErrGone)
	b.space.Misbehave(practice.Misbehaviour{Fail: 1, Only: []string{"files.info"}})
	_, _, err = b.client.Post(t.Context(), m)
	assert.Equal(t, fault.Unavailable, fault.CodeOf(err), "nobody knows whether it is there")
}

func TestAMessageGoesWithWhatWeWroteInItsThread(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	root := outbox.Message{To: "C1", Text: "figures"}
	channel, ts, err := b.client.Post(t.Context(), root)
	require.NoError(t, err)
	file := outbox.Message{To: "C1", Thread: ts, File: &outbox.Attachment{Name: "figures.csv", Data: []byte("1,2")}}
	file.File.ID, err = b.client.Upload(t.Context(), file)
	require.NoError(t, err)
	_, _, err = b.client.Post(t.Context(), file)
	require.NoError(t, err)
	gone := outbox.Message{Gone: true, Whole: true}
	for _, method := range []string{"files.delete", "chat.delete"} { // broken off at each of them
		b.space.Misbehave(practice.Misbehaviour{Lose: 1, Only: []string{method}})
		err = b.client.Update(t.Context(), channel, ts, gone)
		assert.Equal(t, fault.Unavailable, fault.CodeOf(err), method)
	}
	b.space.Misbehave(practice.Misbehaviour{})
	require.NoError(t, b.client.Update(t.Context(), channel, ts, gone))
	assert.Empty(t, b.messages(channel), "neither a tombstone nor an empty thread is left")
	require.NoError(t, b.client.Update(t.Context(), channel, ts, gone), "what is gone is no error")
}

func TestASignInPageIsNoFile(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	_, err := b.client.Download(t.Context(), payload.File{ID: "F1", Name: "r.pdf", URL: b.url + "/files-pri/T0PRACTICE-F404/r.pdf"})
	assert.Equal(t, fault.NotFound, fault.CodeOf(err))
	assert.ErrorContains(t, err, "sign-in page")
}

func TestTheTokenGoesToSlacksFilesOnly(t *testing.T) {
	t.Parallel()
	c, _ := newClient(t, "http://127.0.0.1:8080/api/")
	may := map[string]bool{
		"https://files.slack.com/files-pri/T-F/download/r.pdf": true,
		"http://127.0.0.1:8080/files-pri/x":                    true,
		"http://files.slack.com/x":                             false,
		"https://files.slack.com.evil.example/x":               false,
		"https://files.slack.com@evil.example/x":               false,
		"https://evil@files.slack.com/x":                       false,
		"https://files.slack.com:8443/x":                       false,
		"https://slack.com/x":                                  false,
		"https://evil.slack.com/x":                             false,
		"http://127.0.0.1:8081/x":                              false,
		"http://localhost:8080/x":                              false,
		"http://[::ffff:127.0.0.1]:8080/x":                     false,
		"http://2130706433:8080/x":                             false,
		"https://drive.example.com/x":                          false,
		"file:///etc/passwd":                                   false,
	}
	for address, want := range may {
		u, err := url.Parse(address)
		require.NoError(t, err)
		assert.Equal(t, want, c.mayHaveToken(u), address)
		if !want {
			_, err = c.Download(t.Context(), payload.File{ID: "F1", Name: "x", URL: address})
			assert.Equal(t, fault.NotFound, fault.CodeOf(err), address)
		}
	}
}

func TestRedirectsAreJudgedHopByHop(t *testing.T) {
	t.Parallel()
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		assert.Fail(t, "another port of the same host was visited")
	}))
	t.Cleanup(elsewhere.Close)
	c := fakeAPI(t, func(w http.ResponseWriter, r *http.Request) {
		assert.Equal(t, "Bearer xoxb-secret", r.Header.Get("Authorization"))
		switch r.URL.Path {
		case "/inside":
			http.Redirect(w, r, "/file", http.StatusFound)
		case "/outside":
			http.Redirect(w, r, elsewhere.URL, http.StatusFound)
		case "/metadata":
			http.Redirect(w, r, "http://169.254.169.254/latest", http.StatusFound)
		case "/round":
			http.Redirect(w, r, "/round", http.StatusFound)
		default:
			_, _ = w.Write([]byte("%PDF"))
		}
	})
	get := func(path string) (io.ReadCloser, error) {
		return c.Download(t.Context(), payload.File{ID: "F1", Name: "x", URL: strings.TrimSuffix(c.api.String(), "/api/") + path})
	}
	body, err := get("/inside")
	require.NoError(t, err)
	require.NoError(t, body.Close())
	for _, path := range []string{"/outside", "/metadata"} {
		_, err = get(path)
		assert.ErrorIs(t, err, errElsewhere, path)
	}
	_, err = get("/round")
	assert.ErrorContains(t, err, "more than 5 redirects")
}

func TestPagesAndGiantsAreRefused(t *testing.T) {
	t.Parallel()
	page := "  <!DOCTYPE html><title>Sign in</title>"
	c := fakeAPI(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/pdf")
		switch r.URL.Path {
		case "/page":
			_, _ = w.Write([]byte(page))
		case "/declared":
			w.Header().Set("Content-Length", "99999999")
		case "/undeclared":
			chunk := bytes.Repeat([]byte("x"), 1<<20)
			for range maxFile>>20 + 1 {
				if _, err := w.Write(chunk); err != nil {
					return
				}
			}
		case "/gone":
			w.WriteHeader(http.StatusNotFound)
		case "/down":
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	get := func(path, kind string) (io.ReadCloser, error) {
		return c.Download(t.Context(), payload.File{ID: "F1", Name: "x", Type: kind, URL: strings.TrimSuffix(c.api.String(), "/api/") + path})
	}
	for path, want := range map[string]fault.Code{
		"/page": fault.NotFound, "/declared": fault.Invalid, "/gone": fault.NotFound, "/down": fault.Unavailable,
	} {
		_, err := get(path, "application/pdf")
		assert.Equal(t, want, fault.CodeOf(err), path)
	}
	body, err := get("/page", "text/html")
	require.NoError(t, err, "the file is a page itself")
	data, err := io.ReadAll(body)
	require.NoError(t, err)
	assert.Equal(t, page, string(data))
	require.NoError(t, body.Close())

	body, err = get("/undeclared", "application/pdf")
	require.NoError(t, err)
	_, err = io.Copy(io.Discard, body)
	assert.Equal(t, fault.Invalid, fault.CodeOf(err), "a file cut short would look whole")
	require.NoError(t, body.Close())
}
