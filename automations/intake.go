package automations

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"factotum/automations/fault"
	"factotum/automations/mail"
	"factotum/automations/people"
	"factotum/automations/state"
)

// Intake takes in what comes to one mailbox: each invoice in a mail becomes a
// request, and a mail without one becomes one of the kind mail. What was made of
// a mail is committed together with its place in the mailbox, so that no end of
// the program and no second replica loses or doubles anything.
type Intake struct {
	Desk    *Desk
	Mailbox Mailbox
	Reader  Reader
	Box     people.Mailbox // who asks for what comes
	Folders []string
	Kind    string // of the requests that invoices become
	Trust   mail.Trust
	Allowed []string // addresses and domains that may send; empty: everybody
	Tickets *Tickets // nil: invoices are looked for
	Opener  Opener   // where mails are tickets
	Own     []string // addresses that our own mails are from

	mu     sync.Mutex
	status Status
}

// Status is how a mailbox stands.
type Status struct {
	Success time.Time // when a round last came to its end; zero: never
	Waiting int       // mails that were there and are not dealt with
	Taken   int       // mails that were dealt with
	Apart   int       // of them those put aside for a person
}

// roundSize is how many mails are asked for at once.
const roundSize = 50

// Status tells how the mailbox stands.
func (in *Intake) Status() Status {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.status
}

func (in *Intake) note(change func(*Status)) {
	in.mu.Lock()
	defer in.mu.Unlock()
	change(&in.status)
}

// Run takes in everything that waits. A folder that fails does not keep the
// others waiting. It may run at the same time in several replicas.
func (in *Intake) Run(ctx context.Context) error {
	dir, err := in.Desk.Directory(ctx)
	if err != nil {
		return err
	}
	if _, known := dir.Person(in.Box.ID()); !known {
		return fault.New(fault.Unavailable, "The mailbox %s is not in the directory yet; it is read once the directory is.", in.Box.Name)
	}
	var at []reached
	waiting := 0
	for _, folder := range in.Folders {
		s, n, err := in.waits(ctx, folder)
		if err != nil {
			return err
		}
		at, waiting = append(at, s), waiting+n
	}
	in.note(func(s *Status) { s.Waiting = waiting })
	var failed []error
	for _, from := range at {
		failed = append(failed, in.folder(ctx, from))
	}
	if err := errors.Join(failed...); err != nil {
		return err
	}
	in.note(func(s *Status) { s.Success, s.Waiting = in.Desk.Now().UTC(), 0 })
	return in.count(ctx)
}

// reached is how far a folder has been read, as it is kept.
type reached struct {
	mail.Position
	Taken int `json:"taken"`
	Apart int `json:"apart"`
}

func positionID(account, folder string) string { return "mail/position/" + account + "/" + folder }

// waits is how far a folder has been read and how many mails wait beyond that.
func (in *Intake) waits(ctx context.Context, folder string) (reached, int, error) {
	docs, err := in.Desk.Store.Load(ctx, positionID(in.Box.Key, folder))
	if err != nil {
		return reached{}, 0, err
	}
	s, err := decodeReached(docs[0], mail.Position{Account: in.Box.Key, Folder: folder})
	if err != nil {
		return s, 0, err
	}
	n, err := in.Mailbox.Waiting(ctx, s.Position)
	return s, n, err
}

func decodeReached(doc state.Document, otherwise mail.Position) (reached, error) {
	s := reached{Position: otherwise}
	err := decodeInto(doc, &s)
	return s, err
}

// folder takes in what waits in one folder, then repairs what an end in the
// middle has left behind.
func (in *Intake) folder(ctx context.Context, from reached) error {
	at := from.Position
	for {
		before := at
		for m, err := range in.Mailbox.Next(ctx, at, roundSize) {
			if err == nil {
				err = in.take(ctx, m)
			}
			if err != nil {
				return err
			}
			at = m.At
		}
		if at == before {
			return in.repair(ctx, at)
		}
	}
}

// count sums what was kept of all folders.
func (in *Intake) count(ctx context.Context) error {
	ids := make([]string, 0, len(in.Folders))
	for _, folder := range in.Folders {
		ids = append(ids, positionID(in.Box.Key, folder))
	}
	docs, err := in.Desk.Store.Load(ctx, slices.Compact(ids)...)
	if err != nil {
		return err
	}
	taken, apart := 0, 0
	for _, doc := range docs {
		s, err := decodeReached(doc, mail.Position{})
		if err != nil {
			return err
		}
		taken, apart = taken+s.Taken, apart+s.Apart
	}
	in.note(func(s *Status) { s.Taken, s.Apart = taken, apart })
	return nil
}
