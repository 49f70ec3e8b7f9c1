package people

import (
	"cmp"
	"slices"
	"strings"
)

// claim makes a draft of every row and notes which addresses and accounts it
// speaks for. A row's own address goes before what another row lists under
// "also".
func (j *joint) claim(entries []Entry) {
	for _, row := range entries {
		row.Email = identity(row.Email)
		if !strings.Contains(row.Email, "@") {
			j.differ("person", row.Email, "A row of the people file (%s) has no e-mail address and is left out. Add the address.", first(row.Email, row.Name))
			continue
		}
		if _, taken := j.holder[row.Email]; taken {
			j.differ("person", row.Email, "Two rows of the people file have the address %s; the first one is used. Delete the other.", row.Email)
			continue
		}
		j.add(&draft{id: row.Email, row: &row}, row.Email)
	}
	for at, d := range j.drafts {
		for _, name := range d.row.Also {
			name = identity(name)
			d.names = append(d.names, name)
			if holder, taken := j.holder[name]; !taken {
				j.holder[name] = at
			} else if holder != at {
				j.differ("person.also", d.id, "The rows of %s and %s both claim %s; it stays with %s. Delete it from the row that is wrong.",
					d.id, j.drafts[holder].id, name, j.drafts[holder].id)
			}
		}
	}
}

// place gives every account to a draft: those that a row names first, so that
// other accounts with the same address follow them.
func (j *joint) place(accounts []Account) {
	sorted := slices.DeleteFunc(slices.Clone(accounts), func(a Account) bool { return a.Bot })
	slices.SortFunc(sorted, func(a, b Account) int { return strings.Compare(a.ID, b.ID) })
	sorted = slices.CompactFunc(sorted, func(a, b Account) bool { return a.ID == b.ID })
	var rest []Account
	for _, a := range sorted {
		a.Email = identity(a.Email)
		if holder, named := j.holder[a.ID]; named {
			j.give(a, j.rightful(a, holder))
		} else {
			rest = append(rest, a)
		}
	}
	for _, a := range rest {
		if holder, known := j.holder[a.Email]; known && !a.External {
			j.give(a, holder)
			continue
		}
		j.add(&draft{id: a.identity(), accounts: []Account{a}, names: a.names()}, a.trusted())
	}
}

// rightful settles whose an account is that a row names but whose address is
// held too: by the address, since a mistyped account must not hand one person's
// account the rights of another.
func (j *joint) rightful(a Account, named int) int {
	address := a.trusted()
	if address == "" {
		return named
	}
	holder, held := j.holder[address]
	if !held {
		j.holder[address] = named
		return named
	}
	if holder != named {
		j.differ("person.also", j.drafts[named].id, "The row of %s claims the account %s, whose address %s belongs to %s; it stays with %s. Correct the row.",
			j.drafts[named].id, a.ID, address, j.drafts[holder].id, j.drafts[holder].id)
	}
	return holder
}

func (j *joint) give(a Account, holder int) {
	d := j.drafts[holder]
	d.accounts = append(d.accounts, a)
	d.names = append(d.names, a.names()...)
}

func (j *joint) add(d *draft, address string) {
	if address != "" {
		j.holder[address] = len(j.drafts)
	}
	j.drafts = append(j.drafts, d)
}

// part takes guest and external accounts away from people who have a full one
// in use: a click from such an account must not carry full rights.
func (j *joint) part() {
	for _, d := range slices.Clone(j.drafts) {
		if !slices.ContainsFunc(d.accounts, func(a Account) bool { return !a.limited() && !a.Inactive }) {
			continue
		}
		d.accounts = slices.DeleteFunc(d.accounts, func(a Account) bool {
			if a.limited() {
				j.add(&draft{id: "slack:" + a.ID, accounts: []Account{a}, names: append(a.names(), d.id)}, "")
			}
			return a.limited()
		})
	}
	for _, d := range j.drafts {
		slices.SortFunc(d.accounts, func(a, b Account) int {
			return cmp.Or(last(a.Inactive, b.Inactive), last(a.Email != d.id, b.Email != d.id), strings.Compare(a.ID, b.ID))
		})
	}
}

// last orders what is true after what is not.
func last(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	default:
		return -1
	}
}

func (a Account) limited() bool { return a.Guest || a.External }

// trusted is the address if it may join the account to others.
func (a Account) trusted() string {
	if a.External {
		return ""
	}
	return a.Email
}

// identity is the id of a person who has only this account.
func (a Account) identity() ID {
	if address := a.trusted(); address != "" {
		return address
	}
	return "slack:" + a.ID
}

func (a Account) names() []string {
	if a.Email == "" {
		return []string{a.ID}
	}
	return []string{a.ID, a.Email}
}
