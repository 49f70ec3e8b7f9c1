package automations

import (
	"context"

	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/obligation"
	"factotum/automations/people"
	"factotum/automations/request"
)

// near is how far apart, in days, occurrences of one period are due at most.
const near = 100

// unmet names the first of what has to be done before a duty, of the same
// period, that is opened and not done; empty where nothing stands in its way.
func (d *Desk) unmet(ctx context.Context, o obligation.Obligation, r request.Request) (string, error) {
	nominal, err := calendar.Parse(r.Work.Duty.Period)
	if err != nil || len(o.Needs) == 0 { // it follows an event, and no period
		return "", nil //nolint:nilerr // what follows events has periods of its own
	}
	var ids []string
	for _, key := range o.Needs {
		kind, err := d.Catalogue.Kind(catalogue.DutyKind(key))
		if err != nil {
			return "", err
		}
		other := *kind.Duty
		days := d.Calendar(people.Person{Country: other.Country, Region: other.Region})
		for _, due := range other.Between(nominal.AddDays(-near), nominal.AddDays(near), days) {
			if other.Covers == o.Covers && other.Name(due.Nominal) == o.Name(nominal) {
				ids = append(ids, dutyID(other, due))
			}
		}
	}
	if len(ids) == 0 {
		return "", nil
	}
	docs, err := d.Store.Load(ctx, ids...)
	if err != nil {
		return "", err
	}
	for _, doc := range docs {
		if doc.Version == 0 {
			continue
		}
		f, err := decode(doc)
		if err != nil {
			return "", err
		}
		if f.Request.State != request.Done && !f.Request.State.Final() {
			return f.Name() + " (" + f.Request.Title + ")", nil
		}
	}
	return "", nil
}
