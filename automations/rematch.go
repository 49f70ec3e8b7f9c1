package automations

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"factotum/automations/catalogue"
	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/request"
	"factotum/automations/state"
)

// unmatchedIndex holds what waits for its vendor to be known, matchedIndex what
// waits and has one.
const (
	unmatchedIndex = "unmatched"
	matchedIndex   = "matched"
)

func unmatched(r request.Request) bool {
	return r.State == request.Pending && slices.ContainsFunc(r.Holds, func(h request.Hold) bool { return h.Kind == request.VendorHold })
}

func isMatched(r request.Request) bool {
	return r.State == request.Pending && r.Reading != nil && r.Reading.Vendor != ""
}

// rematchTimer is due as soon as a record has changed. There is one for each
// dataset, so that an import of thousands looks but once in a while.
func rematchTimer(r dataset.Record) state.Timer {
	return state.Timer{Key: timerKey(matchTimer, r.Dataset), Name: matchTimer, At: r.Changed.At, Subject: fmt.Sprintf("%s@%d", r.ID, r.Version)}
}

// rematch judges anew what waits for a vendor who is known by now, and what waits
// while more became known of its vendor: another account, or who had a hand in
// it, so that others are asked. What cannot be judged now does not keep the others
// waiting.
func (d *Desk) rematch(ctx context.Context, t state.Timer) error {
	if dataset.Of(t.Subject) == catalogue.CostCentres { // whoever owns one now is asked now
		if err := d.Reroute(ctx); err != nil {
			return err
		}
	}
	var failed []error
	once := t.Subject + "/" + t.At.UTC().Format(sortable)
	for doc, err := range d.walk(ctx, unmatchedIndex, matchedIndex) {
		if err != nil {
			return err
		}
		err := d.rematchOne(ctx, doc, state.Once{Key: "match/" + doc.ID + "/" + once, Keep: keepSlack})
		if fault.CodeOf(err) == fault.Unavailable || ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
		failed = append(failed, err)
	}
	_, err := d.write(ctx, state.Change{Once: state.Once{Key: "match/" + once, Keep: 30 * 24 * time.Hour}, Fired: []state.Timer{t}})
	return errors.Join(append(failed, err)...)
}

// rematchOne judges a request anew if its vendor is sure now, or another than it
// was.
func (d *Desk) rematchOne(ctx context.Context, doc state.Document, once state.Once) error {
	f, err := decode(doc)
	if err != nil {
		return err
	}
	kind, err := d.Catalogue.Kind(f.Request.Kind)
	if err != nil || kind.Match == nil {
		return err
	}
	if isMatched(f.Request) {
		record, err := d.stored(ctx, f.Request.Reading.Vendor)
		if err != nil || record.Version == f.Request.Reading.VendorVersion {
			return err
		}
		_, err = d.Reexamine(ctx, once, f.Request.ID)
		return err
	}
	found, _, err := d.candidates(ctx, kind.Match.Vendors, kind.Match.Facts(f.Request.Values, f.Request.Sum))
	if err != nil || len(found) == 0 || !found[0].Sure {
		return err
	}
	_, err = d.Reexamine(ctx, once, f.Request.ID)
	return err
}
