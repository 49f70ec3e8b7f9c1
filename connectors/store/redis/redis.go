// Package redis is the store of a company that runs several replicas of the
// bot: a Redis server of version 7 or later, alone, watched by Sentinel or one
// slot of a cluster. It owns how a state.Change becomes durable in Redis and
// must not know what documents, entries or notices mean.
//
// One script does the whole commit, all checks before the first write, and
// remembers its once key: whoever does not learn the outcome runs it again.
// Commits that come while others are under way share one run of the script:
// every check of all, then every write. Where something speaks against some,
// nothing was written, and the others go again without them.
// Every key of a workspace has the same hash tag, so that it lives in one slot.
package redis

import (
	"context"
	"crypto/tls"
	"errors"
	"regexp"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redis/go-redis/v9/maintnotifications"

	"factotum/automations/fault"
)

// patience is how long a caller waits before it is told that the store does
// not answer: what remains of the 2.5 s in which a person must hear of it goes
// to the network.
const patience = 1900 * time.Millisecond

// format is that of the keys and values this program writes.
const format = "1"

// connections is how many calls may be under way at once; further ones wait.
const connections = 32

// Options say where the store is.
type Options struct {
	Addresses        []string // host:port of the server, of the Sentinels or of some nodes of the cluster; or one socket
	Master           string   // its name, when the addresses are those of Sentinels
	Cluster          bool     // the addresses are those of a cluster
	Username         string
	Password         string
	SentinelPassword string
	TLS              *tls.Config // nil: not encrypted
	Database         int         // not in a cluster
	Workspace        string      // id of the Slack workspace, T…
	Replicas         int         // how many must have a change before it is acknowledged; 0 when there are none
}

// Store reads and writes. It satisfies the port of the use cases.
type Store struct {
	client  redis.UniversalClient
	options Options
	tag     string
	keys    []string // of keys.lua
	scripts scripts
	commits *convoy
	places  places
}

// Open connects. Returns invalid when the options are wrong or the keys of
// the workspace are another format's, and unavailable when nobody answers.
func Open(ctx context.Context, o Options) (*Store, error) {
	if !regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`).MatchString(o.Workspace) {
		return nil, fault.New(fault.Invalid, "%q cannot be the id of a Slack workspace. Write the one that begins with T.", o.Workspace)
	}
	if len(o.Addresses) == 0 {
		return nil, fault.New(fault.Invalid, "It is not said where Redis is. Write its address as host:port.")
	}
	if o.Cluster && o.Master != "" || len(o.Addresses) > 1 && !o.Cluster && o.Master == "" {
		return nil, fault.New(fault.Invalid, "It is not clear what the addresses of Redis are. Write one of a server, those of its Sentinels with the name of the master, or those of a cluster.")
	}
	logging.Disable() // what the library would log is returned to us as well
	s := &Store{client: connect(o), options: o, tag: "{" + o.Workspace + "}", scripts: load()}
	s.keys = s.fixed()
	s.commits = &convoy{store: s}
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(o.misread(ctx, err), s.client.Close())
	}
	return s, nil
}

func connect(o Options) redis.UniversalClient {
	return redis.NewUniversalClient(&redis.UniversalOptions{
		Addrs: o.Addresses, MasterName: o.Master, IsClusterMode: o.Cluster, DB: o.Database, TLSConfig: o.TLS,
		Username: o.Username, Password: o.Password, SentinelPassword: o.SentinelPassword, DisableIdentity: true,
		Protocol: 2, // with 3 every answer is first asked whether it is a push message, of which none is wanted
		// Trying again is ours: the library would do it without regard to the time that is left.
		MaxRetries: -1, DialerRetries: 1, ContextTimeoutEnabled: true,
		DialTimeout: patience, ReadTimeout: patience, WriteTimeout: patience, PoolTimeout: patience,
		PoolSize: connections, PipelinePoolSize: -1, // WAIT is for the connection that wrote: one pool
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	})
}

// prepare marks the keys of a new workspace as ours and refuses those of
// another format.
func (s *Store) prepare(ctx context.Context) error {
	var is string
	var filling bool
	err := s.run(ctx, func(ctx context.Context, node *redis.Client) error {
		if err := node.HSetNX(ctx, s.keys[0], "format", format).Err(); err != nil {
			return err
		}
		var err error
		if is, err = node.HGet(ctx, s.keys[0], "format").Result(); err != nil {
			return err
		}
		filling, err = node.HExists(ctx, s.keys[0], "filling").Result()
		return err
	})
	if err != nil {
		return failure("open", err)
	}
	if is != format {
		return fault.New(fault.Invalid, "The data of %s in Redis was written by another version of Factotum (its format is %s, this program knows %s). Use the newer program.", s.options.Workspace, is, format)
	}
	if filling {
		return fault.New(fault.Conflict, "A backup is being restored to %s in Redis, or that was broken off half-way. Wait until it has ended; else remove the keys that begin with %s and restore it again.", s.options.Workspace, s.tag)
	}
	return nil
}

// Close ends the connections; calls that are under way fail as unavailable.
func (s *Store) Close() error { return s.client.Close() }
