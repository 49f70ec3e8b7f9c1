package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	mails "factotum/automations/mail"
	"factotum/automations/people"
	"factotum/connectors/mail"
	"factotum/connectors/mail/practice"
)

// postOffice is the mail server of a demonstration: IMAP in this process, over
// mailboxes in memory. What is delivered at every start lies in a folder, where
// the sample company's mails were written on the first run.
type postOffice struct {
	server *practice.Server
	folder string
	user   string
	now    func() time.Time
}

// mailFolder is the folder below that of a demonstration.
const mailFolder = "mailbox"

// openPostOffice serves the first mailbox of the company that is not read from
// elsewhere, and lets it be read; nil where there is none.
func openPostOffice(ctx context.Context, folder string, now func() time.Time, s *Settings) (*postOffice, error) {
	at := slices.IndexFunc(s.roster.boxes, func(b people.Mailbox) bool {
		return !slices.ContainsFunc(s.Inboxes, func(in Inbox) bool { return in.Key == b.Key })
	})
	if at < 0 {
		return nil, nil
	}
	box := s.roster.boxes[at]
	p := &postOffice{folder: filepath.Join(folder, mailFolder), user: box.Key, now: now}
	const password = "practice"
	secret := filepath.Join(p.folder, ".password")
	err := os.MkdirAll(p.folder, 0o700)
	if err = errors.Join(err, os.WriteFile(secret, []byte(password), 0o600)); err != nil {
		return nil, fmt.Errorf("app: make the sample mailbox: %w", err)
	}
	p.server, err = practice.Start(ctx, practice.Config{
		Address: "127.0.0.1:0", Users: map[string]string{box.Key: password}, Validity: uint32(time.Now().Unix()),
	})
	if err != nil {
		return nil, err
	}
	s.Inboxes = append(s.Inboxes, Inbox{
		Mailbox: box, Kind: "invoice", Trust: mails.Trust{Server: practice.AuthServer},
		Config: mail.Config{
			Name: box.Key, Address: p.server.Address(), Security: mail.Plain, User: box.Key, Secret: secretIn(secret),
			Folders: []string{"INBOX"}, Folder: "Done", Quarantine: "Quarantine",
		},
	})
	return p, nil
}

// write puts the sample company's mails into the folder, as of today.
func (p *postOffice) write() error {
	if p == nil {
		return nil
	}
	now := p.now().UTC()
	today := time.Date(now.Year(), now.Month(), now.Day(), 7, 30, 0, 0, time.UTC)
	for i, letter := range practice.Samples(today) {
		name := filepath.Join(p.folder, fmt.Sprintf("%02d.eml", i+1))
		if err := os.WriteFile(name, letter.Raw(), 0o600); err != nil {
			return fmt.Errorf("app: write a sample mail: %w", err)
		}
	}
	return nil
}

// deliver brings every mail of the folder. Those that were taken in before are
// known again.
func (p *postOffice) deliver() error {
	if p == nil {
		return nil
	}
	names, err := filepath.Glob(filepath.Join(p.folder, "*.eml"))
	if err != nil {
		return fmt.Errorf("app: look for sample mails: %w", err)
	}
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			return fmt.Errorf("app: read a sample mail: %w", err)
		}
		if err := p.server.Deliver(p.user, raw); err != nil {
			return err
		}
	}
	return nil
}

func (p *postOffice) close() error {
	if p == nil {
		return nil
	}
	return p.server.Close()
}

// Deliver brings a mail to the sample company's mailbox.
func (d *Demo) Deliver(raw []byte) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.post == nil {
		return errors.New("app: the demonstration has no mailbox now")
	}
	return d.post.server.Deliver(d.post.user, raw)
}
