package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"syscall"
	"time"

	"factotum/automations/fault"
	"factotum/connectors/slack"
)

// lastAnswers is how long a server that ends waits for what had come to be
// answered.
const lastAnswers = 10 * time.Second

// port is where others reach Factotum; the zero one is none.
type port struct{ net.Listener }

// webEar hears Slack by signed requests that come to a port.
type webEar struct {
	*slack.HTTP
	port port
}

// Run answers until the context ends.
func (h webEar) Run(ctx context.Context) error { return h.HTTP.Run(ctx, h.port.serve) }

// openPort listens at host:port; serve begins to answer. Returns conflict where it
// is in use, with what to write in the configuration.
func openPort(ctx context.Context, address, setting string) (port, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return port{}, fault.Wrap(err, fault.Conflict, "%s is in use by another program. Choose another address for %s.", address, setting)
	}
	if err != nil {
		return port{}, fault.Wrap(fmt.Errorf("app: listen: %w", err), fault.Invalid, "Factotum cannot listen on %s. Correct %s.", address, setting)
	}
	return port{listener}, nil
}

// close stops listening, for what did not serve.
func (p port) close() error {
	if p.Listener == nil {
		return nil
	}
	return p.Close()
}

// serve answers until the context ends, and returns once what had come is answered.
func (p port) serve(ctx context.Context, server *http.Server) error {
	stopped := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(stopped)
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastAnswers)
		defer cancel()
		if server.Shutdown(last) != nil {
			_ = server.Close() // what still comes in slowly is cut off
		}
	})
	err := server.Serve(p)
	if !stop() {
		<-stopped // Serve returns before what it took is answered
	}
	if !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("app: serve %s: %w", p.Addr(), err)
	}
	return nil
}
