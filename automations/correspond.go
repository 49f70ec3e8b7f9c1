package automations

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"

	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/state"
)

// Mailer sends mail. Nil means that it was taken over; an error of code
// unavailable may pass, and the mail may have been taken all the same.
type Mailer interface {
	Send(ctx context.Context, m outbox.Mail) error
}

// Opener takes mails apart that somebody wrote, where they can harm nobody.
type Opener interface {
	// Letter gives what is written in a mail, and our own copies of the files
	// beside it. What is wrong with the mail is in what it gives; an error means
	// that it could not be read now.
	Letter(ctx context.Context, raw []byte) (Post, error)
}

// Correspondence is what is kept of the mail thread of a ticket: how to answer
// so that it stays one thread there.
type Correspondence struct {
	Box     string `json:"box"`            // key of the mailbox that it came to
	Name    string `json:"name,omitempty"` // of who wrote, as they give it
	Subject string `json:"subject"`
	First   string `json:"first,omitempty"` // Message-ID of the mail that it began with
	Last    string `json:"last,omitempty"`  // of the newest from there
	Quiet   bool   `json:"quiet,omitempty"` // something speaks against the sender: no machine writes to them
}

func correspondenceID(request string) string { return "mail/thread/" + request }

// correspondence reads what is kept of a ticket's mail thread.
func (d *Desk) correspondence(ctx context.Context, request string) (Correspondence, state.Document, error) {
	var c Correspondence
	doc, err := d.loadInto(ctx, correspondenceID(request), &c)
	return c, doc, err
}

// keepCorrespondence begins the mail thread of a ticket, once. It comes before
// the ticket, so that the first mail about it knows what it answers.
func (d *Desk) keepCorrespondence(ctx context.Context, request string, c Correspondence) error {
	body, err := encode(c)
	if err != nil {
		return err
	}
	id := correspondenceID(request)
	_, err = d.write(ctx, state.Change{Once: state.Once{Key: id}, Documents: []state.Document{{ID: id, Body: body}}})
	var stale state.StaleError
	if errors.As(err, &stale) {
		err = nil // another replica was faster
	}
	return err
}

// mailID tells a mail from others: the same for the same notice, and known to
// nobody who did not get it, since the ids of requests are not.
func mailID(key, more string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q", key, more))
	return hex.EncodeToString(sum[:20])
}

// ours finds what mailID made in Message-IDs.
var ours = regexp.MustCompile(`<([0-9a-f]{40})@`)

// ByMail is a notice to somebody outside, before the eyes of who writes it.
type ByMail struct {
	Sight
	Correspondence
}

// mailed sends a notice to somebody outside. What was sent stands: only a
// sentence that was changed since is sent once more.
func (c *Courier) mailed(ctx context.Context, l outbox.Leased, s Sight, d delivered) (delivered, bool, error) {
	if c.Mailer == nil {
		return d, false, fault.New(fault.Invalid, "No mail account is configured to send from, so %s gets nothing. Add smtp to the mailbox.", s.Reader.Name)
	}
	if d.version > 0 && l.Shape != outbox.Copy {
		return d, false, nil
	}
	about, _, err := c.Desk.correspondence(ctx, l.Request)
	if err != nil {
		return d, false, err
	}
	if box, ok := s.File.Dir.Person(people.Mailbox{Key: about.Box}.ID()); ok {
		s.Reader.Zone = box.Zone // theirs is not known
	}
	m, due, err := c.Write(ByMail{Sight: s, Correspondence: about})
	if err != nil || !due {
		return d, false, err
	}
	sum := sha256.Sum256([]byte(m.Text))
	hash := hex.EncodeToString(sum[:])
	if d.version > 0 && d.Hash == hash {
		return d, false, nil
	}
	m.ID, m.Box, m.At = mailID(l.Key, ""), about.Box, s.Now
	if d.version > 0 {
		m.ID = mailID(l.Key, hash)
	}
	m.To, m.Name = people.ContactAddress(s.Reader.ID), about.Name
	m.Answers, m.Thread = about.Last, about.before()
	if err := c.Mailer.Send(ctx, m); err != nil {
		return d, false, err
	}
	if d.fresh = !d.Stands(); d.fresh {
		d.Channel, d.TS = outbox.MailChannel, m.ID // an answer to a later one names this one too
	}
	d.Key, d.Request, d.To, d.Hash, d.Version, d.At = l.Key, l.Request, l.To, hash, s.File.Version, s.Now
	return d, true, nil
}

// before are the mails of the thread before the newest.
func (c Correspondence) before() []string {
	if c.First == "" || c.First == c.Last {
		return nil
	}
	return []string{c.First}
}
