// Package document owns taking apart what comes from strangers: PDF, XML,
// pictures and mail. All of it happens in child processes of the same program
// with limits, since the parsers can hang or die of memory in ways that nothing
// inside a process can catch. It must not know vendors, requests or Slack, and
// the parent never parses a byte of a document.
package document

import (
	"io"
	"time"

	"factotum/automations/fault"
	"factotum/automations/invoice"
	"factotum/automations/invoice/page"
)

// Limits bound what one document may cost.
type Limits struct {
	Wall   time.Duration // for everything, a second try included
	Busy   float64       // how many times as long it may take more where programs wait for a processor all the time
	Memory uint64        // bytes of a child and of each program it starts; 0 is no limit
	Reply  int           // bytes that a child may answer
	Reads  int           // documents after which a child is replaced
}

// behind is how readers stand back behind others, as a nice value (sched(7)): of
// the time that others want as well they get a tenth.
const behind = 10

// Usual are the limits of the program: DESIGN section 6. What is read in a tenth of
// the time may take ten times as long.
func Usual() Limits {
	return Limits{Wall: 10 * time.Second, Busy: behind, Memory: 256 << 20, Reply: 40 << 20, Reads: 200}
}

// ownPressure is up to which pressure it is readers themselves that fill the processors.
const ownPressure = 0.25

// time is what a document gets now. A good one is not refused because others have
// the processors: it stands back behind them. How long it may use a processor
// itself is limited by Wall alone.
func (l Limits) time() time.Duration {
	others := max(pressure()-ownPressure, 0) / (1 - ownPressure)
	return l.Wall + time.Duration(float64(l.Wall)*l.Busy*others)
}

// maxBodies is how much of the parts themselves is answered, in bytes: a third
// more when it is written as JSON, so that it fits into the reply.
const maxBodies = 24 << 20

// MaxSize is the most bytes a file or mail may have.
const MaxSize = 50 << 20

// Source is a document as it came. It is read twice when the first child dies.
type Source struct {
	Name string // a label for people; never a path that is opened
	Size int64
	Body io.ReaderAt
}

// Ask is what is wanted of a document besides its invoices.
type Ask struct {
	PageOnly bool // as if there were no XML inside the PDF
	Picture  bool // the first page as PNG, about 800 dots wide
	Words    bool // the words of the pages with their places
	Bodies   bool // the parts themselves that were read, as far as they are not too large together
	Table    bool // the rows of a spreadsheet, and nothing else
	Letter   bool // the words of a mail and its files, and nothing else
}

// Result is what a document holds.
type Result struct {
	Mail    *Envelope      `json:",omitempty"` // of a mail
	Found   []Found        `json:",omitempty"` // the invoices, in the order of the parts
	Refused []Refused      `json:",omitempty"` // the parts that gave none, with the reason
	Parts   []Copy         `json:",omitempty"` // of a letter: its files
	Picture []byte         `json:",omitempty"`
	Words   *page.Document `json:",omitempty"`
	Table   []byte         `json:",omitempty"` // comma separated values, each row behind its number in the sheet

	// Spent tells that the child has work left that it cannot stop.
	Spent bool `json:",omitempty"`
}

// Found is one invoice and where it stood.
type Found struct {
	Label   string // the name of the part, to show and for nothing else
	Hash    string // SHA-256 of the part's bytes in hexadecimal
	Invoice invoice.Invoice
	Picture []byte `json:",omitempty"` // its first page as PNG
	Body    []byte `json:",omitempty"` // the part
	Others  []Copy `json:",omitempty"` // further parts with the same invoice, such as its XML

	bare bool // an XML file whose pages have not come yet
}

// Copy is a further part with an invoice that was found.
type Copy struct {
	Label string
	Hash  string
	Body  []byte `json:",omitempty"`
}

// Refused is a part that gave no invoice. Say tells a person why: NotFound is
// read but no invoice, Denied needs a password, Unavailable needs a program that
// is not installed, and Invalid is damaged or beyond the limits.
type Refused struct {
	Label string
	Hash  string `json:",omitempty"`
	Code  fault.Code
	Say   string
	Body  []byte `json:",omitempty"` // the part, where it was read
}
