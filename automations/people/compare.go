package people

import (
	"maps"
	"slices"
	"strings"
)

// compare tells what one list has and the other lacks, and what nobody fills.
func (j *joint) compare(d Directory) {
	// Without a file, who is not in it is no news.
	rows := slices.ContainsFunc(j.drafts, func(d *draft) bool { return d.row != nil })
	for at, draft := range j.drafts {
		p := d.people[at]
		switch {
		case p.Inactive || p.Service || j.company.Unasked:
		case len(p.Accounts) == 0:
			j.differ("person", p.ID, "%s is in the people file but not in Slack, so nothing can be sent to them. Invite them, or mark the row inactive.", p.label())
		case draft.row == nil && rows && p.MayDecide():
			j.differ("person", p.ID, "%s is in Slack but not in the people file, so they have no manager. Add a row for them.", p.label())
		}
		if plain, tagged := untagged(p.ID); tagged {
			if other, known := d.Person(plain); known && !d.Same(p.ID, plain) {
				j.differ("person", p.ID, "%s and %s seem to be one mailbox. If they are one person, list the first under \"also\" in the row of the second.", p.ID, other.ID)
			}
		}
	}
	j.loops(d)
	j.unfilled(d)
}

// loops tells each ring of managers once.
func (j *joint) loops(d Directory) {
	walk := make([]int, len(d.people)) // the walk, from 1, that came by first
	for start := range d.people {
		at, known := int32(start), true
		for known && walk[at] == 0 {
			walk[at] = start + 1
			at, known = d.index.ids[d.people[at].Manager]
		}
		if known && walk[at] == start+1 {
			ring := []string{d.people[at].ID}
			for _, p := range d.ManagerChain(d.people[at].ID) {
				ring = append(ring, p.ID)
			}
			j.differ("person.manager", ring[0], "The managers go round in a ring: %s, and back to the first. Name another manager for one of them, or leave it empty for who has none.", strings.Join(ring, ", then "))
		}
	}
}

// unfilled tells roles and groups in which there is nobody. Who is in a group
// only the messaging service knows.
func (j *joint) unfilled(d Directory) {
	roles := slices.Clone(j.company.Roles)
	if j.company.Unasked {
		roles = slices.DeleteFunc(roles, j.grouped)
	} else {
		roles = append(roles, j.groups()...)
	}
	for _, role := range tidy(roles) {
		if !slices.ContainsFunc(d.InRole(role), Person.MayDecide) {
			j.differ("role", role, "Nobody who may decide has the role %q. Write it into the column roles of somebody in the people file, or give it by a user group.", role)
		}
	}
}

// grouped tells whether a user group gives the role.
func (j *joint) grouped(role string) bool {
	for _, grant := range j.company.Groups {
		if grant.Role == role {
			return true
		}
	}
	return false
}

// groups tells the user groups in which there is nobody, and gives the roles of all.
func (j *joint) groups() []string {
	var roles []string
	seen := make(map[string]bool)
	for _, draft := range j.drafts {
		for _, a := range draft.accounts {
			for _, handle := range a.Groups {
				seen[handle] = true
			}
		}
	}
	for _, handle := range slices.Sorted(maps.Keys(j.company.Groups)) {
		roles = append(roles, j.company.Groups[handle].Role)
		if !seen[handle] {
			j.differ("group", handle, "The user group @%s is mapped, but nobody in Slack is in it. Correct the handle, or delete the line.", handle)
		}
	}
	return roles
}

func (p Person) label() string {
	if p.Name == p.ID {
		return p.ID
	}
	return p.Name + " (" + p.ID + ")"
}

// untagged drops what follows "+" in the local part: most mail systems deliver
// both to one mailbox (RFC 5233, subaddressing).
func untagged(address string) (string, bool) {
	local, domain, ok := strings.Cut(address, "@")
	plain, _, tagged := strings.Cut(local, "+")
	return plain + "@" + domain, ok && tagged
}
