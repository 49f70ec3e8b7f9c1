package automations

import (
	"errors"

	"factotum/automations/state"
)

// attempts is how often a change is tried again when the world moved meanwhile.
// Every failed try means that somebody else succeeded.
const attempts = 20

// persist tries until nothing that the try stood on has moved meanwhile, and
// returns otherwise where that does not end. Final, which may be nil, tells for
// what moved that trying again cannot help.
func (d *Desk) persist(otherwise error, final func(id string) bool, try func() error) error {
	return retry(otherwise, func() (done bool, err error) {
		err = try()
		var stale state.StaleError
		if !errors.As(err, &stale) || final != nil && final(stale.ID) {
			return true, err
		}
		d.roster.forget()
		return false, nil
	})
}

// retry calls try until it is done or fails, and returns otherwise where that does
// not end.
func retry(otherwise error, try func() (done bool, err error)) error {
	for range attempts {
		if done, err := try(); done || err != nil {
			return err
		}
	}
	return otherwise
}
