package app

import (
	"context"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"golang.org/x/time/rate"

	"factotum/automations/fault"
)

// feedPath is where calendars are fetched on the program's own ports, whatever
// path they have outside.
const feedPath = "/calendar/"

// How many calendars are given a second, to all who ask together, and how long
// one may take.
const (
	feedsASecond = 5
	feedsAtOnce  = 40
	feedTime     = 8 * time.Second
)

// feed reads the address under which calendars are fetched from outside.
func (r *reader) feed() string {
	in := r.in.Compliance.Feed
	if in == "" {
		return ""
	}
	u, err := url.Parse(in)
	switch {
	case err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil:
		r.wrong("compliance.feed", "%q is no address at which calendars could be fetched: write for example https://factotum.example.com/calendar", in)
	case u.Scheme != "https" && !here(u.Hostname()):
		r.wrong("compliance.feed", "a link that is a secret goes over https only: write https:// instead of %s://", u.Scheme)
	case r.in.Health == "":
		r.wrong("compliance.feed", "calendars are given where the health page is: write health: 127.0.0.1:8485, and let your proxy pass %s to http://127.0.0.1:8485%s", in, feedPath)
	}
	return strings.TrimSuffix(in, "/")
}

// feeds gives calendars to whoever knows the secret in their link. Nobody else
// learns anything: a wrong link and one that has ended are answered alike.
type feeds struct {
	file  func(ctx context.Context, secret string) ([]byte, error)
	limit *rate.Limiter
}

func newFeeds(file func(ctx context.Context, secret string) ([]byte, error)) feeds {
	return feeds{file: file, limit: rate.NewLimiter(feedsASecond, feedsAtOnce)}
}

// ServeHTTP answers one program.
func (f feeds) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	head := w.Header()
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("X-Robots-Tag", "noindex")
	head.Set("Referrer-Policy", "no-referrer")
	head.Set("Cache-Control", "private, no-store")
	if !f.limit.Allow() {
		head.Set("Retry-After", "30")
		http.Error(w, "Too many ask at once. Please come back in half a minute.", http.StatusTooManyRequests)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), feedTime)
	defer cancel()
	body, err := f.asked(ctx, path.Base(r.URL.Path))
	switch {
	case fault.CodeOf(err) == fault.NotFound:
		http.Error(w, "There is no such calendar. Ask Factotum in Slack for a new link.", http.StatusNotFound)
	case err != nil:
		head.Set("Retry-After", "600")
		http.Error(w, "The calendar cannot be given now. Please come back later.", http.StatusServiceUnavailable)
	default:
		head.Set("Content-Type", "text/calendar; charset=utf-8")
		head.Set("Content-Disposition", `inline; filename="duties.ics"`)
		_, _ = w.Write(body) // if this fails, who asked has gone
	}
}

// asked is the file behind the last part of a path.
func (f feeds) asked(ctx context.Context, name string) ([]byte, error) {
	secret, is := strings.CutSuffix(name, ".ics")
	if !is || len(secret) < 16 || len(secret) > 128 {
		return nil, fault.New(fault.NotFound, "There is no such calendar.")
	}
	return f.file(ctx, secret)
}
