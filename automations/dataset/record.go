package dataset

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"factotum/automations/form"
)

// Record is one entry of a dataset.
type Record struct {
	ID      string      `json:"id"`
	Dataset string      `json:"dataset"`
	Title   string      `json:"title"` // how people call it
	Values  form.Values `json:"values,omitempty"`
	Version int64       `json:"version"`
	Keys    []string    `json:"keys,omitempty"`   // its claims: no two records have the same
	Makers  []string    `json:"makers,omitempty"` // who had it made, or changed what decides over money
	From    string      `json:"from,omitempty"`   // id of the request it came from
	Created Stamp       `json:"created"`
	Changed Stamp       `json:"changed"`
	Removed bool        `json:"removed,omitempty"`
	Past    []Past      `json:"past,omitempty"` // the latest changes, oldest first
}

// Past is a change of a record as it is needed to go back behind it.
type Past struct {
	Stamp
	Version int64       `json:"version"`          // that it led to
	From    string      `json:"from,omitempty"`   // id of the request it came from
	Before  form.Values `json:"before,omitempty"` // of the fields that it changed
	Changed []string    `json:"changed,omitempty"`
}

// maxPast is how many changes a record keeps at hand; the audit log has all.
const maxPast = 40

// Stamp is who did something, and when.
type Stamp struct {
	By string    `json:"by"`
	At time.Time `json:"at"`
}

// Action is what is done to a record.
type Action string

// The actions.
const (
	Create Action = "create"
	Change Action = "change"
	Remove Action = "remove" // its time is over: what it held is gone, and free for others
)

// Move is one change of a record, with all that is needed to repeat it. The
// audit log keeps moves as payloads.
type Move struct {
	Action  Action      `json:"action"`
	By      string      `json:"by"` // person id, or audit.System
	At      time.Time   `json:"at"`
	Dataset string      `json:"dataset"`
	Title   string      `json:"title"`
	Values  form.Values `json:"values"` // all of them, as they are afterwards
	Keys    []string    `json:"keys,omitempty"`
	Makers  []string    `json:"makers,omitempty"` // beside those before
	From    string      `json:"from,omitempty"`   // request it follows from
}

// The refusals of Apply.
var (
	ErrExists  = errors.New("dataset: the record exists already")
	ErrMissing = errors.New("dataset: there is no such record")
	ErrOther   = errors.New("dataset: the move is about another dataset, or says neither who nor what")
)

// Apply makes the move, or returns one of the errors above and the record as it
// was. It never changes r, and what it returns shares no list with r or m.
func (r Record) Apply(m Move) (Record, error) {
	switch {
	case m.Dataset == "" || m.By == "" || m.Action != Create && m.Action != Change && m.Action != Remove:
		return r, ErrOther
	case m.Action == Create && r.Version > 0:
		return r, ErrExists
	case m.Action != Create && (r.Version == 0 || r.Removed):
		return r, ErrMissing
	case m.Action != Create && r.Dataset != m.Dataset:
		return r, ErrOther
	}
	stamp := Stamp{By: m.By, At: m.At.UTC()}
	if m.Action == Remove {
		gone := Record{ID: r.ID, Dataset: r.Dataset, Version: r.Version + 1, Created: r.Created, Changed: stamp, Removed: true}
		return gone, nil
	}
	if m.Action == Change {
		r.Past = r.past(m, stamp)
	}
	if m.Action == Create {
		r.Dataset, r.Created, r.From = m.Dataset, stamp, m.From
	}
	r.Version++
	r.Changed, r.Title = stamp, m.Title
	r.Values, r.Keys = maps.Clone(m.Values), slices.Clone(m.Keys)
	r.Makers = once(slices.Concat(r.Makers, m.Makers))
	return r, nil
}

// past is what is known of the changes with one more.
func (r Record) past(m Move, stamp Stamp) []Past {
	p := Past{Stamp: stamp, Version: r.Version + 1, From: m.From, Changed: form.Changed(r.Values, m.Values)}
	for _, key := range p.Changed {
		if v, had := r.Values[key]; had {
			if p.Before == nil {
				p.Before = form.Values{}
			}
			p.Before[key] = v
		}
	}
	all := append(slices.Clone(r.Past), p)
	return all[max(0, len(all)-maxPast):]
}

// At gives the values of the record at an earlier version; false where they are
// not at hand.
func (r Record) At(version int64) (form.Values, bool) {
	values := maps.Clone(r.Values)
	at := r.Version
	for _, p := range slices.Backward(r.Past) {
		if at <= version {
			break
		}
		for _, key := range p.Changed {
			delete(values, key)
			if v, had := p.Before[key]; had {
				values[key] = v
			}
		}
		at = p.Version - 1
	}
	return values, at == version && version > 0
}

// Put is the move that gives a record these values; false where it has them
// already. Who changes what decides over money becomes one of its makers.
func (d Dataset) Put(r Record, values form.Values, by string, at time.Time) (Move, bool) {
	m := Move{Action: Create, By: by, At: at.UTC(), Dataset: d.Key, Title: d.Name(values, nil), Values: values, Keys: d.Keys(values)}
	if r.Version == 0 {
		m.Makers = []string{by}
		return m, true
	}
	m.Action = Change
	changed := form.Changed(r.Values, values)
	if slices.ContainsFunc(changed, func(key string) bool { return slices.Contains(d.Material, key) }) {
		m.Makers = []string{by}
	}
	return m, len(changed) > 0
}

// Replay gives the record that a log of moves led to.
func Replay(id string, moves []Move) (Record, error) {
	r := Record{ID: id}
	for i, m := range moves {
		next, err := r.Apply(m)
		if err != nil {
			return r, fmt.Errorf("dataset: replay move %d of %s: %w", i+1, id, err)
		}
		r = next
	}
	return r, nil
}
