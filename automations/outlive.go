package automations

import (
	"context"
	"time"

	"factotum/automations/audit"
	"factotum/automations/catalogue"
	"factotum/automations/dataset"
	"factotum/automations/form"
	"factotum/automations/outbox"
	"factotum/automations/request"
	"factotum/automations/state"
)

// What is removed for its age goes wherever it stands: a record with all that the
// requests say of it, a table with its files, an entry of which no record came. Of
// each request its number stays, and who did what and when.

// exportsKept is for how many months the file of an export is at hand whose records
// are kept for some time only.
const exportsKept = 3

// outliving is the timer at which a request goes that is about records of a
// dataset; none where they are kept for good.
func (d *Desk) outliving(id, of string, since time.Time) []state.Timer {
	ds, err := d.Catalogue.Dataset(of)
	if err != nil || ds.Keep == 0 {
		return nil
	}
	return []state.Timer{{Key: timerKey(retainName, id), Name: retainName, At: since.AddDate(0, ds.Keep, 0), Subject: id}}
}

// recordless is the timer at which an entry goes of which no record came.
func (d *Desk) recordless(r request.Request) []state.Timer {
	of, is := catalogue.EntryOf(r.Kind)
	if !is || !r.State.Final() || r.Submitted.IsZero() || r.Months > 0 {
		return nil
	}
	return d.outliving(r.ID, of, r.Since)
}

// outgrown are the timers at which files go that an entry had and has no more, where
// records are kept for some time only: later nobody knows of them.
func (d *Desk) outgrown(before, after request.Request, at time.Time) []state.Timer {
	of, is := catalogue.EntryOf(after.Kind)
	if !is {
		return nil
	}
	if ds, err := d.Catalogue.Dataset(of); err != nil || ds.Keep == 0 {
		return nil
	}
	return dropping(at, shed(filesOf(before), filesOf(after))...)
}

// exportLeaves are the timers at which an export goes, and the copy of its file.
func (d *Desk) exportLeaves(r request.Request, hash string, at time.Time) []state.Timer {
	timers := d.outliving(r.ID, r.Values["dataset"].Text, at)
	for i := range timers {
		timers[i].At = at.AddDate(0, exportsKept, 0)
		timers = append(timers, dropping(timers[i].At, form.File{Hash: hash})...)
	}
	return timers
}

// lasts is for how many months what a request says is kept; 0: for good.
func (d *Desk) lasts(r request.Request, im *Import) int {
	of, _ := catalogue.EntryOf(r.Kind)
	switch {
	case r.Kind == catalogue.ImportKind && im != nil:
		of = im.Dataset
	case r.Kind == catalogue.ExportKind:
		of = r.Values["dataset"].Text
	}
	ds, err := d.Catalogue.Dataset(of)
	if err != nil || ds.Keep == 0 {
		return 0
	}
	if r.Kind == catalogue.ExportKind {
		return exportsKept
	}
	return ds.Keep
}

// outlive takes away what a request says whose time is over, and the files of a
// table.
func (d *Desk) outlive(ctx context.Context, t state.Timer) error {
	docs, err := d.Store.Load(ctx, t.Subject, importID(t.Subject))
	if err != nil {
		return err
	}
	im, err := decodeImport(docs[1])
	if err != nil {
		return err
	}
	f, err := decode(docs[0])
	if err != nil {
		return err
	}
	months := d.lasts(f.Request, im)
	if months == 0 || f.Request.Months > 0 || t.Name == retainName && stays(f.Request) {
		return d.drop(ctx, t)
	}
	doc, err := d.closed(ctx, docs[0])
	if err != nil {
		return err
	}
	c, err := d.wiped(ctx, months, []state.Document{doc})
	if err != nil {
		return err
	}
	if im != nil {
		bare, err := d.bared(ctx, f.Request.ID, *im, months)
		if err != nil {
			return err
		}
		c = with(c, bare)
	}
	c.Once, c.Fired, c.Timers = slot(t), []state.Timer{t}, newest(c.Timers)
	_, err = d.write(ctx, c)
	return err
}

// stays tells whether an entry does not go by itself: it goes with its record, or is
// no draft any more and not decided yet.
func stays(r request.Request) bool {
	_, entry := catalogue.EntryOf(r.Kind)
	return entry && r.State != request.Draft && !r.State.Final()
}

// wipe commits what wiped gives.
func (d *Desk) wipe(ctx context.Context, months int, docs []state.Document) error {
	c, err := d.wiped(ctx, months, docs)
	if err == nil {
		c.Once = state.Once{Key: "wiped/" + d.NewID(), Keep: time.Hour}
		_, err = d.write(ctx, c)
	}
	return err
}

// wiped is the change by which requests lose what was typed into them. What the log
// has of them goes soon. Their cards come when nothing else waits: very many
// requests may go in one night.
func (d *Desk) wiped(ctx context.Context, months int, docs []state.Document) (c state.Change, err error) {
	now := d.Now().UTC()
	for _, doc := range docs {
		f, err := decode(doc)
		if err != nil {
			return c, err
		}
		after, sent := f.Request, f.Request.State != request.Draft
		if !sent {
			if after, err = after.Apply(request.Move{Action: request.Withdraw, By: after.Requester, At: now}); err != nil {
				return c, err
			}
		}
		after = after.Outlive(months)
		changed, err := d.blank(ctx, doc, after, true)
		if err != nil {
			return c, err
		}
		one := state.Change{Documents: changed, Timers: dropping(now, filesOf(f.Request)...), Notices: []outbox.Notice{baring(after, now)}}
		one.Add, one.Remove = reindexed(f, after)
		if sent {
			record, err := audit.Of(now, audit.System, doc.ID, audit.Erase, f.Version+1, "", audit.Erasure{Months: months})
			if err != nil {
				return c, err
			}
			one.Audit = []audit.Record{record}
			one = with(one, d.unlogged(doc.ID))
		}
		c = with(c, one)
	}
	c.Timers = newest(c.Timers)
	return c, nil
}

// baring is the bell that brings the cards of a wiped request up to date.
func baring(r request.Request, at time.Time) outbox.Notice {
	key := outbox.BellKey(timerKey(retainName, r.ID))
	return outbox.Notice{Key: key, Lane: key, Shape: outbox.Bell, Request: r.ID, Says: outbox.Says{Name: retainName}, At: at, Rank: outbox.Ahead}
}

// recordFiles are the files that a record has, and had.
func recordFiles(r dataset.Record) []form.File {
	files := form.Files(r.Values)
	for _, p := range r.Past {
		files = append(files, form.Files(p.Before)...)
	}
	return files
}
