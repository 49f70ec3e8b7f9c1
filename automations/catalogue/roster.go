package catalogue

import (
	"strings"

	"factotum/automations/dataset"
	"factotum/automations/form"
	"factotum/automations/people"
)

// PersonValues are those of somebody's record in a dataset of the directory.
func PersonValues(p people.Person, dir people.Directory) form.Values {
	values := form.Values{"guest": {Checked: p.Guest || p.External}, "left": {Checked: p.Inactive}}
	var teams []string
	for _, key := range p.Teams {
		teams = append(teams, Names(dir)("team", key))
	}
	centre := p.CostCentre
	if c, ok := dir.CostCentre(centre); ok && c.Name != c.Code {
		centre = strings.TrimSpace(c.Code + " " + c.Name)
	}
	texts := map[string]string{
		"name": p.Name, "email": p.Email, "title": p.Title, "manager": p.Manager, "teams": strings.Join(teams, ", "), "roles": strings.Join(p.Roles, ", "),
		"cost_centre": centre, "country": p.Country, "region": p.Region, "zone": p.Zone,
	}
	for key, text := range texts {
		values[key] = form.Value{Text: text}
	}
	return values
}

// Person is somebody as the record of a dataset of the directory.
func Person(ds dataset.Dataset, p people.Person, dir people.Directory) dataset.Record {
	values := PersonValues(p, dir)
	for key, v := range values {
		if _, asked := ds.Form.Field(key); !asked || v.IsZero() {
			delete(values, key)
		}
	}
	r := dataset.Record{ID: dataset.ID(ds.Key, p.ID), Dataset: ds.Key, Title: p.Name, Values: values, Version: 1}
	r.Keys = ds.Keys(values)
	return r
}
