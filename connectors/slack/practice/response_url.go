package practice

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"time"
)

// responseURL lets the app answer an interaction: five times within 30 minutes.
// docs.slack.dev/interactivity/handling-user-interaction#message_responses.
type responseURL struct {
	user, channel, ts, thread string
	born                      time.Time
	uses                      int
}

func (w *Workspace) newResponseURL(u *responseURL) string {
	u.born = w.now()
	for id, old := range w.replies {
		if u.born.Sub(old.born) > 30*time.Minute {
			delete(w.replies, id)
		}
	}
	id := newID("R")
	w.replies[id] = u
	return w.base + "/response/" + id
}

func (w *Workspace) serveResponse(rw http.ResponseWriter, r *http.Request) {
	c := &call{name: "response_url", args: map[string]json.RawMessage{}}
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil || json.Unmarshal(bytes.TrimSpace(body), &c.args) != nil {
		writeJSON(rw, http.StatusBadRequest, fail("invalid_payload"))
		return
	}
	w.mu.Lock()
	code, out := w.respond(w.replies[r.PathValue("id")], c)
	w.mu.Unlock()
	writeJSON(rw, code, out)
	w.note(entry{Direction: "api", What: c.name, Status: status(out), Body: c.summary()})
}

func (w *Workspace) respond(u *responseURL, c *call) (int, reply) {
	switch {
	case u == nil || w.now().Sub(u.born) > 30*time.Minute:
		return http.StatusNotFound, fail("expired_url")
	case u.uses >= 5:
		return http.StatusNotFound, fail("used_url")
	}
	r, old := w.room(u.channel), w.find(u.channel, u.ts)
	if c.flag("delete_original") {
		u.uses++
		if old != nil {
			w.remove(old)
		}
		return http.StatusOK, done()
	}
	p, bad := w.posting(c)
	if bad != nil {
		return http.StatusBadRequest, bad
	}
	u.uses++
	switch {
	case c.flag("replace_original") && old != nil:
		w.edit(old, r, p)
	case c.str("response_type") == "in_channel":
		m := w.written(u.channel, p)
		m.ThreadTS = c.str("thread_ts")
		w.post(m, r)
	default:
		w.whisper(u.channel, u.user, c.str("thread_ts"), p)
	}
	return http.StatusOK, done()
}
