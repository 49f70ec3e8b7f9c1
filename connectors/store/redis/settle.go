package redis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"factotum/automations/fault"
)

// settling is the pause between two looks at a rewrite under way.
const settling = 5 * time.Millisecond

// settle makes a server that was started anew ready for changes and teaches it
// the script. Redis that is killed while it writes a transaction to its log
// cuts the half at the next start in memory only: MULTI and what came through
// stay in the file, and the start after that does them, before whatever was
// committed meanwhile (seen with 7.0.15; the same defect in Valkey,
// valkey-io/valkey#4342). A log that is written anew from memory has no such
// half. A server that does not know the script has not been settled: what it
// learns it forgets when it stops. All goes over one connection, so that it is
// one life of the server.
func settle(ctx context.Context, node *redis.Client, script *redis.Script) error {
	conn := node.Conn()
	defer conn.Close() //nolint:errcheck // it goes back to the pool
	for {
		info, err := conn.Info(ctx, "persistence").Result()
		if err != nil {
			return err
		}
		state := lines(info)
		if state["aof_enabled"] != "1" || rewritten(state) {
			return script.Load(ctx, conn).Err()
		}
		if state["aof_rewrite_in_progress"] == "0" && state["aof_rewrite_scheduled"] == "0" {
			if err := unwritten(conn.BgRewriteAOF(ctx).Err()); err != nil {
				return err
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(settling):
		}
	}
}

// rewritten tells whether the log was written anew since the server started.
func rewritten(state map[string]string) bool {
	return state["aof_last_rewrite_time_sec"] != "-1" && state["aof_rewrite_in_progress"] == "0" && state["aof_last_bgrewrite_status"] == "ok"
}

// unwritten is why a rewrite does not begin. One that another program asked
// for meanwhile is as good, and what failed is tried again.
func unwritten(err error) error {
	var answer redis.Error
	switch {
	case err == nil, redis.HasErrorPrefix(err, "Background"), redis.HasErrorPrefix(err, "Can't"):
		return nil
	case !errors.As(err, &answer), moving(err):
		return err
	}
	return fault.Wrap(fmt.Errorf("settle: %w", err), fault.Unavailable, "Factotum's database (Redis) was started anew and does not let Factotum put its log of changes in order, so nothing was saved. Please tell your Factotum administrator: ACL SETUSER NAME +bgrewriteaof.")
}
