package automations

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"factotum/automations/fault"
	"factotum/automations/mail"
	"factotum/automations/request"
	"factotum/automations/state"
)

// letter is a mail at work: what becomes of it is found out once, and committed
// until it stands.
type letter struct {
	mail.Message
	print   string
	sender  mail.Verdict
	opened  bool
	pieces  []Arrival
	outcome mail.Outcome
	ticket  string // id of the one that it answers, and its own Message-ID
	thread  string
}

// trace is what is kept of a mail, at its place and under its fingerprint.
type trace struct {
	Outcome mail.Outcome `json:"outcome"`
	At      time.Time    `json:"at"` // when it was taken in
	From    string       `json:"from"`
}

func placeID(at mail.Position) string { return "mail/at/" + at.String() }

func printID(account, print string) string { return "mail/print/" + account + "/" + print }

// take deals with one mail, once, and shows in the mailbox that it did.
func (in *Intake) take(ctx context.Context, m mail.Message) error {
	l := letter{Message: m, print: m.Fingerprint(), sender: mail.Judge(m.Raw, in.Trust)}
	busy := fault.New(fault.Conflict, "The mailbox %s is read by too many at once. It is tried again.", in.Box.Name)
	return in.Desk.persist(busy, nil, func() error { // another replica, or another folder, may be faster
		first, err := in.deal(ctx, &l)
		if err != nil || !first {
			return err
		}
		return in.Mailbox.Settle(ctx, m.At, l.outcome)
	})
}

// deal commits what becomes of a mail. It tells whether that was news.
func (in *Intake) deal(ctx context.Context, l *letter) (first bool, err error) {
	docs, err := in.Desk.Store.Load(ctx, positionID(in.Box.Key, l.At.Folder), placeID(l.At), printID(in.Box.Key, l.print))
	if err != nil {
		return false, err
	}
	if docs[1].Version > 0 {
		return false, nil
	}
	if docs[2].Version > 0 { // the same mail under another UID: nothing is to be made of it
		var before trace
		if err := decodeInto(docs[2], &before); err != nil {
			return false, err
		}
		l.outcome, l.pieces, l.opened = before.Outcome, nil, true
	}
	if !l.opened {
		open := in.open
		if in.Tickets != nil && l.Trouble == "" {
			open = in.ticket
		}
		if err := open(ctx, l); err != nil {
			return false, err
		}
	}
	also, err := in.marks(l, docs)
	if err != nil {
		return false, err
	}
	if doc, differs, err := in.answers(ctx, l); err != nil {
		return false, err
	} else if differs {
		also.Documents = append(also.Documents, doc)
	}
	return in.commit(ctx, l, also)
}

// marks are the documents that say that a mail is dealt with.
func (in *Intake) marks(l *letter, docs []state.Document) (state.Change, error) {
	at, err := decodeReached(docs[0], l.At)
	if err != nil {
		return state.Change{}, err
	}
	if at.Validity != l.At.Validity || at.UID < l.At.UID {
		at.Position = l.At
	}
	at.Taken++
	if l.outcome == mail.Quarantine {
		at.Apart++
	}
	t := trace{Outcome: l.outcome, At: in.Desk.Now().UTC(), From: l.At.String()}
	for i, body := range []any{at, t, t} {
		if docs[i].Body, err = encode(body); err != nil {
			return state.Change{}, err
		}
	}
	if docs[2].Version > 0 {
		docs = docs[:2]
	}
	return state.Change{Documents: docs}, nil
}

// commit commits the pieces of a mail one by one, the marks with the last.
func (in *Intake) commit(ctx context.Context, l *letter, marks state.Change) (first bool, err error) {
	once := "mail/" + l.At.String()
	for i, a := range l.pieces {
		last := i == len(l.pieces)-1
		if a.Once = (state.Once{Key: once + "#" + a.ID}); last {
			a.Once, a.Also = state.Once{Key: once}, marks
		}
		again, err := in.arrive(ctx, a)
		switch {
		case err == nil && last:
			return !again, nil
		case err == nil:
		case passes(ctx, err) || a.Kind == mailKind:
			return false, err
		default: // it must not stop the mails behind it for ever
			l.pieces, l.outcome = []Arrival{in.aside(l, "", fmt.Sprintf("It could not be taken in: %s", fault.Say(err)), nil)}, mail.Quarantine
			return false, errors.Join(state.StaleError{ID: placeID(l.At)}, err)
		}
	}
	result, err := in.Desk.write(ctx, state.Change{Once: state.Once{Key: once}, Documents: marks.Documents})
	return !result.Repeated, err
}

// passes tells whether a failure is of the moment and not of this mail.
func passes(ctx context.Context, err error) bool {
	var stale state.StaleError
	return ctx.Err() != nil || errors.As(err, &stale) || fault.CodeOf(err) == fault.Unavailable || fault.CodeOf(err) == fault.Conflict
}

// arrive makes a request of one piece, or a remark on the request that has the
// same invoice already.
func (in *Intake) arrive(ctx context.Context, a Arrival) (again bool, err error) {
	docs, err := in.Desk.Store.Load(ctx, a.ID)
	if err != nil {
		return false, err
	}
	if docs[0].Version > 0 { // an end in the middle of this mail
		result, err := in.Desk.write(ctx, state.Change{Once: a.Once, Documents: a.Also.Documents})
		return result.Repeated, err
	}
	f, err := in.Desk.Arrive(ctx, a)
	var taken state.TakenError
	if !errors.As(err, &taken) {
		return f.Again, err
	}
	said := fmt.Sprintf("It arrived again in the mailbox %s: from %s.", in.Box.Name, a.Reading.From)
	if !a.Reading.Verified {
		said = strings.TrimSuffix(said, ".") + " (unverified sender: anybody can write this address)."
	}
	keys := a.Reading.Keys
	for range keys {
		f, err = in.Desk.Note(ctx, a.Once, taken.Holder, said, keys, a.Also)
		var third state.TakenError
		if !errors.As(err, &third) {
			break
		}
		keys = missing([]string{third.Key}, keys) // a part of it belongs to a third request
	}
	var refused *request.Refusal
	if errors.As(err, &refused) {
		err = fault.Wrap(err, fault.Invalid, "it is the same as a request that takes no remarks any more.")
	}
	return f.Again, err
}
