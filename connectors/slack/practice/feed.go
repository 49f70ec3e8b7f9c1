package practice

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// viewer is one open page: a stream of what the person in front of it would see happen.
type viewer struct {
	user string
	out  chan []byte
	lost bool
}

// serveEvents streams server-sent events until the page goes away. A page too slow to
// follow is cut off; it connects again and reads everything afresh.
func (w *Workspace) serveEvents(rw http.ResponseWriter, r *http.Request) {
	v := &viewer{user: r.URL.Query().Get("as"), out: make(chan []byte, 256)}
	v.out <- []byte(`{"type":"hello"}`)
	w.mu.Lock()
	known := w.person(v.user) != nil && !w.closed
	if known {
		w.viewers[v] = true
		w.running.Add(1)
	}
	w.mu.Unlock()
	if !known {
		refuse(rw, http.StatusNotFound, "There is nobody with this id.")
		return
	}
	defer w.running.Done()
	defer func() {
		w.mu.Lock()
		delete(w.viewers, v)
		w.mu.Unlock()
	}()
	rw.Header().Set("Content-Type", "text/event-stream")
	rw.Header().Set("Cache-Control", "no-store")
	w.stream(rw, r, v)
}

func (w *Workspace) stream(rw http.ResponseWriter, r *http.Request, v *viewer) {
	flush := http.NewResponseController(rw)
	alive := time.NewTicker(20 * time.Second)
	defer alive.Stop()
	for {
		var err error
		select {
		case data, open := <-v.out:
			if !open {
				return
			}
			_, err = fmt.Fprintf(rw, "data: %s\n\n", data)
		case <-alive.C:
			_, err = fmt.Fprint(rw, ": still here\n\n")
		case <-r.Context().Done():
			return
		case <-w.done:
			return
		}
		if err != nil || flush.Flush() != nil {
			return
		}
	}
}

func (v *viewer) send(event any) {
	data, _ := json.Marshal(event)
	select {
	case v.out <- data:
	default:
		if !v.lost {
			v.lost = true
			close(v.out)
		}
	}
}

// showAll, showTo, show and showView are called under the lock.
func (w *Workspace) showAll(event map[string]any) {
	for v := range w.viewers {
		if !v.lost {
			v.send(event)
		}
	}
}

func (w *Workspace) showTo(user string, event map[string]any) {
	for v := range w.viewers {
		if v.user == user && !v.lost {
			v.send(event)
		}
	}
}

// show tells about a message everybody who may see it.
func (w *Workspace) show(kind string, m *message) {
	r := w.room(m.Channel)
	if r == nil {
		return
	}
	var t *thread
	if len(w.viewers) > 0 && !m.isReply() {
		t = w.threads(m.Channel)[m.TS]
	}
	for v := range w.viewers {
		if v.lost || !w.visible(m, r, v.user) {
			continue
		}
		event := map[string]any{"type": kind, "channel": m.Channel}
		if kind == "message_deleted" {
			event["ts"] = m.TS
		} else {
			event["message"] = w.shownMessage(m, t, v.user)
		}
		v.send(event)
	}
}

func (w *Workspace) visible(m *message, r *room, user string) bool {
	return w.sees(user, r) && (m.Only == "" || m.Only == user)
}

func (w *Workspace) showView(kind string, v *view) {
	w.showTo(v.User, map[string]any{"type": kind, "view": w.shownView(v)})
}
