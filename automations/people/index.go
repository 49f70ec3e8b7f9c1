package people

import "strings"

// index finds places in Directory.people. Lists leave out who has left, but for
// reports: who is asked instead of a manager who left stands above them.
type index struct {
	ids      map[string]int32
	accounts map[string]int32
	names    map[string]int32 // ids, accounts, and aliases that nobody has as id or account
	roles    map[string][]int32
	members  map[string][]int32
	reports  map[ID][]int32
	centres  map[string]int32
}

// indexNames builds what tells people apart.
func indexNames(people []Person) index {
	x := index{
		ids:      make(map[string]int32, len(people)),
		accounts: make(map[string]int32, len(people)),
		names:    make(map[string]int32, 2*len(people)),
	}
	for at, p := range people {
		x.ids[p.ID] = int32(at)
		x.names[p.ID] = int32(at)
		for _, account := range p.Accounts {
			x.accounts[account] = int32(at)
			x.names[account] = int32(at)
		}
	}
	for at, p := range people {
		for _, alias := range p.Aliases {
			if _, taken := x.names[alias]; !taken {
				x.names[alias] = int32(at)
			}
		}
	}
	return x
}

// fill builds the lists, once managers, teams and cost centres stand.
func (d *Directory) fill() {
	x := &d.index
	x.roles, x.members = make(map[string][]int32), make(map[string][]int32)
	x.reports = make(map[ID][]int32)
	for at, p := range d.people {
		if p.Manager != "" {
			x.reports[p.Manager] = append(x.reports[p.Manager], int32(at))
		}
		if p.Inactive {
			continue
		}
		for _, role := range p.Roles {
			x.roles[role] = append(x.roles[role], int32(at))
		}
		for _, team := range p.Teams {
			x.members[team] = append(x.members[team], int32(at))
		}
	}
	x.centres = make(map[string]int32, len(d.centres))
	for at, c := range d.centres {
		x.centres[key(c.Code)] = int32(at)
	}
}

// key is how roles, teams and cost centres are compared.
func key(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// identity is how addresses and accounts are compared. Only A to Z change case:
// Unicode lower-casing maps other letters onto ASCII (U+212A to "k"), which
// would give one person the address of another.
func identity(name string) string {
	name = strings.TrimSpace(name)
	if !strings.Contains(name, "@") {
		return name
	}
	for i := range len(name) {
		if 'A' <= name[i] && name[i] <= 'Z' {
			return strings.Map(lowerASCII, name)
		}
	}
	return name
}

func lowerASCII(r rune) rune {
	if 'A' <= r && r <= 'Z' {
		return r + 'a' - 'A'
	}
	return r
}
