// Package practice is a mail server that fits in a process: IMAP with IDLE over
// mailboxes in memory, for the demonstration and for tests. Mail arrives by
// Deliver. It imports nothing of ours: what it shares with the connector could
// be wrong in both.
package practice

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
)

// Config is what a server is started with.
type Config struct {
	Address string            // host:port; port 0 takes a free one
	TLS     *tls.Config       // from the first byte; nil: in the clear, on a loopback address only
	Users   map[string]string // passwords by user
	// Validity is added to the UIDVALIDITY of every folder. Mailboxes in memory
	// begin anew with each start: give each start a larger one (the Unix time),
	// or whoever kept a position takes new mails for old ones.
	Validity uint32
}

// Server is a mail server at work.
type Server struct {
	listener net.Listener
	server   *imapserver.Server
	users    map[string]*imapmemserver.User
	served   chan error
}

// Start serves until Close; ctx is for the start alone.
func Start(ctx context.Context, cfg Config) (*Server, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", cfg.Address)
	if err != nil {
		return nil, fmt.Errorf("mail practice: %w", err)
	}
	if cfg.TLS != nil {
		listener = tls.NewListener(listener, cfg.TLS)
	} else if at, ok := listener.Addr().(*net.TCPAddr); !ok || !at.IP.IsLoopback() {
		return nil, errors.Join(fmt.Errorf("mail practice: %s is open to other machines and needs TLS", cfg.Address), listener.Close())
	}
	s := &Server{listener: listener, users: make(map[string]*imapmemserver.User), served: make(chan error, 1)}
	mailboxes := imapmemserver.New()
	for name, password := range cfg.Users {
		user := imapmemserver.NewUser(name, password)
		if err := user.Create("INBOX", nil); err != nil {
			return nil, errors.Join(fmt.Errorf("mail practice: %w", err), listener.Close())
		}
		mailboxes.AddUser(user)
		s.users[name] = user
	}
	s.server = imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			in, ok := mailboxes.NewSession().(imapserver.SessionIMAP4rev2)
			if !ok {
				return nil, nil, errors.New("mail practice: the sessions of the library have changed")
			}
			return session{SessionIMAP4rev2: in, validity: cfg.Validity}, nil, nil
		},
		Caps:         imap.CapSet{imap.CapIMAP4rev1: {}, imap.CapMove: {}, imap.CapUIDPlus: {}},
		Logger:       log.New(io.Discard, "", 0),
		InsecureAuth: true,
	})
	go func() { s.served <- s.server.Serve(listener) }()
	return s, nil
}

// Address is where the server listens, as host:port.
func (s *Server) Address() string { return s.listener.Addr().String() }

// Deliver puts a mail into a user's INBOX; who idles there hears of it at once.
func (s *Server) Deliver(user string, raw []byte) error {
	to, ok := s.users[user]
	if !ok {
		return fmt.Errorf("mail practice: there is no user %s", user)
	}
	if _, err := to.Append("INBOX", bytes.NewReader(raw), &imap.AppendOptions{}); err != nil {
		return fmt.Errorf("mail practice: delivering: %w", err)
	}
	return nil
}

// Close ends every connection.
func (s *Server) Close() error {
	// The listener first: the server would not close one that it does not serve yet.
	return errors.Join(s.listener.Close(), <-s.served, s.server.Close())
}

// session is one connection.
type session struct {
	imapserver.SessionIMAP4rev2
	validity uint32
}

// Idle looks for news 20 times a second. The library's own loses what arrives
// between its word that it listens and the moment it does.
func (s session) Idle(w *imapserver.UpdateWriter, stop <-chan struct{}) error {
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-stop:
			return nil
		case <-ticker.C:
			if err := s.Poll(w, true); err != nil {
				return err
			}
		}
	}
}

// Select is the library's, with this start's UIDVALIDITY.
func (s session) Select(mailbox string, options *imap.SelectOptions) (*imap.SelectData, error) {
	data, err := s.SessionIMAP4rev2.Select(mailbox, options)
	if err == nil {
		data.UIDValidity += s.validity
	}
	return data, err
}

// Status is the library's, with this start's UIDVALIDITY.
func (s session) Status(mailbox string, options *imap.StatusOptions) (*imap.StatusData, error) {
	data, err := s.SessionIMAP4rev2.Status(mailbox, options)
	if err == nil && data.UIDValidity != 0 {
		data.UIDValidity += s.validity
	}
	return data, err
}
