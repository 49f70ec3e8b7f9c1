package books

import (
	"context"
	"fmt"
	"time"
)

// Lag is how far the books are behind the log.
type Lag struct {
	Position int64         // of the last entry that is in them
	Entries  int64         // that are missing
	Time     time.Duration // for which the oldest of them has been waiting
}

// Lag compares the books with a log of so many entries.
func (b *Books) Lag(ctx context.Context, from Source, entries int64, now time.Time) (Lag, error) {
	var l Lag
	if err := b.eyes.QueryRowContext(ctx, "SELECT position FROM mark").Scan(&l.Position); err != nil {
		return l, fmt.Errorf("books: read the mark: %w", err)
	}
	if l.Entries = max(entries-l.Position, 0); l.Entries == 0 {
		return l, nil
	}
	oldest, err := from.Log(ctx, l.Position, 1)
	if err != nil || len(oldest) == 0 {
		return l, err
	}
	l.Time = max(now.Sub(oldest[0].Time), 0)
	return l, nil
}
