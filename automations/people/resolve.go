package people

import (
	"fmt"
	"slices"
	"strings"
)

func (j *joint) differ(of, about, say string, args ...any) {
	j.differences = append(j.differences, Difference{About: about, Of: of, Say: fmt.Sprintf(say, args...)})
}

// nobody tells that a name was found nowhere. An account of the messaging
// service that was not asked may be anybody's.
func (j *joint) nobody(of, about, what, name string) {
	switch {
	case !j.company.Unasked:
		j.differ(of, about, "The %s, %s, is neither in the people file nor in Slack. Correct it, or add a row for them.", what, name)
	case strings.Contains(name, "@"):
		j.differ(of, about, "The %s, %s, is not in the people file. Correct it, or add a row for them.", what, name)
	}
}

// substitutes turns what the rows say into ids.
func (j *joint) substitutes(d *Directory) {
	for at := range d.people {
		p := &d.people[at]
		p.Substitute = j.resolve(*d, p.Substitute, "person.substitute", p.ID, "substitute of "+p.ID)
	}
}

// managers turns what the rows say into ids.
func (j *joint) managers(d *Directory) {
	for at := range d.people {
		p := &d.people[at]
		if p.Manager == "" {
			continue
		}
		boss, known := d.index.names[p.Manager]
		switch {
		case !known:
			j.nobody("person.manager", p.ID, "manager of "+p.ID, p.Manager)
			p.Manager = ""
		case int(boss) == at:
			j.differ("person.manager", p.ID, "%s is their own manager in the people file. Name another, or leave it empty for who has none.", p.ID)
			p.Manager = ""
		default:
			p.Manager = d.people[boss].ID
			if !p.Inactive && !d.people[boss].MayDecide() {
				j.differ("person.manager", p.ID, "The manager of %s, %s, has left or is not a full member, so they may not decide. Name another.", p.ID, p.Manager)
			}
		}
	}
}

// teams lists the declared teams, or those in use where none is declared.
func (j *joint) teams(d *Directory) {
	declared := len(j.company.Teams) > 0
	for _, t := range j.company.Teams {
		t.Key = key(t.Key)
		t.Name = first(t.Name, t.Key)
		t.Lead = j.resolve(*d, t.Lead, "team.lead", t.Key, "lead of the team "+t.Key)
		d.teams = append(d.teams, t)
	}
	for _, p := range d.people {
		for _, name := range p.Teams {
			known := slices.ContainsFunc(d.teams, func(t Team) bool { return t.Key == name })
			switch {
			case known:
			case declared:
				j.differ("person.teams", p.ID, "%s is in the team %q, which is not declared. Correct it, or declare the team.", p.ID, name)
			default:
				d.teams = append(d.teams, Team{Key: name, Name: name})
			}
		}
	}
	slices.SortStableFunc(d.teams, func(a, b Team) int { return strings.Compare(a.Key, b.Key) })
	d.teams = slices.CompactFunc(d.teams, func(a, b Team) bool { return a.Key == b.Key })
}

// centres lists the declared cost centres, or those in use where none is
// declared, and spells those of the people as declared.
func (j *joint) centres(d *Directory) {
	spelled := make(map[string]string)
	for _, c := range j.company.CostCentres {
		c.Code = strings.TrimSpace(c.Code)
		c.Owner = j.resolve(*d, c.Owner, "cost centre.owner", c.Code, "owner of the cost centre "+c.Code)
		if _, twice := spelled[key(c.Code)]; !twice {
			spelled[key(c.Code)] = c.Code
			d.centres = append(d.centres, c)
		}
	}
	declared := len(d.centres) > 0
	for at := range d.people {
		p := &d.people[at]
		code, known := spelled[key(p.CostCentre)]
		switch {
		case p.CostCentre == "":
		case known:
			p.CostCentre = code
		case declared:
			j.differ("person.cost_centre", p.ID, "%s has the cost centre %q, which the people's files do not declare. Correct it, declare it, or leave it where it was added with /entry.", p.ID, p.CostCentre)
		default:
			spelled[key(p.CostCentre)] = p.CostCentre
			d.centres = append(d.centres, CostCentre{Code: p.CostCentre, Name: p.CostCentre})
		}
	}
	slices.SortFunc(d.centres, func(a, b CostCentre) int { return strings.Compare(a.Code, b.Code) })
}

// resolve turns an address or account into an id, "" if nobody has it.
func (j *joint) resolve(d Directory, name, of, about, what string) ID {
	if name == "" {
		return ""
	}
	at, ok := d.index.names[identity(name)]
	if !ok {
		j.nobody(of, about, what, name)
		return ""
	}
	return d.people[at].ID
}
