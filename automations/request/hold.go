package request

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"factotum/automations/form"
)

// HoldKind names a hold and with it how it ends.
type HoldKind string

// The kinds of hold.
const (
	RateHold      HoldKind = "rate"      // waits for an exchange rate: price
	UnsureHold    HoldKind = "unsure"    // fields that a person is to look at: correct
	VendorHold    HoldKind = "vendor"    // no vendor is known for it: correct, or the vendor is taken on
	BankHold      HoldKind = "bank"      // the account is not the vendor's: confirm, by two people
	MismatchHold  HoldKind = "mismatch"  // the page prints another value than the XML: release with a choice
	DuplicateHold HoldKind = "duplicate" // it looks like another one: release
	OrderHold     HoldKind = "order"     // more than was ordered: release
)

// Hold blocks deciding and paying until those named by Release end it. Say is
// the rest of a sentence ("on hold: …") without full stop or account number.
type Hold struct {
	Kind      HoldKind  `json:"kind"`
	Key       string    `json:"key,omitempty"` // what it is about: with the same key it is the same hold, and once ended does not come again
	Say       string    `json:"say"`
	Release   Rule      `json:"release"`
	Otherwise []Rule    `json:"otherwise,omitempty"` // when Release names nobody who may
	Since     time.Time `json:"since"`
	Stays     bool      `json:"stays,omitempty"`     // it is about the document itself: no correction ends it
	NotBefore time.Time `json:"not_before,omitzero"` // it may not be ended earlier
	Voices    []Voice   `json:"voices,omitempty"`    // bank: who has confirmed so far
	Path      string    `json:"path,omitempty"`      // mismatch: of the field
	Choices   []Choice  `json:"choices,omitempty"`   // mismatch: the values to choose of
	Accounts  []Account `json:"accounts,omitempty"`  // bank: the one on file, then the one on the invoice
	Call      string    `json:"call,omitempty"`      // bank: the number on file
	Other     string    `json:"other,omitempty"`     // duplicate, order: id of the request that it is held against
}

// Voice is one confirmation of several that are needed.
type Voice struct {
	By   string    `json:"by"`
	At   time.Time `json:"at"`
	Text string    `json:"text"` // whom they spoke to
}

// Choice is one of the values that a document has for a field.
type Choice struct {
	Source string     `json:"source"` // xml or page
	Value  form.Value `json:"value"`
}

// Account is a bank account that is shown but cannot be read off.
type Account struct {
	Where  string `json:"where"` // on file, on the invoice, in the XML, on the page
	Masked string `json:"masked"`
	Hash   string `json:"hash"` // SHA-256 of the number
}

// Ended is a hold that somebody ended, so that it does not come again.
type Ended struct {
	Kind   HoldKind  `json:"kind"`
	Key    string    `json:"key,omitempty"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Choice string    `json:"choice,omitempty"`
}

// voices is how many people confirm a bank account: two pairs of eyes.
const voices = 2

// Callers are those who will have confirmed the account once this person has
// too; nil while more are needed.
func (h Hold) Callers(by string) []string {
	if h.Kind != BankHold || len(h.Voices)+1 < voices {
		return nil
	}
	return union(h.callers(), []string{by})
}

func (h Hold) callers() []string {
	var all []string
	for _, v := range h.Voices {
		all = append(all, v.By)
	}
	return all
}

// ID tells one hold of a request from another. It is short enough for a button.
func (h Hold) ID() string {
	sum := sha256.Sum256([]byte(h.Key))
	return string(h.Kind) + "-" + hex.EncodeToString(sum[:6])
}

// Mask makes an account of a number: its first and last four characters stay.
// Two IBANs that differ in one digit differ in those, which hold the check digits.
func Mask(where, number string) Account {
	number = strings.ToUpper(strings.Join(strings.Fields(number), ""))
	sum := sha256.Sum256([]byte(number))
	a := Account{Where: where, Hash: hex.EncodeToString(sum[:])}
	switch shown := []rune(number); {
	case number == "":
		a.Masked = "none"
	case len(shown) < 12:
		a.Masked = "•••• " + string(shown[max(0, len(shown)-3):])
	default:
		a.Masked = string(shown[:4]) + " •••• " + string(shown[len(shown)-4:])
	}
	return a
}

// HoldBy finds a hold by its ID.
func (r Request) HoldBy(id string) (Hold, bool) {
	at := slices.IndexFunc(r.Holds, func(h Hold) bool { return h.ID() == id })
	if at < 0 {
		return Hold{}, false
	}
	return r.Holds[at], true
}

// carried are the holds after an edit: what stays, and what was found anew as
// far as nobody has ended it yet. One that is about the same keeps its voices
// and its clock.
func (r Request) carried(found []Hold) []Hold {
	var holds []Hold
	add := func(h Hold) {
		if !r.ended(h) && !slices.ContainsFunc(holds, func(o Hold) bool { return o.ID() == h.ID() }) {
			holds = append(holds, h)
		}
	}
	for _, h := range r.Holds {
		if h.Stays {
			add(h)
		}
	}
	for _, h := range found {
		if old, known := r.HoldBy(h.ID()); known && h.Key != "" {
			h = old
		}
		add(h)
	}
	return holds
}

// ended tells whether somebody has ended the same hold before.
func (r Request) ended(h Hold) bool {
	return h.Key != "" && slices.ContainsFunc(r.Released, func(e Ended) bool { return e.Kind == h.Kind && e.Key == h.Key })
}

// without takes a hold away and notes who ended it.
func (r Request) without(h Hold, m Move) Request {
	r.Holds = slices.DeleteFunc(slices.Clone(r.Holds), func(o Hold) bool { return o.ID() == h.ID() })
	r.Released = append(slices.Clip(r.Released), Ended{Kind: h.Kind, Key: h.Key, By: m.By, At: m.At, Choice: m.Choice})
	return r
}
