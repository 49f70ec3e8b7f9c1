package people

import (
	"slices"
	"strings"
)

// person settles a draft by the precedence of this package. The manager is
// still as the row has it.
func (j *joint) person(d *draft) Person {
	if d.service.Service {
		return d.service
	}
	p := Person{ID: d.id, Inactive: len(d.accounts) > 0}
	if strings.Contains(d.id, "@") {
		p.Email = d.id
	}
	for _, a := range d.accounts {
		p.Accounts = append(p.Accounts, a.ID)
		p.Name = first(p.Name, a.RealName, a.Name)
		p.Email = first(p.Email, a.Email)
		p.Title = first(p.Title, a.Title)
		p.Zone = first(p.Zone, a.Zone)
		p.Locale = first(p.Locale, a.Locale)
		p.Guest = p.Guest || a.Guest
		p.External = p.External || a.External
		p.Inactive = p.Inactive && a.Inactive
	}
	roles, teams := j.granted(d)
	if row := d.row; row != nil {
		p.Name, p.Zone = first(p.Name, row.Name), first(p.Zone, row.Zone)
		p.Manager, p.CostCentre = identity(row.Manager), strings.TrimSpace(row.CostCentre)
		p.Substitute = identity(row.Substitute)
		p.Country, p.Region = strings.ToUpper(first(row.Country)), strings.ToUpper(first(row.Region))
		p.Inactive = p.Inactive || row.Inactive
		roles = j.either(d, "role", keys(row.Roles), roles)
		teams = j.either(d, "team", keys(row.Teams), teams)
	}
	p.Name = first(p.Name, d.id)
	p.Roles, p.Teams = roles, teams
	p.Aliases = tidy(slices.DeleteFunc(d.names, func(name string) bool {
		return name == p.ID || slices.Contains(p.Accounts, name)
	}))
	return p
}

// granted collects what the user groups of a person's accounts give.
func (j *joint) granted(d *draft) (roles, teams []string) {
	for _, a := range d.accounts {
		for _, handle := range a.Groups {
			grant := j.company.Groups[handle]
			roles, teams = append(roles, grant.Role), append(teams, grant.Team)
		}
	}
	return tidy(roles), tidy(teams)
}

// either takes what the row says, or what the groups give where it says nothing.
func (j *joint) either(d *draft, what string, row, groups []string) []string {
	if len(row) == 0 {
		return groups
	}
	for _, name := range groups {
		if !slices.Contains(row, name) {
			j.differ("person."+what+"s", d.id, "A user group gives %s the %s %q, but their row names others, and the row counts. Add it to the row, or take them out of the group.",
				d.id, what, name)
		}
	}
	return row
}

// tidied brings what is compared by key into one spelling.
func tidied(c Company) Company {
	groups := make(map[string]Grant, len(c.Groups))
	for handle, grant := range c.Groups {
		groups[strings.TrimPrefix(handle, "@")] = Grant{Role: key(grant.Role), Team: key(grant.Team)}
	}
	c.Groups, c.Roles = groups, keys(c.Roles)
	return c
}

func keys(names []string) []string {
	if len(names) == 0 {
		return nil
	}
	folded := make([]string, len(names))
	for i, name := range names {
		folded[i] = key(name)
	}
	return tidy(folded)
}

// tidy sorts names and drops the empty and repeated ones; nil if none is left.
func tidy(names []string) []string {
	names = slices.DeleteFunc(names, func(name string) bool { return name == "" })
	if len(names) == 0 {
		return nil
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func first(texts ...string) string {
	for _, text := range texts {
		if text = strings.TrimSpace(text); text != "" {
			return text
		}
	}
	return ""
}
