// Package find owns what somebody looks for: words and filters, read from one
// line, and who it is that looks. It must not know where anything is found,
// what a request is, or who may see what; names are given to it as functions.
package find

import (
	"time"

	"github.com/shopspring/decimal"
)

// Query is what is looked for. What is empty restricts nothing; several kinds,
// states, people or teams mean any of them, all else must hold together.
type Query struct {
	Words  []Word
	Kinds  []string         // keys of kinds of request, or of datasets
	States []string         // of requests
	From   []string         // ids of those who asked
	Teams  []string         // keys of teams that work on it
	With   []string         // ids of those who have taken it, or Nobody
	Ranks  []string         // priorities: 1 urgent to 4 low
	Late   time.Time        // what was promised of it is late at that moment
	Since  time.Time        // it was begun then or later
	Until  time.Time        // and before then
	Over   *decimal.Decimal // at least so much, in the company's currency
	Under  *decimal.Decimal // at most
	Reader Reader
	After  int64 // place of the last hit before; 0: from the best
	Limit  int   // how many hits at most
}

// Nobody has taken it.
const Nobody = "nobody"

// Word is one word, or several that stand side by side, of which the last may
// be the beginning of a longer one.
type Word struct {
	Text  string
	Whole bool // it is no mere beginning
}

// Reader is who looks. What they may see is among what any of these leads to.
type Reader struct {
	Names []string // ids, accounts and keys of rules that may mean them
	Kinds []string // keys of kinds and datasets of which they may see everything
	Notes []string // keys of rules that make them one of those who work on it, and read its notes
}

// Hit is a request or record.
type Hit struct {
	ID    string
	Place int64 // what follows it is found after this
}

// Empty tells whether nothing is looked for at all.
func (q Query) Empty() bool {
	return len(q.Words)+len(q.Kinds)+len(q.States)+len(q.From)+len(q.Teams)+len(q.With)+len(q.Ranks) == 0 &&
		q.Since.IsZero() && q.Late.IsZero() && q.Until.IsZero() && q.Over == nil && q.Under == nil
}
