package app

import (
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"

	"factotum/automations"
	"factotum/automations/catalogue"
	"factotum/automations/fault"
	mails "factotum/automations/mail"
	"factotum/automations/people"
	"factotum/automations/source"
	"factotum/connectors/mail"
)

// afterText is what is done with a mail of which something was made.
type afterText struct {
	Flag string `yaml:"flag"`
	Move string `yaml:"move"`
}

// Inbox is a mailbox that is read over IMAP.
type Inbox struct {
	people.Mailbox
	Kind    string
	Config  mail.Config
	Trust   mails.Trust
	Allowed []string
	Tickets *automations.Tickets // nil: invoices are looked for
	Out     *mail.SendConfig     // of which answers go out; nil: none
}

// inboxes reads how the mailboxes are read, and what those become that are read
// by nobody yet. The kinds must be known by now.
func (r *reader) inboxes(known *catalogue.Catalogue, boxes []people.Mailbox) (all, unread []Inbox) {
	kinds := keysOf(known)
	for i, in := range r.in.Mailboxes {
		at := fmt.Sprintf("mailboxes[%d]", i)
		if in.Host == "" && in.User == "" {
			box := Inbox{Mailbox: boxes[i], Kind: "invoice"}
			r.tickets(at, in, &box, known)
			unread = append(unread, box)
			continue
		}
		box := r.inbox(at, in, boxes[i], kinds)
		r.tickets(at, in, &box, known)
		all = append(all, box)
	}
	return all, unread
}

func (r *reader) inbox(at string, in mailboxText, box people.Mailbox, kinds []string) Inbox {
	box.Name = strings.TrimSpace(box.Name)
	b := Inbox{Mailbox: box, Kind: in.Kind, Trust: mails.Trust{Server: in.AuthservID, Hops: in.Hops}, Allowed: in.Allowed}
	if b.Kind == "" {
		b.Kind = "invoice"
	}
	if in.Makes == "" && !slices.Contains(kinds, b.Kind) {
		r.wrong(at+".kind", "no kind is called %q%s; invoices become requests of it", b.Kind, source.DidYouMean(b.Kind, kinds))
	}
	if !slices.Contains(kinds, "mail") {
		r.wrong(at, "mails that nothing is made of become requests of the kind mail, which is left out here: write it into builtin")
	}
	for j, sender := range b.Allowed {
		if _, domain, whole := strings.Cut(sender, "@"); whole && domain == "" || !strings.Contains(sender, ".") || strings.ContainsAny(sender, " <>,;") {
			r.wrong(fmt.Sprintf("%s.allowed_senders[%d]", at, j), "%q is no sender: write billing@example.com, or example.com for everybody there", sender)
		}
	}
	b.Config = r.account(at, in, box.Key)
	account, err := mail.New(b.Config)
	if err != nil {
		r.wrong(at, "%s", fault.Say(err))
		return b
	}
	account.Close()
	return b
}

// account is the account of a mailbox, with everything that was left out.
func (r *reader) account(at string, in mailboxText, key string) mail.Config {
	c := mail.Config{
		Name: key, Security: mail.Security(in.TLS), User: in.User, Folders: in.Folders,
		Flag: in.After.Flag, Folder: in.After.Move, Quarantine: in.Quarantine, Secret: r.mailSecret(at, in, key),
	}
	if in.CAFile != "" {
		c.CAFile = r.path(in.CAFile, "")
	}
	port := map[mail.Security]int{"": 993, mail.TLS: 993, mail.StartTLS: 143, mail.Plain: 143}[c.Security]
	if c.Security == "" {
		c.Security = mail.TLS
	}
	if in.Port != 0 {
		port = in.Port
	}
	c.Address = net.JoinHostPort(in.Host, strconv.Itoa(port))
	if len(c.Folders) == 0 {
		c.Folders = []string{"INBOX"}
	}
	if c.Flag == "" && c.Folder == "" {
		c.Flag = "$Factotum"
	}
	if c.Quarantine == "" {
		c.Quarantine = "Quarantine"
	}
	return c
}

// mailSecret is where the password or token of a mailbox is read from, anew at
// each login. Here it is only looked whether it can be.
func (r *reader) mailSecret(at string, in mailboxText, key string) mail.Secret {
	base := "FACTOTUM_MAIL_" + strings.ToUpper(strings.ReplaceAll(key, "-", "_"))
	password, token := base+"_PASSWORD", base+"_TOKEN"
	env, field, file := password, ".password_file", in.PasswordFile
	if in.TokenFile != "" || r.env(token) != "" {
		env, field, file = token, ".token_file", in.TokenFile
	}
	value, from := r.secret(env, at+field, file)
	s := secretIn(from)
	switch from {
	case "":
		r.wrong(at, "there is no password for this mailbox: set %s, or name a file of mode 0600 by password_file; for OAuth2 set %s, or name a file by token_file", password, token)
	case env: // what is in the environment never changes
		s = mail.Secret{Where: env + " in the environment", Read: func() (string, error) { return value, nil }}
	}
	s.Token = env == token
	return s
}

// keysOf are the keys of all kinds.
func keysOf(c *catalogue.Catalogue) []string {
	var keys []string
	for _, k := range c.Kinds() {
		keys = append(keys, k.Key)
	}
	return keys
}
