package obligation

import (
	"time"

	"factotum/automations/calendar"
)

// Ahead is how long before its hour the message is waited for that tells a rung with
// everything else of the day. What it tells no later than that is not late.
const Ahead = time.Hour

// Messages are the morning messages of whoever has a duty, as far as it goes.
type Messages struct {
	Zone  *time.Location              // of theirs
	Told  map[calendar.Date]time.Time // when that of a day told of the duty; none: it did not, or not yet
	Again time.Time                   // when to look whether that of today has; zero: none comes
}

// Fold parts the rungs whose time has come into those that the message of their day
// has told, and those that are to be told by themselves; or says when to look again,
// since the message of today may tell the rest. A rung of an earlier day waits for
// no message, and what comes with it neither: one sentence tells both.
func (m Messages) Fold(calls []Call, now time.Time) (told, left []Call, again time.Time) {
	var waits []Call
	today, alone := calendar.DateOf(now, m.Zone), false
	for _, c := range calls {
		day := calendar.DateOf(c.At, m.Zone)
		at, listed := m.Told[day]
		switch {
		case c.To != Owner:
			left = append(left, c)
		case listed:
			told = append(told, Call{c.Rung, at.Sub(c.At) > Ahead+grace})
		case day == today && !m.Again.IsZero():
			waits = append(waits, c)
		default:
			left, alone = append(left, c), true
		}
	}
	if alone || len(waits) == 0 {
		return told, append(left, waits...), time.Time{}
	}
	return told, left, m.Again
}
