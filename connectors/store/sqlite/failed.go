package sqlite

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"factotum/automations/fault"
	"factotum/automations/outbox"
)

// Failed lists the deliveries that were given up, the oldest failure first,
// and the cursor for those after them ("" when these were the last).
func (r *Reader) Failed(ctx context.Context, after string, limit int) ([]outbox.Leased, string, error) {
	from := int64(0)
	if after != "" {
		var err error
		if from, err = strconv.ParseInt(after, 36, 64); err != nil {
			return nil, "", badCursor(err)
		}
	}
	ctx, cancel := limited(ctx)
	defer cancel()
	rows, err := r.db.QueryContext(ctx, "SELECT key, lane, attempts, 1, reason, body, seq FROM failed WHERE seq > ? ORDER BY seq"+first(max(limit, 0)+1), from)
	if err != nil {
		return nil, "", failure("failed deliveries", err)
	}
	var seqs []int64
	found, err := all(rows, func(l *outbox.Leased) error {
		seqs = append(seqs, 0)
		return scanLeased(rows, l, &seqs[len(seqs)-1])
	})
	if err != nil {
		return nil, "", failure("failed deliveries", err)
	}
	if limit <= 0 || len(found) <= limit {
		return found[:min(len(found), max(limit, 0))], "", nil
	}
	return found[:limit], strconv.FormatInt(seqs[limit-1], 36), nil
}

// RetryFailed puts a failed delivery back at the end of its lane, due at the
// given moment and with its attempts starting again. Returns notfound when it
// is not, or no longer, on the list.
func (s *Store) RetryFailed(ctx context.Context, key string, at time.Time) error {
	err := s.writer.do(ctx, func(t *tx) (refusal, failure error) {
		var lane string
		var body []byte
		found, err := t.get("SELECT lane, body FROM failed WHERE key = ?", []any{key}, &lane, &body)
		if err != nil {
			return nil, err
		}
		if !found {
			return fault.New(fault.NotFound, "This delivery is no longer on the list of failed ones: somebody has retried it, or a newer message took its place."), nil
		}
		var n outbox.Notice
		if err := errors.Join(json.Unmarshal(body, &n), t.exec("DELETE FROM failed WHERE key = ?", key)); err != nil {
			return nil, err
		}
		return nil, t.queue(key, lane, n.Rank.Place(at), body, true)
	})
	return failure("retry", err)
}
