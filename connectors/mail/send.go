package mail

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/emersion/go-message/mail"
	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"factotum/automations/fault"
	"factotum/automations/outbox"
)

// SendConfig is an account of which mail goes out.
type SendConfig struct {
	Address  string // host:port
	Security Security
	CAFile   string // PEM; trusted beside the system's authorities
	User     string // empty: without a login, on this machine only
	Secret   Secret
	From     string // address that mail is from
	Name     string // beside it, as people know it
}

// Sender sends mail over SMTP. It may be used by many goroutines at once.
type Sender struct{ cfg SendConfig }

// NewSender checks the account; it connects to nothing. The error is an invalid
// fault that says what to correct.
func NewSender(cfg SendConfig) (*Sender, error) {
	_, _, err := net.SplitHostPort(cfg.Address)
	from, wrong := mail.ParseAddress(cfg.From)
	switch {
	case err != nil:
		return nil, fault.New(fault.Invalid, "The mail server that sends is not written as host and port, such as smtp.example.com and 587.")
	case wrong != nil || from.Address != cfg.From:
		return nil, fault.New(fault.Invalid, "%q is no address that mail can be from: write it like desk@example.com.", cfg.From)
	case cfg.Security != TLS && cfg.Security != StartTLS && cfg.Security != Plain:
		return nil, fault.New(fault.Invalid, "The security of an account that sends is tls, starttls or plain.")
	case cfg.User == "" && cfg.Security != Plain:
		return nil, fault.New(fault.Invalid, "An account that sends needs a user.")
	case cfg.User != "" && cfg.Secret.Read == nil:
		return nil, fault.New(fault.Invalid, "An account that sends needs a password or token.")
	}
	return &Sender{cfg: cfg}, nil
}

// Send gives a mail to the server. Nil means that the server has taken it over.
// After an error of code unavailable it may have been taken all the same: it can
// be sent again, and who gets it twice knows it by its Message-ID. After one of
// code invalid it was refused for good.
func (s *Sender) Send(ctx context.Context, m outbox.Mail) error {
	raw, err := compose(mail.Address{Name: s.cfg.Name, Address: s.cfg.From}, m)
	if err != nil {
		return err
	}
	return s.with(ctx, func(c *smtp.Client) error { return c.SendMail(s.cfg.From, []string{m.To}, bytes.NewReader(raw)) })
}

// Check logs in and sends nothing.
func (s *Sender) Check(ctx context.Context) error {
	return s.with(ctx, func(c *smtp.Client) error { return c.Noop() })
}

// with does something on a connection of its own, which ends with ctx.
func (s *Sender) with(ctx context.Context, do func(*smtp.Client) error) error {
	conn, err := (&net.Dialer{Timeout: 10 * time.Second}).DialContext(ctx, "tcp", s.cfg.Address)
	if err != nil {
		return s.explain(err)
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() }) // the library knows no context
	defer stop()
	client, err := s.open(ctx, conn)
	if err != nil {
		return errors.Join(s.explain(err), conn.Close())
	}
	defer func() { _ = client.Close() }()
	client.CommandTimeout, client.SubmissionTimeout = 20*time.Second, 20*time.Second
	if err := s.login(client); err != nil {
		return s.explain(err)
	}
	if err := do(client); err != nil {
		return s.explain(err)
	}
	_ = client.Quit() // it was taken over: how the connection ends changes nothing
	return nil
}

// open protects the connection. Nothing is said in the clear but the wish for TLS.
func (s *Sender) open(ctx context.Context, conn net.Conn) (*smtp.Client, error) {
	settings, err := trusting(s.cfg.Address, s.cfg.CAFile)
	if err != nil {
		return nil, err
	}
	switch s.cfg.Security {
	case TLS:
		secured := tls.Client(conn, settings)
		if err := secured.HandshakeContext(ctx); err != nil {
			return nil, err
		}
		return smtp.NewClient(secured), nil
	case StartTLS:
		return smtp.NewClientStartTLS(conn, settings)
	case Plain:
		if there, ok := conn.RemoteAddr().(*net.TCPAddr); !ok || !there.IP.IsLoopback() {
			return nil, fault.New(fault.Invalid, "The mail server %s is on another machine: a plain connection would show the password and the mail to everybody between. Use tls or starttls.", s.cfg.Address)
		}
	}
	return smtp.NewClient(conn), nil
}

func (s *Sender) login(c *smtp.Client) error {
	if s.cfg.User == "" {
		return nil
	}
	secret, err := s.cfg.Secret.Read()
	if err != nil {
		return err
	}
	var way sasl.Client
	switch {
	case s.cfg.Secret.Token && c.SupportsAuth("OAUTHBEARER"):
		way = tokenClient{sasl.NewOAuthBearerClient(&sasl.OAuthBearerOptions{Username: s.cfg.User, Token: secret})}
	case s.cfg.Secret.Token:
		way = &xoauth2{user: s.cfg.User, token: secret}
	case c.SupportsAuth("LOGIN") && !c.SupportsAuth("PLAIN"):
		way = sasl.NewLoginClient(s.cfg.User, secret)
	default:
		way = sasl.NewPlainClient("", s.cfg.User, secret)
	}
	if err := c.Auth(way); err != nil {
		return loginError{err}
	}
	return nil
}

// explain gives an error its sentence. What the server refuses for good (RFC
// 5321, section 4.2.1) is not tried again.
func (s *Sender) explain(err error) error {
	var known *fault.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	wrapped := fmt.Errorf("mail: sending by %s: %w", s.cfg.Address, err)
	var said *smtp.SMTPError
	var login loginError
	refused := errors.As(err, &said)
	switch a := (&Account{cfg: Config{Address: s.cfg.Address}}); {
	case a.certificate(err) != "": // also in a login, at which the handshake may come
		return fault.Wrap(wrapped, fault.Unavailable, "%s", a.certificate(err))
	case errors.As(err, &login):
		return fault.Wrap(wrapped, fault.Unavailable, "The mail server %s does not accept the login of %s for sending: check the user and the %s in %s.",
			s.cfg.Address, s.cfg.User, s.cfg.Secret.what(), s.cfg.Secret.Where)
	case refused && said.Code >= 500:
		return fault.Wrap(wrapped, fault.Invalid, "The mail server %s does not take the mail (%d %s).", s.cfg.Address, said.Code, said.Message)
	case refused:
		return fault.Wrap(wrapped, fault.Unavailable, "The mail server %s does not take the mail now (%d %s). It is tried again.", s.cfg.Address, said.Code, said.Message)
	}
	return fault.Wrap(wrapped, fault.Unavailable, "The mail server %s cannot be reached, or did not answer to the end. It is tried again.", s.cfg.Address)
}
