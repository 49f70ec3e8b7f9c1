package automations

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

// ChaseLine is the name of the line that reminds somebody of a record that they
// owe.
const ChaseLine = "chase"

// owed begins the ids of drafts of records that people owe.
const owed = "chase-"

// IsOwed tells whether a draft was made because its requester owes the record.
func IsOwed(id string) bool { return strings.HasPrefix(id, owed) }

// Chases sets the timers by which people are asked for what they owe. It is called
// at every start, so that what was missed is asked for then.
func (d *Desk) Chases(ctx context.Context) error {
	now := d.Now().UTC()
	for _, ds := range d.Catalogue.Datasets() {
		if ds.Chase == nil {
			continue
		}
		t := state.Timer{Key: timerKey(chaseTimer, ds.Key), Name: chaseTimer, At: now, Subject: ds.Key}
		once := state.Once{Key: "chases/" + ds.Key + "/" + now.Format(sortable), Keep: time.Hour}
		if _, err := d.write(ctx, state.Change{Once: once, Timers: []state.Timer{t}}); err != nil {
			return err
		}
	}
	return nil
}

// chase asks everybody for the records that they owe, for each once with a draft
// that only has to be filled in, then by a line on every working day until it is
// there. It looks again at the next full hour.
func (d *Desk) chase(ctx context.Context, t state.Timer) error {
	ds, err := d.Catalogue.Dataset(t.Subject)
	if err != nil || ds.Chase == nil {
		return d.drop(ctx, t)
	}
	dir, err := d.Directory(ctx)
	if err != nil {
		return err
	}
	now := d.Now().UTC()
	var failed []error
	for _, p := range dir.Everybody() {
		if !p.MayDecide() || len(p.Accounts) == 0 || !among(p, ds.Chase.From) {
			continue
		}
		err := d.chaseOne(ctx, ds, p, now)
		if fault.CodeOf(err) == fault.Unavailable || ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
		failed = append(failed, err)
	}
	next := state.Timer{Key: t.Key, Name: t.Name, Subject: t.Subject, At: now.Truncate(time.Hour).Add(time.Hour)}
	_, err = d.write(ctx, state.Change{Once: slot(t), Fired: []state.Timer{t}, Timers: []state.Timer{next}})
	return errors.Join(append(failed, err)...)
}

// periods is for how many of them somebody is asked at once.
const periods = 6

// chaseOne asks one person, in the morning of a working day of theirs: for the
// newest period, and for those before it for which they were asked in vain.
func (d *Desk) chaseOne(ctx context.Context, ds dataset.Dataset, p people.Person, now time.Time) error {
	local := now.In(zone(p))
	today := calendar.DateOf(now, zone(p))
	if local.Hour() < int(morning/time.Hour) || !d.Calendar(p).IsWorkingDay(today) {
		return nil
	}
	newest := ds.Chase.Owed(today)
	var before []calendar.Date
	var ids []string
	for first := newest; len(before) < periods-1; {
		first = ds.Chase.First(first.AddDays(-1))
		before, ids = append(before, first), append(ids, owedID(ds, first, p))
	}
	docs, err := d.Store.Load(ctx, ids...)
	if err != nil {
		return err
	}
	for i, doc := range docs {
		if doc.Version == 0 {
			continue
		}
		f, err := decode(doc)
		if err == nil && f.Request.State == request.Draft {
			err = d.chaseFor(ctx, ds, p, before[i], now)
		}
		if err != nil {
			return err
		}
	}
	return d.chaseFor(ctx, ds, p, newest, now)
}

// owedID is the id of the draft of what somebody owes for a period.
func owedID(ds dataset.Dataset, first calendar.Date, p people.Person) string {
	return fmt.Sprintf(owed+"%s-%s-%s", ds.Key, first, strings.ReplaceAll(p.ID, "/", "_"))
}

// chaseFor asks somebody for the record of a period.
func (d *Desk) chaseFor(ctx context.Context, ds dataset.Dataset, p people.Person, first calendar.Date, now time.Time) error {
	today := calendar.DateOf(now, zone(p))
	values := form.Values{ds.Chase.Of: {Text: p.ID}, ds.Chase.In: {Date: first}}
	there, err := d.holders(ctx, ds.Keys(values))
	if err != nil {
		return err
	}
	id := owedID(ds, first, p)
	if len(there) > 0 {
		return d.unchase(ctx, p, id)
	}
	draft := Draft{ID: id, Kind: catalogue.EntryKind(ds.Key), Values: values, Card: true}
	paper, err := d.Paper(ctx, p, id, draft.Kind)
	switch {
	case fault.CodeOf(err) == fault.Conflict: // it was sent and waits for approval, or they discarded it
		return nil
	case err != nil:
		return err
	case paper.File.Version == 0:
		return d.SaveDraft(ctx, p, "chase/"+id, draft)
	}
	if today.String() == calendar.DateOf(paper.File.Request.Created, zone(p)).String() {
		return nil // asked for today
	}
	n := lineOf(paper.File.Request, p.ID, ChaseLine, outbox.Says{Name: ChaseLine, Threaded: true}, now)
	n.Key = outbox.LineKey(id, p.ID, ChaseLine+"-"+today.String())
	_, err = d.write(ctx, state.Change{Once: state.Once{Key: n.Key, Keep: 30 * 24 * time.Hour}, Notices: []outbox.Notice{n}})
	return err
}

// unchase takes a draft back whose record is there by another way.
func (d *Desk) unchase(ctx context.Context, p people.Person, id string) error {
	docs, err := d.Store.Load(ctx, id)
	if err != nil || docs[0].Version == 0 {
		return err
	}
	f, err := decode(docs[0])
	if err != nil || f.Request.State != request.Draft {
		return err
	}
	return d.Discard(ctx, p, "unchase/"+id, id)
}
