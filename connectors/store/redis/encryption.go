package redis

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"strings"
	"time"

	"factotum/automations/fault"
)

// untrusted tells whether a server showed a certificate that is not believed.
func untrusted(err error) bool {
	var certificate *tls.CertificateVerificationError
	return errors.As(err, &certificate)
}

// misread makes of an error to open what is to be done where the server is spoken to
// with encryption that it does not know, or without the one that it demands: neither
// is anything that it says.
func (o Options) misread(ctx context.Context, err error) error {
	address := o.Addresses[0]
	if strings.HasPrefix(address, "/") || fault.CodeOf(err) != fault.Unavailable || Refuses(err) {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	switch sealed, plain := o.TLS != nil, answersPlain(ctx, address); {
	case sealed && plain:
		return fault.Wrap(err, fault.Invalid, "The Redis server at %s speaks no TLS. Leave out tls below store.redis, or write the port that speaks it.", address)
	case !sealed && !plain && answersSealed(ctx, address):
		return fault.Wrap(err, fault.Invalid, "The Redis server at %s takes encrypted connections only. Write \"tls: true\" below store.redis, and ca_file where its certificate is your own.", address)
	}
	return err
}

// answersPlain tells whether a server speaks the protocol of Redis without encryption.
func answersPlain(ctx context.Context, address string) bool {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", address)
	if err != nil {
		return false
	}
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(time.Second / 2)) // fails on a closed one only, as all else then does
	if _, err := io.WriteString(conn, "PING\r\n"); err != nil {
		return false
	}
	first := make([]byte, 1)
	_, err = io.ReadFull(conn, first)
	return err == nil && (first[0] == '+' || first[0] == '-') // PONG, or that one is to log in first
}

// answersSealed tells whether a server speaks TLS.
func answersSealed(ctx context.Context, address string) bool {
	probe := tls.Dialer{NetDialer: new(net.Dialer), Config: &tls.Config{InsecureSkipVerify: true}} //nolint:gosec // nothing is said to it
	conn, err := probe.DialContext(ctx, "tcp", address)
	if err != nil {
		return false
	}
	_ = conn.Close()
	return true
}
