package request

import "slices"

// Reading is what a request that came from a document holds beside its values:
// how sure they are, what they match, and what is odd. Paths are those of the
// form; sentences are complete and hold no account number in full.
type Reading struct {
	From     string            `json:"from,omitempty"`     // who sent it, as their mail says
	Verified bool              `json:"verified,omitempty"` // our own mail server vouches for From
	Refuted  bool              `json:"refuted,omitempty"`  // something speaks against From: no vendor is matched before a person has looked
	Sources  map[string]string `json:"sources,omitempty"`  // by path: xml, text, ocr or person
	Unsure   []string          `json:"unsure,omitempty"`   // paths that a person is to look at
	Odd      []string          `json:"odd,omitempty"`      // sentences about the document itself
	Matched  []string          `json:"matched,omitempty"`  // sentences: which vendor and order, and why
	Vendor   string            `json:"vendor,omitempty"`   // id of the vendor's record
	Makers   []string          `json:"makers,omitempty"`   // who took that vendor on, or said where its money goes: they never confirm, decide or pay
	Order    string            `json:"order,omitempty"`    // id of the purchase request it belongs to
	Picture  string            `json:"picture,omitempty"`  // hash of our own copy of the first page as a picture
	Keys     []string          `json:"keys,omitempty"`     // claims: no two requests have the same
	Alike    []string          `json:"alike,omitempty"`    // ledgers in which requests stand that may be the same

	VendorVersion int64 `json:"vendor_version,omitempty"` // of that record, when it was judged

	Labels map[string]map[string]string `json:"labels,omitempty"` // by path: what the page prints for it, and the label beside each

	Positions []Position `json:"positions,omitempty"` // of an invoice, as it has them; MostPositions at most
}

// MostPositions is how many positions of an invoice are kept with its request.
const MostPositions = 200

// Position is one thing that an invoice bills. Figures are decimal texts; what the
// invoice does not say is "".
type Position struct {
	Text     string `json:"text,omitempty"`
	Quantity string `json:"quantity,omitempty"`
	Unit     string `json:"unit,omitempty"`
	Price    string `json:"price,omitempty"` // of one unit, without tax
	Net      string `json:"net,omitempty"`
	Tax      string `json:"tax,omitempty"` // percent
}

// Unsure tells whether a person is to look at the field at a path.
func (r Request) Unsure(path string) bool {
	return r.Reading != nil && slices.Contains(r.Reading.Unsure, path)
}

// made tells whether the person had a hand in where the money goes.
func (r Request) made(person string) bool {
	return r.Reading != nil && slices.Contains(r.Reading.Makers, person)
}

// Keys are the claims that the request holds while they count: who takes a
// request back gives them up.
func (r Request) Keys() []string {
	if r.Reading == nil || r.State == Withdrawn || r.State == Expired || r.State == Cancelled {
		return nil
	}
	return r.Reading.Keys
}

// Billed is the id of the order whose money the request takes, while it does.
func (r Request) Billed() string {
	if r.Reading == nil || r.State == Draft || r.State.Final() {
		return ""
	}
	return r.Reading.Order
}

// Resembles are the ledgers in which the request stands while it counts: as
// long as its claims do.
func (r Request) Resembles() []string {
	if r.Reading == nil || r.State == Draft || r.State == Withdrawn || r.State == Expired || r.State == Cancelled {
		return nil
	}
	return r.Reading.Alike
}
