package automations

import (
	"context"
	"errors"
	"fmt"
	"time"

	"factotum/automations/audit"
	"factotum/automations/fault"
	"factotum/automations/state"
)

// sealID is the document that holds the head of the sealed log. The seals
// themselves stand in documents of a fixed number each, so that the first bad
// entry is found and not only that there is one.
const sealID = "seal"

// sheet is how many seals one document holds.
const sheet = 256

// sealing is the document sealID.
type sealing struct {
	Head audit.Head `json:"head"`
	// Accepted is when an admin last said to go on with a log that had lost
	// entries: heads published before are no longer compared.
	Accepted time.Time `json:"accepted,omitzero"`
}

// sheetID is the document that holds the seal of an entry.
func sheetID(position int64) string { return fmt.Sprintf("seals/%d", (position-1)/sheet) }

// Logged is what reading a sealed log needs of a store.
type Logged interface {
	Load(ctx context.Context, ids ...string) ([]state.Document, error)
	Log(ctx context.Context, after int64, limit int) ([]audit.Record, error)
}

// Seal chains what the log gained since it was last sealed, in order, and gives
// the head. What it writes follows from the log alone, and the head moves by
// its version: of replicas that seal at once one does, and the others agree.
func (d *Desk) Seal(ctx context.Context) (audit.Head, error) {
	for {
		docs, err := d.Store.Load(ctx, sealID)
		if err != nil {
			return audit.Head{}, err
		}
		at, err := decodeSealing(docs[0])
		if err != nil {
			return at.Head, err
		}
		more, err := d.seal(ctx, docs[0], at)
		var stale state.StaleError
		if err != nil && !errors.As(err, &stale) {
			return at.Head, err
		}
		if err == nil && !more {
			return at.Head, nil
		}
	}
}

func decodeSealing(doc state.Document) (at sealing, err error) {
	err = decodeInto(doc, &at)
	return at, err
}

// seal fills one sheet as far as the log goes; more is false when there was
// nothing to seal.
func (d *Desk) seal(ctx context.Context, head state.Document, at sealing) (more bool, err error) {
	from := at.Head.Position
	records, err := d.Store.Log(ctx, from, sheet-int(from%sheet))
	if err != nil || len(records) == 0 {
		return false, err
	}
	docs, err := d.Store.Load(ctx, sealID, sheetID(from+1))
	if err != nil {
		return false, err
	}
	if docs[0].Version != head.Version {
		return true, nil // another replica was faster
	}
	seals, err := decodeSheet(docs[1])
	if err != nil {
		return false, err
	}
	if int64(len(seals)) != from%sheet {
		return false, fault.New(fault.Internal, "The seals of the audit log do not fit each other. Run `factotum audit verify`; it names the first bad entry.")
	}
	for _, r := range records {
		if at.Head.Seal, err = at.Head.Seal.Next(r.Entry); err != nil {
			return false, err
		}
		at.Head.Position = r.Position
		seals = append(seals, at.Head.Seal)
	}
	docs[1].Body = encodeSheet(seals)
	if docs[0].Body, err = encode(at); err != nil {
		return false, err
	}
	_, err = d.write(ctx, state.Change{
		Once:      state.Once{Key: "seal/" + d.NewID(), Keep: time.Hour},
		Documents: docs,
	})
	return true, err
}

// encodeSheet writes JSON, as documents are: the seals one after the other, in
// hex.
func encodeSheet(seals []audit.Seal) []byte {
	body := []byte{'"'}
	for _, s := range seals {
		body = append(body, s.String()...)
	}
	return append(body, '"')
}

func decodeSheet(doc state.Document) ([]audit.Seal, error) {
	if doc.Version == 0 {
		return nil, nil
	}
	const hex = 2 * len(audit.Seal{})
	n := len(doc.Body) - 2
	if n < 0 || n%hex != 0 {
		return nil, fmt.Errorf("automations: decode %s: %d characters", doc.ID, n)
	}
	seals := make([]audit.Seal, n/hex)
	for i := range seals {
		if err := seals[i].UnmarshalText(doc.Body[1+i*hex : 1+(i+1)*hex]); err != nil {
			return nil, fmt.Errorf("automations: decode %s: %w", doc.ID, err)
		}
	}
	return seals, nil
}

// Sealed gives the head of a log, and a function for the seal of a position,
// nil where that is not sealed. It is for reading in order, beside whoever
// seals.
func Sealed(ctx context.Context, store Logged) (audit.Head, func(position int64) (*audit.Seal, error), error) {
	docs, err := store.Load(ctx, sealID)
	if err != nil {
		return audit.Head{}, nil, err
	}
	at, err := decodeSealing(docs[0])
	if err != nil {
		return audit.Head{}, nil, err
	}
	var seals []audit.Seal
	loaded := ""
	return at.Head, func(position int64) (*audit.Seal, error) {
		if position < 1 || position > at.Head.Position {
			return nil, nil
		}
		if id := sheetID(position); id != loaded {
			docs, err := store.Load(ctx, id)
			if err != nil {
				return nil, err
			}
			if seals, err = decodeSheet(docs[0]); err != nil {
				return nil, &audit.BadError{Position: position, Why: "its seal cannot be read: " + err.Error()}
			}
			loaded = id
		}
		i := int((position - 1) % sheet)
		if i >= len(seals) {
			return nil, &audit.BadError{Position: position, Why: "its seal was removed"}
		}
		return &seals[i], nil
	}, nil
}

// Holds tells whether a log still has the entry that a published head ends
// with, and everything before it as it was.
func Holds(ctx context.Context, store Logged, published audit.Head) (bool, error) {
	_, seal, err := Sealed(ctx, store)
	if err != nil {
		return false, err
	}
	kept, err := seal(published.Position)
	var bad *audit.BadError
	if errors.As(err, &bad) {
		return false, nil
	}
	return err == nil && (published.Position == 0 || kept != nil && *kept == published.Seal), err
}
