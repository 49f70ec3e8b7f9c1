package practice

import (
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// refusal is a control request that makes no sense; its text is shown to a person.
type refusal struct {
	code int
	say  string
}

func (r *refusal) Error() string { return r.say }

func no(code int, say string) error { return &refusal{code, say} }

// controlRoutes is the people's side. A handler decodes its own body and returns what is
// to be sent back.
func (w *Workspace) controlRoutes(m *http.ServeMux) {
	post := func(path string, run func(*http.Request) (any, error)) { m.Handle("POST /control/"+path, w.local(run)) }
	get := func(path string, run func(*http.Request) (any, error)) { m.Handle("GET /control/"+path, w.local(run)) }
	get("workspace", w.controlWorkspace)
	get("messages", w.controlMessages)
	get("views", w.controlViews)
	get("home", w.controlHome)
	get("options", w.controlOptions)
	get("log", w.controlLog)
	post("send", w.controlSend)
	post("react", w.controlReact)
	post("edit", w.controlEdit)
	post("delete", w.controlDelete)
	post("command", w.controlCommand)
	post("upload", w.controlUpload)
	post("click", w.controlClick)
	post("submit", w.controlSubmit)
	post("close", w.controlClose)
	post("home", w.controlHomeOpen)
	post("shortcut", w.controlShortcut)
	post("people", w.controlPeople)
	post("channel", w.controlRoom)
	post("token", w.controlToken)
	post("urls", w.controlURLs)
	get("misbehave", w.controlMisbehave)
	post("misbehave", w.controlMisbehaving)
	m.Handle("GET /control/events", w.guarded(http.HandlerFunc(w.serveEvents)))
	m.Handle("GET /control/file/{id}", w.guarded(http.HandlerFunc(w.serveOwnFile)))
}

// local wraps a control handler: guard, then JSON out or a refusal.
func (w *Workspace) local(run func(*http.Request) (any, error)) http.Handler {
	return w.guarded(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(rw, r.Body, maxFile+1<<20)
		out, err := run(r)
		var bad *refusal
		switch {
		case errors.As(err, &bad):
			refuse(rw, bad.code, bad.say)
		case err != nil:
			refuse(rw, http.StatusBadRequest, "This request could not be read: "+err.Error())
		default:
			rw.Header().Set("Cache-Control", "no-store")
			writeJSON(rw, http.StatusOK, out)
		}
	}))
}

// guarded lets in only this machine's own pages and programs. Acting as anybody needs no
// password here, so a foreign page must not reach it, neither by a name that it points at
// 127.0.0.1 (Host) nor by posting across origins (Origin).
func (w *Workspace) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if !loopback(r.Host) {
			refuse(rw, http.StatusForbidden, "The practice workspace answers on this machine only.")
			return
		}
		if origin := r.Header.Get("Origin"); origin != "" {
			if u, err := url.Parse(origin); err != nil || u.Host != r.Host {
				refuse(rw, http.StatusForbidden, "This request comes from another site.")
				return
			}
		}
		next.ServeHTTP(rw, r)
	})
}

func loopback(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.Trim(host, "[]")
	if host == "localhost" {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}

func refuse(rw http.ResponseWriter, code int, say string) {
	writeJSON(rw, code, map[string]any{"error": say})
}

func decode(r *http.Request, into any) error {
	err := json.NewDecoder(r.Body).Decode(into)
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// actor finds who acts. Called under the lock.
func (w *Workspace) actor(id string) (*User, error) {
	if u := w.person(id); u != nil {
		return u, nil
	}
	return nil, no(http.StatusNotFound, "There is nobody with the id "+id+" who could act.")
}

// firstPerson is who acts where nobody is named. Called under the lock.
func (w *Workspace) firstPerson() *User {
	for _, u := range w.people {
		if p := w.person(u.ID); p != nil && !p.Deleted {
			return p
		}
	}
	return nil
}

// present finds somebody and a room that they may be in. Called under the lock.
func (w *Workspace) present(as, channel string) (*User, *room, error) {
	me, err := w.actor(as)
	if err != nil {
		return nil, nil, err
	}
	r, err := w.within(me, channel)
	return me, r, err
}

// within finds a conversation that a person may read. Called under the lock.
func (w *Workspace) within(u *User, channel string) (*room, error) {
	if r := w.room(channel); r != nil && w.sees(u.ID, r) {
		return r, nil
	}
	return nil, no(http.StatusNotFound, "There is no such conversation for "+u.RealName+".")
}
