package redis

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"factotum/automations/fault"
)

// held is how long nobody else writes after whoever holds the store has died.
const held = 10 * time.Second

// pausedError tells that somebody reads or writes everything just now.
type pausedError struct{}

func (pausedError) Error() string { return "paused" }

// errLost tells that a hold ended before its work.
var errLost = errors.New("the hold on the store was lost")

// hold keeps everybody else from writing while do works; they wait as long as
// their patience lasts. Returns conflict when somebody else holds it already,
// and fails when the hold was lost meanwhile, as by a failover.
func (s *Store) hold(ctx context.Context, do func(ctx context.Context, token string) error) (err error) {
	token := rand.Text()
	err = s.run(ctx, func(ctx context.Context, node *redis.Client) error {
		return mine(node.SetNX(ctx, s.keys[16], token, held).Err(), s.holder(ctx, node), token)
	})
	if err != nil {
		return err
	}
	ctx, lose := context.WithCancelCause(ctx)
	renewed := make(chan struct{})
	go func() {
		defer close(renewed)
		s.renew(ctx, token, lose)
	}()
	err = do(ctx, token)
	if cause := context.Cause(ctx); cause != nil {
		err = errors.Join(cause, err)
	}
	lose(nil)
	<-renewed
	return errors.Join(err, s.release(context.WithoutCancel(ctx), token))
}

// holder is who holds the store; "" when nobody does or it cannot be told.
func (s *Store) holder(ctx context.Context, node *redis.Client) string {
	return node.Get(ctx, s.keys[16]).Val()
}

func mine(err error, holder, token string) error {
	if err == nil && holder != token {
		err = fault.New(fault.Conflict, "A backup or a restore is at work on this store already. Wait until it has ended; if it was broken off, wait ten seconds.")
	}
	return err
}

// renew keeps the hold until ctx ends.
func (s *Store) renew(ctx context.Context, token string, lose context.CancelCauseFunc) {
	clock := time.NewTicker(held / 5)
	defer clock.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-clock.C:
		}
		err := s.run(ctx, func(ctx context.Context, node *redis.Client) error {
			if s.holder(ctx, node) != token {
				return fmt.Errorf("redis: %w", errLost)
			}
			return node.PExpire(ctx, s.keys[16], held).Err()
		})
		if err != nil && ctx.Err() == nil {
			lose(failure("hold", err))
			return
		}
	}
}

// release ends the hold; one that was lost must not end somebody else's.
func (s *Store) release(ctx context.Context, token string) error {
	return failure("release", s.run(ctx, func(ctx context.Context, node *redis.Client) error {
		if s.holder(ctx, node) != token {
			return nil
		}
		return node.Del(ctx, s.keys[16]).Err()
	}))
}
