package automations

import (
	"context"

	"factotum/automations/audit"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Arrival is what came to a mailbox and becomes a request that the mailbox asks
// for.
type Arrival struct {
	ID      string // of the new request
	Kind    string
	From    people.ID // of the mailbox
	Values  form.Values
	Reading request.Reading
	Holds   []request.Hold // about the document itself, made by Kind.Hold
	Once    state.Once
	Also    state.Change // what is committed with it: documents, claims, timers …
}

// Arrive makes a request of what came. Nothing is refused for what it says:
// fields that the form of the kind would refuse are for a person to look at.
// Fails with state.TakenError, whose Holder is the request that has one of
// Reading.Keys already, and with state.StaleError where a document of Also moved.
func (d *Desk) Arrive(ctx context.Context, in Arrival) (File, error) {
	var f File
	busy := fault.New(fault.Conflict, "The directory changes all the time, so what came could not be taken in. It is tried again.")
	there := func(id string) bool { return f.Version > 0 || id == in.ID || in.Also.Moves(id) }
	err := d.persist(busy, there, func() (err error) {
		f, err = d.arrive(ctx, in)
		return err
	})
	return f, err
}

func (d *Desk) arrive(ctx context.Context, in Arrival) (File, error) {
	f := File{Request: request.Request{ID: in.ID, State: request.Draft}}
	var err error
	if f.Dir, f.guard, err = d.roster.read(ctx, d.Store, d.Now()); err != nil {
		return f, err
	}
	mailbox, ok := f.Dir.Person(in.From)
	if !ok {
		return f, fault.New(fault.Invalid, "There is no mailbox %s in the configuration any more.", in.From)
	}
	kind, err := d.Catalogue.Kind(in.Kind)
	if err != nil {
		return f, err
	}
	m := d.moment(mailbox, f.Dir)
	sent, problems, err := kind.Prepare(in.Values, m)
	if err != nil {
		return f, err
	}
	reading := in.Reading
	reading.Unsure = problematic(reading.Unsure, problems)
	sent.Reading, sent.Holds = &reading, append(sent.Holds, in.Holds...)
	found, err := d.examined(ctx, Examined{ID: in.ID, Kind: kind, Dir: f.Dir, Now: m.Now, Sent: sent})
	if err != nil {
		return f, err
	}
	in.Also.Guards = append(in.Also.Guards, found.Guards...)
	return d.commit(ctx, f, in.Once, act{
		move:   request.Move{Action: request.Submit, By: in.From, At: m.Now, Sent: &found.Sent},
		timers: []string{remindTimer, copyTimer, dueTimer}, prefix: kind.Prefix, also: in.Also,
	})
}

// Note adds to a request what happened beside it, such as that it arrived again,
// with further claims of its own and what is committed with that. It is told to
// nobody: it shows on the card.
func (d *Desk) Note(ctx context.Context, once state.Once, id, text string, keys []string, also state.Change) (File, error) {
	return d.update(ctx, id, once, func(File) (act, error) {
		move := request.Move{Action: request.Note, By: audit.System, At: d.Now().UTC(), Text: text, Keys: keys}
		return act{move: move, also: also}, nil
	})
}
