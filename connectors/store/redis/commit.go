package redis

import (
	"context"
	"fmt"
	"strconv"

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
		if r, err = recall(r[1]); err != nil {
			return state.Result{}, failure("commit", err)
		}
		result.Repeated, result.Outcome = true, bytes(r[0])
	}
	return result, r.each(2, func(values []string) error {
		if values[1] != "" {
			result.Numbers[values[0]] = values[1]
		}
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

// commitOn does changes that have nothing in common. Where something speaks
// against some of them nothing was done, and the others go again without these.
func (s *Store) commitOn(ctx context.Context, node *redis.Client, parcels []*parcel) ([]reply, error) {
	answers := make([]reply, len(parcels))
	for left := parcels; ; {
		r, err := s.commitOnce(ctx, node, left)
		if err != nil {
			return nil, err
		}
		n := len(left)
		left = nil
		for i, p := range parcels {
			if answers[i] == nil {
				answers[i] = p.answer(r)
			}
			if answers[i] == nil {
				left = append(left, p)
			}
		}
		if len(left) == 0 {
			return answers, nil
		}
		if len(left) == n {
			return nil, damaged(fmt.Errorf("%q refuses none of %d changes", r, n))
		}
	}
}

// commitOnce runs the script once for changes that have nothing in common.
func (s *Store) commitOnce(ctx context.Context, node *redis.Client, parcels []*parcel) (r reply, err error) {
	notices, last := 0, int64(0)
	for _, p := range parcels {
		notices += len(p.parts[ofNotices]) / 3
	}
	keys, args := s.encode(parcels, s.places.take(notices))
	defer func() { s.places.given(notices, last) }()
	value, err := s.change(ctx, node, s.scripts.commit, keys, args)
	if err == nil {
		err = r.scan(value)
	}
	if err == nil && r[0] == "done" && r[1] != "" {
		last, err = strconv.ParseInt(r[1], 10, 64)
	}
	return r, err
}

func bytes(s string) []byte {
	if s == "" {
		return nil
	}
	return []byte(s)
}
