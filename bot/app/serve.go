package app

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"factotum/automations/fault"
)

// Serve is the command: the bot against a real workspace, by Socket Mode or
// signed HTTP, until the context ends. Without a configuration, or with mistakes in it, it says
// what is missing; for a store that does not answer yet it waits.
func Serve(ctx context.Context, config string, env func(string) string, log *slog.Logger) error {
	debug.SetGCPercent(tight)
	if _, err := os.Stat(config); errors.Is(err, fs.ErrNotExist) {
		return unconfigured(config, env)
	}
	s, problems := Load(config, env)
	if len(problems) > 0 {
		return Refused(problems)
	}
	if missing := s.Missing(); len(missing) > 0 {
		return fault.New(fault.Invalid, "%s\n%s", strings.Join(missing, "\n"), demoHint)
	}

	kept, err := awaited(ctx, log, func() (store, error) { return s.Store.open(ctx, log) })
	if err != nil {
		return err
	}
	p, err := around{api: env(apiEnv), now: time.Now, log: log}.wired(ctx, s, kept)
	if err != nil {
		return err
	}
	log.InfoContext(ctx, "factotum is at work", "company", s.Name, "data", s.Data, "store", s.Store.String(), "kinds", len(s.Catalogue.Kinds()))
	defer log.InfoContext(ctx, "factotum has stopped")
	debug.SetGCPercent(spare)
	resting, rise := context.WithCancel(ctx)
	defer rise()
	go rest(resting, p.throng.changes.Load, debug.FreeOSMemory, unmap)
	return p.run(ctx)
}

// spare is how much garbage there may be for each byte in use, in percent: so
// little is in use that Go's own 100 would collect for every hundred clicks.
const spare = 300

// tight is the same for the start: what it leaves behind must not lie all over the
// memory among what stays.
const tight = 25

const demoHint = "To look around first, without Slack and without a configuration: factotum demo"

// unconfigured says everything that serve needs and does not have.
func unconfigured(config string, env func(string) string) error {
	missing := append([]string{
		"There is no configuration at " + filepath.Clean(config) + ". README.md shows one by example; it names the company, its people and who decides.",
	}, Tokens{App: env(appTokenEnv), Bot: env(botTokenEnv)}.Missing()...)
	missing = append(missing, "`factotum manifest` prints the app to create at api.slack.com once the configuration is there.", demoHint)
	return fault.New(fault.Invalid, "%s", strings.Join(missing, "\n"))
}
