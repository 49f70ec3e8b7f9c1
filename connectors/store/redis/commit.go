package redis

import (
	"context"
	"encoding/json"
	"time"

	"github.com/redis/go-redis/v9"

	"factotum/automations/state"
)

// Commit does the change, all or nothing, and returns when it is kept: on the
// server's disk if it is configured so (see Check), and by the replicas that
// the options ask for. A once key seen before changes nothing and returns the
// first result. Returns state.StaleError or state.TakenError when something
// moved meanwhile, and unavailable when the outcome is unknown: the same
// change may be sent again.
func (s *Store) Commit(ctx context.Context, c state.Change) (state.Result, error) {
	if err := c.Check(); err != nil {
		return state.Result{}, err
	}
	p, err := pack(c)
	if err != nil {
		return state.Result{}, failure("commit", err)
	}
	r, err := s.commits.do(ctx, p)
	if err != nil {
		return state.Result{}, failure("commit", err)
	}
	switch r[0] {
	case "stale":
		return state.Result{}, state.StaleError{ID: r[1]}
	case "taken":
		return state.Result{}, state.TakenError{Key: r[1], Holder: r[2]}
	}
	result := state.Result{Outcome: c.Outcome, Numbers: make(map[string]string)}
	if r[0] == "repeated" {
		result.Repeated, result.Outcome = true, bytes(r[1])
		r = r[1:]
	}
	return result, r.each(2, func(values []string) error {
		result.Numbers[values[0]] = values[1]
		return nil
	})
}

// commitAlone sends a change by itself, again and again while that may help.
func (s *Store) commitAlone(ctx context.Context, p *parcel) (r reply, err error) {
	err = s.run(ctx, func(ctx context.Context, node *redis.Client) error {
		each, err := s.commitOn(ctx, node, []*parcel{p})
		if err == nil {
			r = each[0]
		}
		return err
	})
	return r, err
}

// commitTogether sends changes that have nothing in common, once.
func (s *Store) commitTogether(ctx context.Context, parcels []*parcel) ([]reply, error) {
	node, err := s.node(ctx)
	if err != nil {
		return nil, err
	}
	return s.commitOn(ctx, node, parcels)
}

func (s *Store) commitOn(ctx context.Context, node *redis.Client, parcels []*parcel) ([]reply, error) {
	keys, args := s.encode(parcels)
	value, err := s.change(ctx, node, s.scripts.commit, keys, args)
	if err != nil {
		return nil, err
	}
	return replies(value, len(parcels))
}

func bytes(s string) []byte {
	if s == "" {
		return nil
	}
	return []byte(s)
}

// encodeTold adds what a change tells: the log and the outbox.
func encodeTold(args *parts, c state.Change) error {
	*args = append(*args, len(c.Audit))
	for _, r := range c.Audit {
		entry, err := json.Marshal(r.Entry)
		if err != nil {
			return err
		}
		*args = append(*args, entry, []byte(r.Payload))
	}
	encodeEach(args, c.Erase, func(position int64) []any { return []any{position} })
	encodeEach(args, c.Receipts, receipt)
	*args = append(*args, len(c.Notices))
	for _, n := range c.Notices {
		key, lane := n.Key, n.Lane
		n.Key, n.Lane = "", "" // the record has them
		body, err := json.Marshal(n)
		if err != nil {
			return err
		}
		at, hash := n.Rank.Place(n.At), hash(lane)
		*args = append(*args, key, hash, at, record(lane, hash, at, body))
	}
	return nil
}

// until is when a once key is forgotten, for the list of their names.
func until(d time.Duration) any {
	if d <= 0 {
		return "inf"
	}
	return time.Now().Add(d).UnixMilli()
}

// keep is a time to live, for which Redis takes no less than a millisecond.
func keep(d time.Duration) int64 {
	if d <= 0 {
		return 0
	}
	return max(d.Milliseconds(), 1)
}
