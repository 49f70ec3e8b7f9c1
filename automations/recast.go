package automations

import (
	"context"
	"slices"

	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/invoice"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// offer is the kind that a draft may become instead: its one file is an invoice,
// and the person looks after a kind that takes such files.
func (d *Desk) offer(p Paper, by people.Person) (catalogue.Kind, bool) {
	if p.File.Request.State != request.Draft || len(p.Scans.Files) != 1 {
		return catalogue.Kind{}, false
	}
	if read := p.Scans.Files[0].Read; read == nil || read.Kind != invoice.Bill {
		return catalogue.Kind{}, false
	}
	for _, k := range d.Catalogue.Offered() {
		looked := request.Request{State: request.Pending, Stewards: k.Stewards(by)}
		if k.Key != p.File.Request.Kind && k.Drop != "" && slices.Contains(ids(policy.Speakers(looked, p.File.Dir)), by.ID) {
			return k, true
		}
	}
	return catalogue.Kind{}, false
}

// Recast makes the draft of an invoice that somebody dropped, who looks after
// invoices, one of their kind, filled in with what was read. Returns conflict
// where nothing else is offered.
func (d *Desk) Recast(ctx context.Context, by people.Person, once, id string) error {
	return d.redraft(ctx, by, once, Draft{ID: id}, func(p Paper) (state.Change, error) {
		kind, ok := d.offer(p, by)
		if !ok {
			return state.Change{}, fault.New(fault.Conflict, "This draft stays what it is. Discard it and start what you need with /desk.")
		}
		around, scan := kind.Context(d.moment(by, p.File.Dir)), p.Scans.Files[0]
		begun := kind.Put(kind.Form.NewLine("", around), []form.File{scan.File}, around)
		p.Kind, p.File.Request.Kind = kind.Key, kind.Key
		return d.kept(p, Draft{ID: id, Values: kind.Take(begun, scan, around)})
	})
}
