package automations

import (
	"context"
	"slices"
	"time"

	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/state"
)

// Scans are what was read, or is to be read, from the files of a draft.
type Scans struct {
	By    string           `json:"by,omitempty"`    // person id of who is told
	Since time.Time        `json:"since,omitzero"`  // the newest file came
	View  string           `json:"view,omitempty"`  // an open view that waits for them
	Meta  string           `json:"meta,omitempty"`  // what that view carries
	Files []catalogue.Scan `json:"files,omitempty"` // in the order of the form

	version int64
}

// scansID is the document of the scans of a draft, and the key of the timer at
// which they are made.
func scansID(id string) string { return timerKey(readTimer, id) }

func decodeScans(doc state.Document) (Scans, error) {
	s := Scans{version: doc.Version}
	err := decodeInto(doc, &s)
	return s, err
}

func (s Scans) document(id string) (state.Document, error) {
	body, err := encode(s)
	if err != nil {
		return state.Document{}, err
	}
	return state.Document{ID: scansID(id), Version: s.version, Body: body}, nil
}

// Unread are the sources of the files that are still to be read.
func (s Scans) Unread() []string {
	var sources []string
	for _, f := range s.Files {
		if !f.Done {
			sources = append(sources, f.File.Source)
		}
	}
	return sources
}

// Read is how many files have been read.
func (s Scans) Read() int { return len(s.Files) - len(s.Unread()) }

// forgotten are the scans of a draft that is none any more.
func (s Scans) forgotten(id string) (state.Change, error) {
	if s.version == 0 || len(s.Files) == 0 {
		return state.Change{}, nil
	}
	doc, err := Scans{version: s.version}.document(id)
	return state.Change{Documents: []state.Document{doc}, Cancel: []string{scansID(id)}}, err
}

// scanning adds to a change of a draft what is to be read from its files: a file
// that is new sets the timer, one that has gone is forgotten.
func (d *Desk) scanning(c state.Change, p Paper, by people.Person, draft Draft) (state.Change, error) {
	kind, err := d.Catalogue.Kind(p.Kind)
	if err != nil || d.Reader == nil {
		return c, err
	}
	now, s := d.Now().UTC(), p.Scans
	s.Files, s.By, s.View, s.Meta = nil, by.ID, draft.View, draft.Meta
	for _, scan := range p.Scans.Files {
		if slices.ContainsFunc(form.Files(draft.Values), func(f form.File) bool { return f.Source == scan.File.Source }) {
			s.Files = append(s.Files, scan)
		}
	}
	fresh := false
	for _, scan := range kind.Scannable(draft.Values, kind.Context(d.moment(by, p.File.Dir))) {
		if !slices.ContainsFunc(s.Files, func(o catalogue.Scan) bool { return o.File.Source == scan.File.Source }) {
			if draft.Card { // words began it, so that nothing stands there that was not said
				scan.Begun = nil
			}
			s.Files, fresh = append(s.Files, scan), true
		}
	}
	if len(s.Files) == 0 && len(p.Scans.Files) == 0 {
		return c, nil
	}
	if fresh {
		s.Since = now
		c.Timers = append(c.Timers, state.Timer{Key: scansID(p.ID), At: now, Subject: p.ID, Name: readTimer})
	}
	doc, err := s.document(p.ID)
	c.Documents = append(c.Documents, doc)
	return c, err
}

// Unread are the sources of the files in the values of a draft that are yet to
// be read: those that are being read, and those that will be once it is kept.
func (d *Desk) Unread(p Paper, kind catalogue.Kind, by people.Person, values form.Values) []string {
	if d.Reader == nil {
		return nil
	}
	var sources []string
	for _, scan := range kind.Scannable(values, kind.Context(d.moment(by, p.File.Dir))) {
		if !slices.ContainsFunc(p.Scans.Files, func(o catalogue.Scan) bool { return o.Done && o.File.Source == scan.File.Source }) {
			sources = append(sources, scan.File.Source)
		}
	}
	return sources
}

// Notes are what is to be said about the fields of a draft, because of what was
// read from its files.
func (d *Desk) Notes(p Paper, kind catalogue.Kind, by people.Person, values form.Values) []catalogue.Note {
	return kind.Look(values, p.Scans.Files, kind.Context(d.moment(by, p.File.Dir)))
}

// scansOf loads the scans of a draft.
func (d *Desk) scansOf(ctx context.Context, id string) (Scans, error) {
	docs, err := d.Store.Load(ctx, scansID(id))
	if err != nil {
		return Scans{}, err
	}
	return decodeScans(docs[0])
}
