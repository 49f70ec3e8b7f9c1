package audit

import "fmt"

// Verifier checks a log as it is read in order from its beginning.
type Verifier struct{ last int64 }

// Check refuses the first record that does not follow its predecessor or whose
// payload is not the one that was recorded. An erased payload passes.
func (v *Verifier) Check(r Record) error {
	if r.Position != v.last+1 {
		return fmt.Errorf("entry %d follows entry %d: entries are missing or out of order", r.Position, v.last)
	}
	v.last = r.Position
	if r.Payload != nil && Hash(r.Payload) != r.PayloadHash {
		return fmt.Errorf("entry %d (%s of %s): the payload was changed after it was recorded", r.Position, r.Move, r.Subject)
	}
	return nil
}

// Checked is how many entries have passed.
func (v *Verifier) Checked() int64 { return v.last }
