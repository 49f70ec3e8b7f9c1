package redis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

// run calls the server, again and again while it cannot be reached, moves or
// is loading, as long as the caller's patience lasts. So call must be such that
// doing it twice does no harm.
func (s *Store) run(ctx context.Context, call func(context.Context, *redis.Client) error) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for pause := 5 * time.Millisecond; ; pause = min(2*pause, 200*time.Millisecond) {
		if err := ctx.Err(); err != nil {
			return err
		}
		node, err := s.node(ctx)
		if err == nil {
			err = call(ctx, node)
		}
		if err == nil || !passing(err) {
			return err
		}
		if cluster, ok := s.client.(*redis.ClusterClient); ok {
			cluster.ReloadState(ctx)
		}
		select {
		case <-ctx.Done():
			return errors.Join(err, ctx.Err())
		case <-time.After(pause):
		}
	}
}

// node is the server that holds the workspace. A cluster's client would send
// WAIT to any node.
func (s *Store) node(ctx context.Context) (*redis.Client, error) {
	switch client := s.client.(type) {
	case *redis.Client:
		return client, nil
	case *redis.ClusterClient:
		return client.MasterForKey(ctx, s.tag)
	default:
		return nil, fmt.Errorf("no node in %T", client)
	}
}

// read runs a script that changes nothing.
func (s *Store) read(ctx context.Context, script *redis.Script, keys []string, args ...any) (r reply, err error) {
	err = s.run(ctx, func(ctx context.Context, node *redis.Client) error {
		value, err := script.Run(ctx, node, keys, args...).Result()
		if err != nil {
			return err
		}
		return r.scan(value)
	})
	return r, err
}

// shortError tells that a change is in the master but perhaps nowhere else.
type shortError struct{ have, want int64 }

func (e shortError) Error() string {
	return fmt.Sprintf("%d of %d replicas have the change", e.have, e.want)
}

// write runs a script that changes something and, where there are replicas,
// waits on the same connection until enough of them have it.
func (s *Store) write(ctx context.Context, script *redis.Script, keys []string, args ...any) (r reply, err error) {
	err = s.run(ctx, func(ctx context.Context, node *redis.Client) error {
		value, err := s.change(ctx, node, script, keys, args)
		if err != nil {
			return err
		}
		return r.scan(value)
	})
	return r, err
}

// change is one try of a write. A server that does not know the script is
// settled first.
func (s *Store) change(ctx context.Context, node *redis.Client, script *redis.Script, keys []string, args []any) (any, error) {
	value, err := s.send(ctx, node, script, keys, args)
	if redis.HasErrorPrefix(err, "NOSCRIPT") {
		if err = settle(ctx, node, script); err == nil {
			value, err = s.send(ctx, node, script, keys, args)
		}
	}
	return value, err
}

func (s *Store) send(ctx context.Context, node *redis.Client, script *redis.Script, keys []string, args []any) (any, error) {
	if s.options.Replicas == 0 {
		return script.EvalSha(ctx, node, keys, args...).Result()
	}
	var value, waited *redis.Cmd
	_, err := node.Pipelined(ctx, func(p redis.Pipeliner) error {
		value = script.EvalSha(ctx, p, keys, args...)
		waited = p.Do(ctx, "WAIT", s.options.Replicas, left(ctx).Milliseconds())
		return nil
	})
	if err != nil {
		return nil, err
	}
	have, err := waited.Int64()
	if err == nil && have < int64(s.options.Replicas) {
		err = shortError{have, int64(s.options.Replicas)}
	}
	return value.Val(), err
}

// left is how long the replicas may take, so that the answer still arrives.
// WAIT would take 0 for ever.
func left(ctx context.Context) time.Duration {
	deadline, _ := ctx.Deadline() // run has set one
	return max(time.Until(deadline)-200*time.Millisecond, time.Millisecond)
}
