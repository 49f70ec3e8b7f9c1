package automations

import (
	"context"
	"slices"
	"time"

	"factotum/automations/audit"
	"factotum/automations/dataset"
	"factotum/automations/state"
)

// outlivedIndex holds what went for its age and has payloads in the log yet.
const outlivedIndex = "outlived"

// calm is how long nothing goes for its age before the log is looked through: once
// for all that went in a night.
const calm = time.Minute

// unlogged lets the payloads of something go soon.
func (d *Desk) unlogged(id string) state.Change {
	now := d.Now().UTC()
	return state.Change{
		Add:    []state.Entry{{Index: outlivedIndex, Sort: "0", ID: id}},
		Timers: []state.Timer{{Key: purgeTimer, Name: purgeTimer, At: now.Add(calm), Subject: outlivedIndex}},
	}
}

// purge erases the payloads of what went for its age: the log is read once, and so
// many of them go by one commit, on record. Broken off, it begins again and finds
// those that are left.
func (d *Desk) purge(ctx context.Context, t state.Timer) error {
	gone := map[string]bool{}
	var entries []state.Entry
	for doc, err := range d.walk(ctx, outlivedIndex) {
		if err != nil {
			return err
		}
		gone[doc.ID] = true
		entries = append(entries, state.Entry{Index: outlivedIndex, Sort: "0", ID: doc.ID})
	}
	if err := d.unsay(ctx, gone); err != nil {
		return err
	}
	for some := range slices.Chunk(entries, batch) {
		if _, err := d.write(ctx, state.Change{Once: state.Once{Key: "purged/" + d.NewID(), Keep: time.Hour}, Remove: some}); err != nil {
			return err
		}
	}
	_, err := d.write(ctx, state.Change{Once: slot(t), Fired: []state.Timer{t}})
	return err
}

// unsay erases the payloads of some subjects. They may stand anywhere in the log.
func (d *Desk) unsay(ctx context.Context, of map[string]bool) error {
	if len(of) == 0 {
		return nil
	}
	var positions []int64
	for r, err := range walkLog(ctx, d.Store, 0, theEnd) {
		if err != nil {
			return err
		}
		if of[r.Subject] && r.Payload != nil && r.Move != audit.Erase && r.Move != string(dataset.Remove) {
			positions = append(positions, r.Position)
		}
		if len(positions) == batch {
			if err := d.unsaid(ctx, positions); err != nil {
				return err
			}
			positions = nil
		}
	}
	return d.unsaid(ctx, positions)
}

// unsaid commits it for some positions.
func (d *Desk) unsaid(ctx context.Context, positions []int64) error {
	if len(positions) == 0 {
		return nil
	}
	record, err := audit.Of(d.Now(), audit.System, retainName, audit.Erase, 0, "", audit.Erasure{Positions: positions})
	if err != nil {
		return err
	}
	_, err = d.write(ctx, state.Change{Once: state.Once{Key: "purged/" + d.NewID(), Keep: time.Hour}, Erase: positions, Audit: []audit.Record{record}})
	return err
}
