package redis

import (
	"slices"
	"strconv"

	"factotum/automations/state"
)

const (
	most  = 32  // changes that go together
	large = 200 // what a change touches at most that goes together with others
)

// parts are the ARGV of commit.lua as they grow.
type parts []any

func encodeEach[T any](p *parts, items []T, fields func(T) []any) {
	*p = append(*p, len(items))
	for _, item := range items {
		*p = append(*p, fields(item)...)
	}
}

// parcel is a change as commit.lua takes it, but for the numbers of its
// indexes, which are known when it is sent: before and after them.
type parcel struct {
	once            string
	before, after   parts
	removed, added  []state.Entry
	touches, guards []string // what no other change of the same script may touch; guards may be shared
	alone           bool
}

func pack(c state.Change) (p *parcel, err error) {
	p = &parcel{once: c.Once.Key, removed: c.Remove, added: c.Add, alone: len(c.Receipts)+len(c.Erase) > 0}
	claim := func(l state.Claim) []any { return []any{l.Key, l.Holder} }
	p.before = append(make(parts, 0, 32), keep(c.Once.Keep), c.Outcome, c.Once.Key, until(c.Once.Keep))
	encodeEach(&p.before, c.Documents, document)
	encodeEach(&p.before, c.Guards, func(g state.Guard) []any { return []any{g.ID, strconv.FormatInt(g.Version, 10) + " "} })
	encodeEach(&p.before, c.Claims, claim)
	encodeEach(&p.before, c.Release, claim)
	encodeEach(&p.after, c.Fired, func(t state.Timer) []any { return []any{t.Key, encodeTimer(t)} })
	encodeEach(&p.after, c.Cancel, func(key string) []any { return []any{key} })
	encodeEach(&p.after, c.Timers, func(t state.Timer) []any { return []any{t.Key, t.At.UnixMilli(), encodeTimer(t)} })
	if err := encodeTold(&p.after, c); err != nil {
		return nil, err
	}
	p.touching(c)
	return p, nil
}

// document writes out what is kept of a document, as it will be unless its number
// is another than the caller's: Lua goes through every byte of a text that it
// puts together.
func document(d state.Document) []any {
	read, version := strconv.FormatInt(d.Version, 10)+" "+d.Number, strconv.FormatInt(d.Version+1, 10)+" "
	whole := make([]byte, 0, len(version)+len(d.Number)+len(d.Body)+4)
	whole = strconv.AppendInt(append(whole, version...), int64(len(d.Number)), 10)
	whole = append(append(append(whole, ' '), d.Number...), d.Body...)
	return []any{d.ID, read, d.Number, d.Prefix, version + d.Number, whole}
}

// encode gives the KEYS and ARGV of commit.lua.
func (s *Store) encode(parcels []*parcel) (keys []string, args parts) {
	keys = append(make([]string, 0, len(s.keys)+5*len(parcels)), s.keys...)
	numbers := make(map[string]int)
	var names, rest parts
	var indexes []string
	entry := func(e state.Entry) []any {
		n, known := numbers[e.Index]
		if !known {
			n = len(numbers) + 1
			numbers[e.Index], names = n, append(names, e.Index)
			entries, places := s.index(e.Index)
			indexes = append(indexes, entries, places)
		}
		return []any{n, e.Sort + "\x00" + e.ID}
	}
	for _, p := range parcels {
		keys = append(keys, s.once(p.once))
		rest = append(rest, p.before...)
		encodeEach(&rest, p.removed, entry)
		encodeEach(&rest, p.added, entry)
		rest = append(rest, p.after...)
	}
	args = append(make(parts, 0, 3+len(names)+len(rest)), min(s.options.Replicas, 1), len(parcels), len(names))
	return append(keys, indexes...), append(append(args, names...), rest...)
}

// touching notes what of a change others may have in common with it.
func (p *parcel) touching(c state.Change) {
	touch := func(kind byte, name string) { p.touches = append(p.touches, string(kind)+name) }
	touch('o', c.Once.Key)
	for _, d := range c.Documents {
		touch('d', d.ID)
	}
	for _, g := range c.Guards {
		p.guards = append(p.guards, "d"+g.ID)
	}
	for _, claims := range [][]state.Claim{c.Claims, c.Release} {
		for _, l := range claims {
			touch('c', l.Key)
		}
	}
	for _, entries := range [][]state.Entry{c.Add, c.Remove} {
		for _, e := range entries {
			touch('e', e.Index+"\x00"+e.ID)
		}
	}
	for _, timers := range [][]state.Timer{c.Fired, c.Timers} {
		for _, t := range timers {
			touch('t', t.Key)
		}
	}
	for _, key := range c.Cancel {
		touch('t', key)
	}
	for _, n := range c.Notices {
		touch('n', n.Key)
		touch('l', n.Lane)
	}
	p.alone = p.alone || len(p.touches) > large
}

// marked tells whether something of the names is marked.
func marked(marks map[string]bool, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return marks[name] })
}

// strangers tells which changes have nothing in common with those before them
// that go.
func strangers(waiting []*parcel) []bool {
	goes, n := make([]bool, len(waiting)), 0
	touched, guarded := map[string]bool{}, map[string]bool{}
	for i, p := range waiting {
		if i > 0 && (p.alone || waiting[0].alone || n == most ||
			marked(touched, p.touches) || marked(guarded, p.touches) || marked(touched, p.guards)) {
			continue
		}
		for _, name := range p.touches {
			touched[name] = true
		}
		for _, name := range p.guards {
			guarded[name] = true
		}
		goes[i] = true
		n++
	}
	return goes
}
