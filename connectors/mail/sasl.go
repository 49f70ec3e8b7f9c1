package mail

import (
	"encoding/json"
	"fmt"
	"net"
	"strconv"

	"github.com/emersion/go-sasl"
)

// plain logs in with a password (RFC 4616).
func (a *Account) plain(password string) sasl.Client {
	return sasl.NewPlainClient("", a.cfg.User, password)
}

// bearer logs in with a token (RFC 7628).
func (a *Account) bearer(token string) sasl.Client {
	options := &sasl.OAuthBearerOptions{Username: a.cfg.User, Token: token}
	if host, port, err := net.SplitHostPort(a.cfg.Address); err == nil {
		options.Host = host
		options.Port, _ = strconv.Atoi(port) // a port by name is left out, as the RFC allows
	}
	return tokenClient{sasl.NewOAuthBearerClient(options)}
}

// tokenClient turns what the server has against a token into a tokenError.
type tokenClient struct{ sasl.Client }

// Next is only ever called with a refusal.
func (c tokenClient) Next(challenge []byte) ([]byte, error) { return nil, refusal(challenge) }

// xoauth2 logs in with a token as Google and Microsoft did before the RFC
// (developers.google.com/workspace/gmail/imap/xoauth2-protocol).
type xoauth2 struct{ user, token string }

// Start gives the token at once.
func (x *xoauth2) Start() (mechanism string, first []byte, err error) {
	return "XOAUTH2", fmt.Appendf(nil, "user=%s\x01auth=Bearer %s\x01\x01", x.user, x.token), nil
}

// Next is only ever called with a refusal.
func (x *xoauth2) Next(challenge []byte) ([]byte, error) { return nil, refusal(challenge) }

// tokenError is a token that the server does not take, with its status.
type tokenError struct {
	Status string `json:"status"`
}

func (e *tokenError) Error() string { return "the token is refused: status " + strconv.Quote(e.Status) }

func refusal(challenge []byte) error {
	e := &tokenError{}
	if err := json.Unmarshal(challenge, e); err != nil {
		e.Status = "unknown"
	}
	return e
}
