package automations

import (
	"context"
	"errors"
	"slices"

	"factotum/automations/audit"
	"factotum/automations/catalogue"
	"factotum/automations/dataset"
	"factotum/automations/request"
	"factotum/automations/state"
)

// retainTimer is due when the time of a record is over. It is set anew by every
// change.
func retainTimer(ds dataset.Dataset, r dataset.Record) state.Timer {
	return state.Timer{Key: timerKey(retainName, r.ID), Name: retainName, At: r.Changed.At.AddDate(0, ds.Keep, 0), Subject: r.ID}
}

// together is how many requests go with their record in one commit; what is beyond
// goes before it.
const together = 20

// retire takes a record out whose time is over, together with what the requests
// say of it that have made or changed it. Where the dataset keeps its records
// longer by now, the timer moves. Broken off, it begins again.
func (d *Desk) retire(ctx context.Context, t state.Timer) error {
	if !dataset.Is(t.Subject) {
		return d.outlive(ctx, t)
	}
	r, err := d.stored(ctx, t.Subject)
	if err != nil {
		return err
	}
	ds, err := d.Catalogue.Dataset(r.Dataset)
	if err != nil || r.Version == 0 || r.Removed || ds.Keep == 0 {
		if err == nil {
			err = d.drop(ctx, t)
		}
		return err
	}
	if due := retainTimer(ds, r); due.At.After(d.Now()) {
		_, err := d.write(ctx, state.Change{Once: slot(t), Fired: []state.Timer{t}, Timers: []state.Timer{due}})
		return err
	}
	c, err := d.retired(ctx, ds, r)
	if err != nil {
		return err
	}
	c.Once, c.Fired = slot(t), []state.Timer{t}
	_, err = d.write(ctx, c)
	return err
}

// retired is the change by which a record goes with what requests say of it.
func (d *Desk) retired(ctx context.Context, ds dataset.Dataset, r dataset.Record) (state.Change, error) {
	said, trims, err := d.tellers(ctx, r)
	if err != nil {
		return state.Change{}, err
	}
	for len(said) > together {
		if err := d.wipe(ctx, ds.Keep, said[:together]); err != nil {
			return state.Change{}, err
		}
		said = said[together:]
	}
	now := d.Now().UTC()
	c, _, err := recordChange(ds, r, dataset.Move{Action: dataset.Remove, By: audit.System, At: now, Dataset: ds.Key})
	if err != nil {
		return c, err
	}
	wiped, err := d.wiped(ctx, ds.Keep, said)
	if err != nil {
		return c, err
	}
	c = with(with(c, wiped), d.unlogged(r.ID))
	c.Timers = newest(slices.Concat(c.Timers, trims, dropping(now, recordFiles(r)...)))
	return c, nil
}

// saysIndex holds the requests that say what a record holds, or was to hold.
func saysIndex(record string) string { return "says/" + record }

// saysEntries is the place of a request among those that say what a record holds.
func saysEntries(r request.Request) []state.Entry {
	key, is := catalogue.EntryOf(r.Kind)
	if !is || r.Months > 0 || r.State == request.Withdrawn && r.Submitted.IsZero() {
		return nil
	}
	record, _ := changeOf(dataset.Dataset{Key: key}, r.ID)
	return []state.Entry{{Index: saysIndex(record), Sort: "0", ID: r.ID}}
}

// tellers are the requests that say what a record holds, none of them under way any
// more, and the timers at which what tables say of it goes.
func (d *Desk) tellers(ctx context.Context, r dataset.Record) (said []state.Document, trims []state.Timer, err error) {
	for doc, err := range d.walk(ctx, saysIndex(r.ID)) {
		if err != nil {
			return nil, nil, err
		}
		if doc, err = d.closed(ctx, doc); err != nil {
			return nil, nil, err
		}
		said = append(said, doc)
	}
	for _, from := range origins(r) {
		if !slices.ContainsFunc(said, func(doc state.Document) bool { return doc.ID == from }) {
			trims = append(trims, state.Timer{Key: timerKey(trimTimer, from), Name: trimTimer, At: d.Now().UTC(), Subject: from})
		}
	}
	return said, trims, nil
}

// origins are the requests that a record and its changes came from.
func origins(r dataset.Record) []string {
	from := []string{r.From}
	for _, p := range r.Past {
		from = append(from, p.From)
	}
	return slices.DeleteFunc(missing(nil, from), func(id string) bool { return id == "" })
}

// closed is a request as it is once nobody is asked about it any more: what it is
// about is over.
func (d *Desk) closed(ctx context.Context, doc state.Document) (state.Document, error) {
	f, err := decode(doc)
	if err != nil || f.Request.Finished() || f.Request.State == request.Draft {
		return doc, err
	}
	once := state.Once{Key: "outlived/" + doc.ID, Keep: keepSlack}
	_, err = d.update(ctx, doc.ID, once, func(f File) (act, error) {
		m := request.Move{Action: request.Expire, By: audit.System, At: d.Now().UTC(), Text: "What it is about was removed for its age."}
		return act{move: m}, nil
	})
	var moved *request.Refusal
	if err != nil && !errors.As(err, &moved) {
		return doc, err
	}
	docs, err := d.Store.Load(ctx, doc.ID)
	if err != nil {
		return doc, err
	}
	return docs[0], nil
}
