package automations

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Incoming is a message of an outside system about a ticket: by its number here,
// or by the one that it has there.
type Incoming struct {
	System   string // key of a hook
	ID       string // of the message: what it asks for is done once
	Number   string
	External string
}

func (in Incoming) once() state.Once {
	return state.Once{Key: "hook/" + in.System + "/" + in.ID, Keep: keepSlack}
}

func (in Incoming) by() string { return people.SystemID(in.System) }

func externalIndex(id string) string { return "external/" + id }

// externalEntries are the places of a ticket under the numbers that it has in
// other systems.
func externalEntries(r request.Request) []state.Entry {
	var all []state.Entry
	if r.Work == nil {
		return nil
	}
	for _, t := range r.Work.Ties {
		if t.Kind == request.External {
			all = append(all, state.Entry{Index: externalIndex(t.ID), Sort: "0", ID: r.ID})
		}
	}
	return all
}

// OpenFor opens a ticket of a kind for the person with an address. Returns
// conflict where the external number has a ticket already.
func (d *Desk) OpenFor(ctx context.Context, in Incoming, kind, address string, raw form.Raw) (File, error) {
	k, err := d.Catalogue.Kind(kind)
	if err != nil || !d.lets(in.System, kind) {
		return File{}, fault.New(fault.NotFound, "There is no kind of ticket %q that this system may open.", kind)
	}
	dir, err := d.Directory(ctx)
	if err != nil {
		return File{}, err
	}
	by, known := dir.Called(address)
	if !known || by.Service || by.External || by.Inactive {
		return File{}, fault.New(fault.NotFound, "Nobody here has the address %q. Give that of who asks.", address)
	}
	sum := sha256.Sum256([]byte(in.once().Key))
	id := hex.EncodeToString(sum[:16])
	if err := d.vacant(ctx, in, id); err != nil {
		return File{}, err
	}
	f, err := d.open(ctx, id)
	if fault.CodeOf(err) == fault.NotFound { // else the message has come before
		values, problems := d.Read(k, by, dir, raw)
		if len(problems) > 0 {
			return File{}, fault.New(fault.Invalid, "%s: %s", problems[0].Path, problems[0].Say)
		}
		f, err = d.Submit(ctx, by, in.once().Key, Draft{ID: id, Kind: kind, Values: values})
	}
	if err != nil || in.External == "" {
		return f, err
	}
	in.ID += "/link"
	return d.moveFor(ctx, in, id, request.Move{Action: request.Link, Tie: in.tie()})
}

// tie is the number that a ticket has in the system.
func (in Incoming) tie() *request.Tie {
	return &request.Tie{Kind: request.External, ID: in.System + "/" + in.External, Number: in.External, Title: in.System}
}

// SayFor adds a sentence to the conversation of a ticket, as from those who work
// on it.
func (d *Desk) SayFor(ctx context.Context, in Incoming, text string, internal bool) (File, error) {
	id, err := d.ticketOf(ctx, in)
	if err != nil {
		return File{}, err
	}
	m := request.Move{Action: request.Say, Text: text, Remark: "hook-" + in.System + "-" + in.ID, Internal: internal, Staff: true}
	return d.moveFor(ctx, in, id, m)
}

// ResolveFor says that a ticket is solved.
func (d *Desk) ResolveFor(ctx context.Context, in Incoming, text string) (File, error) {
	id, err := d.ticketOf(ctx, in)
	if err != nil {
		return File{}, err
	}
	return d.moveFor(ctx, in, id, request.Move{Action: request.Resolve, Text: text})
}

// LinkFor notes the number that a ticket has in the system.
func (d *Desk) LinkFor(ctx context.Context, in Incoming) (File, error) {
	number := in
	number.External = ""
	id, err := d.ticketOf(ctx, number)
	if err != nil {
		return File{}, err
	}
	if in.External == "" {
		return File{}, fault.New(fault.Invalid, "Give the external number that %s has with you.", in.Number)
	}
	if err := d.vacant(ctx, in, id); err != nil {
		return File{}, err
	}
	return d.moveFor(ctx, in, id, request.Move{Action: request.Link, Tie: in.tie()})
}

// moveFor makes a move of the system, once.
func (d *Desk) moveFor(ctx context.Context, in Incoming, id string, m request.Move) (File, error) {
	f, err := d.update(ctx, id, in.once(), func(f File) (act, error) {
		m.By, m.At = in.by(), d.Now().UTC()
		a := act{move: m}
		if m.Action == request.Link { // no two tickets have the same number there
			a.also.Claims = []state.Claim{{Key: externalIndex(m.Tie.ID), Holder: id}}
		}
		if m.Action != request.Resolve {
			return a, nil
		}
		also, err := d.follow(ctx, f, m)
		a.also = also
		a.lines = tell(owners(f, ""), outbox.Says{Name: string(request.Resolve), By: m.By, Text: m.Text, Threaded: true})
		return a, err
	})
	if repeated(err) || m.Action == request.Resolve && f.Request.State == request.Done && f.Request.Work.By == in.by() {
		return f, nil // the message has come before
	}
	var taken state.TakenError
	if errors.As(err, &taken) {
		err = in.used(err)
	}
	return f, d.explain(f, people.Person{ID: in.by()}, err)
}

// vacant refuses an external number that another ticket has.
func (d *Desk) vacant(ctx context.Context, in Incoming, id string) error {
	there, err := d.elsewhere(ctx, in)
	if err == nil && there != "" && there != id {
		err = in.used(nil)
	}
	return err
}

func (in Incoming) used(err error) error {
	return fault.Wrap(err, fault.Conflict, "%s has another ticket here already, so nothing was changed.", in.External)
}

// lets tells whether the system may do something to tickets of a kind.
func (d *Desk) lets(system, kind string) bool {
	return slices.ContainsFunc(d.Hooks, func(h Hook) bool { return h.Key == system && slices.Contains(h.Takes, kind) })
}

// elsewhere gives the id of the ticket with the external number; "" where there
// is none.
func (d *Desk) elsewhere(ctx context.Context, in Incoming) (string, error) {
	page, err := d.Store.Page(ctx, []string{externalIndex(in.tie().ID)}, "", 1)
	if err != nil || len(page.Documents) == 0 || in.External == "" {
		return "", err
	}
	return page.Documents[0].ID, nil
}

// ticketOf finds the ticket that a message is about. What the system may not
// know is as if it did not exist.
func (d *Desk) ticketOf(ctx context.Context, in Incoming) (string, error) {
	unknown := fault.New(fault.NotFound, "There is no such ticket. Give its number, or the external number that was linked to it.")
	id, err := d.elsewhere(ctx, in)
	if err == nil && id == "" && in.Number != "" {
		id, err = d.Store.Lookup(ctx, strings.ToUpper(strings.TrimSpace(in.Number)))
	}
	if err != nil {
		return "", err
	}
	if id == "" {
		return "", unknown
	}
	f, err := d.open(ctx, id)
	if err != nil {
		return "", err
	}
	if w := f.Request.Work; w == nil || !w.Desk || w.Private || !d.lets(in.System, f.Request.Kind) {
		return "", unknown
	}
	return id, nil
}
