package automations

import (
	"cmp"
	"context"
	"strings"

	"factotum/automations/fault"
	"factotum/automations/people"
)

// Find gives the request with a number such as EXP-12, or with an id. Whoever
// may not see it is told the same as if it did not exist.
func (d *Desk) Find(ctx context.Context, by people.Person, word string) (Sight, error) {
	id := word
	if number := strings.ToUpper(strings.TrimSpace(word)); strings.Contains(number, "-") {
		found, err := d.Store.Lookup(ctx, number)
		if err != nil {
			return Sight{}, err
		}
		if found != "" {
			id = found
		}
	}
	f, err := d.open(ctx, id)
	unknown := fault.New(fault.NotFound, "There is no request %s that you may see. Your own are listed by /desk mine.", word)
	if fault.CodeOf(err) == fault.NotFound {
		return Sight{}, unknown
	}
	if err != nil {
		return Sight{}, err
	}
	kind, err := d.Catalogue.Kind(f.Request.Kind)
	if err != nil {
		return Sight{}, err
	}
	if !sees(f.Request, by, f.Dir, kind) {
		if id == word { // of a button: its card shows the number, and people know no ids
			unknown = fault.New(fault.NotFound, "You may not see %s (any more), so nothing was changed. Your own requests are listed by /desk mine.", cmp.Or(f.Number, "this request"))
		}
		return Sight{}, unknown
	}
	s := Sight{File: f, Kind: kind, Reader: by, Now: d.Now(), Clocks: d.Clocks(f.Request, kind), Back: d.Opens(f)}
	row := []Row{{File: f, Kind: kind}}
	if err := d.tables(ctx, row); err != nil {
		return Sight{}, err
	}
	s.Import, s.Entry = row[0].Import, d.entryOf(row[0].Import)
	if s.Rewrite, err = d.rewrites(ctx, kind, f.Request, f.Dir); err != nil {
		return Sight{}, err
	}
	s.Unmet, err = d.unmet(ctx, kind, f.Request)
	return s, err
}
