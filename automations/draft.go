package automations

import (
	"context"
	"fmt"

	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Draft is what somebody has typed so far and not yet sent: a new request, or
// changes of one that was returned.
type Draft struct {
	ID     string // of the request it is or will be
	Kind   string
	Values form.Values
	Called string // the name that somebody outside gives themselves
	Team   string // that works on it instead of the one that the kind says; empty: none
	Card   bool   // a new draft is shown to its owner as a card with a button that opens the form
	View   string // an open view that waits until its files are read, and what it carries
	Meta   string
}

// Paper is a draft as it is kept, with the request it belongs to.
type Paper struct {
	Draft
	File  File // Version 0 while nothing was kept
	Scans Scans
	edit  state.Document
}

// editID is the document that holds unsent changes of a returned request.
func editID(id string, round int) string { return fmt.Sprintf("edit/%s/%d", id, round) }

// Paper gives a draft of the actor to write on. A draft that was never kept is
// empty. Returns denied when it is somebody else's, conflict once it was sent.
func (d *Desk) Paper(ctx context.Context, by people.Person, id, kind string) (Paper, error) {
	dir, guard, err := d.roster.read(ctx, d.Store, d.Now())
	if err != nil {
		return Paper{}, err
	}
	docs, err := d.Store.Load(ctx, id, scansID(id))
	if err != nil {
		return Paper{}, err
	}
	scans, err := decodeScans(docs[1])
	if err != nil {
		return Paper{}, err
	}
	f := File{Request: request.Request{ID: id, Kind: kind, State: request.Draft, Requester: by.ID, Created: d.Now().UTC()}}
	if docs[0].Version > 0 {
		if f, err = decode(docs[0]); err != nil {
			return Paper{}, err
		}
	} else if f.Request.Values, err = d.begins(ctx, by, id, kind); err != nil {
		return Paper{}, err
	}
	f.Dir, f.guard = dir, guard
	p := Paper{File: f, Scans: scans, Draft: Draft{ID: id, Kind: f.Request.Kind, Values: f.Request.Values}}
	if err := editable(f, by); err != nil || f.Request.State == request.Draft {
		return p, err
	}
	if p, err = d.edited(ctx, p); err != nil {
		return p, err
	}
	return d.veiled(ctx, p, by)
}

// editable refuses changes of somebody who may not make them, and of what is not
// theirs to change any more.
func editable(f File, by people.Person) error {
	r := f.Request
	switch {
	case by.External || by.Inactive:
		return fault.New(fault.Denied, "Only people who work here can ask for things, so nothing was kept. If that is wrong, ask your Factotum administrator.")
	case r.Requester != by.ID && (r.State == request.Draft || !policy.Speaks(r, by, f.Dir)):
		return fault.New(fault.Denied, "This request belongs to somebody else, so nothing was changed.")
	case r.State == request.Draft || r.State == request.Returned:
		return nil
	case r.State == request.Withdrawn && r.Submitted.IsZero():
		return fault.New(fault.Conflict, "This draft was discarded, so nothing was changed. Start a new one with /desk.")
	}
	return fault.New(fault.Conflict, "%s was already sent. To change it, ask the approver to return it, or withdraw it and ask anew.", f.Name())
}

// edited adds the unsent changes of a returned request.
func (d *Desk) edited(ctx context.Context, p Paper) (Paper, error) {
	docs, err := d.Store.Load(ctx, editID(p.ID, p.File.Request.Round))
	if err != nil {
		return p, err
	}
	p.edit = docs[0]
	if p.edit.Version > 0 {
		p.Values = nil
		if err := decodeInto(p.edit, &p.Values); err != nil {
			return p, err
		}
	}
	return p, nil
}

// SaveDraft keeps what was typed, and lets the files that came with it be read
// soon. It is not in the audit log: what counts is what is sent. Returns as
// Paper does.
func (d *Desk) SaveDraft(ctx context.Context, by people.Person, once string, draft Draft) error {
	return d.redraft(ctx, by, once, draft, func(p Paper) (state.Change, error) { return d.written(p, by, draft) })
}

// redraft changes a draft, again when it moved meanwhile. A change without
// documents is none.
func (d *Desk) redraft(ctx context.Context, by people.Person, once string, draft Draft, change func(Paper) (state.Change, error)) error {
	busy := fault.New(fault.Conflict, "This draft is being changed from two places at once. Close one of the windows and try again.")
	return d.persist(busy, nil, func() error {
		p, err := d.Paper(ctx, by, draft.ID, draft.Kind)
		if err != nil {
			return err
		}
		c, err := change(p)
		if err != nil || len(c.Documents) == 0 {
			return err
		}
		c.Once = state.Once{Key: once, Keep: keepSlack}
		_, err = d.write(ctx, c)
		return err
	})
}

// written is the change that keeps a draft, and what is to be read from it.
func (d *Desk) written(p Paper, by people.Person, draft Draft) (state.Change, error) {
	if draft.Card {
		p.File.Request.Shown = []string{by.ID}
	}
	c, err := d.kept(p, draft)
	if err != nil {
		return c, err
	}
	return d.scanning(c, p, by, draft)
}

// kept is the change that keeps a draft.
func (d *Desk) kept(p Paper, draft Draft) (state.Change, error) {
	if p.File.Request.State == request.Returned {
		body, err := encode(draft.Values)
		if err != nil {
			return state.Change{}, err
		}
		doc := state.Document{ID: editID(draft.ID, p.File.Request.Round), Version: p.edit.Version, Body: body}
		return state.Change{Documents: []state.Document{doc}}, nil
	}
	kind, err := d.Catalogue.Kind(p.Kind)
	if err != nil {
		return state.Change{}, err
	}
	r := p.File.Request
	r.Values, r.Title = draft.Values, kind.Title
	c, err := draftChange(p.File, r)
	c.Timers = append(c.Timers, d.outliving(r.ID, kind.Dataset, d.Now().UTC())...)
	return c, err
}

func draftChange(f File, r request.Request) (state.Change, error) {
	body, err := encode(r)
	if err != nil {
		return state.Change{}, err
	}
	c := state.Change{Documents: []state.Document{{ID: r.ID, Version: f.Version, Body: body}}, Notices: cards(r, r.Created)}
	c.Add, c.Remove = reindexed(f, r)
	return c, nil
}

// Discard ends a draft. It leaves no trace but a locked card: what was typed is
// gone. Returns conflict where it is no draft but was sent.
func (d *Desk) Discard(ctx context.Context, by people.Person, once, id string) error {
	return d.redraft(ctx, by, once, Draft{ID: id}, func(p Paper) (state.Change, error) {
		if p.File.Version == 0 { // nothing was kept yet
			return state.Change{}, nil
		}
		if p.File.Request.State != request.Draft {
			return state.Change{}, fault.New(fault.Conflict, "%s was already sent, so it is no draft to discard. Withdraw it from its card.", p.File.Name())
		}
		r, err := p.File.Request.Apply(request.Move{Action: request.Withdraw, By: by.ID, At: d.Now().UTC()})
		if err != nil {
			return state.Change{}, d.explain(p.File, by, err)
		}
		r.Values = nil
		c, err := draftChange(p.File, r)
		if err != nil {
			return c, err
		}
		forgotten, err := p.Scans.forgotten(id)
		return with(c, forgotten), err
	})
}

// Fill reads words into the form of a kind as far as they go, and puts dropped
// files where they belong; what is left open is asked in the form. Words that no
// field takes have a problem that says why.
func (d *Desk) Fill(kind catalogue.Kind, by people.Person, dir people.Directory, words string, files []form.File) (form.Values, []form.Problem) {
	ctx := kind.Context(d.moment(by, dir))
	ctx.Named = catalogue.Namesakes(dir)
	if len(files) == 0 {
		raw, problems := kind.Form.Fill(words, ctx)
		if kind.Dataset != "" { // a record has many fields, and no purpose that words tell
			raw, problems = kind.Form.FillParts(words, ctx)
		}
		values, unfit := kind.Form.Parse(raw, ctx)
		return values, append(problems, dropped(raw, unfit)...)
	}
	raw, _ := kind.Form.Fill(words, ctx, kind.Bare()...)
	values, _ := kind.Form.Parse(raw, ctx)
	return kind.Put(values, files, ctx), nil
}

// dropped says of words that a field does not take, such as too many for it, that
// they are not in it.
func dropped(raw form.Raw, unfit []form.Problem) []form.Problem {
	var said []form.Problem
	for _, p := range unfit {
		if text := raw[p.Path].Text; text != "" {
			p.Say = fmt.Sprintf("“%s” was not filled in. %s", shortened(text, 40), p.Say)
			said = append(said, p)
		}
	}
	return said
}

// whole tells whether a draft could be sent as it is: nothing is missing in it, and
// all that came with it was read.
func (d *Desk) whole(p Paper, kind catalogue.Kind, by people.Person) bool {
	r := p.File.Request
	if r.State != request.Draft || len(d.Unread(p, kind, by, r.Values)) > 0 {
		return false
	}
	_, problems, err := kind.Prepare(r.Values, d.moment(by, p.File.Dir))
	return err == nil && len(problems) == 0
}

// Read reads what was typed into a form, with a sentence for everything that
// cannot be used.
func (d *Desk) Read(kind catalogue.Kind, by people.Person, dir people.Directory, raw form.Raw) (form.Values, []form.Problem) {
	return kind.Form.Parse(raw, kind.Context(d.moment(by, dir)))
}
