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
	"factotum/connectors/mail"
	"factotum/connectors/mail/practice"
)

// postOffice is the mail server of a demonstration: IMAP and SMTP in this
// process, over mailboxes in memory. What is delivered at every start lies in a
// folder, where the sample company's mails were written on the first run.
type postOffice struct {
	server *practice.Server
	out    *practice.Outgoing
	folder string
	boxes  []Inbox // that it serves; the first is for invoices
	now    func() time.Time
}

// mailFolder is the folder below that of a demonstration.
const mailFolder = "mailbox"

// sampleDomain is that of the sample company.
const sampleDomain = "@harbourpine.example"

// openPostOffice serves the mailboxes of the company that are not read from
// elsewhere, and lets them be read; nil where there is none.
func openPostOffice(ctx context.Context, folder string, now func() time.Time, s *Settings) (*postOffice, error) {
	if len(s.unread) == 0 {
		return nil, nil
	}
	p := &postOffice{folder: filepath.Join(folder, mailFolder), now: now}
	const password = "practice"
	secret := filepath.Join(p.folder, ".password")
	err := os.MkdirAll(p.folder, 0o700)
	if err = errors.Join(err, os.WriteFile(secret, []byte(password), 0o600)); err != nil {
		return nil, fmt.Errorf("app: make the sample mailbox: %w", err)
	}
	users := map[string]string{}
	for _, box := range s.unread {
		users[box.Key] = password
	}
	p.server, err = practice.Start(ctx, practice.Config{Address: "127.0.0.1:0", Users: users, Validity: uint32(time.Now().Unix())})
	if err != nil {
		return nil, err
	}
	p.out, err = practice.StartOutgoing(ctx, practice.SendConfig{Address: "127.0.0.1:0", Users: users, Now: now})
	if err != nil {
		return nil, errors.Join(err, p.server.Close())
	}
	for _, box := range s.unread {
		box.Trust = mails.Trust{Server: practice.AuthServer}
		box.Config = mail.Config{
			Name: box.Key, Address: p.server.Address(), Security: mail.Plain, User: box.Key, Secret: secretIn(secret),
			Folders: []string{"INBOX"}, Folder: "Done", Quarantine: "Quarantine",
		}
		if box.Tickets != nil {
			box.Out = &mail.SendConfig{
				Address: p.out.Address(), Security: mail.Plain, User: box.Key, Secret: secretIn(secret), From: box.Key + sampleDomain, Name: box.Name,
			}
		}
		p.boxes = append(p.boxes, box)
	}
	s.Inboxes = append(s.Inboxes, p.boxes...)
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
		if err := p.server.Deliver(p.boxes[0].Key, raw); err != nil {
			return err
		}
	}
	return nil
}

func (p *postOffice) close() error {
	if p == nil {
		return nil
	}
	return errors.Join(p.server.Close(), p.out.Close())
}

// serves tells whether the key is that of one of its mailboxes.
func (p *postOffice) serves(key string) bool {
	return slices.ContainsFunc(p.boxes, func(b Inbox) bool { return b.Key == key })
}

// office is the post office at work.
func (d *Demo) office() (*postOffice, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.post == nil {
		return nil, errors.New("app: the demonstration has no mailbox now")
	}
	return d.post, nil
}

// Deliver brings a mail to the sample company's mailbox for invoices.
func (d *Demo) Deliver(raw []byte) error {
	p, err := d.office()
	if err != nil {
		return err
	}
	return p.server.Deliver(p.boxes[0].Key, raw)
}

// DeliverTo brings a mail to one of the sample company's mailboxes.
func (d *Demo) DeliverTo(box string, raw []byte) error {
	p, err := d.office()
	if err != nil {
		return err
	}
	return p.server.Deliver(box, raw)
}

// Outgoing is the server that takes what the sample company sends.
func (d *Demo) Outgoing() (*practice.Outgoing, error) {
	p, err := d.office()
	if err != nil {
		return nil, err
	}
	return p.out, nil
}
