package automations

import (
	"context"
	"fmt"
	"slices"
	"time"

	"factotum/automations/audit"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// freezeID is the document that says that the store has lost what was
// acknowledged. Every move guards its version.
const freezeID = "freeze"

// frozen refuses to decide on what may have been decided already.
const frozen policy.Refused = "frozen"

// Freeze is since when and why nothing is decided. The zero Freeze is none.
type Freeze struct {
	Since     time.Time  `json:"since,omitzero"`
	Published audit.Head `json:"published,omitzero"` // was told to the world
	Found     audit.Head `json:"found,omitzero"`     // is what the log has instead
	Told      bool       `json:"told,omitempty"`     // the admins
}

// On tells whether it holds.
func (f Freeze) On() bool { return !f.Since.IsZero() }

// String says it to admins.
func (f Freeze) String() string {
	return fmt.Sprintf("The data has lost what people were told is done: entry %d of the audit log was published, and the log that is there now does not hold it (it is sealed up to %d). "+
		"Nothing is approved, paid or marked as done until you have looked into it and said `factotum audit accept`; README.md says how.", f.Published.Position, f.Found.Position)
}

// Frozen tells whether decisions are frozen.
func Frozen(ctx context.Context, store Logged) (Freeze, error) {
	docs, err := store.Load(ctx, freezeID)
	if err != nil {
		return Freeze{}, err
	}
	return decodeFreeze(docs[0])
}

func decodeFreeze(doc state.Document) (f Freeze, err error) {
	err = decodeInto(doc, &f)
	return f, err
}

// freezes tells whether a move has to wait while decisions are frozen: those
// after which money goes out, access is given or somebody relies on a verdict.
func freezes(a request.Action) bool {
	return slices.Contains([]request.Action{request.Approve, request.Return, request.Reject, request.Resolve, request.Price, request.Confirm, request.Release}, a)
}

// thawed refuses a move that has to wait.
func (f File) thawed(a request.Action) error {
	if f.freeze.Version == 0 || !freezes(a) {
		return nil
	}
	freeze, err := decodeFreeze(f.freeze)
	if err == nil && freeze.On() {
		err = &notAllowed{why: frozen}
	}
	return err
}

// guards are what a move relies on beside the request itself.
func (f File) guards() []state.Guard {
	guards := slices.Clone(f.guard)
	if f.freeze.ID != "" {
		guards = append(guards, state.Guard{ID: f.freeze.ID, Version: f.freeze.Version})
	}
	return guards
}

// freeze begins, changes or ends one, on record.
func (d *Desk) freeze(ctx context.Context, f Freeze, move, by string, payload any, more ...state.Document) error {
	docs, err := d.Store.Load(ctx, freezeID)
	if err != nil {
		return err
	}
	if docs[0].Body, err = encode(f); err != nil {
		return err
	}
	c := state.Change{Once: state.Once{Key: freezeID + "/" + d.NewID(), Keep: time.Hour}, Documents: append(more, docs[0])}
	if move != "" {
		record, err := audit.Of(d.Now(), by, freezeID, move, 0, "", payload)
		if err != nil {
			return err
		}
		c.Audit = []audit.Record{record}
	}
	_, err = d.write(ctx, c)
	return err
}

// admins are those who look after Factotum and can be reached.
func (d *Desk) admins(ctx context.Context) ([]people.Person, error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(dir.InRole(adminRole), func(p people.Person) bool { return p.Inactive || len(p.Accounts) == 0 }), nil
}
