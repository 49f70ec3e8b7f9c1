package redis

import (
	"context"

	"github.com/redis/go-redis/v9"

	"factotum/automations/state"
)

// Figures counts what the store holds.
func (s *Store) Figures(ctx context.Context) (f state.Figures, err error) {
	err = s.run(ctx, func(ctx context.Context, node *redis.Client) error {
		var entries, waiting, failed *redis.IntCmd
		_, err := node.Pipelined(ctx, func(p redis.Pipeliner) error {
			entries, waiting, failed = p.LLen(ctx, s.keys[7]), p.HLen(ctx, s.keys[9]), p.ZCard(ctx, s.keys[12])
			return nil
		})
		f = state.Figures{Entries: entries.Val(), Waiting: waiting.Val(), Failed: failed.Val()}
		return err
	})
	return f, failure("figures", err)
}
