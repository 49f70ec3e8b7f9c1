package redis

import (
	"slices"

	"factotum/automations/state"
)

const (
	most  = 32  // changes that go together
	large = 200 // what a change touches at most that goes together with others
)

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
	for _, r := range c.Receipts {
		touch('n', r.Key)
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
