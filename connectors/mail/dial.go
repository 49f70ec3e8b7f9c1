package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"factotum/automations/fault"
)

// dial connects and logs in.
func (a *Account) dial(ctx context.Context) (*session, error) {
	secret, err := a.cfg.Secret.Read()
	if err != nil {
		return nil, err
	}
	settings, err := a.settings()
	if err != nil {
		return nil, err
	}
	conn, err := (&net.Dialer{Timeout: a.pace.dial}).DialContext(ctx, "tcp", a.cfg.Address)
	if err != nil {
		return nil, err
	}
	s := &session{conn: conn, arrived: make(chan struct{}, 1)}
	err = s.within(ctx, a.pace.dial, func() error {
		if err := a.protect(ctx, s, settings); err != nil {
			return err
		}
		return a.login(s, secret)
	})
	switch {
	case err == nil:
		return s, nil
	case s.client != nil:
		s.close()
	default:
		_ = conn.Close()
	}
	return nil, err
}

// settings are those of TLS.
func (a *Account) settings() (*tls.Config, error) {
	settings, err := trusting(a.cfg.Address, a.cfg.CAFile)
	if err == nil {
		settings.NextProtos = []string{"imap"} // as registered for IMAP (RFC 7301's list of protocol ids)
	}
	return settings, err
}

// trusting are settings of TLS for the server at an address, which trust the
// authority in a file beside the system's.
func trusting(address, authority string) (*tls.Config, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	settings := &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}
	if authority == "" {
		return settings, nil
	}
	text, err := os.ReadFile(authority)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "The file %s with the authority of the mail server cannot be read: correct the path.", authority)
	}
	if settings.RootCAs, err = x509.SystemCertPool(); err != nil {
		settings.RootCAs = x509.NewCertPool()
	}
	if !settings.RootCAs.AppendCertsFromPEM(text) {
		return nil, fault.New(fault.Invalid, "The file %s holds no certificate: it begins with -----BEGIN CERTIFICATE-----.", authority)
	}
	return settings, nil
}

// protect puts TLS onto the connection and starts the client on it. Nothing is
// said in the clear but the wish for TLS.
func (a *Account) protect(ctx context.Context, s *session, settings *tls.Config) (err error) {
	options := &imapclient.Options{TLSConfig: settings, UnilateralDataHandler: s.handler()}
	switch a.cfg.Security {
	case TLS:
		secured := tls.Client(s.conn, settings)
		s.conn = secured
		if err = secured.HandshakeContext(ctx); err != nil {
			return err
		}
	case StartTLS:
		s.client, err = imapclient.NewStartTLS(s.conn, options)
		if refused(err) {
			return fault.Wrap(err, fault.Invalid, "The mail server %s does not offer STARTTLS on this port: use tls with port 993.", a.cfg.Address)
		}
		return err
	case Plain:
		if there, ok := s.conn.RemoteAddr().(*net.TCPAddr); !ok || !there.IP.IsLoopback() {
			return fault.New(fault.Invalid, "The mail server %s is on another machine: a plain connection would show the password to everybody between. Use tls or starttls.", a.cfg.Address)
		}
	}
	s.client = imapclient.New(s.conn, options)
	return nil
}

// handler hears of new mail. It must not block, since it runs in the reader of
// the connection.
func (s *session) handler() *imapclient.UnilateralDataHandler {
	return &imapclient.UnilateralDataHandler{Mailbox: func(data *imapclient.UnilateralDataMailbox) {
		if data.NumMessages == nil {
			return
		}
		select {
		case s.arrived <- struct{}{}:
		default: // told already, and not looked at yet
		}
	}}
}

// login proves who we are, in the best way that the server offers.
func (a *Account) login(s *session, secret string) error {
	if err := s.client.WaitGreeting(); err != nil {
		return err
	}
	offered := s.client.Caps()
	var err error
	switch plain := imap.Cap("AUTH=PLAIN"); {
	case a.cfg.Secret.Token && offered.Has(imap.Cap("AUTH=OAUTHBEARER")):
		err = s.client.Authenticate(a.bearer(secret))
	case a.cfg.Secret.Token && offered.Has(imap.Cap("AUTH=XOAUTH2")):
		err = s.client.Authenticate(&xoauth2{user: a.cfg.User, token: secret})
	case a.cfg.Secret.Token:
		return fault.New(fault.Invalid, "The mail server %s takes no OAuth2 tokens: use a password.", a.cfg.Address)
	case offered.Has(plain):
		err = s.client.Authenticate(a.plain(secret))
	case offered.Has(imap.CapLoginDisabled):
		return fault.New(fault.Invalid, "The mail server %s takes no passwords in this way: use tls, or an OAuth2 token.", a.cfg.Address)
	default:
		err = s.client.Login(a.cfg.User, secret).Wait()
	}
	if err != nil {
		return denied(err)
	}
	// Asked anew, because there is more after a login, and the library still has
	// what was offered before it.
	s.caps, err = s.client.Capability().Wait()
	return err
}

// loginError is a login that the server refused.
type loginError struct{ err error }

func (e loginError) Error() string { return "login: " + e.err.Error() }
func (e loginError) Unwrap() error { return e.err }

// denied tells a refused login from a server that cannot check it now
// (RFC 5530, section 3).
func denied(err error) error {
	var token *tokenError
	if errors.As(err, &token) || refused(err) && !has(err, imap.ResponseCodeUnavailable, imap.ResponseCodeInUse, imap.ResponseCodeLimit) {
		return loginError{err}
	}
	return fmt.Errorf("login: %w", err)
}
