package automations

import (
	"context"
	"slices"
	"time"

	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Sight is a notice with everything that is needed to render it for its reader.
type Sight struct {
	Notice  outbox.Notice
	File    File
	Kind    catalogue.Kind
	Reader  people.Person
	Now     time.Time
	Notes   []catalogue.Note // of a draft: what was read from its files
	Offer   catalogue.Kind   // what a draft may become instead; the zero one for nothing
	Whole   bool             // a draft lacks nothing that has to be filled in
	Enter   bool             // a record may be entered from the files of the draft instead
	Import  *Import          // of the request of a table, how far it has come
	Entry   catalogue.Kind   // of an import: the kind by which its records are entered
	Rewrite *Rewrite         // what the request changes; nil: it adds something
	Clocks  Clocks
	Back    time.Time       // when the team of a ticket is back that was not at work as it came; zero: it is, or was
	Morning Morning         // of a morning message
	Week    Week            // of a letter of the week
	Sheet   Sheet           // of a letter that brings a year of duties
	Origin  outbox.Delivery // the message that it was opened from; the zero one: none
	Had     bool            // the reader has it already: what is due brings it up to date
	Unmet   []string        // what a duty waits for
}

// Hears tells whether the reader is to have the sentence that the notice is about.
func (s Sight) Hears() bool {
	m, ok := s.File.Request.Said(s.Notice.Says.Text)
	return ok && !m.Removed && policy.HearsOf(s.File.Request, s.Reader, m, s.File.Dir)
}

// ShutOut tells whether the reader may not see the request any more, because it
// is private now.
func (s Sight) ShutOut() bool { return policy.ShutOut(s.File.Request, s.Reader, s.File.Dir) }

// needed tells whether the reader is to get the notice at all: nobody is
// reminded of what does not wait for them any more.
func needed(s Sight) bool {
	r := s.File.Request
	switch {
	case s.Reader.Inactive:
		return false
	case s.ShutOut():
		return s.Had && s.Notice.Shape != outbox.Line
	case s.Notice.Says.Name == string(request.Rate): // they may have thought better of it
		return s.Had || r.Work.Rating != nil && r.Work.Rating.Score == Unhappy
	case s.Notice.Shape == outbox.Copy:
		return s.Had || s.Hears()
	case s.Notice.Says.Name == string(request.Remind):
		return slices.Contains(deciders(r, s.File.Dir), s.Reader.ID)
	case s.Notice.Says.Name == AlertLine:
		return r.State == request.Open
	case s.Notice.Says.Name == FreedLine:
		return r.State == request.Open && len(s.Unmet) == 0
	case s.Notice.Says.Name == NudgeLine:
		return r.State == request.Waiting
	case s.Notice.Says.Name == ChaseLine:
		return r.State == request.Draft
	case s.Notice.Says.Name == TurnLine, s.Notice.Says.Name == DueLine:
		return slices.Contains(awaited(r, s.File.Dir), s.Reader.ID)
	}
	return true
}

// look loads what a notice is about: the request, what was posted for it
// before, and the card in whose thread a line goes.
func (c *Courier) look(ctx context.Context, l outbox.Leased) (s Sight, d delivered, card outbox.Delivery, err error) {
	ids := []string{l.Request}
	for _, key := range []string{l.Key, outbox.CardKey(l.Request, l.To), outbox.OriginKey(l.Request)} {
		ids = append(ids, outbox.DeliveryID(key))
	}
	docs, err := c.Store.Load(ctx, append(ids, scansID(l.Request), importID(l.Request), absencesID)...)
	if err != nil {
		return s, d, card, err
	}
	if err = c.Desk.roster.learn(docs[6], c.Desk.Now()); err != nil {
		return s, d, card, err
	}
	s.Notice, s.Now = l.Notice, c.Desk.Now()
	if s.File, err = decode(docs[0]); err != nil {
		return s, d, card, err
	}
	if s.File.Dir, err = c.Desk.Directory(ctx); err != nil {
		return s, d, card, err
	}
	for i, into := range []*outbox.Delivery{&d.Delivery, &card, &s.Origin} {
		if *into, err = decodeDelivery(docs[1+i]); err != nil {
			return s, d, card, err
		}
	}
	d.version, d.request, s.Had = docs[1].Version, docs[0], d.Stands()
	if s.Kind, err = c.Desk.Catalogue.Kind(s.File.Request.Kind); err != nil {
		return s, d, card, err
	}
	known := false
	if s.Reader, known = s.File.Dir.Person(l.To); !known {
		return s, d, card, fault.New(fault.Invalid, "%s is no longer in the directory, so nothing can be delivered.", l.To)
	}
	s, err = c.Desk.regard(ctx, s, docs[4], docs[5])
	return s, d, card, err
}

// regard adds what the request comes to for its reader: what was read of its files,
// an import, how its clocks stand, and what it waits for.
func (d *Desk) regard(ctx context.Context, s Sight, scanned, imported state.Document) (_ Sight, err error) {
	s.Now = s.Now.In(d.zones.of(s.Reader))
	p := Paper{File: s.File}
	if p.Scans, err = decodeScans(scanned); err != nil {
		return s, err
	}
	s.Notes = d.Notes(p, s.Kind, s.Reader, s.File.Request.Values)
	s.Offer, _ = d.offer(p, s.Reader)
	s.Enter, s.Whole = d.offersEntry(p, s.Reader), d.whole(p, s.Kind, s.Reader)
	if s.Import, err = decodeImport(imported); err != nil {
		return s, err
	}
	s.Entry = d.entryOf(s.Import)
	if s.Rewrite, err = d.rewrites(ctx, s.Kind, s.File.Request, s.File.Dir); err != nil {
		return s, err
	}
	s.Clocks, s.Back = d.Clocks(s.File.Request, s.Kind), d.Opens(s.File)
	s.Unmet, err = d.unmet(ctx, s.Kind, s.File.Request)
	return s, err
}
