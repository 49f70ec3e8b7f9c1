package redis

import (
	"slices"

	"factotum/automations/state"
)

// answer is what a run of commit.lua says of the change; nil when others were
// the reason why it did nothing.
func (p *parcel) answer(r reply) reply {
	if r[0] == "done" {
		is := reply{"done"}
		for _, d := range p.change.Documents {
			is = append(is, d.ID, d.Number)
		}
		for i := 2; i+1 < len(r); i += 2 {
			if slices.Contains(p.touches, "d"+r[i]) {
				is = append(is, r[i], r[i+1])
			}
		}
		return is
	}
	for i := 1; i+1 < len(r); i += 2 {
		if p.meets(r[i], r[i+1]) {
			return reason(r[i], r[i+1])
		}
	}
	return nil
}

// meets tells whether what was refused is of this change. Others may have
// guards of the same documents, but of other versions.
func (p *parcel) meets(what, value string) bool {
	if what[0] != 'd' || value == "" {
		return slices.Contains(p.touches, what)
	}
	return slices.ContainsFunc(p.change.Guards, func(g state.Guard) bool { return "d"+g.ID == what && version(g) == value })
}

// reason turns what was refused into an answer.
func reason(what, value string) reply {
	switch what[0] {
	case 'o':
		return reply{"repeated", value}
	case 'c':
		return reply{"taken", what[1:], value}
	}
	return reply{"stale", what[1:]}
}
