package audit

import (
	"encoding/json"
	"fmt"
	"slices"
)

// Erase is the move under which it is recorded that payloads were erased.
const Erase = "erase"

// Erasure is the payload of that entry. A payload that is missing without an
// erasure on record was removed by somebody who should not.
type Erasure struct {
	Person    string   `json:"person,omitempty"` // who had typed it; empty: it went for its age
	Months    int      `json:"months,omitempty"` // after which it went
	Positions []int64  `json:"positions"`
	Files     []string `json:"files,omitempty"` // hashes of what was attached; the copies stay
}

// BadError names the first entry of a log that is not as it was recorded.
type BadError struct {
	Position int64
	Why      string
}

// Error names the entry.
func (e *BadError) Error() string { return fmt.Sprintf("entry %d: %s", e.Position, e.Why) }

// Verifier checks a log as it is read in order from its beginning. The zero
// Verifier knows no published heads.
type Verifier struct {
	heads   []Head // published ones not reached yet, in order
	agreed  int64  // position of the last published head that the log came to
	last    Head
	missing map[int64]bool // payloads that are not there and of which no erasure was read yet
	erased  int64
	about   func(subject string) bool // nil: everything
}

// Begin lets the check start behind an entry, for a part of a log that has no
// payloads but those about some subjects, and those that tell of erasures. Heads
// that were published before it ask for nothing. It is for before the first
// entry, and after Expect.
func (v *Verifier) Begin(after Head, about func(subject string) bool) error {
	v.last, v.about, v.agreed = after, about, after.Position
	for len(v.heads) > 0 && v.heads[0].Position <= after.Position {
		if v.heads[0].Position == after.Position && v.heads[0].Seal != after.Seal {
			return &BadError{after.Position, fmt.Sprintf("it or one before it was changed and sealed anew: the head published there is %s", v.heads[0])}
		}
		v.heads = v.heads[1:]
	}
	return nil
}

// Expect adds heads that were published outside the store, in any order; that
// of an empty log asks for nothing. It is for before the first entry.
func (v *Verifier) Expect(heads ...Head) {
	for _, h := range heads {
		if h.Position > 0 {
			v.heads = append(v.heads, h)
		}
	}
	slices.SortFunc(v.heads, func(a, b Head) int { return int(a.Position - b.Position) })
}

// Check refuses with a BadError the first record that does not follow its
// predecessor, whose seal is not the one kept, whose payload is not the one
// that was recorded, or after which the log does not come to a published head.
// The kept seal is nil where the log is not sealed yet.
func (v *Verifier) Check(r Record, kept *Seal) error {
	body, err := json.Marshal(r.Entry)
	if err != nil {
		return fmt.Errorf("audit: encode entry %d: %w", r.Position, err)
	}
	return v.check(r, body, kept)
}

// check takes the JSON of the entry from whoever has it.
func (v *Verifier) check(r Record, body []byte, kept *Seal) error {
	expected := v.last.Position + 1
	seal := v.last.Seal.over(body)
	switch {
	case r.Position > expected:
		return &BadError{expected, fmt.Sprintf("is missing; entry %d follows entry %d", r.Position, v.last.Position)}
	case r.Position < expected:
		return &BadError{expected, fmt.Sprintf("entry %d stands in its place: something was inserted or moved", r.Position)}
	case kept != nil && seal != *kept:
		return &BadError{expected, fmt.Sprintf("%s of %s is not what was sealed: it was changed, or something before it was removed, inserted or moved", r.Move, r.Subject)}
	case r.Payload != nil && Hash(r.Payload) != r.PayloadHash:
		return &BadError{expected, fmt.Sprintf("the payload of %s of %s was changed after it was recorded", r.Move, r.Subject)}
	}
	v.last = Head{Position: expected, Seal: seal}
	v.payload(r)
	return v.published()
}

// payload notes what is missing and what was erased on record.
func (v *Verifier) payload(r Record) {
	if r.Payload == nil && v.about != nil && !v.about(r.Subject) && r.Move != Erase {
		return
	}
	if r.Payload == nil {
		if v.missing == nil {
			v.missing = map[int64]bool{}
		}
		v.missing[r.Position] = true
		v.erased++
		return
	}
	if r.Move != Erase {
		return
	}
	var e Erasure
	if json.Unmarshal(r.Payload, &e) != nil {
		return // then it erases nothing
	}
	for _, position := range e.Positions {
		delete(v.missing, position)
	}
}

// published compares with the heads that stand at this position. Who changes
// entries and can seal anew changes every later head.
func (v *Verifier) published() error {
	for len(v.heads) > 0 && v.heads[0].Position == v.last.Position {
		if v.heads[0].Seal != v.last.Seal {
			return &BadError{v.agreed + 1, fmt.Sprintf("it or a later one up to entry %d was changed and sealed anew: the head published there is %s", v.last.Position, v.heads[0])}
		}
		v.agreed = v.last.Position
		v.heads = v.heads[1:]
	}
	return nil
}

// Later gives the published heads that stand behind what was read; they are not
// expected any more.
func (v *Verifier) Later() []Head {
	later := v.heads
	v.heads = nil
	return later
}

// End refuses with a BadError a log that ends before a published head, or in
// which a payload is missing that nobody erased on record. It is for after the
// last entry.
func (v *Verifier) End() error {
	if len(v.heads) > 0 {
		return &BadError{v.last.Position + 1, fmt.Sprintf("is missing: the log ends with entry %d, and entry %d was published", v.last.Position, v.heads[len(v.heads)-1].Position)}
	}
	first := int64(0)
	for position := range v.missing {
		if first == 0 || position < first {
			first = position
		}
	}
	if first > 0 {
		return &BadError{first, "its payload is gone, and no erasure of it is on record"}
	}
	return nil
}

// Head is the last entry that has passed, with its seal.
func (v *Verifier) Head() Head { return v.last }

// Erased is how many of the entries had no payload any more.
func (v *Verifier) Erased() int64 { return v.erased }
