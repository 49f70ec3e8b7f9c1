package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/emersion/go-imap/v2"

	"factotum/automations/fault"
)

// explain gives an error its sentence. Where a folder is not there, s is asked
// for those that are, and closed.
func (a *Account) explain(ctx context.Context, folder string, s *session, err error) error {
	if s != nil {
		defer s.close()
	}
	var known *fault.Error
	if err == nil || errors.Is(err, errStop) || errors.As(err, &known) {
		return err
	}
	wrapped := fmt.Errorf("mail: account %s, folder %s: %w", a.cfg.Name, folder, err)
	code, say := a.sentence(err)
	if s != nil && !has(err, imap.ResponseCodeUnavailable, imap.ResponseCodeInUse, imap.ResponseCodeServerBug) {
		code, say = fault.Invalid, a.noFolder(ctx, s, folder)
	}
	return fault.Wrap(wrapped, code, "%s", say)
}

// sentence is what an administrator can do about an error.
func (a *Account) sentence(err error) (fault.Code, string) {
	var (
		login   loginError
		no      *imap.Error
		unnamed *net.DNSError
	)
	if say := a.certificate(err); say != "" {
		return fault.Invalid, say
	}
	switch {
	case errors.As(err, &login):
		return fault.Invalid, fmt.Sprintf("The mail server %s does not accept the login of %s: check the user and the %s in %s.",
			a.cfg.Address, a.cfg.User, a.cfg.Secret.what(), a.cfg.Secret.Where)
	case errors.As(err, &unnamed) && unnamed.IsNotFound:
		return fault.Unavailable, fmt.Sprintf("There is no machine called %s: correct the name of the mail server.", unnamed.Name)
	case errors.Is(err, syscall.ECONNREFUSED):
		return fault.Unavailable, fmt.Sprintf("Nothing answers on %s: check the port (993 for tls, 143 for starttls) and whether the mail server runs.", a.cfg.Address)
	case errors.Is(err, errSlow) || errors.Is(err, os.ErrDeadlineExceeded):
		return fault.Unavailable, fmt.Sprintf("The mail server %s does not answer in time. Check that the machine and port can be reached; it is tried again.", a.cfg.Address)
	case errors.Is(err, errRenumbered):
		return fault.Conflict, "The mail server has numbered the mails of the folder anew. They are read again, and those dealt with are recognised."
	case errors.As(err, &no):
		return fault.Unavailable, fmt.Sprintf("The mail server %s refuses: %s. It is tried again.", a.cfg.Address, strings.TrimRight(no.Text, ". "))
	default:
		return fault.Unavailable, fmt.Sprintf("The connection to the mail server %s was lost. It is tried again.", a.cfg.Address)
	}
}

// certificate says what is wrong with the server's TLS; empty when nothing is.
func (a *Account) certificate(err error) string {
	var (
		unknown x509.UnknownAuthorityError
		name    x509.HostnameError
		invalid x509.CertificateInvalidError
		noTLS   tls.RecordHeaderError
	)
	switch {
	case errors.As(err, &unknown):
		return fmt.Sprintf("The certificate of the mail server %s is signed by an authority that is not known here: name the file of that authority's certificate.", a.cfg.Address)
	case errors.As(err, &name):
		return fmt.Sprintf("The certificate of the mail server is not for %s but for %s: write the server's name as the certificate has it.",
			name.Host, strings.Join(name.Certificate.DNSNames, ", "))
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return fmt.Sprintf("The certificate of the mail server %s is valid from %s to %s only: renew it, or correct this machine's clock.", a.cfg.Address,
			invalid.Cert.NotBefore.UTC().Format("2 January 2006"), invalid.Cert.NotAfter.UTC().Format("2 January 2006"))
	case errors.As(err, &invalid):
		return fmt.Sprintf("The certificate of the mail server %s cannot be used (%s).", a.cfg.Address, invalid.Error())
	case errors.As(err, &noTLS):
		return fmt.Sprintf("The mail server %s does not begin with TLS on this port: use port 993, or starttls.", a.cfg.Address)
	default:
		return ""
	}
}

// noFolder says which folders there are.
func (a *Account) noFolder(ctx context.Context, s *session, folder string) string {
	say := fmt.Sprintf("The mailbox of %s has no folder %s that can be read.", a.cfg.User, folder)
	names, err := s.folders(ctx, a.pace.command)
	if err != nil || len(names) == 0 {
		return say
	}
	return say + " It has: " + strings.Join(names, ", ") + "."
}

// folders lists those that can be read.
func (s *session) folders(ctx context.Context, limit time.Duration) ([]string, error) {
	var names []string
	err := s.within(ctx, limit, func() error {
		listed, err := s.client.List("", "*", nil).Collect()
		for _, folder := range listed {
			if !slices.Contains(folder.Attrs, imap.MailboxAttrNoSelect) && !slices.Contains(folder.Attrs, imap.MailboxAttrNonExistent) {
				names = append(names, folder.Mailbox)
			}
		}
		return err
	})
	slices.Sort(names)
	return names, err
}
