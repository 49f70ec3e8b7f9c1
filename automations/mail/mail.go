// Package mail owns what a mail is before anybody knows what is in it: the
// place where it was read, what tells it from every other mail, and whether our
// own mail server vouches for its sender. It must not know IMAP, invoices or
// what is kept of a mail. What it reads of a mail is the header, with limits;
// the parts inside are for a child process.
package mail

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// Position is a place in a mailbox: everything in the folder up to UID has been
// dealt with. It is committed together with what was made of the mail at it.
// UIDs count only as long as the folder keeps its UIDVALIDITY (RFC 9051,
// section 2.3.1.1); zero means that the folder was never read.
type Position struct {
	Account  string `json:"account"`
	Folder   string `json:"folder"`
	Validity uint32 `json:"validity"`
	UID      uint32 `json:"uid"`
}

// String names the place for logs and as a once key. Two places never share a
// name: the numbers stand last and the account before its folder is quoted.
func (p Position) String() string {
	return fmt.Sprintf("%q/%s/%d/%d", p.Account, p.Folder, p.Validity, p.UID)
}

// Message is one mail as the mailbox has it. When it could not or must not be
// read whole, Trouble says why in a sentence for a person, and Raw holds what
// could be had of its header, if anything.
type Message struct {
	At      Position
	Size    int64 // in bytes, as the server states it
	Raw     []byte
	Trouble string
}

// Outcome is what became of a mail, as far as the mailbox shows it.
type Outcome string

// The outcomes.
const (
	Done       Outcome = "done"       // something was made of it, or there was nothing to make
	Quarantine Outcome = "quarantine" // a person must look at it
)

// Fingerprint is the same for the same mail wherever and whenever it is read:
// in a folder whose UIDs began anew, in a second folder, after a move to another
// server. It is made of the Message-ID and the body, because servers add and
// drop other header fields. A forged Message-ID alone therefore hides nothing.
// A mail of which nothing could be read is told by its place.
func (m Message) Fingerprint() string {
	what := "place\n" + m.At.String()
	if len(m.Raw) > 0 {
		h := split(m.Raw)
		what = fmt.Sprintf("mail\n%q\n%x", h.all("message-id"), sha256.Sum256(h.body))
	}
	sum := sha256.Sum256([]byte(what))
	return hex.EncodeToString(sum[:])
}
