package app

import (
	"context"
	"errors"
	"slices"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/connectors/books"
)

// budgets looks for the cost centres that budgets are for: those of the people's
// files, and those that were entered as records, which the directory has.
func (f *findings) budgets(ctx context.Context, s *Settings) {
	unsure := slices.DeleteFunc(slices.Clone(s.Budgets), func(b books.Budget) bool { return b.CostCentre == "" || s.centre(b.CostCentre) })
	if len(unsure) == 0 {
		return
	}
	dir, err := s.lastKnown(ctx)
	if err != nil {
		f.note("It was not checked whether the cost centres of all budgets exist: %s", fault.Say(err))
		return
	}
	for _, b := range unsure {
		if _, entered := dir.CostCentre(b.CostCentre); !entered {
			f.wrong("budgets: the cost centre %s of the budget of %s is neither in the people's files nor entered as a record: correct its code, or enter it.", b.CostCentre, b.Period)
		}
	}
}

// centre tells whether the people's files have a cost centre.
func (s *Settings) centre(code string) bool {
	for _, o := range s.Catalogue.Company().Options["cost_centres"] {
		if o.Value == code {
			return true
		}
	}
	return false
}

// lastKnown is the directory that the bot keeps; an empty one before its first
// start.
func (s *Settings) lastKnown(ctx context.Context) (dir people.Directory, err error) {
	store, err := s.Store.read(ctx)
	if fault.CodeOf(err) == fault.NotFound {
		return dir, nil
	}
	if err != nil {
		return dir, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	return automations.Staffed(ctx, store.Load)
}
