package practice

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"sync"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Sent is a mail that was given to the server that sends.
type Sent struct {
	From string
	To   []string
	At   time.Time
	Raw  []byte
}

// SendConfig is what a server that sends is started with.
type SendConfig struct {
	Address string // host:port; port 0 takes a free one
	// TLS is offered by STARTTLS, or demanded from the first byte where Wrapped
	// says so; nil: in the clear, on a loopback address only.
	TLS     *tls.Config
	Wrapped bool
	Users   map[string]string // passwords by user
	Now     func() time.Time
}

// Outgoing is a server that takes mail over SMTP and sends it nowhere: it stays
// in memory.
type Outgoing struct {
	listener net.Listener
	server   *smtp.Server
	cfg      SendConfig
	served   chan error

	mu     sync.Mutex
	sent   []Sent
	refuse func(to string, raw []byte) error
}

// StartOutgoing serves until Close; ctx is for the start alone.
func StartOutgoing(ctx context.Context, cfg SendConfig) (*Outgoing, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", cfg.Address)
	if err != nil {
		return nil, fmt.Errorf("mail practice: %w", err)
	}
	if at, ok := listener.Addr().(*net.TCPAddr); cfg.TLS == nil && (!ok || !at.IP.IsLoopback()) {
		return nil, errors.Join(fmt.Errorf("mail practice: %s is open to other machines and needs TLS", cfg.Address), listener.Close())
	}
	o := &Outgoing{listener: listener, cfg: cfg, served: make(chan error, 1)}
	o.server = smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &sending{out: o}, nil }))
	o.server.Domain, o.server.AllowInsecureAuth, o.server.ErrorLog = "localhost", cfg.TLS == nil, silent{}
	o.server.ReadTimeout, o.server.WriteTimeout, o.server.MaxMessageBytes = time.Minute, time.Minute, 60<<20
	if cfg.Wrapped {
		listener = tls.NewListener(listener, cfg.TLS)
	} else {
		o.server.TLSConfig = cfg.TLS
	}
	go func() { o.served <- o.server.Serve(listener) }()
	return o, nil
}

// Address is where the server listens, as host:port.
func (o *Outgoing) Address() string { return o.listener.Addr().String() }

// Sent is what was taken, the oldest first.
func (o *Outgoing) Sent() []Sent {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.sent)
}

// Refuse lets the server judge each mail once it has come whole: with an error it
// is not taken. Where the judge ends the connection, nobody knows.
func (o *Outgoing) Refuse(judge func(to string, raw []byte) error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.refuse = judge
}

// Close ends every connection.
func (o *Outgoing) Close() error {
	err := o.server.Close()
	_ = o.listener.Close() // the server knows it only once it serves; it may be closed already
	return errors.Join(err, <-o.served)
}

// sending is one connection.
type sending struct {
	out  *Outgoing
	user string
	from string
	to   []string
}

// AuthMechanisms names the only way to log in.
func (s *sending) AuthMechanisms() []string { return []string{sasl.Plain} }

// Auth checks a password.
func (s *sending) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if known, ok := s.out.cfg.Users[user]; !ok || known != password {
			return smtp.ErrAuthFailed
		}
		s.user = user
		return nil
	}), nil
}

// Mail begins a mail.
func (s *sending) Mail(from string, _ *smtp.MailOptions) error {
	if s.user == "" {
		return smtp.ErrAuthRequired
	}
	s.from, s.to = from, nil
	return nil
}

// Rcpt adds somebody whom it goes to.
func (s *sending) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = append(s.to, to)
	return nil
}

// Data takes the mail.
func (s *sending) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.out.mu.Lock()
	defer s.out.mu.Unlock()
	if s.out.refuse != nil {
		if err := s.out.refuse(s.to[0], raw); err != nil {
			return err
		}
	}
	s.out.sent = append(s.out.sent, Sent{From: s.from, To: s.to, At: s.out.cfg.Now(), Raw: raw})
	return nil
}

// Reset forgets the mail at hand.
func (s *sending) Reset() { s.from, s.to = "", nil }

// Logout ends the connection.
func (s *sending) Logout() error { return nil }

// silent hears of connections that break, which is not our concern.
type silent struct{}

// Printf says nothing.
func (silent) Printf(string, ...any) {}

// Println says nothing.
func (silent) Println(...any) {}
