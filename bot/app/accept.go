package app

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"factotum/automations"
	"factotum/automations/audit"
	"factotum/automations/fault"
)

// AcceptAudit says that Factotum is to go on with the log as it is, though it
// lost entries that were published. A bot that runs takes it up at its next
// wake; one that does not, when it starts. Returns conflict when nothing is
// missing.
func AcceptAudit(ctx context.Context, place Place, by string, now time.Time) (head audit.Head, err error) {
	store, err := place.read(ctx)
	if err != nil {
		return head, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	last, err := place.heads().Last(ctx)
	if err != nil {
		return head, err
	}
	holds, err := automations.Holds(ctx, store, last.Head)
	if err != nil {
		return head, err
	}
	freeze, err := automations.Frozen(ctx, store)
	if err != nil {
		return head, err
	}
	if holds && !freeze.On() {
		return head, fault.New(fault.Conflict, "There is nothing to accept: the log holds every head that was published from here.")
	}
	if head, _, err = automations.Sealed(ctx, store); err != nil {
		return head, err
	}
	return head, place.heads().Accept(head, now, by)
}

// Erase takes away what a person typed, of finished requests. The store must be
// free to be written: an embedded one is not while the bot is running.
func Erase(ctx context.Context, place Place, person, by string, log *slog.Logger) (done automations.Erased, err error) {
	store, err := place.open(ctx, log)
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	desk := automations.Desk{Store: store, Now: time.Now, NewID: uuid.NewString, Due: func() {}}
	dir, err := desk.Directory(ctx)
	if err != nil {
		return done, err
	}
	if p, known := dir.Person(person); known {
		person = p.ID
	}
	return desk.Erase(ctx, person, by)
}
