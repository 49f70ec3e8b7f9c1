package redis

import (
	"context"

	"factotum/automations/state"
)

// Together sends changes that have nothing in common at once and gives what the
// server answered to each.
func (s *Store) Together(ctx context.Context, changes []state.Change) ([][]string, error) {
	parcels := make([]*parcel, len(changes))
	for i, c := range changes {
		p, err := pack(c)
		if err != nil {
			return nil, err
		}
		parcels[i] = p
	}
	replies, err := s.commitTogether(ctx, parcels)
	answers := make([][]string, len(replies))
	for i, r := range replies {
		answers[i] = r
	}
	return answers, err
}
