package app

import (
	"context"
	"fmt"

	"factotum/automations"
	mails "factotum/automations/mail"
	"factotum/connectors/mail"
	"factotum/jobs"
)

// readers is how many documents are read at once.
const readers = 2

// intake is a mailbox at work.
type intake struct {
	*automations.Intake
	account *mail.Account
}

// intakes opens the mailboxes of the configuration; nothing is connected yet.
func (p *program) intakes(library librarian) error {
	for _, in := range p.settings.Inboxes {
		account, err := mail.New(in.Config)
		if err != nil {
			return err
		}
		p.mail = append(p.mail, intake{account: account, Intake: &automations.Intake{
			Desk: p.desk, Mailbox: account, Reader: library, Box: in.Mailbox, Folders: in.Config.Folders,
			Kind: in.Kind, Trust: in.Trust, Allowed: in.Allowed, Tickets: in.Tickets, Opener: library, Own: p.settings.own(),
		}})
	}
	return nil
}

// mailJobs are a job for each mailbox. Whether the watch could connect shows in
// the reading that it rings for.
func (p *program) mailJobs() []jobs.Job {
	var list []jobs.Job
	for _, in := range p.mail {
		list = append(list, jobs.Mail(in.Box.Key, in.Run, in.account.Watch))
	}
	return list
}

// ringMail looks into every mailbox.
func (p *program) ringMail() {
	for _, in := range p.mail {
		p.ring(jobs.MailJob(in.Box.Key))
	}
}

// closeMail ends what reads mail.
func (p *program) closeMail() {
	for _, in := range p.mail {
		in.account.Close()
	}
	if p.reader != nil {
		p.reader.Close()
	}
}

// posted is a mailbox on the health page.
type posted struct{ Name, Says string }

// post says in a line how a mailbox stands.
func (in intake) post() string {
	s := in.Status()
	last := "nothing was read yet"
	if !s.Success.IsZero() {
		last = "last read " + s.Success.UTC().Format("2 Jan 2006 15:04:05 MST")
	}
	return fmt.Sprintf("%s, %d waiting, %d taken in, %d of them put aside for a person", last, s.Waiting, s.Taken, s.Apart)
}

// mailboxes tests each login and counts what waits.
func (f *findings) mailboxes(ctx context.Context, s *Settings) {
	for _, in := range s.Inboxes {
		account, err := mail.New(in.Config)
		if err != nil {
			f.wrong("%s", err)
			continue
		}
		for _, finding := range account.Check(ctx) {
			say := f.wrong
			if finding.OK {
				say = f.good
			}
			say("Mailbox %s: %s", in.Key, finding.Says)
		}
		account.Close()
		f.sends(ctx, in)
		if in.Trust == (mails.Trust{}) {
			f.note("Mailbox %s: no authserv_id is given, so every sender is shown as unverified.", in.Key)
		}
	}
}
