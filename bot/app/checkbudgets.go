package app

import (
	"context"
	"encoding/json"
	"errors"

	"factotum/automations/people"
)

// budgets looks for the cost centres that budgets are for: those of the people's
// files, and those that were entered as records, which the directory has.
func (f *findings) budgets(ctx context.Context, s *Settings) {
	var there map[string]bool
	for _, b := range s.Budgets {
		if b.CostCentre == "" || s.centre(b.CostCentre) {
			continue
		}
		if there == nil {
			there = s.entered(ctx)
		}
		if !there[b.CostCentre] {
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

// entered are the codes of the cost centres in the directory that the bot keeps;
// none before its first start.
func (s *Settings) entered(ctx context.Context) map[string]bool {
	codes := map[string]bool{}
	store, err := s.Store.read(ctx)
	if err != nil {
		return codes
	}
	docs, err := store.Load(ctx, "people")
	if err = errors.Join(err, store.Close()); err != nil || docs[0].Version == 0 {
		return codes
	}
	var dir people.Directory
	if json.Unmarshal(docs[0].Body, &dir) == nil {
		for _, c := range dir.CostCentres() {
			codes[c.Code] = true
		}
	}
	return codes
}
