// Package mail is the company's mailboxes over IMAP: it logs in, reads the mails
// beyond a position one at a time, hears of new ones, and shows in the mailbox
// what became of each. It owns the wire: TLS, logins, UIDs and their validity,
// connections that break. It must not know what is in a mail, what is made of
// it or where that is kept; two replicas may read one folder at once, since
// nothing here decides that a mail is new.
package mail

import (
	"net"
	"regexp"
	"strings"
	"sync"
	"time"

	"factotum/automations/fault"
)

// Security is how the connection is protected.
type Security string

// The ways to connect. Plain is for a server on the same machine only.
const (
	TLS      Security = "tls"      // from the first byte (port 993)
	StartTLS Security = "starttls" // after a word in the clear (port 143)
	Plain    Security = "plain"
)

// Config is one account.
type Config struct {
	Name     string // part of every position: it must never change
	Address  string // host:port
	Security Security
	CAFile   string // PEM; trusted beside the system's authorities
	User     string
	Secret   Secret
	Folders  []string // to read
	// What is done with a mail of which something was made: it gets Flag (a
	// keyword, or \Seen or \Flagged) or is moved to Folder. One of them.
	Flag   string
	Folder string
	// Quarantine is the folder for mails that a person must look at.
	Quarantine string
	// Poll is how often a folder is looked at where the server does not tell of
	// new mail, and at the latest where it does; 4 minutes when it is zero.
	Poll time.Duration
}

// Secret is the password or OAuth2 token of an account. It is read anew at each
// login: another program may renew a token.
type Secret struct {
	Read  func() (string, error) // its error is a fault that says what to correct
	Where string                 // what a person corrects: the file /etc/factotum/mail
	Token bool                   // an OAuth2 access token, not a password
}

// what people call it.
func (s Secret) what() string {
	if s.Token {
		return "OAuth2 token"
	}
	return "password"
}

// Account reads one account. Its methods may be called at the same time.
type Account struct {
	cfg    Config
	pace   pace
	idle   chan *session // open and not in use
	mutex  sync.Mutex
	broken map[place]int // connections that ended while this mail was read
	closed bool
}

// pace is how long things may take.
type pace struct {
	dial, command, body time.Duration
	firstRetry          time.Duration // after a connection is lost; doubles with each failure
	lastRetry           time.Duration
	loginRetry          time.Duration // at least, after a login is refused: servers lock accounts
	steady              time.Duration // a connection that stood this long makes the next retry the first
}

// New checks the account; it connects to nothing. The error is an invalid fault
// that says what to correct.
func New(cfg Config) (*Account, error) {
	if cfg.Poll <= 0 {
		cfg.Poll = 4 * time.Minute
	}
	if say := wrong(cfg); say != "" {
		return nil, fault.New(fault.Invalid, "%s", say)
	}
	return &Account{
		cfg: cfg,
		pace: pace{
			dial: 30 * time.Second, command: time.Minute, body: 5 * time.Minute,
			firstRetry: time.Second, lastRetry: 5 * time.Minute, loginRetry: time.Minute, steady: time.Minute,
		},
		idle:   make(chan *session, 2), // one reads while another marks
		broken: make(map[place]int),
	}, nil
}

// wrong is what must be corrected in an account; empty when it can be tried.
func wrong(cfg Config) string {
	_, _, err := net.SplitHostPort(cfg.Address)
	switch {
	case cfg.Name == "" || cfg.User == "":
		return "A mail account needs a name and a user."
	case err != nil:
		return "The mail server is not written as host:port, such as imap.example.com:993."
	case cfg.Security != TLS && cfg.Security != StartTLS && cfg.Security != Plain:
		return "The security of a mail account is tls, starttls or plain."
	case cfg.Secret.Read == nil:
		return "A mail account needs a password or token."
	case len(cfg.Folders) == 0:
		return "A mail account needs the folders to read, such as INBOX."
	case (cfg.Flag == "") == (cfg.Folder == ""):
		return "Mails that were dealt with get either a flag or a folder to be moved to."
	case cfg.Flag != "" && !regexp.MustCompile(`^(\\(Seen|Flagged|Answered)|[A-Za-z$][A-Za-z0-9$_.-]*)$`).MatchString(cfg.Flag):
		return `A flag is a word of letters and digits, or \Seen, \Flagged or \Answered.`
	case cfg.Quarantine == "":
		return "A mail account needs a folder for mails that a person must look at."
	}
	for _, folder := range cfg.Folders {
		if strings.EqualFold(folder, cfg.Folder) || strings.EqualFold(folder, cfg.Quarantine) {
			return "The folder " + folder + " is read, so that mails cannot be moved there: name another one."
		}
	}
	return ""
}

// Close ends the connections that are not in use; those in use end with their
// call.
func (a *Account) Close() {
	a.mutex.Lock()
	a.closed = true
	a.mutex.Unlock()
	for {
		select {
		case s := <-a.idle:
			s.close()
		default:
			return
		}
	}
}
