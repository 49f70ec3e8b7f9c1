package automations

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"factotum/automations/calendar"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/mail"
	"factotum/automations/people"
	"factotum/automations/request"
)

// mailKind is the kind of request that a mail without an invoice becomes.
const mailKind = "mail"

// open finds out what becomes of a mail.
func (in *Intake) open(ctx context.Context, l *letter) error {
	if l.Trouble != "" {
		l.pieces, l.outcome, l.opened = []Arrival{in.aside(l, "", l.Trouble, nil)}, mail.Quarantine, true
		return nil
	}
	held, err := in.Reader.Read(ctx, "mail.eml", l.Raw)
	if err != nil {
		return err
	}
	reason := refusals(held.Refused)
	l.outcome = mail.Done
	if !in.allowed(l.sender) {
		reason, held.Found, l.outcome = "The sender is not among those whose mail is taken in here.", nil, mail.Quarantine
	}
	unread := unreadable(held.Refused)
	if len(unread) > 0 && len(held.Found) == 0 {
		l.outcome = mail.Quarantine
	}
	var whole *form.File
	if len(held.Found) == 0 || len(unread) > 0 || bare(held.Found) {
		kept, err := in.Reader.Keep(ctx, "mail.eml", l.Raw)
		if err != nil {
			return err
		}
		whole = &kept
	}
	if len(held.Found) == 0 {
		l.pieces, l.opened = []Arrival{in.aside(l, held.Subject, reason, whole)}, true
		return nil
	}
	pieces, err := in.invoices(ctx, l, held, whole)
	if len(unread) > 0 { // it may be an invoice too
		pieces = append(pieces, in.aside(l, held.Subject, refusals(unread), whole))
	}
	l.pieces, l.opened = pieces, err == nil
	return err
}

// unreadable are the parts that could not be read, so that nobody knows what they are.
func unreadable(list []Refused) []Refused {
	return slices.DeleteFunc(slices.Clone(list), func(r Refused) bool { return r.Code == fault.NotFound })
}

// bare tells whether an invoice comes without a file of its own.
func bare(found []Found) bool {
	return slices.ContainsFunc(found, func(f Found) bool { return len(f.Files) == 0 })
}

// allowed tells whether the sender may send to this mailbox.
func (in *Intake) allowed(sender mail.Verdict) bool {
	address := strings.ToLower(sender.Address)
	for _, a := range in.Allowed {
		if a = strings.ToLower(a); a == address || strings.TrimPrefix(a, "@") == sender.Domain && sender.Domain != "" {
			return true
		}
	}
	return len(in.Allowed) == 0
}

// refusals are the reasons of all parts that gave nothing, each with its name.
func refusals(list []Refused) string {
	var lines []string
	for _, r := range list {
		lines = append(lines, named(r))
	}
	return strings.Join(lines, "\n")
}

func named(r Refused) string {
	if r.Name == "" {
		return r.Say
	}
	return r.Name + ": " + r.Say
}

// aside makes of a mail a request that somebody looks at it.
func (in *Intake) aside(l *letter, subject, reason string, whole *form.File) Arrival {
	if subject == "" {
		subject = "(no subject)"
	}
	values := form.Values{
		"subject": {Text: shortened(subject, 300)}, "reason": {Text: shortened(reason, 3000)},
		"received": {Date: calendar.DateOf(in.Desk.Now(), zone(people.Person{Zone: in.Box.Zone}))},
	}
	if from := fromOf(l.sender); from != "" {
		values["sender"] = form.Value{Text: shortened(from, 300)}
	}
	if whole != nil {
		values["mail"] = form.Value{Files: []form.File{*whole}}
	}
	return Arrival{
		ID: in.idOf(l, mailKind), Kind: mailKind, From: in.Box.ID(), Values: values,
		Reading: request.Reading{From: fromOf(l.sender), Verified: l.sender.Verified(), Odd: doubts(l.sender)},
	}
}

// idOf is the same for the same piece of the same mail, whoever takes it in and
// however often.
func (in *Intake) idOf(l *letter, piece string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %s %s", in.Box.Key, l.print, piece))
	return hex.EncodeToString(sum[:16])
}

// fromOf is the sender as the mail gives it.
func fromOf(sender mail.Verdict) string {
	if sender.Name == "" || sender.Address == "" {
		return sender.Address
	}
	return shortened(sender.Name, 100) + " <" + sender.Address + ">"
}

// doubts are the reasons for which the sender is not verified, but for the one
// that is about our own configuration and not about the mail.
func doubts(sender mail.Verdict) []string {
	var odd []string
	for _, d := range sender.Doubts {
		if d != mail.Unset {
			odd = append(odd, d.Says())
		}
	}
	return odd
}

// shortened cuts a text to so many letters.
func shortened(text string, most int) string {
	letters := []rune(strings.TrimSpace(text))
	if len(letters) <= most {
		return string(letters)
	}
	return string(letters[:most-1]) + "…"
}
