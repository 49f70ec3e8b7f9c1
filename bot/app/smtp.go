package app

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"

	"factotum/automations"
	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/source"
	"factotum/connectors/files"
	"factotum/connectors/mail"
)

// smtpText is how the answers of a mailbox go out.
type smtpText struct {
	Host         string `yaml:"host"`
	Port         int    `yaml:"port"`
	TLS          string `yaml:"tls"`
	CAFile       string `yaml:"ca_file"`
	User         string `yaml:"user"`
	PasswordFile string `yaml:"password_file"`
	TokenFile    string `yaml:"token_file"`
	From         string `yaml:"from"`
	Name         string `yaml:"name"` // beside the address
}

// tickets reads what a mailbox makes of its mails, where they become tickets.
func (r *reader) tickets(at string, in mailboxText, b *Inbox, kinds *catalogue.Catalogue) {
	if in.Makes == "" {
		if in.Team != "" || in.SMTP.Host != "" {
			r.wrong(at, "team and smtp are for a mailbox whose mails become tickets: add makes: ticket, or take them out")
		}
		return
	}
	kind, err := kinds.Kind(in.Makes)
	if err != nil || !kind.Ticket() {
		r.wrong(at+".makes", "no kind of ticket is called %q%s", in.Makes, source.DidYouMean(in.Makes, ticketKinds(kinds)))
		return
	}
	if in.Kind != "" {
		r.wrong(at+".kind", "kind is what invoices become, and makes is what all mails become: keep one of them")
	}
	if in.Team != "" && !r.unsure && !slices.Contains(r.company.Teams, strings.ToLower(in.Team)) {
		r.wrong(at+".team", "there is no team %q%s", in.Team, source.DidYouMean(in.Team, r.company.Teams))
	}
	b.Tickets = &automations.Tickets{Kind: in.Makes, Team: strings.ToLower(in.Team)}
	if in.Host != "" || in.User != "" {
		b.Out = r.sending(at+".smtp", in)
	}
}

func ticketKinds(c *catalogue.Catalogue) []string {
	var keys []string
	for _, k := range c.Kinds() {
		if k.Ticket() {
			keys = append(keys, k.Key)
		}
	}
	return keys
}

// sending reads the account that answers go out of. Without one nobody outside
// could be answered.
func (r *reader) sending(at string, in mailboxText) *mail.SendConfig {
	out := in.SMTP
	if out.Host == "" {
		r.wrong(at, "who writes to this mailbox from outside is answered by mail: name the server that sends by smtp: {host: smtp.example.com, from: desk@example.com}")
		return nil
	}
	c := mail.SendConfig{Security: mail.Security(out.TLS), User: out.User, From: out.From, Name: out.Name}
	if c.Security == "" {
		c.Security = mail.StartTLS
	}
	port := map[mail.Security]int{mail.TLS: 465, mail.StartTLS: 587, mail.Plain: 25}[c.Security]
	if out.Port != 0 {
		port = out.Port
	}
	c.Address = net.JoinHostPort(out.Host, strconv.Itoa(port))
	if out.CAFile != "" {
		c.CAFile = r.path(out.CAFile, "")
	}
	if c.Name == "" {
		c.Name = strings.TrimSpace(in.Name)
	}
	if c.User == "" {
		c.User = in.User
	}
	own := mailboxText{PasswordFile: out.PasswordFile, TokenFile: out.TokenFile}
	base := "FACTOTUM_MAIL_" + strings.ToUpper(strings.ReplaceAll(in.Key, "-", "_")) + "_SMTP"
	if out.PasswordFile+out.TokenFile == "" && r.env(base+"_PASSWORD") == "" && r.env(base+"_TOKEN") == "" {
		c.Secret = r.mailSecret(strings.TrimSuffix(at, ".smtp"), in, in.Key)
	} else {
		c.Secret = r.mailSecret(at, own, in.Key+"-smtp")
	}
	if _, err := mail.NewSender(c); err != nil {
		r.wrong(at, "%s", fault.Say(err))
	}
	return &c
}

// postbag sends the mails of all mailboxes, with files from our own folder.
type postbag struct {
	senders map[string]*mail.Sender
	kept    *files.Store
}

// Send sends a mail out of the mailbox that it belongs to.
func (b postbag) Send(ctx context.Context, m outbox.Mail) (err error) {
	sender, ok := b.senders[m.Box]
	if !ok {
		return fault.New(fault.Invalid, "The mailbox %q that the ticket came to has no account any more from which answers go out. Bring it back into the configuration, then try again.", m.Box)
	}
	if m.File != nil {
		file := *m.File
		if file.Data, err = (postman{kept: b.kept}).content(ctx, file); err != nil {
			return err
		}
		m.File = &file
	}
	return sender.Send(ctx, m)
}

// postbag makes the senders of the configuration; nothing is connected yet.
func (s *Settings) postbag(kept *files.Store) (postbag, error) {
	b := postbag{senders: map[string]*mail.Sender{}, kept: kept}
	for _, in := range s.Inboxes {
		if in.Out == nil {
			continue
		}
		sender, err := mail.NewSender(*in.Out)
		if err != nil {
			return b, fmt.Errorf("app: mailbox %s: %w", in.Key, err)
		}
		b.senders[in.Key] = sender
	}
	return b, nil
}

// sends tests the login of an account that sends.
func (f *findings) sends(ctx context.Context, in Inbox) {
	if in.Out == nil {
		return
	}
	sender, err := mail.NewSender(*in.Out)
	if err == nil {
		err = sender.Check(ctx)
	}
	if err != nil {
		f.wrong("Mailbox %s, sending: %s", in.Key, fault.Say(err))
		return
	}
	f.good("Mailbox %s: answers go out by %s as %s.", in.Key, in.Out.Address, in.Out.From)
}

// own are the addresses that mail goes out of: what comes from them is ours.
func (s *Settings) own() []string {
	var all []string
	for _, in := range s.Inboxes {
		if in.Out != nil {
			all = append(all, in.Out.From)
		}
	}
	return all
}
