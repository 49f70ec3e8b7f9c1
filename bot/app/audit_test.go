package app_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
	"factotum/bot/app"
)

// history makes the folder of a demonstration with everything that has happened
// in it, and gives its data.
func history(t *testing.T) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "demo")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	d, err := app.StartDemo(ctx, app.DemoOptions{Folder: folder, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	var running sync.WaitGroup
	running.Go(func() { assert.NoError(t, d.Run(ctx)) })
	data := filepath.Join(folder, "data")
	settled(t, d)
	cancel()
	running.Wait()
	return data
}

// settled waits until people can act in a demonstration.
func settled(t *testing.T, d *app.Demo) {
	t.Helper()
	res, err := http.Get(d.URL + "/control/workspace?as=U13ANA")
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	require.Equal(t, http.StatusOK, res.StatusCode)
}

// tamper changes the store behind Factotum's back.
func tamper(t *testing.T, data string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(data, "factotum.db"))
	require.NoError(t, err)
	for _, statement := range statements {
		_, err := db.Exec(statement)
		require.NoError(t, err, statement)
	}
	require.NoError(t, db.Close())
}

func TestTheLogLeadsToWhatIsStored(t *testing.T) {
	t.Parallel()
	data := history(t)
	v, err := app.VerifyAudit(t.Context(), app.Place{Data: data})
	require.NoError(t, err)
	assert.Equal(t, 13, v.Replayed)
	assert.Greater(t, v.Entries, int64(40))
	assert.Contains(t, v.String(), "13 requests replayed, each as stored.")

	tamper(t, data, "UPDATE audit SET payload = NULL WHERE position = 2")
	v, err = app.VerifyAudit(t.Context(), app.Place{Data: data})
	require.NoError(t, err, "a payload may be erased")
	assert.Equal(t, int64(1), v.Erased)
	assert.Equal(t, 1, v.Skipped)
	assert.Contains(t, v.String(), "1 payloads were erased, so 1 requests cannot be replayed.")
}

func TestTheFirstBadEntryIsNamed(t *testing.T) {
	t.Parallel()
	original := history(t)
	for name, c := range map[string]struct{ change, want string }{
		"an entry removed":          {"DELETE FROM audit WHERE position = 7", "entry 8 follows entry 6"},
		"a payload changed":         {`UPDATE audit SET payload = replace(payload, 'ana@', 'bob@') WHERE position = 1`, "entry 1: the payload of submit of"},
		"a payload without meaning": {`UPDATE audit SET payload = '[]', entry = json_set(entry, '$.payload_hash', '4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945') WHERE position = 2`, "entry 2 ("},
		"a move made twice":         {`UPDATE audit SET (entry, payload) = (SELECT entry, payload FROM audit WHERE position = 1) WHERE position = 2`, "entry 2 (submit of"},
		"a document changed":        {`UPDATE document SET body = json_set(body, '$.title', 'Yacht') WHERE number = 'EXP-2'`, "request EXP-2"},
		"a document set back":       {`UPDATE document SET version = version - 1 WHERE number = 'EXP-3'`, "request EXP-3"},
		"a document ahead":          {`UPDATE document SET version = version + 1 WHERE number = 'EXP-3'`, "request EXP-3"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := t.TempDir()
			lay(t, original, data)
			tamper(t, data, c.change)
			_, err := app.VerifyAudit(t.Context(), app.Place{Data: data})
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestTheExportIsTheLogLineByLine(t *testing.T) {
	t.Parallel()
	data := history(t)
	var out bytes.Buffer
	count, err := app.ExportAudit(t.Context(), app.Place{Data: data}, &out)
	require.NoError(t, err)
	var check audit.Verifier
	for line := range bytes.Lines(out.Bytes()) {
		var r audit.Record
		require.NoError(t, json.Unmarshal(line, &r))
		require.NoError(t, check.Check(r, nil), "what was exported can be checked by itself")
	}
	assert.Equal(t, int64(count), check.Head().Position)
}

func TestWithoutDataThereIsNothingToVerify(t *testing.T) {
	t.Parallel()
	_, err := app.VerifyAudit(t.Context(), app.Place{Data: t.TempDir()})
	require.ErrorContains(t, err, "There is no Factotum data at")
	_, err = app.ExportAudit(t.Context(), app.Place{Data: t.TempDir()}, io.Discard)
	require.ErrorContains(t, err, "There is no Factotum data at")
}
