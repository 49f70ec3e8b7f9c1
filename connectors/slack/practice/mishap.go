package practice

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// mishap is what becomes of one call.
type mishap struct {
	slow       time.Duration
	linger     time.Duration
	fail, lose bool
	limit      int // seconds of Retry-After
}

// mishapOf draws for a call.
func (w *Workspace) mishapOf(name string) mishap {
	w.mu.Lock()
	defer w.mu.Unlock()
	m := w.mis
	if len(m.Only) > 0 && !slices.Contains(m.Only, name) {
		return mishap{}
	}
	f := w.fateOf("call " + name)
	out := mishap{fail: f.meets(m.Fail, "fail"), lose: f.meets(m.Lose, "lose")}
	if f.meets(m.Slow, "slow") {
		out.slow = m.SlowFor.or(2 * time.Second)
	}
	if f.meets(m.Linger, "linger") {
		out.linger = m.SlowFor.or(2 * time.Second)
	}
	if f.meets(m.Limit, "limit") {
		out.limit = max(1, m.RetryAfter)
	}
	return out
}

// unreliable puts the app's calls at the mercy of what was ordered. The name is the method's,
// or upload, download and response_url for the other ways in.
func (w *Workspace) unreliable(name string, next http.HandlerFunc) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		what := name
		if what == "" {
			what = r.PathValue("method")
		}
		m := w.mishapOf(what)
		if !w.stall(r, m.slow) {
			return
		}
		switch {
		case m.fail:
			w.note(entry{Direction: "api", What: what, Status: "500, as ordered"})
			writeJSON(rw, http.StatusInternalServerError, fail("internal_error"))
		case m.limit > 0:
			w.note(entry{Direction: "api", What: what, Status: "429, as ordered"})
			rw.Header().Set("Retry-After", strconv.Itoa(m.limit))
			writeJSON(rw, http.StatusTooManyRequests, fail("ratelimited"))
		case m.lose:
			next(nowhere{}, r)
			w.note(entry{Direction: "api", What: what, Status: "reply lost, as ordered"})
			panic(http.ErrAbortHandler) // the effect stays, the answer is gone
		case m.linger > 0:
			kept := &answerLater{header: http.Header{}, status: http.StatusOK}
			next(kept, r)
			if w.stall(r, m.linger) {
				kept.answer(rw)
			}
		default:
			next(rw, r)
		}
	}
}

// answerLater keeps a reply until it may go.
type answerLater struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header is kept.
func (a *answerLater) Header() http.Header { return a.header }

// Write is kept.
func (a *answerLater) Write(b []byte) (int, error) { return a.body.Write(b) }

// WriteHeader is kept.
func (a *answerLater) WriteHeader(status int) { a.status = status }

func (a *answerLater) answer(rw http.ResponseWriter) {
	maps.Copy(rw.Header(), a.header)
	rw.WriteHeader(a.status)
	_, _ = rw.Write(a.body.Bytes()) // the caller may have gone
}

// nowhere is where a lost reply goes.
type nowhere struct{}

// Header is thrown away.
func (nowhere) Header() http.Header { return http.Header{} }

// Write is thrown away.
func (nowhere) Write(b []byte) (int, error) { return len(b), nil }

// WriteHeader is thrown away.
func (nowhere) WriteHeader(int) {}

// stall holds a slow call up, or until its caller has gone. It tells whether to go on.
func (w *Workspace) stall(r *http.Request, d time.Duration) bool {
	if d == 0 {
		return true
	}
	select {
	case <-time.After(d):
		return true
	case <-r.Context().Done():
	case <-w.done:
	}
	return false
}

// controlMisbehave shows the misbehaviour ordered now.
func (w *Workspace) controlMisbehave(*http.Request) (any, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.mis, nil
}

// controlMisbehaving orders misbehaviour; fields that are not named stay. {"sockets": how}
// ends sockets at once, {"reset": true} begins with good behaviour.
func (w *Workspace) controlMisbehaving(r *http.Request) (any, error) {
	w.mu.Lock()
	in := struct {
		*Misbehaviour
		Reset   bool
		Sockets string
	}{Misbehaviour: &Misbehaviour{}}
	kept := w.mis
	w.mu.Unlock()
	raw := json.RawMessage{}
	if err := decode(r, &raw); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(raw, &in); err != nil {
		return nil, err
	}
	if in.Reset {
		kept = Misbehaviour{}
	}
	in.Misbehaviour = &kept
	if err := json.Unmarshal(raw, &in); err != nil {
		return nil, err
	}
	w.Misbehave(kept)
	if in.Sockets != "" {
		w.EndSockets(in.Sockets)
	}
	return kept, nil
}
