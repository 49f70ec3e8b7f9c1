package automations

import (
	"context"
	"errors"
	"fmt"
	"time"

	"factotum/automations/audit"
	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/state"
)

// Gazette keeps what was published where losing the store does not lose it.
type Gazette interface {
	// Last gives the newest; the zero one where nothing was.
	Last(ctx context.Context) (audit.Published, error)
	// Publish adds a head behind all others.
	Publish(ctx context.Context, head audit.Head, at time.Time) error
}

// Sealer seals the log and publishes its head. A log that does not hold what
// was published before came back from an older copy: then decisions freeze,
// nothing more is published, and admins are told.
type Sealer struct {
	Desk      *Desk
	Gazette   Gazette
	Messenger Messenger
	Channel   string                                  // in which the head is posted once an hour; empty: none
	Tell      func(ctx context.Context, h audit.Head) // logs a new head
}

// Check only compares and freezes. It is for the start, before anybody is
// served.
func (s *Sealer) Check(ctx context.Context) error {
	_, _, err := s.look(ctx)
	return err
}

// look compares, again when another replica freezes or thaws meanwhile.
func (s *Sealer) look(ctx context.Context) (audit.Published, Freeze, error) {
	for {
		last, err := s.Gazette.Last(ctx)
		if err != nil {
			return last, Freeze{}, err
		}
		frozen, err := s.compare(ctx, last)
		var stale state.StaleError
		if !errors.As(err, &stale) {
			return last, frozen, err
		}
	}
}

// Run does all of it once. It is for every wake. While decisions are frozen it
// returns conflict with the sentence for admins.
func (s *Sealer) Run(ctx context.Context) error {
	last, frozen, err := s.look(ctx)
	if err != nil {
		return err
	}
	if frozen.On() {
		return errors.Join(fault.New(fault.Conflict, "%s", frozen), s.warn(ctx, frozen))
	}
	head, err := s.Desk.Seal(ctx)
	if err != nil || head == last.Head && last.Accepted == "" || head.Position == 0 {
		return err
	}
	if err := s.Gazette.Publish(ctx, head, s.Desk.Now()); err != nil {
		return err
	}
	s.Tell(ctx, head)
	return s.post(ctx, head)
}

// compare freezes or thaws as what was published demands.
func (s *Sealer) compare(ctx context.Context, last audit.Published) (Freeze, error) {
	docs, err := s.Desk.Store.Load(ctx, sealID, freezeID)
	if err != nil {
		return Freeze{}, err
	}
	at, err := decodeSealing(docs[0])
	if err != nil {
		return Freeze{}, err
	}
	frozen, err := decodeFreeze(docs[1])
	switch {
	case err != nil:
		return frozen, err
	case last.Accepted != "" && last.At.After(at.Accepted):
		return Freeze{}, s.thaw(ctx, docs[0], at, frozen, last)
	case frozen.On() || last.Accepted != "" || !last.At.After(at.Accepted):
		return frozen, nil
	}
	holds, err := Holds(ctx, s.Desk.Store, last.Head)
	if err != nil || holds {
		return frozen, err
	}
	frozen = Freeze{Since: s.Desk.Now().UTC(), Published: last.Head, Found: at.Head}
	return frozen, s.Desk.freeze(ctx, frozen, "freeze", audit.System, frozen)
}

// thaw goes on with the log as it is, as an admin has said.
func (s *Sealer) thaw(ctx context.Context, doc state.Document, at sealing, frozen Freeze, last audit.Published) error {
	at.Accepted = last.At
	body, err := encode(at)
	if err != nil {
		return err
	}
	doc.Body = body
	return s.Desk.freeze(ctx, Freeze{}, "accept", audit.System, map[string]any{"accepted_by": last.Accepted, "freeze": frozen}, doc)
}

// warn tells the admins once that decisions are frozen.
func (s *Sealer) warn(ctx context.Context, f Freeze) error {
	if !f.On() || f.Told {
		return nil
	}
	admins, err := s.Desk.admins(ctx)
	if err != nil || len(admins) == 0 { // the directory may not be known yet
		return err
	}
	for _, p := range admins {
		if err := s.tell(ctx, p, f); err != nil {
			return err
		}
	}
	f.Told = true
	return s.Desk.freeze(ctx, f, "", "", nil)
}

// tell posts to one admin, unless an earlier try did.
func (s *Sealer) tell(ctx context.Context, p people.Person, f Freeze) error {
	m := outbox.Message{Key: fmt.Sprintf("freeze/%s/%s", f.Published, p.ID), To: p.Accounts[0], Text: "🧊 " + f.String()}
	_, _, found, err := s.Messenger.Find(ctx, m, f.Since.Add(-skew))
	if err != nil || found {
		return err
	}
	_, _, err = s.Messenger.Post(ctx, m)
	return err
}

// post publishes the head in the channel, once an hour for all replicas: it
// stands for everything before it, so one that could not be posted is made up
// for by the next.
func (s *Sealer) post(ctx context.Context, h audit.Head) error {
	if s.Channel == "" {
		return nil
	}
	hour := s.Desk.Now().UTC().Truncate(time.Hour).Format(sortable)
	r, err := s.Desk.write(ctx, state.Change{Once: state.Once{Key: "head/" + hour, Keep: keepSlack}})
	if err != nil || r.Repeated {
		return err
	}
	_, _, err = s.Messenger.Post(ctx, outbox.Message{Key: "head/" + h.String(), To: s.Channel, Text: fmt.Sprintf("🔏 Audit log sealed up to entry %d: `%s`", h.Position, h)})
	return err
}
