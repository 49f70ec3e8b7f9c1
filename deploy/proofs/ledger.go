package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"factotum/automations"
	"factotum/automations/audit"
	"factotum/automations/calendar"
	"factotum/automations/dataset"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

// ledger is what the log says, by what it is about.
type ledger struct {
	stories  map[string]*story
	records  map[string]*history
	absences absences
}

// history is what the log says of one record of a dataset.
type history struct {
	moves   []dataset.Move
	version int64
}

// absences is the one document that says who is away, as the log leads to it.
type absences struct {
	list    people.Absences
	version int64
	began   map[string][]people.Absence // by id
}

func newLedger() *ledger {
	return &ledger{stories: map[string]*story{}, records: map[string]*history{}, absences: absences{began: map[string][]people.Absence{}}}
}

// take reads one entry. What is about none of the things that the proof knows
// is an error: it could not be replayed.
func (l *ledger) take(r audit.Record) error {
	var err error
	switch id, away := strings.CutPrefix(r.Subject, "absence/"); {
	case away:
		err = l.absences.take(id, r)
	case dataset.Is(r.Subject):
		err = l.record(r)
	case r.Version > 0 || strings.HasPrefix(r.Move, "refused "):
		err = l.request(r)
	default:
		err = fmt.Errorf("%s of %s cannot be replayed", r.Move, r.Subject)
	}
	if err != nil {
		return fmt.Errorf("entry %d: %w", r.Position, err)
	}
	return nil
}

func (l *ledger) request(r audit.Record) error {
	s := l.stories[r.Subject]
	if s == nil {
		s = &story{id: r.Subject, refused: map[string]bool{}}
		l.stories[r.Subject] = s
	}
	if r.Version == 0 {
		s.refused[r.Actor] = true
		return nil
	}
	var m request.Move
	err := json.Unmarshal(r.Payload, &m)
	s.moves, s.version = append(s.moves, m), r.Version
	return err
}

func (l *ledger) record(r audit.Record) error {
	h := l.records[r.Subject]
	if h == nil {
		h = &history{}
		l.records[r.Subject] = h
	}
	var m dataset.Move
	err := json.Unmarshal(r.Payload, &m)
	h.moves, h.version = append(h.moves, m), r.Version
	return err
}

// take makes one change of who is away. Each is one version of the document.
func (a *absences) take(id string, r audit.Record) error {
	var one people.Absence
	if err := json.Unmarshal(r.Payload, &one); err != nil {
		return err
	}
	if one.ID != id {
		return fmt.Errorf("%s is about the absence %s", r.Subject, one.ID)
	}
	a.version++
	_, known := a.list.Find(id)
	switch {
	case r.Move == "away":
		a.began[id] = append(a.began[id], one)
		a.list = append(a.list, one)
	case !known:
		return fmt.Errorf("%s of %s, which never began", r.Move, r.Subject)
	case r.Move == "back":
		a.list = append(a.list.Without(id), one)
	case r.Move == "absence over":
		a.list = a.list.Without(id)
	default:
		return fmt.Errorf("%s of %s cannot be replayed", r.Move, r.Subject)
	}
	return nil
}

// replayed compares everything that the log is about with what is stored.
func (f *findings) replayed(ctx context.Context, store vault, l *ledger) error {
	for _, s := range l.stories {
		if err := f.replay(ctx, store, s); err != nil {
			return err
		}
	}
	for id, h := range l.records {
		docs, err := store.Load(ctx, id)
		if err != nil {
			return err
		}
		after, err := dataset.Replay(id, h.moves)
		if err != nil {
			f.breaks("%s: %s", id, err)
			continue
		}
		if err := f.stored(docs[0], h.version, after); err != nil {
			return err
		}
	}
	docs, err := store.Load(ctx, "absences")
	if err != nil || docs[0].Version == 0 && l.absences.version == 0 {
		return err
	}
	return f.stored(docs[0], l.absences.version, l.absences.list)
}

// stored compares one document with what its moves lead to.
func (f *findings) stored(doc state.Document, version int64, after any) error {
	if doc.Version != version {
		f.breaks("%s is stored in version %d, the log ends at %d", doc.ID, doc.Version, version)
		return nil
	}
	body, err := json.Marshal(after)
	if err == nil && !bytes.Equal(body, doc.Body) {
		f.breaks("%s (%s): its moves lead to\n%s\nstored is\n%s", doc.Number, doc.ID, body, doc.Body)
	}
	return err
}

// away looks whether everybody whose leave was approved is away on their days,
// once, and nobody else is, nor was told so.
func (f *findings) away(l *ledger) {
	for _, s := range l.stories {
		began, wanted := l.absences.began[s.id], s.count(request.Approve)
		if len(began) != wanted {
			f.breaks("%s was approved %d times, and its requester goes away %d times", s.number, wanted, len(began))
		}
		for _, a := range began {
			if a.Person != s.now.Requester || a.Request != s.id || a.First != s.day("from") || a.Last != s.day("to") {
				f.breaks("%s was approved, and away is %s from %s to %s", s.number, a.Person, a.First, a.Last)
			}
		}
	}
	for id := range l.absences.began {
		if l.stories[id] == nil {
			f.breaks("LOST: somebody is away by the request %s, which is not there", id)
		}
	}
	for key := range f.seen {
		if _, id, about := strings.Cut(key, "/"+automations.AwayLetter+"/"); about && l.absences.began[id] == nil {
			f.breaks("%s stands in the workspace, and nobody is away by that", key)
		}
	}
}

func (s *story) day(field string) calendar.Date { return s.now.Values[field].Date }

// letters are those that are owed to the requester: that they are away.
func (s *story) letters() []string {
	if s.count(request.Approve) == 0 {
		return nil
	}
	return []string{outbox.LetterKey(s.now.Requester, automations.AwayLetter+"/"+s.id)}
}
