package app_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
	"factotum/bot/app"
	"factotum/connectors/files"
	"factotum/connectors/slack/practice"
	"factotum/connectors/slack/practice/story"
)

// run serves what a file configures until stop is called.
func run(t *testing.T, config, address string) (log *lines, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	log = &lines{}
	var running sync.WaitGroup
	running.Go(func() {
		assert.NoError(t, app.Serve(ctx, config, environment(address), slog.New(slog.NewTextHandler(log, nil))))
	})
	stop = sync.OnceFunc(func() {
		cancel()
		running.Wait()
	})
	t.Cleanup(stop)
	return log, stop
}

func TestAdminsAreToldWhenTheDataCameBackOlder(t *testing.T) {
	t.Parallel()
	address := workspace(t, func(o *practice.Options) {
		o.App.BotUserID = "U0BOT"
		o.Channels = append(o.Channels, practice.Channel{ID: "C0AUDIT", Name: "audit", Members: []string{"U1ADA", o.App.BotUserID}})
	})
	config := filepath.Join(company(t, ""), "factotum.yaml")
	s := story.New(t, address)
	_, stop := run(t, config, address)
	s.Connected("U1ADA")
	s.Eventually("the directory is known", func() bool {
		s.As("U1ADA").Command("/desk")
		return !s.As("U1ADA").SeesNo("Parking space")
	})
	stop()
	file, err := os.OpenFile(config, os.O_APPEND|os.O_WRONLY, 0) // only now: a head is posted once an hour
	require.NoError(t, err)
	_, err = file.WriteString("audit:\n  channel: C0AUDIT\n")
	require.NoError(t, err)
	require.NoError(t, file.Close())

	place := app.Place{Data: filepath.Join(filepath.Dir(config), "data")}
	begun, err := app.VerifyAudit(t.Context(), place)
	require.NoError(t, err)
	heads := files.OpenHeads(filepath.Join(place.Data, "seal.head"))
	ahead := audit.Head{Position: 999, Seal: audit.Seal{1}}
	require.NoError(t, heads.Publish(t.Context(), ahead, time.Now()))
	log, stop := run(t, config, address)
	s.Connected("U1ADA")
	s.As("U1ADA").Sees("entry 999 of the audit log was published")
	s.Eventually("the job says so", func() bool { return strings.Contains(log.String(), "job failed") })
	s.As("U1ADA").SeesHome("The data has lost what people were told is done")
	stop()
	assert.NotContains(t, log.String(), "audit log sealed")

	_, err = app.AcceptAudit(t.Context(), place, "root", time.Now())
	require.NoError(t, err)
	log, _ = run(t, config, address)
	s.Eventually("heads are published again", func() bool { return strings.Contains(log.String(), "audit log sealed") })
	s.As("U1ADA").In("C0AUDIT").Sees(fmt.Sprintf("Audit log sealed up to entry %d:", begun.Entries+2))
	last, err := heads.Last(t.Context())
	require.NoError(t, err)
	assert.Equal(t, begun.Entries+2, last.Head.Position, "the freeze and that it was accepted come after what the first start entered, which no later one enters again")
}
