// Command baseline is the least that a Slack server in Go can do for a click:
// net/http, slack-go's verifier, the few fields it needs, one document read
// and one script that writes document, indexes, audit entry and message. It
// checks no rights and posts nothing. What Factotum spends is compared with
// it, so it must stay as small as it is and know nothing of Factotum.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/slack-go/slack"
)

// commitLua writes a document that is as it was read.
//
// KEYS   document, two indexes, audit log, outbox
// ARGV   version read, document, milliseconds, id, audit entry, message
// Returns {1, version written}, or {0, version found}.
const commitLua = `
local v = redis.call('HGET', KEYS[1], 'v')
if (v or '0') ~= ARGV[1] then return {0, v} end
local nv = tostring(tonumber(ARGV[1]) + 1)
redis.call('HSET', KEYS[1], 'v', nv, 'j', ARGV[2])
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[4])
redis.call('ZADD', KEYS[3], ARGV[3], ARGV[4])
redis.call('XADD', KEYS[4], '*', 'e', ARGV[5])
redis.call('XADD', KEYS[5], '*', 'm', ARGV[6])
return {1, nv}`

func main() {
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, "baseline:", err)
		os.Exit(1)
	}
}

// server answers clicks.
type server struct {
	redis  *redis.Client
	commit *redis.Script
	secret string
}

func run(listen, address, secret string) error {
	s := server{
		redis:  redis.NewClient(&redis.Options{Addr: address, PoolSize: 64}),
		commit: redis.NewScript(commitLua), secret: secret,
	}
	if err := s.commit.Load(context.Background(), s.redis).Err(); err != nil {
		return err
	}
	http.HandleFunc("POST /slack/events", s.answer)
	return (&http.Server{Addr: listen, ReadHeaderTimeout: 5 * time.Second}).ListenAndServe()
}

// click is as much of a payload as is used.
type click struct {
	User, Channel struct{ ID string }
	Message       struct{ TS string }
	Actions       []*slack.BlockAction
}

func (s server) answer(w http.ResponseWriter, r *http.Request) {
	verifier, err := slack.NewSecretsVerifier(r.Header, s.secret)
	if err != nil {
		http.Error(w, "unauthorized", http.StatusUnauthorized)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err != nil {
		http.Error(w, "too large", http.StatusRequestEntityTooLarge)
		return
	}
	_, _ = verifier.Write(body) // a hash takes everything
	if verifier.Ensure() != nil {
		http.Error(w, "unauthorized", http.StatusUnauthorized)
		return
	}
	form, err := url.ParseQuery(string(body))
	var c click
	if err == nil {
		err = json.Unmarshal([]byte(form.Get("payload")), &c)
	}
	if err != nil || len(c.Actions) == 0 {
		http.Error(w, "bad payload", http.StatusBadRequest)
		return
	}
	if err := s.approve(r.Context(), c); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

var errDecided = errors.New("already decided")

func (s server) approve(ctx context.Context, c click) error {
	id, now := c.Actions[0].Value, time.Now()
	if _, err := s.redis.HMGet(ctx, "exp:"+id, "v", "j").Result(); err != nil {
		return err
	}
	document, _ := json.Marshal(map[string]any{
		"id": id, "status": "approved", "by": c.User.ID, "at": now, "amount": "128.40", "currency": "EUR",
		"category": "travel", "claimant": "U0CLAIMANT", "description": "Berlin - Hamburg return, receipt attached", "channel": c.Channel.ID, "ts": c.Message.TS,
		"lines": []map[string]string{{"d": "train out", "a": "64.20"}, {"d": "train back", "a": "64.20"}}, "history": []string{"submitted", "approved"},
	})
	const sum = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	entry, _ := json.Marshal(map[string]any{"id": id, "actor": c.User.ID, "action": "approve", "from": "0", "at": now, "prev": sum, "hash": sum})
	message, _ := json.Marshal(map[string]any{
		"method": "chat.update", "channel": c.Channel.ID, "ts": c.Message.TS, "key": id + ":0", "text": "Approved by <@" + c.User.ID + ">",
		"blocks": []any{map[string]any{"type": "section", "text": map[string]string{"type": "mrkdwn", "text": "*Expense " + id + "* approved by <@" + c.User.ID + ">"}}},
	})
	result, err := s.commit.EvalSha(ctx, s.redis, []string{"exp:" + id, "idx:status:approved", "idx:updated", "audit", "outbox"},
		"0", document, strconv.FormatInt(now.UnixMilli(), 10), id, entry, message).Slice()
	if err == nil && result[0].(int64) == 0 {
		return errDecided
	}
	return err
}
