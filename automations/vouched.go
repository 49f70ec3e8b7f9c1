package automations

import (
	"context"
	"slices"

	"factotum/automations/catalogue"
	"factotum/automations/request"
	"factotum/automations/state"
)

// judged is a request as policy has to see it: whoever had a hand in its vendor
// since it was matched counts among those who did before. What it stands on is
// guarded, so that nobody changes the vendor and acts on it at the same time.
func (d *Desk) judged(ctx context.Context, f File) (request.Request, []state.Guard, error) {
	r := f.Request
	if r.Reading == nil || r.Reading.Vendor == "" {
		return r, nil, nil
	}
	record, err := d.stored(ctx, r.Reading.Vendor)
	if err != nil {
		return r, nil, err
	}
	reading := *r.Reading
	reading.Makers = missing(nil, slices.Concat(reading.Makers, record.Makers))
	r.Reading = &reading
	return r, []state.Guard{RecordGuard(record)}, nil
}

// vouched is what goes with the end of a hold: nobody changes the vendor
// meanwhile, and an account that enough people have confirmed goes on file, so
// that the next invoice with it is not held. All of them have made it so.
func (d *Desk) vouched(ctx context.Context, f File, kind catalogue.Kind, m request.Move) (state.Change, error) {
	if f.Request.Reading == nil || f.Request.Reading.Vendor == "" {
		return state.Change{}, nil
	}
	record, err := d.stored(ctx, f.Request.Reading.Vendor)
	if err != nil {
		return state.Change{}, err
	}
	unchanged := state.Change{Guards: []state.Guard{RecordGuard(record)}}
	h, _ := f.Request.HoldBy(m.Hold)
	callers := h.Callers(m.By)
	if kind.Match == nil || m.Action != request.Confirm || callers == nil {
		return unchanged, nil
	}
	facts := kind.Match.Facts(f.Request.Values, nil)
	if record.Version == 0 || len(facts.Accounts) == 0 || h.Key != bankKey(record.ID, facts.Accounts[0]) {
		return unchanged, nil
	}
	move, differs := kind.Match.Vendors.Put(record, kind.WithAccount(record.Values, f.Request.Values), m.By, m.At)
	if !differs {
		return unchanged, nil
	}
	move.Makers, move.From = callers, f.Request.ID
	c, _, err := recordChange(kind.Match.Vendors, record, move)
	return c, err
}

// bankKey is what a hold is about: that a vendor is to be paid to this account.
func bankKey(vendor, account string) string { return vendor + "/" + request.Mask("", account).Hash }
