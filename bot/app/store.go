package app

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"factotum/automations"
	"factotum/automations/audit"
	"factotum/automations/fault"
	"factotum/automations/state"
	"factotum/connectors/store/redis"
	"factotum/connectors/store/sqlite"
)

// storeText is where the state lies; left out, it is a file in the folder of
// data.
type storeText struct {
	Redis *redisText `yaml:"redis"`
}

type redisText struct {
	Addresses            paths  `yaml:"addresses"`
	Master               string `yaml:"master"`
	Cluster              bool   `yaml:"cluster"`
	Username             string `yaml:"username"`
	PasswordFile         string `yaml:"password_file"`
	SentinelPasswordFile string `yaml:"sentinel_password_file"`
	TLS                  bool   `yaml:"tls"`
	CAFile               string `yaml:"ca_file"`
	Database             int    `yaml:"database"`
	Workspace            string `yaml:"workspace"`
	Replicas             int    `yaml:"replicas"`
}

// The names under which the environment gives Redis' passwords.
const (
	redisPasswordEnv    = "FACTOTUM_REDIS_PASSWORD"
	sentinelPasswordEnv = "FACTOTUM_REDIS_SENTINEL_PASSWORD"
)

// Place is where the state lies: in Redis, or in a file in a folder of data.
type Place struct {
	Data  string
	Redis *redis.Options
}

// String names it without secrets.
func (p Place) String() string {
	if p.Redis == nil {
		return filepath.Join(p.Data, storeFile)
	}
	return fmt.Sprintf("Redis at %s, workspace %s", strings.Join(p.Redis.Addresses, ", "), p.Redis.Workspace)
}

// What lies in the folder of data.
const (
	storeFile   = "factotum.db"
	filesFolder = "files"
)

// place reads where the state lies.
func (r *reader) place(data string) Place {
	in := r.in.Store.Redis
	if in == nil {
		return Place{Data: data}
	}
	o := &redis.Options{
		Addresses: in.Addresses, Master: in.Master, Cluster: in.Cluster, Username: in.Username,
		Database: in.Database, Workspace: in.Workspace, Replicas: in.Replicas,
	}
	o.Password, _ = r.secret(redisPasswordEnv, "store.redis.password_file", in.PasswordFile)
	o.SentinelPassword, _ = r.secret(sentinelPasswordEnv, "store.redis.sentinel_password_file", in.SentinelPasswordFile)
	if len(in.Addresses) == 0 {
		r.wrong("store.redis.addresses", "say where Redis is: addresses: redis.example.com:6379")
	}
	if !regexp.MustCompile(`^T[A-Z0-9]{2,}$`).MatchString(in.Workspace) {
		r.wrong("store.redis.workspace", "%q is not the id of a Slack workspace: it begins with T and stands in the address of the workspace in a browser", in.Workspace)
	}
	if in.Replicas < 0 {
		r.wrong("store.redis.replicas", "%d is no number of replicas to wait for: write 1, or 0 where there are none", in.Replicas)
	}
	if in.TLS {
		o.TLS = r.trust(in.CAFile)
	} else if in.CAFile != "" {
		r.wrong("store.redis.ca_file", "a certificate is of no use without encryption: write tls: true")
	}
	return Place{Data: data, Redis: o}
}

// trust reads whose certificates are believed; the system's where none is named.
func (r *reader) trust(file string) *tls.Config {
	trusted := &tls.Config{MinVersion: tls.VersionTLS12}
	if file == "" {
		return trusted
	}
	path := r.path(file, "")
	body, err := os.ReadFile(path)
	if err != nil {
		r.wrong("store.redis.ca_file", "the file of certificates %s cannot be read (%s): correct the path", path, reason(err))
		return trusted
	}
	trusted.RootCAs = x509.NewCertPool()
	if !trusted.RootCAs.AppendCertsFromPEM(body) {
		r.wrong("store.redis.ca_file", "the file %s holds no certificate: it begins with -----BEGIN CERTIFICATE-----", path)
	}
	return trusted
}

// store is what the program needs of either store.
type store interface {
	automations.Store
	Figures(ctx context.Context) (state.Figures, error)
	Fill(ctx context.Context, next func() (state.Row, error)) error
	io.Closer
}

// open opens the store for writing. Redis must keep what it acknowledges: what
// puts that at risk is refused, or logged.
func (p Place) open(ctx context.Context, log *slog.Logger) (store, error) {
	if err := os.MkdirAll(p.Data, 0o700); err != nil {
		return nil, fmt.Errorf("app: make the folder of data: %w", err)
	}
	if p.Redis == nil {
		return sqlite.Open(filepath.Join(p.Data, storeFile)) //nolint:contextcheck // opening a file is short and not given up half-way
	}
	s, err := redis.Open(ctx, *p.Redis)
	if err != nil {
		return nil, err
	}
	var refused []string
	code := fault.Invalid
	for _, f := range p.unsafe(ctx, s) {
		if f.Refuse {
			refused = append(refused, f.Say)
			if f.Away {
				code = fault.Unavailable
			}
			continue
		}
		log.WarnContext(ctx, "redis: not safe", "finding", f.Say)
	}
	if len(refused) > 0 {
		return nil, errors.Join(fault.New(code, "%s", strings.Join(refused, "\n")), s.Close())
	}
	return s, nil
}

// unsafe lists what puts at risk what Redis holds, of its own settings and of
// the way to it.
func (p Place) unsafe(ctx context.Context, s *redis.Store) []redis.Finding {
	return append(s.Check(ctx), p.exposed()...)
}

// exposed looks at the way to Redis.
func (p Place) exposed() []redis.Finding {
	var far []string
	for _, address := range p.Redis.Addresses {
		if host, _, err := net.SplitHostPort(address); err == nil && !here(host) {
			far = append(far, address)
		}
	}
	bare, plain := p.Redis.Password == "", p.Redis.TLS == nil
	say := "Redis at " + strings.Join(far, ", ") + " is reached over the network "
	switch {
	case len(far) == 0 || (!bare && !plain):
		return nil
	case bare && plain:
		say += "without password and without encryption: whoever is in that network can read and change all requests. Give it a password and write tls: true below store.redis."
	case bare:
		say += "without a password: whoever is in that network can change all requests. Set requirepass or users in Redis, and " + redisPasswordEnv + "."
	default:
		say += "without encryption: whoever listens in that network reads the password and all requests. Write tls: true below store.redis."
	}
	return []redis.Finding{{Refuse: bare && plain, Say: say}}
}

// records is what reading beside whoever writes needs.
type records interface {
	Load(ctx context.Context, ids ...string) ([]state.Document, error)
	Log(ctx context.Context, after int64, limit int) ([]audit.Record, error)
	Page(ctx context.Context, indexes []string, after string, limit int) (state.Page, error)
	Dump(ctx context.Context, put func(state.Row) error) error
	io.Closer
}

// read opens the store for reading, also while the bot is running.
func (p Place) read(ctx context.Context) (records, error) {
	if p.Redis != nil {
		return redis.Open(ctx, *p.Redis)
	}
	return sqlite.OpenReader(filepath.Join(p.Data, storeFile)) //nolint:contextcheck // opening a file is short and not given up half-way
}
