package automations

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/invoice"
	"factotum/automations/people"
	"factotum/automations/state"
)

const (
	// reading is how many drafts are read side by side.
	reading = 4
	// giveUp is after how long a file is tried no more that cannot be had.
	giveUp = 2 * time.Minute
	// anew is after how long it is tried again.
	anew = 10 * time.Second
)

// Scan reads the files of drafts that are due: beside the other timers, since a
// photo can take seconds. One that fails stays due and is read at the next time;
// one that was read and not committed is read again, which harms nothing.
func (d *Desk) Scan(ctx context.Context) error {
	due, err := d.Store.Due(ctx, d.Now(), batch)
	if err != nil {
		return err
	}
	failed := make([]error, len(due))
	var group errgroup.Group
	group.SetLimit(reading)
	for i, t := range due {
		run := d.scan
		switch t.Name {
		case readTimer:
		case importTimer:
			run = d.tabled
		case exportTimer:
			run = d.export
		case packTimer:
			run = d.pack
		case filesTimer:
			run = d.file
		default:
			continue
		}
		group.Go(func() error {
			if err := run(ctx, t); err != nil {
				failed[i] = fmt.Errorf("timer %s: %w", t.Key, err)
			}
			return nil
		})
	}
	_ = group.Wait() // each error is kept, so that none hides the others
	return errors.Join(failed...)
}

// scan reads what is unread of one draft, and tells whoever waits for it.
func (d *Desk) scan(ctx context.Context, t state.Timer) error {
	s, err := d.scansOf(ctx, t.Subject)
	if err != nil {
		return err
	}
	dir, err := d.Directory(ctx)
	if err != nil {
		return err
	}
	by, known := dir.Person(s.By)
	if !known || len(s.Unread()) == 0 {
		return d.drop(ctx, t)
	}
	read := make([]catalogue.Scan, 0, len(s.Files))
	for _, scan := range s.Files {
		if scan.Done {
			continue
		}
		if scan, err = d.scanned(ctx, scan, d.Now().Sub(s.Since) > giveUp); err != nil {
			return err
		}
		read = append(read, scan)
	}
	p, err := d.filled(ctx, by, t, read)
	var stale state.StaleError
	switch {
	case errors.As(err, &stale) && stale.ID == t.Key:
		return nil // another replica has read it, or another file came and all are read again
	case fault.CodeOf(err) == fault.Conflict, fault.CodeOf(err) == fault.Denied, fault.CodeOf(err) == fault.NotFound:
		return d.drop(ctx, t) // it was sent or discarded meanwhile
	case err != nil:
		return err
	}
	if p.Scans.View != "" && len(p.Scans.Unread()) == 0 && d.Filled != nil {
		d.Filled(ctx, by, p.Scans)
	}
	return nil
}

// scanned is a file as it was read. One that cannot be had now stays unread,
// until it has been tried often enough.
func (d *Desk) scanned(ctx context.Context, s catalogue.Scan, last bool) (catalogue.Scan, error) {
	found, err := d.contents(ctx, &s.File)
	switch code := fault.CodeOf(err); {
	case ctx.Err() != nil:
		return s, ctx.Err()
	case err == nil:
	case code == fault.Invalid || code == fault.NotFound || code == fault.Denied:
		s.Done, s.Say = true, fault.Say(err)
		return s, nil
	case last:
		s.Done, s.Say = true, "It could not be fetched or read for some time."
		return s, nil
	default:
		return s, nil
	}
	s.Done = true
	switch {
	case len(found.Found) > 1:
		s.Say = fmt.Sprintf("It holds %d documents, so that it is not clear which one is meant.", len(found.Found))
	case len(found.Found) == 1:
		read, err := d.recalled(ctx, found.Found[0].Invoice)
		if err != nil {
			return s, err
		}
		s.Read = header(read)
	case len(found.Refused) > 0:
		s.Say = found.Refused[0].Say
	default:
		s.Say = "No receipt or invoice was found in it."
	}
	return s, nil
}

// contents are those of a file, of which there is our own copy from now on.
func (d *Desk) contents(ctx context.Context, f *form.File) (Contents, error) {
	hash, err := d.Keeper.Keep(ctx, *f)
	if err != nil {
		return Contents{}, err
	}
	raw, err := d.Keeper.Kept(ctx, hash)
	if err != nil {
		return Contents{}, err
	}
	f.Hash = hash
	return d.Reader.Read(ctx, f.Name, raw)
}

// header is what forms can take from a document.
func header(in invoice.Invoice) *invoice.Invoice {
	out := invoice.Invoice{Kind: in.Kind, Values: map[invoice.Field]invoice.Value{}}
	for name, v := range in.Values {
		out.Values[name] = invoice.Value{Text: v.Text, Source: v.Source, Uncertain: v.Uncertain}
	}
	return &out
}

// filled commits what was read, laid into the draft as it is by now. What is
// still unread is tried again later.
func (d *Desk) filled(ctx context.Context, by people.Person, t state.Timer, read []catalogue.Scan) (Paper, error) {
	var p Paper
	busy := fault.New(fault.Unavailable, "This draft is being changed all the time; its files are read again in a moment.")
	err := d.persist(busy, func(id string) bool { return id == t.Key }, func() (err error) {
		if p, err = d.Paper(ctx, by, t.Subject, ""); err != nil {
			return err
		}
		c, err := d.filling(&p, by, read)
		if err != nil {
			return err
		}
		c.Once, c.Fired = slot(t), []state.Timer{t}
		if len(p.Scans.Unread()) > 0 {
			next := t
			next.At = d.Now().UTC().Add(anew)
			c.Timers = []state.Timer{next}
		}
		_, err = d.write(ctx, c)
		return err
	})
	return p, err
}

// filling lays what was read into a draft.
func (d *Desk) filling(p *Paper, by people.Person, read []catalogue.Scan) (state.Change, error) {
	kind, err := d.Catalogue.Kind(p.Kind)
	if err != nil {
		return state.Change{}, err
	}
	around := kind.Context(d.moment(by, p.File.Dir))
	for i, old := range p.Scans.Files {
		for _, s := range read {
			if old.Done || !s.Done || s.File.Source != old.File.Source {
				continue
			}
			s.Begun = old.Begun
			p.Scans.Files[i] = s
			p.Values = form.MapFiles(kind.Take(p.Values, s, around), func(f form.File) form.File {
				if f.Source == s.File.Source {
					f.Hash = s.File.Hash
				}
				return f
			})
		}
	}
	c, err := d.kept(*p, p.Draft)
	if err != nil {
		return c, err
	}
	doc, err := p.Scans.document(p.ID)
	c.Documents = append(c.Documents, doc)
	return c, err
}
