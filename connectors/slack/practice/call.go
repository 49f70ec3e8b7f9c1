package practice

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// reply is a Web API response; fail and done make them.
type reply map[string]any

func done(pairs ...any) reply {
	out := reply{"ok": true}
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i].(string)] = pairs[i+1]
	}
	return out
}

func fail(code string) reply { return reply{"ok": false, "error": code} }

// invalid adds the messages of the validator, in the two places Slack puts them; views
// have them in one.
func invalid(code string, messages []string) reply {
	marked := make([]string, len(messages))
	for i, m := range messages {
		marked[i] = "[ERROR] " + m
	}
	out := fail(code)
	out["response_metadata"] = map[string]any{"messages": marked}
	if code != "invalid_arguments" {
		out["errors"] = messages
	}
	return out
}

// call is one request to the Web API. Arguments are kept as JSON; a form value is a JSON
// string, so that both ways of calling read alike.
type call struct {
	name string
	args map[string]json.RawMessage
	wait int // seconds, if the call came too often
}

func (c *call) str(key string) string {
	raw := c.args[key]
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(raw)
}

func (c *call) has(key string) bool { return len(c.args[key]) > 0 && string(c.args[key]) != "null" }

func (c *call) flag(key string) bool { return c.str(key) == "true" || c.str(key) == "1" }

// number returns the argument, or def if it is missing or not between 1 and most.
func (c *call) number(key string, def, most int) int {
	n, err := strconv.Atoi(c.str(key))
	if err != nil || n < 1 || n > most {
		return def
	}
	return n
}

// raw returns an argument that is JSON itself: as a value in a JSON body, as text in a
// form. Nil if missing.
func (c *call) raw(key string) json.RawMessage {
	if !c.has(key) {
		return nil
	}
	if s := c.str(key); s != "" {
		return json.RawMessage(s)
	}
	return nil
}

// serveAPI is the one door to the Web API. Every method runs whole under the lock, so
// that no caller sees half of another's change.
func (w *Workspace) serveAPI(rw http.ResponseWriter, r *http.Request) {
	start := time.Now()
	c, token, err := w.readCall(r)
	out := fail("invalid_json")
	if err == nil {
		w.mu.Lock()
		w.base = "http://" + r.Host
		out = w.dispatch(c, token)
		w.mu.Unlock()
	}
	rw.Header().Set("X-OAuth-Scopes", strings.Join(w.opts.Scopes, ","))
	code := http.StatusOK
	if c.wait > 0 {
		code = http.StatusTooManyRequests
		rw.Header().Set("Retry-After", strconv.Itoa(c.wait))
	}
	w.note(entry{
		Direction: "api", What: c.name, Status: status(out), MS: time.Since(start).Milliseconds(),
		Body: c.summary() + " → " + asText(out),
	})
	writeJSON(rw, code, out)
}

func status(out reply) string {
	if out["ok"] == true {
		return "ok"
	}
	s, _ := out["error"].(string)
	return s
}

func (w *Workspace) dispatch(c *call, token string) reply {
	m, known := w.methods[c.name]
	if !known {
		out := fail("unknown_method")
		out["req_method"] = c.name
		return out
	}
	switch {
	case token == "":
		return fail("not_authed")
	case token != w.opts.BotToken && token != w.opts.AppToken:
		return fail("invalid_auth")
	case w.revoked && token == w.opts.BotToken:
		return fail("token_revoked")
	case m.app != (token == w.opts.AppToken):
		return fail("not_allowed_token_type")
	}
	if bad := w.lacks(m.scope); bad != nil {
		return bad
	}
	if bad := w.paced(c, m.tier); bad != nil {
		return bad
	}
	for _, key := range m.must {
		if !c.has(key) {
			return invalid("invalid_arguments", []string{"missing required field: " + key})
		}
	}
	return m.run(w, c)
}

// readCall takes the token from the Authorization header or the arguments, and arguments
// from the query, a form or a JSON body, since clients use all of these.
func (w *Workspace) readCall(r *http.Request) (*call, string, error) {
	c := &call{name: r.PathValue("method"), args: map[string]json.RawMessage{}}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind == "application/json" {
		body, err := io.ReadAll(io.LimitReader(r.Body, 4<<20))
		if err != nil {
			return c, "", err
		}
		if body = bytes.TrimSpace(body); len(body) > 0 && !w.methods[c.name].form {
			if err := json.Unmarshal(body, &c.args); err != nil {
				return c, "", err
			}
		}
	} else if err := r.ParseMultipartForm(4 << 20); err != nil && kind == "multipart/form-data" {
		return c, "", err
	}
	if err := r.ParseForm(); err != nil {
		return c, "", err
	}
	for k, v := range r.Form {
		c.args[k], _ = json.Marshal(v[0])
	}
	token := c.str("token")
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		token = bearer
	}
	delete(c.args, "token")
	return c, token, nil
}

// summary shows the arguments in the traffic log, without the token.
func (c *call) summary() string {
	b, _ := json.Marshal(c.args)
	return string(b)
}

func writeJSON(rw http.ResponseWriter, code int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		code, body = http.StatusInternalServerError, []byte(`{"ok":false,"error":"internal_error"}`)
	}
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	rw.WriteHeader(code)
	_, _ = rw.Write(body)
}

// page cuts a list for cursor paging. The cursor is the position to go on from.
func page[T any](c *call, list []T, def int) (part []T, meta map[string]any) {
	from, _ := strconv.Atoi(strings.TrimPrefix(c.str("cursor"), "next:"))
	from = min(max(from, 0), len(list))
	to := min(from+c.number("limit", def, 1000), len(list))
	next := ""
	if to < len(list) {
		next = "next:" + strconv.Itoa(to)
	}
	return list[from:to], map[string]any{"next_cursor": next}
}
