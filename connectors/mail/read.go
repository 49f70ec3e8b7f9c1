package mail

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"factotum/automations/mail"
)

const (
	// maxSize is the largest mail that is read, in bytes (THREATS S15: 50 MiB).
	maxSize = 50 << 20
	// maxTop is what is read of the header of a larger one, in bytes.
	maxTop = 64 << 10
	// maxBroken is how many connections may end while one mail is read, before it
	// is taken for the cause and shown to a person.
	maxBroken = 10
)

// place tells a mail in the account from others.
type place struct {
	folder        string
	validity, uid uint32
}

// read takes one mail, or says that it is no longer there. What is too large, or
// what the server refuses to give, comes back as a mail with trouble: an error
// would stop all mails after it for ever.
func (a *Account) read(ctx context.Context, s *session, at mail.Position, size int64) (m mail.Message, there bool, err error) {
	key := place{at.Folder, at.Validity, at.UID}
	m = mail.Message{At: at, Size: size}
	if n := a.breaks(key, 0); n >= maxBroken {
		m.Trouble = fmt.Sprintf("The mail could not be read: the connection to the mail server ended %d times while it was read.", n)
		return m, true, nil
	}
	section, limit := &imap.FetchItemBodySection{Peek: true}, int64(maxSize)
	if size > maxSize {
		section.Specifier, section.Partial, limit = imap.PartSpecifierHeader, &imap.SectionPartial{Size: maxTop}, maxTop
		m.Trouble = fmt.Sprintf("The mail was not read: it has %d MiB, and more than %d MiB are not taken.", (size+1<<20-1)>>20, maxSize>>20)
	}
	err = s.within(ctx, a.pace.body, func() error {
		m.Raw, there, err = s.body(imap.UID(at.UID), section, limit)
		if err != nil || there {
			return err
		}
		there, err = s.still(imap.UID(at.UID))
		return err
	})
	switch {
	case err == nil:
		a.breaks(key, -1)
		if there && len(m.Raw) == 0 {
			m.Trouble = "The mail could not be read: the mail server gives nothing of it."
		}
		return m, there, nil
	case errors.Is(err, errHuge):
		m.Trouble = fmt.Sprintf("The mail was not read: it is larger than the mail server says, and more than %d MiB are not taken.", maxSize>>20)
		return m, true, nil
	case has(err, "EXPUNGEISSUED"): // RFC 5530, section 3
		return m, false, nil
	case refused(err) && !passing(err):
		m.Trouble = fmt.Sprintf("The mail could not be read: the mail server refuses to give it (%s).", err)
		return m, true, nil
	case !refused(err) && ctx.Err() == nil:
		a.breaks(key, 1)
	}
	return m, false, err
}

// passing tells whether a refusal is of the server's state and not of this mail
// (RFC 5530, section 3).
func passing(err error) bool {
	return has(err, imap.ResponseCodeUnavailable, imap.ResponseCodeInUse, imap.ResponseCodeLimit,
		imap.ResponseCodeServerBug, imap.ResponseCodeContactAdmin, imap.ResponseCodeExpired)
}

// errHuge is a mail that is larger than it may be.
var errHuge = errors.New("the mail is too large")

// body fetches one section of one mail. A mail a command: whatever the server
// answers wrongly spoils one mail.
func (s *session) body(uid imap.UID, section *imap.FetchItemBodySection, limit int64) (raw []byte, there bool, err error) {
	command := s.client.Fetch(imap.UIDSetNum(uid), &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{section}})
	for message := command.Next(); message != nil; message = command.Next() {
		for item := message.Next(); item != nil; item = message.Next() {
			part, ok := item.(imapclient.FetchItemDataBodySection)
			if !ok || part.Literal == nil || part.Literal.Size() == 0 {
				continue
			}
			there = true
			raw, err = take(part.Literal, limit)
			if err != nil && !errors.Is(err, errHuge) {
				// The library's reader goes on from here by itself: what ends this
				// connection must not read the rest as well, as Close does.
				return nil, false, err
			}
		}
	}
	return raw, there, cmp.Or(command.Close(), err)
}

// still tells whether a mail of which the server gave nothing is there all the
// same, since such a one must not vanish. Only after NOOP does a server have to
// know what others have moved away (RFC 9051, section 7.5.1).
func (s *session) still(uid imap.UID) (bool, error) {
	if err := s.client.Noop().Wait(); err != nil {
		return false, err
	}
	found, err := s.search(imap.UIDRange{Start: uid, Stop: uid}, "")
	return len(found) > 0, err
}

// take reads what was announced, whole. A connection that ends in the middle
// may look like the end of the mail.
func take(literal imap.LiteralReader, limit int64) ([]byte, error) {
	if literal.Size() > limit {
		return nil, errHuge
	}
	var raw bytes.Buffer
	raw.Grow(int(literal.Size()))
	n, err := io.Copy(&raw, literal)
	if err == nil && n != literal.Size() {
		err = io.ErrUnexpectedEOF
	}
	return raw.Bytes(), err
}

// breaks counts the connections that ended while a mail was read; a negative
// number forgets them.
func (a *Account) breaks(key place, more int) int {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if more < 0 {
		delete(a.broken, key)
	} else if more > 0 {
		a.broken[key] += more
	}
	return a.broken[key]
}
