package app_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/audit"
	"factotum/automations/state"
	"factotum/bot/app"
	"factotum/connectors/store/redis"
	"factotum/connectors/store/sqlite"
)

// BenchmarkVerify is what `audit verify` does, wherever a log is: the log by
// itself, and with the requests that its moves lead to; of an export there is
// only the log.
func BenchmarkVerify(b *testing.B) {
	data := history(b)
	for name, place := range map[string]func(b *testing.B) app.Place{
		"sqlite": func(b *testing.B) app.Place { return app.Place{Data: b.TempDir()} },
		"redis": func(b *testing.B) app.Place {
			socket, _ := redisServer(b)
			return app.Place{Data: b.TempDir(), Redis: &redis.Options{Addresses: []string{socket}, Workspace: "T1"}}
		},
	} {
		for what, moved := range map[string]bool{"log": false, "log and requests": true} {
			b.Run(name+"/"+what, func(b *testing.B) {
				at := place(b)
				crowd(b, at, data, moved)
				for b.Loop() {
					v, err := app.VerifyAudit(b.Context(), at)
					require.NoError(b, err)
					require.GreaterOrEqual(b, v.Sealed, int64(entries))
					require.Equal(b, moved, v.Replayed > 0)
				}
				b.ReportMetric(float64(entries*b.N)/b.Elapsed().Seconds(), "entries/s")
			})
		}
	}
	b.Run("export", func(b *testing.B) {
		at := app.Place{Data: b.TempDir()}
		crowd(b, at, data, false)
		file := filepath.Join(b.TempDir(), "log.jsonl")
		out, err := os.Create(file)
		require.NoError(b, err)
		_, err = app.ExportAudit(b.Context(), at, out)
		require.NoError(b, err)
		require.NoError(b, out.Close())
		for b.Loop() {
			_, err := app.VerifyExport(b.Context(), file)
			require.NoError(b, err)
		}
		b.ReportMetric(float64(entries*b.N)/b.Elapsed().Seconds(), "entries/s")
	})
}

// entries is how long a log is at least.
const entries = 50_000

// crowd fills a store with the requests of a folder of data, each under many
// ids, and seals its log. Where they have not moved, all entries are refusals
// with the same payloads.
func crowd(b *testing.B, at app.Place, data string, moved bool) {
	b.Helper()
	ctx := context.Background()
	records, documents := told(b, data)
	var store interface {
		automations.Store
		Close() error
	}
	var err error
	if at.Redis == nil {
		store, err = sqlite.Open(filepath.Join(at.Data, "factotum.db"))
	} else {
		store, err = redis.Open(ctx, *at.Redis)
	}
	require.NoError(b, err)
	defer func() { require.NoError(b, store.Close()) }()
	for copied := 0; copied*len(records) < entries; copied++ {
		other := func(text []byte) []byte {
			for i, d := range documents {
				of := d.ID[:strings.LastIndexByte(d.ID, '/')+1] // of records
				text = bytes.ReplaceAll(text, []byte(d.ID), fmt.Appendf(nil, "%s%08d-0000-4000-8000-%012d", of, copied, i))
			}
			return text
		}
		c := state.Change{Once: state.Once{Key: fmt.Sprint("copy/", copied)}}
		for _, r := range records {
			r.Subject, r.Payload = string(other([]byte(r.Subject))), other(r.Payload)
			r.PayloadHash = audit.Hash(r.Payload)
			if !moved {
				r.Version = 0
			}
			c.Audit = append(c.Audit, r)
		}
		_, err := store.Commit(ctx, c)
		require.NoError(b, err)
		for version := int64(0); moved; version++ { // a store counts versions itself
			c := state.Change{Once: state.Once{Key: fmt.Sprint("copy/", copied, "/", version)}}
			for _, d := range documents {
				if d.Version > version {
					c.Documents = append(c.Documents, state.Document{ID: string(other([]byte(d.ID))), Version: version, Body: other(d.Body)})
				}
			}
			if len(c.Documents) == 0 {
				break
			}
			_, err := store.Commit(ctx, c)
			require.NoError(b, err)
		}
	}
	desk := automations.Desk{Store: store, Now: time.Now, NewID: rand.Text, Due: func() {}}
	_, err = desk.Seal(ctx)
	require.NoError(b, err)
}

// told is the log of a folder of data, and the requests that it leads to.
func told(b *testing.B, data string) (records []audit.Record, documents []state.Document) {
	b.Helper()
	store, err := sqlite.OpenReader(filepath.Join(data, "factotum.db"))
	require.NoError(b, err)
	defer func() { require.NoError(b, store.Close()) }()
	records, err = store.Log(context.Background(), 0, 1000)
	require.NoError(b, err)
	var ids []string
	seen := map[string]bool{}
	for _, r := range records {
		if r.Version > 0 && !seen[r.Subject] {
			seen[r.Subject] = true
			ids = append(ids, r.Subject)
		}
	}
	documents, err = store.Load(context.Background(), ids...)
	require.NoError(b, err)
	return records, documents
}
