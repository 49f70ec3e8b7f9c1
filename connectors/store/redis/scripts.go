package redis

import (
	_ "embed"
	"fmt"

	"github.com/redis/go-redis/v9"
)

//go:embed keys.lua
var keysLua string

//go:embed outbox.lua
var outboxLua string

//go:embed commit.lua
var commitLua string

//go:embed lease.lua
var leaseLua string

//go:embed retry.lua
var retryLua string

//go:embed failed.lua
var failedLua string

//go:embed due.lua
var dueLua string

//go:embed notices.lua
var noticesLua string

//go:embed fill.lua
var fillLua string

//go:embed onces.lua
var oncesLua string

//go:embed page.lua
var pageLua string

// scripts are sent by their hash; a server that does not know one is sent its
// text.
type scripts struct {
	commit, lease, retry, failed, due, onces, page, notices, fill *redis.Script
}

func load() scripts {
	with := func(parts ...string) *redis.Script {
		text := keysLua
		for _, part := range parts {
			text += part
		}
		return redis.NewScript(text)
	}
	return scripts{
		commit: with(outboxLua, commitLua), lease: with(outboxLua, leaseLua), retry: with(outboxLua, retryLua),
		failed: with(outboxLua, failedLua), due: with(dueLua), onces: with(oncesLua), page: with(pageLua),
		notices: with(outboxLua, noticesLua), fill: with(outboxLua, fillLua),
	}
}

// reply is what a script returned: a word that tells how it ended, then values
// that are all text.
type reply []string

func (r *reply) scan(value any) error {
	values, _ := value.([]any)
	*r = make(reply, len(values))
	for i, v := range values {
		(*r)[i] = fmt.Sprint(v)
	}
	if len(*r) == 0 {
		return fmt.Errorf("a script returned %T", value)
	}
	return r.refusal()
}

// refusal is what no script returns whose keys are only ours.
func (r *reply) refusal() error {
	switch (*r)[0] {
	case "paused":
		return pausedError{}
	case "uncounted", "unreadable":
		return damaged(fmt.Errorf("%q", *r))
	}
	return nil
}

// each calls do with every n values after the word.
func (r *reply) each(n int, do func(values []string) error) error {
	for rest := (*r)[1:]; len(rest) >= n; rest = rest[n:] {
		if err := do(rest[:n]); err != nil {
			return err
		}
	}
	return nil
}
