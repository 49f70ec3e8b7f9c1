package app

import (
	"context"
	"fmt"
	"regexp"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/people"
)

// mailboxText is a mailbox from which requests come.
type mailboxText struct {
	Key  string `yaml:"key"`
	Name string `yaml:"name"` // as people read it: Invoices mailbox

	// How it is read over IMAP. One without a host is not read at all.
	Kind         string    `yaml:"kind"`
	Makes        string    `yaml:"makes"` // a kind of ticket: what all mails become
	Team         string    `yaml:"team"`  // that works on them
	SMTP         smtpText  `yaml:"smtp"`
	Host         string    `yaml:"host"`
	Port         int       `yaml:"port"`
	TLS          string    `yaml:"tls"`
	CAFile       string    `yaml:"ca_file"`
	User         string    `yaml:"user"`
	PasswordFile string    `yaml:"password_file"`
	TokenFile    string    `yaml:"token_file"`
	Folders      paths     `yaml:"folders"`
	After        afterText `yaml:"after"`
	Quarantine   string    `yaml:"quarantine"`
	AuthservID   string    `yaml:"authserv_id"`
	Hops         int       `yaml:"hops"`
	Allowed      []string  `yaml:"allowed_senders"`
}

var mailboxKey = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,30}$`)

// mailboxes reads the mailboxes. Each is somebody in the directory, who asks for
// what comes to it.
func (r *reader) mailboxes() []people.Mailbox {
	var all []people.Mailbox
	seen := map[string]bool{}
	for i, m := range r.in.Mailboxes {
		at := fmt.Sprintf("mailboxes[%d]", i)
		switch {
		case !mailboxKey.MatchString(m.Key):
			r.wrong(at+".key", "%q is no key of a mailbox: write small letters and digits, such as invoices", m.Key)
		case seen[m.Key]:
			r.wrong(at+".key", "there are two mailboxes called %s: rename one", m.Key)
		}
		seen[m.Key] = true
		all = append(all, people.Mailbox{Key: m.Key, Name: m.Name, Zone: r.in.Company.Zone})
	}
	return all
}

// Arrive makes something come to a mailbox of the sample company, for those who
// act in stories without sending mail.
func (d *Demo) Arrive(ctx context.Context, in automations.Arrival) (automations.File, error) {
	d.mu.Lock()
	program := d.program
	d.mu.Unlock()
	if program == nil {
		return automations.File{}, fault.New(fault.Unavailable, "The demonstration does not work yet. Please try again in a moment.")
	}
	return program.desk.Arrive(ctx, in)
}
