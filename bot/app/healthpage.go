package app

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"factotum/automations/fault"
	"factotum/automations/state"
	"factotum/jobs"
)

// probe is how long the store may take to answer whoever asks how it is.
const probe = 2 * time.Second

// healthPage tells administrators and their tools how the program is. It
// listens on this machine alone and holds no secrets. Beside it calendars are
// given to who knows a link.
type healthPage struct {
	program *program
	server  *http.Server
	address string
	serving sync.WaitGroup
}

// openHealthPage listens and answers at once. Returns conflict where the address is
// in use.
func openHealthPage(ctx context.Context, p *program, address string) (*healthPage, error) {
	open, err := openPort(ctx, address, "health")
	if err != nil {
		return nil, err
	}
	h := &healthPage{program: p, address: open.Addr().String()}
	own := prometheus.NewRegistry()
	own.MustRegister(gauges{p}, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "alive\n") })
	mux.HandleFunc("GET /readyz", h.ready)
	mux.Handle("GET /metrics", promhttp.HandlerFor(own, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /{$}", h.show)
	outer := http.NewServeMux()
	outer.Handle("GET "+feedPath, newFeeds(p.desk.FedCalendar)) // the one thing that is for others too
	outer.Handle("/", localOnly(mux))
	h.server = &http.Server{Handler: outer, ReadHeaderTimeout: 5 * time.Second, WriteTimeout: 10 * time.Second, MaxHeaderBytes: 16 << 10}
	h.serving.Go(func() { _ = h.server.Serve(open) }) // ends with close
	return h, nil
}

func (h *healthPage) close() error {
	err := h.server.Close()
	h.serving.Wait()
	return err
}

// localOnly refuses pages of others that a browser on this machine was led to
// by name.
func localOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = r.Host
		}
		if !here(host) {
			http.Error(w, "This page is for this machine alone.", http.StatusForbidden)
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// ready answers 503 with the reasons as long as people could not be served.
func (h *healthPage) ready(w http.ResponseWriter, r *http.Request) {
	var reasons []string
	if _, err := h.program.figures(r.Context()); err != nil {
		reasons = append(reasons, fault.Say(err))
	}
	if slack := h.program.slack.Health(); !slack.Connected || slack.TokenProblem != "" {
		reasons = append(reasons, h.program.connected())
	}
	if len(reasons) > 0 {
		http.Error(w, strings.Join(reasons, "\n"), http.StatusServiceUnavailable)
		return
	}
	_, _ = io.WriteString(w, "ready\n")
}

// figures asks the store what it holds, with little patience.
func (p *program) figures(ctx context.Context) (state.Figures, error) {
	ctx, cancel := context.WithTimeout(ctx, probe)
	defer cancel()
	return p.store.Figures(ctx)
}

// books says how far the books are behind.
func (h *healthPage) books(r *http.Request, entries int64) string {
	lag, err := h.program.lag(r.Context(), entries)
	if err != nil {
		return "not known: " + fault.Say(err)
	}
	return behind(lag)
}

const pageText = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Factotum: health</title>
<h1>{{.Name}}: {{if .Wrong}}something needs you{{else}}all is well{{end}}</h1>
{{range .Wrong}}<p><strong>{{.}}</strong></p>
{{end}}<table>
<tr><th align="left">Slack<td>{{.Slack}}
<tr><th align="left">Last heard<td>{{.Heard}}
<tr><th align="left">Forged requests refused<td>{{.Refused}}
<tr><th align="left">Store<td>{{.Store}}
{{with .Figures}}<tr><th align="left">Entries in the log<td>{{.Entries}}
<tr><th align="left">Books<td>{{$.Books}}
<tr><th align="left">Messages waiting to be delivered<td>{{.Waiting}}
<tr><th align="left">Deliveries given up<td>{{.Failed}}
{{end}}{{range .Mail}}<tr><th align="left">Mailbox {{.Name}}<td>{{.Says}}
{{end}}</table>
</html>`

// show is the page for people.
func (h *healthPage) show(w http.ResponseWriter, r *http.Request) {
	p := h.program
	slack := p.slack.Health()
	shown := struct {
		Name, Slack, Heard, Store string
		Books                     string
		Refused                   int64
		Figures                   *state.Figures
		Mail                      []posted
		Wrong                     []string
	}{Name: p.settings.Name, Slack: p.connected(), Heard: "nothing yet", Store: p.settings.Store.String(), Refused: slack.Refused}
	if !slack.LastEvent.IsZero() {
		shown.Heard = slack.LastEvent.UTC().Format("2 Jan 2006 15:04:05 MST")
	}
	if figures, err := p.figures(r.Context()); err != nil {
		shown.Wrong = append(shown.Wrong, fault.Say(err))
	} else {
		shown.Figures, shown.Books = &figures, h.books(r, figures.Entries)
		if figures.Failed > 0 {
			shown.Wrong = append(shown.Wrong, givenUp(figures.Failed))
		}
	}
	if !slack.Connected || slack.TokenProblem != "" {
		shown.Wrong = append(shown.Wrong, shown.Slack)
	}
	for _, in := range p.mail {
		shown.Mail = append(shown.Mail, posted{in.Box.Name, in.post()})
	}
	for _, f := range p.schedule.Failures() {
		if f.Job != jobs.Connection {
			shown.Wrong = append(shown.Wrong, f.String())
		}
	}
	page, err := template.New("health").Parse(pageText)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'")
	if err = errors.Join(err, page.Execute(w, shown)); err != nil {
		http.Error(w, "The page cannot be shown.", http.StatusInternalServerError)
	}
}

// givenUp says how many deliveries were, and where they are tried again.
func givenUp(n int64) string {
	given := "1 delivery was"
	if n != 1 {
		given = fmt.Sprintf("%d deliveries were", n)
	}
	return given + " given up. Administrators see on their Home in Slack which and why, with a button to try again."
}
