package automations

import (
	"context"
	"iter"
	"math"
	"time"

	"factotum/automations/audit"
)

// LogSince is the position after which the log tells what was since a moment. It is in
// the order of time and has no gaps, so that its beginning is not read.
func LogSince(ctx context.Context, from Logged, since time.Time) (int64, error) {
	earlier := func(position int64) (bool, error) { // tells whether the entry there is before the moment
		found, err := from.Log(ctx, position-1, 1)
		return err == nil && len(found) > 0 && found[0].Time.Before(since), err
	}
	low, high := int64(0), int64(1)
	for {
		before, err := earlier(high)
		if err != nil {
			return 0, err
		}
		if !before {
			break
		}
		low, high = high, 2*high
	}
	for low+1 < high {
		middle := (low + high) / 2
		before, err := earlier(middle)
		if err != nil {
			return 0, err
		}
		if before {
			low = middle
		} else {
			high = middle
		}
	}
	return low, nil
}

// theEnd is behind any entry of the log.
const theEnd = math.MaxInt64

// walkLog gives the entries of the log after a position up to the last, and reads
// them a page at a time. It ends with the first error.
func walkLog(ctx context.Context, from Logged, after, last int64) iter.Seq2[audit.Record, error] {
	return func(yield func(audit.Record, error) bool) {
		for at := after; at < last; {
			records, err := from.Log(ctx, at, int(min(batch, last-at)))
			if err != nil {
				yield(audit.Record{}, err)
				return
			}
			if len(records) == 0 {
				return
			}
			for _, r := range records {
				if at = r.Position; !yield(r, nil) {
					return
				}
			}
		}
	}
}
