package automations

import (
	"slices"
	"strings"
	"time"

	"factotum/automations/dataset"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/policy"
)

// Enterable are the datasets to which the person may add, by title.
func (d *Desk) Enterable(by people.Person) []dataset.Dataset {
	return slices.DeleteFunc(slices.Clone(d.Catalogue.Datasets()), func(ds dataset.Dataset) bool { return !adds(by, ds) })
}

// Readable are the datasets that the person may look at, or add to, by title.
func (d *Desk) Readable(by people.Person) []dataset.Dataset {
	return slices.DeleteFunc(slices.Clone(d.Catalogue.Datasets()), func(ds dataset.Dataset) bool { return !adds(by, ds) && !reads(by, ds) })
}

// among tells whether the person has one of the roles, or works here where
// everybody is meant.
func among(by people.Person, roles []string) bool {
	return policy.HasRole(by, roles) || slices.Contains(roles, dataset.Everybody) && by.MayDecide() && len(by.Accounts) > 0
}

func adds(by people.Person, ds dataset.Dataset) bool {
	return !ds.Roster && (keeps(by, ds) || among(by, ds.Adders))
}

func keeps(by people.Person, ds dataset.Dataset) bool { return policy.HasRole(by, ds.Keepers) }

// reads tells whether the person may look at all records.
func reads(by people.Person, ds dataset.Dataset) bool {
	return keeps(by, ds) || among(by, ds.Visible)
}

// MayRead tells whether the person may look at records of a dataset, be it their
// own only.
func MayRead(by people.Person, ds dataset.Dataset) bool {
	return reads(by, ds) || ds.Own != "" && adds(by, ds)
}

// owns tells whether it is the person's own record.
func owns(by people.Person, ds dataset.Dataset, values form.Values) bool {
	return ds.Own != "" && values[ds.Own].Text == by.ID
}

// readsOne tells whether the person may look at a record with these values.
func readsOne(by people.Person, ds dataset.Dataset, values form.Values) bool {
	return reads(by, ds) || owns(by, ds, values)
}

// SeesWhole tells whether the person sees masked fields of a dataset as they are.
func SeesWhole(by people.Person, ds dataset.Dataset) bool { return keeps(by, ds) }

// MayChange refuses as denied who may neither change the record nor ask for it.
// Version 0 is a record that is yet to be added.
func MayChange(by people.Person, ds dataset.Dataset, r dataset.Record, values form.Values, now time.Time) error {
	switch {
	case keeps(by, ds) && !ds.Roster:
		return nil
	case ds.Roster:
		return fault.New(fault.Denied, "%s come from Slack and the company's own files, so nothing was changed. Ask your Factotum administrator to change them there.", ds.Title)
	case !adds(by, ds):
		return fault.New(fault.Denied, "%s is kept by %s only, so nothing was changed. Ask one of them.", ds.Title, List(ds.Keepers))
	case r.Version > 0 && ds.Own != "" && !owns(by, ds, r.Values):
		return fault.New(fault.Denied, "This record belongs to somebody else, so nothing was changed. %s is kept by %s.", ds.Title, List(ds.Keepers))
	case r.Version > 0 && ds.Own == "" && (!ds.Reviewed || !reads(by, ds)) && !ds.Corrects(r, by.ID, now):
		return fault.New(fault.Denied, "You may add to %s and not change what is there, so nothing was changed. Ask one of %s.", ds.Title, List(ds.Keepers))
	case values != nil:
		return ownOnly(by, ds, values, ds.KeptBy())
	}
	return nil
}

// keepersOf are the names of those who keep a dataset; of many, their roles.
func keepersOf(ds dataset.Dataset, dir people.Directory) string {
	const most = 3
	var names []string
	for _, role := range ds.Keepers {
		for _, p := range dir.InRole(role) {
			if p.MayDecide() && !slices.Contains(names, p.Name) {
				names = append(names, p.Name)
			}
		}
	}
	if len(names) == 0 || len(names) > most {
		return ds.KeptBy()
	}
	return strings.Join(names, " or ")
}

// ownOnly refuses as denied what somebody enters for another.
func ownOnly(by people.Person, ds dataset.Dataset, values form.Values, ask string) error {
	if ds.Own == "" || keeps(by, ds) || owns(by, ds, values) {
		return nil
	}
	field, _ := ds.Form.Field(ds.Own)
	return fault.New(fault.Denied, "You can enter this for yourself only: choose yourself under “%s”. For others ask %s.", field.Label, ask)
}
