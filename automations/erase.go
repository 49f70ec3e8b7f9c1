package automations

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"time"

	"factotum/automations/audit"
	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Erased is what was erased of a person.
type Erased struct {
	Payloads int      // of the log
	Requests int      // of which something was erased
	Files    []string // hashes of the copies that were attached to their requests
	Open     []string // requests under way, of which nothing was erased
}

// Erase takes away what a person typed: payloads of the log, and the texts in
// finished requests. Ids, hashes, amounts and moments stay, so that the log
// still verifies and the books still add up. Each request is one change, which
// the log records, so that it can be run again after it was broken off. By is
// who erases. Copies of files are not touched.
func (d *Desk) Erase(ctx context.Context, person, by string) (Erased, error) {
	var done Erased
	of, err := d.typed(ctx, person)
	if err != nil {
		return done, err
	}
	for _, subject := range of.order {
		if err := d.erase(ctx, person, by, subject, of.entries[subject], &done); err != nil {
			return done, err
		}
	}
	slices.Sort(done.Files)
	done.Files = slices.Compact(done.Files)
	return done, nil
}

// traces are the entries of a person, by what they are about.
type traces struct {
	order   []string
	entries map[string][]int64
}

func (t *traces) add(subject string, positions ...int64) {
	if _, known := t.entries[subject]; !known {
		t.order = append(t.order, subject)
	}
	t.entries[subject] = append(t.entries[subject], positions...)
}

// typed finds everything that the person typed, and all about their requests.
func (d *Desk) typed(ctx context.Context, person string) (traces, error) {
	t := traces{entries: map[string][]int64{}}
	own := map[string]bool{}
	for doc, err := range d.walk(ctx, mineIndex(person)) {
		if err != nil {
			return t, err
		}
		own[doc.ID] = true
		t.add(doc.ID)
	}
	for r, err := range walkLog(ctx, d.Store, 0, theEnd) {
		if err != nil {
			return t, err
		}
		if dataset.Is(r.Subject) {
			continue // a record is the company's, and stays with what is written in it
		}
		if r.Payload != nil && r.Move != audit.Erase && (own[r.Subject] || r.Actor == person) {
			t.add(r.Subject, r.Position)
		}
	}
	return t, nil
}

// erase does it for one subject, again when it moves meanwhile.
func (d *Desk) erase(ctx context.Context, person, by, subject string, positions []int64, done *Erased) error {
	busy := fault.New(fault.Conflict, "%s is being changed just now, so not everything was erased. Please erase again.", subject)
	return d.persist(busy, nil, func() error {
		c, files, open, err := d.erasure(ctx, person, by, subject, positions)
		if err != nil {
			return err
		}
		if open != "" {
			done.Open = append(done.Open, open)
			return nil
		}
		done.Files = append(done.Files, files...)
		if len(c.Erase) == 0 && len(c.Documents) == 0 {
			return nil // it was done before
		}
		if _, err = d.write(ctx, c); err == nil {
			done.Payloads += len(positions)
			done.Requests++
		}
		return err
	})
}

// erasure is the change; open names a request that is under way instead.
func (d *Desk) erasure(ctx context.Context, person, by, subject string, positions []int64) (c state.Change, files []string, open string, err error) {
	docs, err := d.Store.Load(ctx, subject)
	if err != nil {
		return c, nil, "", err
	}
	c = state.Change{Once: state.Once{Key: "erase/" + d.NewID(), Keep: time.Hour}, Erase: positions}
	version := int64(0)
	if docs[0].Version > 0 && subject != freezeID {
		f, err := decode(docs[0])
		if err != nil {
			return c, nil, "", err
		}
		if !f.Request.Finished() {
			return c, nil, f.Name(), nil
		}
		after := f.Request.Erase(person)
		if c.Documents, err = d.blank(ctx, docs[0], after, f.Request.Requester == person); err != nil {
			return c, nil, "", err
		}
		if f.Request.Requester == person {
			for _, file := range f.Request.Files() {
				files = append(files, file.Hash)
			}
		}
		if len(c.Documents) > 0 {
			version = f.Version + 1
			c.Notices = cards(f.Request, d.Now().UTC())
			c.Add, c.Remove = reindexed(f, after)
		}
	}
	record, err := audit.Of(d.Now(), by, subject, audit.Erase, version, "", audit.Erasure{Person: person, Positions: positions, Files: files})
	c.Audit = []audit.Record{record}
	return c, files, "", err
}

// blank gives the documents of a request that change as it is wiped: its own first;
// where all of it is, also changes that were typed and never sent.
func (d *Desk) blank(ctx context.Context, doc state.Document, r request.Request, all bool) ([]state.Document, error) {
	body, err := encode(r)
	if err != nil || bytes.Equal(body, doc.Body) {
		return nil, err
	}
	doc.Body = body
	changed := []state.Document{doc}
	if !all {
		return changed, nil
	}
	var ids []string
	for round := range r.Round + 1 {
		ids = append(ids, editID(r.ID, round))
	}
	edits, err := d.Store.Load(ctx, append(ids, scansID(r.ID))...)
	if err != nil {
		return nil, fmt.Errorf("automations: changes of %s: %w", r.ID, err)
	}
	for _, edit := range edits {
		if edit.Version > 0 {
			edit.Body = []byte("{}")
			changed = append(changed, edit)
		}
	}
	return changed, nil
}
