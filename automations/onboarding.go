package automations

import (
	"context"
	"maps"

	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/policy"
)

// Onboarding gives the kind of request by which the vendor of an invoice is taken
// on, and what its form begins with: what the invoice says. It is for those who
// speak for the invoice. Returns notfound where no kind takes vendors on.
func (d *Desk) Onboarding(ctx context.Context, by people.Person, id string) (catalogue.Kind, form.Values, error) {
	sight, err := d.Find(ctx, by, id)
	if err != nil {
		return catalogue.Kind{}, nil, err
	}
	if !policy.Speaks(sight.File.Request, by, sight.File.Dir) {
		return catalogue.Kind{}, nil, fault.New(fault.Denied, "Only those who look after %s can have its vendor taken on, so nothing was begun. You can ask for a vendor yourself with /desk.", sight.File.Name())
	}
	if sight.Kind.Match == nil {
		return catalogue.Kind{}, nil, fault.New(fault.NotFound, "Requests of the kind “%s” belong to no vendor.", sight.Kind.Title)
	}
	kind, ok := d.Catalogue.Onboarding(sight.Kind.Match.Vendors)
	if !ok {
		return kind, nil, fault.New(fault.NotFound, "No kind of request takes vendors on here. Ask your Factotum administrator.")
	}
	values, _ := d.Fill(kind, by, sight.File.Dir, "", nil)
	maps.Copy(values, kind.Begin(sight.Kind.Newcomer(sight.File.Request.Values)))
	return kind, values, nil
}
