package redis

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"factotum/automations/fault"
)

// Finding is something about the server that puts at risk what people were
// told is done. Say names the setting and what to write.
type Finding struct {
	Refuse bool // do not start like this; false: it may go on, but must be said
	Away   bool // it could not be asked, and may answer in a moment
	Say    string
}

// Check asks the server whether it keeps what it acknowledges. It is for the
// start and for once a minute: a server can be replaced or configured anew at
// any time. No findings: all is well.
func (s *Store) Check(ctx context.Context) []Finding {
	v, err := s.vitals(ctx)
	if err == nil && v.info["role"] == "master" {
		err = s.allowed(ctx)
	}
	if err != nil {
		err = failure("check", err)
		return []Finding{{Refuse: true, Away: fault.CodeOf(err) == fault.Unavailable && !Refuses(err), Say: "Redis cannot be checked. " + fault.Say(err)}}
	}
	var found []Finding
	for _, rule := range s.rules(v) {
		if rule.broken {
			found = append(found, rule.Finding)
		}
	}
	return found
}

// vitals are the lines of INFO and the settings that it does not show.
type vitals struct {
	info     map[string]string
	settings map[string]string // nil when the server does not tell
}

func (s *Store) vitals(ctx context.Context) (v vitals, err error) {
	err = s.run(ctx, func(ctx context.Context, node *redis.Client) error {
		var info *redis.StringCmd
		var settings []*redis.MapStringStringCmd
		_, err := node.Pipelined(ctx, func(p redis.Pipeliner) error {
			info = p.Info(ctx)
			for _, name := range []string{"appendfsync", "no-appendfsync-on-rewrite", "min-replicas-to-write"} {
				settings = append(settings, p.ConfigGet(ctx, name))
			}
			return nil
		})
		if info.Err() != nil {
			return info.Err()
		}
		v = vitals{info: lines(info.Val())}
		if err != nil {
			return nil //nolint:nilerr // a server that hides its settings is a finding
		}
		v.settings = make(map[string]string)
		for _, setting := range settings {
			for name, value := range setting.Val() {
				v.settings[name] = value
			}
		}
		return nil
	})
	return v, err
}

// allowed asks for what the first change would be refused for: a script, and
// waiting for replicas.
func (s *Store) allowed(ctx context.Context) error {
	return s.run(ctx, func(ctx context.Context, node *redis.Client) error {
		unknown := strings.Repeat("0", 40)
		if err := node.EvalSha(ctx, unknown, s.keys[:1]).Err(); !redis.HasErrorPrefix(err, "NOSCRIPT") {
			return err
		}
		return node.Wait(ctx, 0, time.Millisecond).Err()
	})
}

func lines(info string) map[string]string {
	values := make(map[string]string)
	for line := range strings.Lines(info) {
		if name, value, found := strings.Cut(strings.TrimSpace(line), ":"); found {
			values[name] = value
		}
	}
	return values
}

type rule struct {
	broken bool
	Finding
}

func refuse(broken bool, say string, args ...any) rule {
	return rule{broken, Finding{Refuse: true, Say: fmt.Sprintf(say, args...)}}
}

func warn(broken bool, say string, args ...any) rule {
	return rule{broken, Finding{Say: fmt.Sprintf(say, args...)}}
}

// rules hold what was measured: everysec lost acknowledged commits when the
// process alone was killed, a failover without WAIT lost hundreds at a time.
func (s *Store) rules(v vitals) []rule {
	version := v.info["redis_version"]
	major, err := strconv.Atoi(strings.SplitN(version, ".", 2)[0])
	fsync, known := v.settings["appendfsync"]
	policy := v.info["maxmemory_policy"]
	aof := v.info["aof_enabled"] == "1"
	rules := []rule{
		refuse(err != nil || major < 7, "Redis %s is too old. Install version 7 or later.", version),
		refuse(v.info["role"] != "master", "This Redis server is a replica (role %s) and takes no changes. Write the address of the master, or those of its Sentinels and the name of the master.", v.info["role"]),
		refuse(!aof, "Redis keeps no log of changes (appendonly no): all that was decided since its last snapshot is lost when it stops. Write \"appendonly yes\" in redis.conf."),
		refuse(aof && v.info["aof_last_write_status"] != "ok", "Redis could not write its log of changes to disk (aof_last_write_status %s). Make room on its disk or repair it.", v.info["aof_last_write_status"]),
		warn(aof && v.info["aof_last_bgrewrite_status"] != "ok", "Redis could not shorten its log of changes (aof_last_bgrewrite_status %s): it will fill the disk. Look into the log of Redis for the reason.", v.info["aof_last_bgrewrite_status"]),
		refuse(known && fsync == "no", "Redis leaves it to the system when its log of changes gets to disk (appendfsync no): half a minute of acknowledged decisions may be lost. Write \"appendfsync always\" in redis.conf."),
		warn(known && fsync == "everysec", "Redis writes its log of changes to disk once a second (appendfsync everysec): when it is killed, up to two seconds of decisions that people were told are done may be lost. Write \"appendfsync always\" in redis.conf."),
		warn(v.settings["no-appendfsync-on-rewrite"] == "yes", "While Redis shortens its log of changes it does not wait for the disk (no-appendfsync-on-rewrite yes): what is decided meanwhile may be lost. Write \"no-appendfsync-on-rewrite no\" in redis.conf."),
		refuse(policy != "noeviction", "Redis throws data away when its memory is full (maxmemory-policy %s). Write \"maxmemory-policy noeviction\" in redis.conf.", policy),
		warn(!known, "Redis does not tell how it is configured, so nobody knows whether it waits for the disk. Allow Factotum's user the command: ACL SETUSER NAME +config|get."),
	}
	return append(rules, s.copies(v)...)
}

// copies are the rules about replicas.
func (s *Store) copies(v vitals) []rule {
	replicas, _ := strconv.Atoi(v.info["connected_slaves"]) // 0 when it is not there
	want := s.options.Replicas
	failover := s.options.Cluster || s.options.Master != ""
	least, known := v.settings["min-replicas-to-write"]
	unguarded := known && least == "0" && (replicas > 0 || want > 0)
	unawaited := rule{replicas > 0 && want == 0, Finding{Refuse: failover, Say: fmt.Sprintf("Redis has %d replicas, but Factotum does not wait for any: when one takes over, decisions that people were told are done are lost. Set the number of replicas to wait for to 1.", replicas)}}
	return []rule{
		unawaited,
		warn(failover && 0 < want && want < replicas, "Redis has %d replicas, but Factotum waits for only %d of them: the one that takes over may be one that has not got the last decisions, and then they are lost. Set the number of replicas to wait for to %d, or write \"replica-priority 0\" in redis.conf of those that are never to take over.", replicas, want, replicas),
		refuse(replicas < want, "Factotum is to wait for %d replicas, but Redis has %d: nothing can be saved. Start the replicas, or lower the number of replicas to wait for.", want, replicas),
		warn(unguarded, "A Redis master that has lost its replicas still takes changes (min-replicas-to-write 0): what it takes before the others notice is lost. Write \"min-replicas-to-write 1\" in redis.conf."),
	}
}
