package outbox

import "time"

// Rank says how long a notice can wait where many are due: those of a lower rank
// go first, however long the others have waited. Equal keys have equal ranks.
type Rank int

// The ranks, the most urgent first.
const (
	Prompt  Rank = iota // follows what somebody did: they look at it
	Overdue             // reminds of what is late
	Today               // reminds of what is for today
	Ahead               // reminds in time
	Ranks               // how many there are
)

// Tier is how far the places of two ranks are apart: more than there are
// milliseconds up to the year 2286.
const Tier = 10_000_000_000_000

// Place is where a notice that is free from a moment on stands among all that
// wait: by rank, then by the millisecond. A store keeps it instead of the moment.
func (r Rank) Place(free time.Time) int64 {
	return int64(min(max(r, Prompt), Ranks-1))*Tier + free.UnixMilli()
}
