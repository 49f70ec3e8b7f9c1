package webhook

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"factotum/automations/fault"
)

const (
	path       = "/webhooks/"
	maxBody    = 256 << 10 // bytes; the standard recommends messages below 20 kB
	inTime     = 10 * time.Second
	maxHeaders = 16 << 10
)

// Options are what an inlet needs.
type Options struct {
	Secrets map[string]Secret // by system: what it sends to /webhooks/system is signed with
	Take    func(ctx context.Context, system, id string, body []byte) (answer []byte, err error)
	Now     func() time.Time
	Log     *slog.Logger
}

// inlet takes what outside systems send.
type inlet struct{ options Options }

// Inlet is a server that takes what outside systems send, with its limits.
func Inlet(o Options) *http.Server {
	return &http.Server{Handler: &inlet{o}, ReadTimeout: inTime, WriteTimeout: 2 * inTime, IdleTimeout: time.Minute, MaxHeaderBytes: maxHeaders}
}

// ServeHTTP answers one message. Who cannot sign learns nothing but 401.
func (in *inlet) ServeHTTP(w http.ResponseWriter, r *http.Request) {
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
	secret, known := in.options.Secrets[system]
	id, signed := secret.Verify(r.Header, body, in.options.Now())
	if !known || !signed {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), inTime)
	defer cancel()
	answer, err := in.options.Take(ctx, system, id, body)
	status := http.StatusOK
	if err != nil {
		status, answer = in.fail(ctx, system, err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(answer) // if this fails, who asked has gone
}

// fail is the answer to what could not be done, with the sentence why.
func (in *inlet) fail(ctx context.Context, system string, err error) (status int, answer []byte) {
	status = map[fault.Code]int{
		fault.Invalid: http.StatusUnprocessableEntity, fault.Denied: http.StatusForbidden, fault.NotFound: http.StatusNotFound,
		fault.Conflict: http.StatusConflict, fault.Unavailable: http.StatusServiceUnavailable,
	}[fault.CodeOf(err)]
	if status == 0 {
		status = http.StatusInternalServerError
		in.options.Log.ErrorContext(ctx, "webhook: not taken", "system", system, "error", err)
	}
	answer, _ = json.Marshal(map[string]string{"error": fault.Say(err)}) // text only: it cannot fail
	return status, answer
}
