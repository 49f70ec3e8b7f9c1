package webhook

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"syscall"
	"time"

	"factotum/automations/fault"
)

const (
	path       = "/webhooks/"
	maxBody    = 256 << 10 // bytes; the standard recommends messages below 20 kB
	inTime     = 10 * time.Second
	maxHeaders = 16 << 10
)

// Options are what a Listener needs.
type Options struct {
	Listen  string            // host:port
	Secrets map[string]Secret // by system: what it sends to /webhooks/system is signed with
	Take    func(ctx context.Context, system, id string, body []byte) (answer []byte, err error)
	Now     func() time.Time
	Log     *slog.Logger
}

// Listener takes what outside systems send.
type Listener struct {
	options  Options
	listener net.Listener
}

// Listen opens the port; Run begins to answer. Returns conflict where it is in
// use.
func Listen(ctx context.Context, o Options) (*Listener, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", o.Listen)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fault.Wrap(err, fault.Conflict, "%s is in use by another program. Choose another address for webhooks.listen.", o.Listen)
	}
	if err != nil {
		return nil, fault.Wrap(fmt.Errorf("webhook: listen: %w", err), fault.Invalid, "Factotum cannot listen on %s. Correct webhooks.listen.", o.Listen)
	}
	return &Listener{options: o, listener: listener}, nil
}

// Address is where it listens.
func (l *Listener) Address() string { return l.listener.Addr().String() }

// Close stops listening, for who did not Run.
func (l *Listener) Close() error { return l.listener.Close() }

// Run answers until the context ends, and returns once what had come is answered.
func (l *Listener) Run(ctx context.Context) error {
	server := &http.Server{Handler: l, ReadTimeout: inTime, WriteTimeout: 2 * inTime, IdleTimeout: time.Minute, MaxHeaderBytes: maxHeaders}
	stopped := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(stopped)
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), inTime)
		defer cancel()
		if server.Shutdown(last) != nil {
			_ = server.Close() // what still comes in slowly is cut off
		}
	})
	err := server.Serve(l.listener)
	if !stop() {
		<-stopped
	}
	if !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("webhook: http: %w", err)
	}
	return nil
}

// ServeHTTP answers one message. Who cannot sign learns nothing but 401.
func (l *Listener) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	system, ours := strings.CutPrefix(r.URL.Path, path)
	if !ours || r.Method != http.MethodPost {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		w.WriteHeader(http.StatusRequestEntityTooLarge)
		return
	}
	secret, known := l.options.Secrets[system]
	id, signed := secret.Verify(r.Header, body, l.options.Now())
	if !known || !signed {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), inTime)
	defer cancel()
	answer, err := l.options.Take(ctx, system, id, body)
	status := http.StatusOK
	if err != nil {
		status, answer = l.fail(ctx, system, err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(answer) // if this fails, who asked has gone
}

// fail is the answer to what could not be done, with the sentence why.
func (l *Listener) fail(ctx context.Context, system string, err error) (status int, answer []byte) {
	status = map[fault.Code]int{
		fault.Invalid: http.StatusUnprocessableEntity, fault.Denied: http.StatusForbidden, fault.NotFound: http.StatusNotFound,
		fault.Conflict: http.StatusConflict, fault.Unavailable: http.StatusServiceUnavailable,
	}[fault.CodeOf(err)]
	if status == 0 {
		status = http.StatusInternalServerError
		l.options.Log.ErrorContext(ctx, "webhook: not taken", "system", system, "error", err)
	}
	answer, _ = json.Marshal(map[string]string{"error": fault.Say(err)}) // text only: it cannot fail
	return status, answer
}
