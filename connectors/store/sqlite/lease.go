package sqlite

import (
	"context"
	"encoding/json"
	"time"

	"factotum/automations/outbox"
)

// Lease hands out up to limit notices that are due at now, those of the lowest
// rank and of these the longest waiting first, each until the given moment and with a token that was never given
// before. Of a lane only the oldest unfinished notice is given, and not while
// it is leased or waits for its next attempt: later ones wait behind it.
func (s *Store) Lease(ctx context.Context, now, until time.Time, limit int) ([]outbox.Leased, error) {
	var leased []outbox.Leased
	err := s.writer.do(ctx, func(t *tx) (refusal, failure error) {
		leased, failure = t.heads(now, limit)
		if failure != nil {
			return nil, failure
		}
		for i := range leased {
			if leased[i].Token, failure = t.next("token"); failure != nil {
				return nil, failure
			}
			failure = t.exec("UPDATE notice SET again = again OR token <> 0, token = ?, newer = 0, due = ?"+ofRank+" WHERE key = ?", leased[i].Token, until.UnixMilli(), leased[i].Key)
			if failure != nil {
				return nil, failure
			}
		}
		return nil, nil
	})
	if err != nil {
		return nil, failure("lease", err)
	}
	return leased, nil
}

// ofRank makes of milliseconds a place of the rank of the notice; the number is
// outbox.Tier.
const ofRank = " + at / 10000000000000 * 10000000000000"

func (t *tx) heads(now time.Time, limit int) ([]outbox.Leased, error) {
	var leased []outbox.Leased
	for rank := outbox.Prompt; rank < outbox.Ranks && len(leased) < limit; rank++ {
		query := "SELECT key, lane, attempts, again OR token <> 0, reason, body FROM notice WHERE head = 1 AND due BETWEEN ? AND ? ORDER BY due, seq" + first(limit-len(leased))
		err := t.query(query, []any{rank.Place(time.UnixMilli(0)), rank.Place(now)}, func(row cells) error {
			leased = append(leased, outbox.Leased{})
			return scanLeased(row, &leased[len(leased)-1])
		})
		if err != nil {
			return nil, err
		}
	}
	return leased, nil
}

// scanLeased reads key, lane, attempts, again, reason and body, then extra.
func scanLeased(row interface{ Scan(dest ...any) error }, l *outbox.Leased, extra ...any) error {
	var key, lane string
	var body []byte
	if err := row.Scan(append([]any{&key, &lane, &l.Attempts, &l.Again, &l.Reason, &body}, extra...)...); err != nil {
		return err
	}
	if err := json.Unmarshal(body, &l.Notice); err != nil {
		return err
	}
	l.Key, l.Lane = key, lane // as bytes; JSON would change what is no UTF-8
	return nil
}
