package mail

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2"
)

// Watch tells when to look at the folders, until ctx ends: once they are watched,
// when the server says that mail came (IDLE, RFC 2177), after a lost connection,
// and every Poll in any case. Why a folder cannot be watched, whoever looks at it
// is told. It tells too often rather than not, and may tell from several
// goroutines, one for each folder; a folder's next time waits for tell to return,
// and those that come meanwhile become one.
func (a *Account) Watch(ctx context.Context, tell func()) {
	var folders sync.WaitGroup
	for _, folder := range a.cfg.Folders {
		folders.Go(func() { a.watch(ctx, folder, tell) })
	}
	folders.Wait()
}

func (a *Account) watch(ctx context.Context, folder string, tell func()) {
	failures := 0
	for ctx.Err() == nil {
		begun := time.Now()
		err := a.stand(ctx, folder, tell)
		if ctx.Err() != nil {
			return
		}
		if time.Since(begun) >= a.pace.steady {
			failures = 0
		}
		wait := a.pace.retry(failures, err)
		failures++
		tell()
		pause(ctx, wait, nil)
	}
}

// retry doubles with each failure. A part of it is chance, so that replicas that
// lost the server at once do not all come back at once.
func (p pace) retry(failures int, err error) time.Duration {
	wait := p.lastRetry
	if failures < 16 {
		wait = min(p.firstRetry<<failures, p.lastRetry)
	}
	var login loginError
	if errors.As(err, &login) {
		wait = max(wait, p.loginRetry)
	}
	return wait/2 + rand.N(wait/2+1)
}

// stand watches a folder on one connection until that is lost.
func (a *Account) stand(ctx context.Context, folder string, tell func()) error {
	s, err := a.dial(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	err = s.choose(ctx, a.pace.command, folder, true)
	for err == nil && ctx.Err() == nil {
		if s.can(imap.CapIdle) {
			err = a.listen(ctx, s, tell)
		} else {
			err = a.ask(ctx, s, tell)
		}
	}
	return err
}

// listen waits in IDLE for new mail, for at most Poll. The signal is told when
// the server listens, so that nothing arrives between looking and listening.
// Ending and starting anew shows a connection that died without a word, and is
// needed every 29 minutes (RFC 2177); the library sees to that.
func (a *Account) listen(ctx context.Context, s *session, tell func()) error {
	var stop func() error
	err := s.within(ctx, a.pace.command, func() error {
		command, err := s.client.Idle()
		if err != nil {
			return err
		}
		stop = func() error { return errors.Join(command.Close(), command.Wait()) }
		return nil
	})
	if err != nil {
		return err
	}
	until := time.Now().Add(a.cfg.Poll)
	for told := true; told; told = pause(ctx, time.Until(until), s) {
		tell()
	}
	return s.within(ctx, a.pace.command, stop)
}

// ask polls a server without IDLE; NOOP keeps the connection and tries it.
func (a *Account) ask(ctx context.Context, s *session, tell func()) error {
	tell()
	pause(ctx, a.cfg.Poll, nil)
	return s.within(ctx, a.pace.command, func() error { return s.client.Noop().Wait() })
}

// pause waits, and tells whether it ended because s was told of new mail.
func pause(ctx context.Context, wait time.Duration, s *session) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	var arrived, lost <-chan struct{}
	if s != nil {
		arrived, lost = s.arrived, s.client.Closed()
	}
	select {
	case <-arrived:
		return true
	case <-lost:
	case <-timer.C:
	case <-ctx.Done():
	}
	return false
}
