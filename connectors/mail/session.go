package mail

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// session is one connection that is logged in.
type session struct {
	conn     net.Conn
	client   *imapclient.Client
	caps     imap.CapSet
	arrived  chan struct{} // the server told of new mail
	folder   string        // selected
	validity uint32        // UIDVALIDITY of it
	keeps    []imap.Flag   // PERMANENTFLAGS of it
}

// within does one exchange with the server. The library knows no contexts, so
// that the connection is closed when ctx ends or limit has passed; it is of no
// use then.
func (s *session) within(ctx context.Context, limit time.Duration, exchange func() error) error {
	ctx, cancel := context.WithTimeoutCause(ctx, limit, errSlow)
	defer cancel()
	conn := s.conn // a login puts TLS around it meanwhile
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	err := exchange()
	if err != nil && ctx.Err() != nil {
		return fmt.Errorf("%w (%w)", context.Cause(ctx), err)
	}
	return err
}

// errSlow is a server that did not answer in time.
var errSlow = errors.New("the server does not answer in time")

// choose selects a folder. Reading only (EXAMINE) leaves no trace in it.
func (s *session) choose(ctx context.Context, limit time.Duration, folder string, readOnly bool) error {
	return s.within(ctx, limit, func() error {
		s.folder = ""
		data, err := s.client.Select(folder, &imap.SelectOptions{ReadOnly: readOnly}).Wait()
		if err != nil {
			return err
		}
		s.folder, s.validity, s.keeps = folder, data.UIDValidity, data.PermanentFlags
		return nil
	})
}

// can tells whether the server has a capability; those of IMAP4rev2 include
// IDLE, MOVE and UIDPLUS (RFC 9051, appendix E).
func (s *session) can(capability imap.Cap) bool { return s.caps.Has(capability) }

func (s *session) close() {
	_ = s.conn.Close()
	_ = s.client.Close()
}

// refused tells whether the server answered, and said no. Anything else that
// fails leaves the connection in a state that nobody knows.
func refused(err error) bool {
	var no *imap.Error
	return errors.As(err, &no)
}

// has tells whether the server's refusal carries one of the codes (RFC 5530).
func has(err error, codes ...imap.ResponseCode) bool {
	var no *imap.Error
	if !errors.As(err, &no) {
		return false
	}
	for _, code := range codes {
		if no.Code == code {
			return true
		}
	}
	return false
}

// in does something with a folder selected, on a connection that is open
// already or on a new one. A connection that stood idle may have been closed by
// the server meanwhile, so that it is tried before anything depends on it.
func (a *Account) in(ctx context.Context, folder string, do func(*session) error) error {
	s, err := a.selected(ctx, folder)
	if err != nil {
		return a.explain(ctx, folder, s, err)
	}
	err = do(s)
	switch {
	case err == nil || refused(err) || errors.Is(err, errStop) || errors.Is(err, errRenumbered):
		a.put(s)
	default:
		s.close()
	}
	return a.explain(ctx, folder, nil, err)
}

// errStop ends a reading because the caller wants no more.
var errStop = errors.New("no more is wanted")

// selected gives a connection with the folder selected. After a refusal it
// gives the connection too, for asking what there is; the caller closes it.
func (a *Account) selected(ctx context.Context, folder string) (*session, error) {
	for {
		s, fresh, err := a.get(ctx)
		if err != nil {
			return nil, err
		}
		err = s.choose(ctx, a.pace.command, folder, false)
		if err == nil || refused(err) {
			return s, err
		}
		s.close()
		if fresh || ctx.Err() != nil {
			return nil, err
		}
	}
}

// get takes an open connection, or makes a new one.
func (a *Account) get(ctx context.Context) (s *session, fresh bool, err error) {
	select {
	case s = <-a.idle:
		return s, false, nil
	default:
		s, err = a.dial(ctx)
		return s, true, err
	}
}

// put keeps a connection for the next use.
func (a *Account) put(s *session) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if !a.closed {
		select {
		case a.idle <- s:
			return
		default:
		}
	}
	s.close()
}
