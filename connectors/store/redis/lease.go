package redis

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"factotum/automations/fault"
	"factotum/automations/outbox"
)

// forgotten is how far the clocks of replicas and server may be apart before
// the name of a once key goes while the key is still there.
const forgotten = time.Hour

// Lease hands out up to limit notices that are due at now, those of the lowest
// rank and of these the longest waiting first, each until the given moment and with a token that was never given
// before. Of a lane only the oldest unfinished notice is given, and not while
// it is leased or waits for its next attempt: later ones wait behind it. What
// was handed out by a call whose answer was lost is free again when its lease
// ends.
func (s *Store) Lease(ctx context.Context, now, until time.Time, limit int) ([]outbox.Leased, error) {
	r, err := s.write(ctx, s.scripts.lease, s.keys, now.UnixMilli(), until.UnixMilli(), max(limit, 0), time.Now().Add(-forgotten).UnixMilli(), int(outbox.Ranks))
	if err != nil {
		return nil, failure("lease", err)
	}
	var leased []outbox.Leased
	err = r.each(7, func(values []string) error {
		l := outbox.Leased{Again: values[4] == "1", Reason: values[5]}
		if l.Token, err = strconv.ParseInt(values[2], 10, 64); err != nil {
			return damaged(err)
		}
		leased = append(leased, l)
		return decodeNotice(&leased[len(leased)-1], values[0], values[1], values[3], values[6])
	})
	return leased, failure("lease", err)
}

func decodeNotice(l *outbox.Leased, key, lane, attempts, body string) error {
	if err := json.Unmarshal([]byte(body), &l.Notice, jsontext.AllowDuplicateNames(true)); err != nil {
		return damaged(fmt.Errorf("notice %q: %w", key, err))
	}
	var err error
	if l.Attempts, err = strconv.Atoi(attempts); err != nil {
		return damaged(err)
	}
	l.Key, l.Lane = key, lane // as bytes; JSON would change what is no UTF-8
	return nil
}

// receipt tells commit.lua how a lease ended.
func receipt(r outbox.Receipt) []any {
	how, at := "done", int64(0)
	switch {
	case r.Failed:
		how = "failed"
	case r.Retry.IsZero():
	case r.Delayed:
		how, at = "delayed", r.Retry.UnixMilli()
	default:
		how, at = "retry", r.Retry.UnixMilli()
	}
	return []any{r.Key, r.Token, how, at, r.Reason}
}

// Failed lists the deliveries that were given up, the oldest failure first,
// and the cursor for those after them ("" when these were the last).
func (s *Store) Failed(ctx context.Context, after string, limit int) ([]outbox.Leased, string, error) {
	from := int64(0)
	if after != "" {
		var err error
		if from, err = strconv.ParseInt(after, 36, 64); err != nil {
			return nil, "", badCursor(err)
		}
	}
	limit = max(limit, 0)
	r, err := s.read(ctx, s.scripts.failed, s.keys, from, limit+1)
	if err != nil {
		return nil, "", failure("failed deliveries", err)
	}
	var found []outbox.Leased
	var places []int64
	err = r.each(6, func(values []string) error {
		place, err := strconv.ParseInt(values[0], 10, 64)
		if err != nil {
			return damaged(err)
		}
		places, found = append(places, place), append(found, outbox.Leased{Again: true, Reason: values[4]})
		return decodeNotice(&found[len(found)-1], values[1], values[2], values[3], values[5])
	})
	if err != nil {
		return nil, "", failure("failed deliveries", err)
	}
	if limit == 0 || len(found) <= limit {
		return found[:min(len(found), limit)], "", nil
	}
	return found[:limit], strconv.FormatInt(places[limit-1], 36), nil
}

// RetryFailed puts a failed delivery back at the end of its lane, due at the
// given moment and with its attempts starting again. Returns notfound when it
// is not, or no longer, on the list.
func (s *Store) RetryFailed(ctx context.Context, key string, at time.Time) error {
	r, err := s.write(ctx, s.scripts.retry, s.keys, key, at.UnixMilli())
	if err != nil {
		return failure("retry", err)
	}
	if r[0] == "gone" {
		return fault.New(fault.NotFound, "This delivery is no longer on the list of failed ones: somebody has retried it, or a newer message took its place.")
	}
	return nil
}
