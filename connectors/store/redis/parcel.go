package redis

import (
	"encoding/json"
	"strconv"

	"factotum/automations/state"
)

// parts are values of ARGV of commit.lua.
type parts []any

// kind is one of what a change does.
type kind int

// The kinds in the order of commit.lua.
const (
	ofChanges kind = iota
	ofNames
	ofDocuments
	ofVersions
	ofGuards
	ofWanted
	ofReleased
	ofFired
	ofOver
	ofDue
	ofSet
	ofTold
	ofTyped
	ofErased
	ofReceipts
	ofPosted
	ofNotices
	kinds
)

// parcel is a change as commit.lua takes it, but for its indexes, of which it
// is only known when it is sent who else touches them.
type parcel struct {
	change          state.Change
	parts           [kinds]parts
	touches, guards []string // what no other change of the same script may touch; guards may be shared
	alone           bool
}

func pack(c state.Change) (*parcel, error) {
	p := &parcel{change: c, alone: len(c.Receipts)+len(c.Erase) > 0}
	p.add(ofChanges, keep(c.Once.Keep), len(c.Documents), memory(c))
	p.add(ofNames, until(c.Once.Keep), c.Once.Key)
	for _, d := range c.Documents {
		p.document(d)
	}
	for _, g := range c.Guards {
		p.add(ofGuards, g.ID, version(g))
	}
	for _, l := range c.Claims {
		p.add(ofWanted, l.Key, l.Holder)
	}
	for _, l := range c.Release {
		p.add(ofReleased, l.Key, l.Holder)
	}
	for _, t := range c.Fired {
		p.add(ofFired, t.Key, encodeTimer(t))
		p.add(ofOver, t.Key)
	}
	for _, key := range c.Cancel {
		p.add(ofOver, key)
	}
	for _, t := range c.Timers {
		p.add(ofDue, t.At.UnixMilli(), t.Key)
		p.add(ofSet, t.Key, encodeTimer(t))
	}
	if err := p.tell(c); err != nil {
		return nil, err
	}
	p.touching(c)
	return p, nil
}

func (p *parcel) add(k kind, values ...any) { p.parts[k] = append(p.parts[k], values...) }

// version is how the version of a guard begins what is kept of its document.
func version(g state.Guard) string { return strconv.FormatInt(g.Version, 10) + " " }

// document writes out what is kept of a document, as it will be unless its number
// is another than the caller's: Lua goes through every byte of a text that it
// puts together.
func (p *parcel) document(d state.Document) {
	read, version := strconv.FormatInt(d.Version, 10)+" "+d.Number, strconv.FormatInt(d.Version+1, 10)+" "
	whole := make([]byte, 0, len(version)+len(d.Number)+len(d.Body)+4)
	whole = strconv.AppendInt(append(whole, version...), int64(len(d.Number)), 10)
	whole = append(append(append(whole, ' '), d.Number...), d.Body...)
	p.add(ofDocuments, d.ID, whole)
	p.add(ofVersions, read, version+d.Number, d.Prefix)
}

// tell adds the log and the outbox.
func (p *parcel) tell(c state.Change) error {
	for i, r := range c.Audit {
		entry, err := json.Marshal(r.Entry)
		if err != nil {
			return err
		}
		p.add(ofTold, entry)
		if len(r.Payload) > 0 {
			p.add(ofTyped, i+1, []byte(r.Payload))
		}
	}
	for _, position := range c.Erase {
		p.add(ofErased, position)
	}
	for _, r := range c.Receipts {
		p.add(ofReceipts, receipt(r)...)
	}
	for _, n := range c.Notices {
		key, lane := n.Key, n.Lane
		n.Key, n.Lane = "", "" // the record has them
		body, err := json.Marshal(n)
		if err != nil {
			return err
		}
		at, hash := n.Rank.Place(n.At), hash(lane)
		p.add(ofPosted, key)
		p.add(ofNotices, hash, at, record(lane, hash, at, body))
	}
	return nil
}
