package app_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/audit"
	"factotum/automations/fault"
	"factotum/bot/app"
	"factotum/connectors/files"
	"factotum/connectors/store/sqlite"
)

// history makes the folder of a demonstration with everything that has happened
// in it, and gives its data.
func history(t testing.TB) string {
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
func settled(t testing.TB, d *app.Demo) {
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
	assert.GreaterOrEqual(t, v.Replayed, 17+5, "requests and vendors, and the duties that are open on a day like this")
	assert.Greater(t, v.Entries, int64(40))
	assert.Contains(t, v.String(), fmt.Sprintf("%d requests replayed, each as stored.", v.Replayed))

	tamper(t, data, "UPDATE audit SET payload = NULL WHERE position = 2")
	_, err = app.VerifyAudit(t.Context(), app.Place{Data: data})
	require.EqualError(t, err, "entry 2: its payload is gone, and no erasure of it is on record")
}

// notary seals the log of a folder of data.
func notary(t *testing.T, data string) audit.Head {
	t.Helper()
	store, err := sqlite.Open(filepath.Join(data, "factotum.db"))
	require.NoError(t, err)
	desk := automations.Desk{Store: store, Now: time.Now, NewID: rand.Text, Due: func() {}}
	head, err := desk.Seal(t.Context())
	require.NoError(t, err)
	require.NoError(t, store.Close())
	return head
}

// submitted is the position of the first entry by which Ana submitted a request:
// what was there before any request, as the cost centres, comes before it.
func submitted(t *testing.T, data string) (position int64) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(data, "factotum.db"))
	require.NoError(t, err)
	const first = `SELECT min(position) FROM audit WHERE entry ->> '$.move' = 'submit' AND entry ->> '$.actor' LIKE 'ana@%'`
	require.NoError(t, db.QueryRow(first).Scan(&position))
	require.NoError(t, db.Close())
	return position
}

func TestTheFirstBadEntryIsNamed(t *testing.T) {
	t.Parallel()
	original := history(t)
	head := notary(t, original)
	sent := submitted(t, original)
	const unsealed = "DELETE FROM document WHERE id LIKE 'seal%'; "
	for name, c := range map[string]struct{ change, want string }{
		"an entry removed":          {"DELETE FROM audit WHERE position = 7", "entry 7: is missing; entry 8 follows entry 6"},
		"the newest removed":        {fmt.Sprint("DELETE FROM audit WHERE position > ", head.Position-2), fmt.Sprintf("entry %d: is missing", head.Position-1)},
		"a payload changed":         {fmt.Sprint(`UPDATE audit SET payload = replace(payload, 'ana@', 'bob@') WHERE position = `, sent), fmt.Sprintf("entry %d: the payload of submit of", sent)},
		"an actor changed":          {fmt.Sprint(`UPDATE audit SET entry = json_set(entry, '$.actor', 'nobody') WHERE position = `, sent+4), fmt.Sprintf("entry %d: ", sent+4)},
		"a seal changed":            {`UPDATE document SET body = replace(body, substr(body, 66, 64), hex(zeroblob(32))) WHERE id = 'seals/0'`, "entry 2: "},
		"a seal removed":            {`UPDATE document SET body = substr(body, 1, 193) || '"' WHERE id = 'seals/0'`, "entry 4: its seal was removed"},
		"no seals that can be read": {`UPDATE document SET body = '"x"' WHERE id = 'seals/0'`, "entry 1: its seal cannot be read"},
		"a payload without meaning": {unsealed + `UPDATE audit SET payload = '[]', entry = json_set(entry, '$.payload_hash', '4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945') WHERE position = ` + fmt.Sprint(sent+1), fmt.Sprintf("entry %d (", sent+1)},
		"a move made twice":         {unsealed + fmt.Sprintf(`UPDATE audit SET (entry, payload) = (SELECT entry, payload FROM audit WHERE position = %d) WHERE position = %d`, sent, sent+1), fmt.Sprintf("entry %d (submit of", sent+1)},
		"a document changed":        {`UPDATE document SET body = json_set(body, '$.title', 'Yacht') WHERE number = 'EXP-2'`, "request EXP-2"},
		"a document set back":       {`UPDATE document SET version = version - 1 WHERE number = 'EXP-3'`, "request EXP-3"},
		"a document ahead":          {`UPDATE document SET version = version + 1 WHERE number = 'EXP-3'`, "request EXP-3"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := t.TempDir()
			lay(t, original, data)
			require.NoError(t, os.RemoveAll(filepath.Join(data, "seal.head")))
			tamper(t, data, c.change)
			_, err := app.VerifyAudit(t.Context(), app.Place{Data: data})
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestAHeadThatWasPublishedBindsTheLog(t *testing.T) {
	t.Parallel()
	data := history(t)
	head := notary(t, data)
	place := app.Place{Data: data}
	heads := files.OpenHeads(filepath.Join(data, "seal.head"))
	_, err := app.AcceptAudit(t.Context(), place, "root", time.Now())
	assert.Equal(t, fault.Conflict, fault.CodeOf(err), "nothing is missing")
	v, err := app.VerifyAudit(t.Context(), place, head)
	require.NoError(t, err)
	assert.Equal(t, head.Position, v.Sealed)

	ahead := audit.Head{Position: head.Position + 3, Seal: head.Seal}
	_, err = app.VerifyAudit(t.Context(), place, ahead)
	require.ErrorContains(t, err, fmt.Sprintf("entry %d: is missing", head.Position+1))
	require.NoError(t, heads.Publish(t.Context(), ahead, time.Now()))
	_, err = app.VerifyAudit(t.Context(), place)
	require.ErrorContains(t, err, fmt.Sprintf("entry %d: is missing", head.Position+1))
	accepted, err := app.AcceptAudit(t.Context(), place, "root", time.Now())
	require.NoError(t, err)
	assert.Equal(t, head, accepted)
	_, err = app.VerifyAudit(t.Context(), place)
	require.NoError(t, err)
}

func TestTheExportVerifiesByItself(t *testing.T) {
	t.Parallel()
	data := history(t)
	var out bytes.Buffer
	head, err := app.ExportAudit(t.Context(), app.Place{Data: data}, &out)
	require.NoError(t, err)
	assert.Equal(t, notary(t, data), head, "what is not sealed yet gets the seal that it will have")
	file := filepath.Join(t.TempDir(), "log.jsonl")
	verify := func(body string, heads ...audit.Head) error {
		require.NoError(t, os.WriteFile(file, []byte(body), 0o600))
		_, err := app.VerifyExport(t.Context(), file, heads...)
		return err
	}
	require.NoError(t, verify(out.String(), head))
	lines := strings.SplitAfter(out.String(), "\n")
	for i, line := range lines[:len(lines)-2] {
		require.True(t, json.Valid([]byte(line)), line)
		cut := strings.Join(lines[:i], "")
		require.EqualError(t, verify(cut), fmt.Sprintf("entry %d: is missing: the export ends without its proof", i+1))
	}
	require.ErrorContains(t, verify(out.String()+lines[0]), fmt.Sprintf("entry %d: was added after the proof", head.Position+1))
	require.ErrorContains(t, verify(out.String()[:out.Len()-1]), fmt.Sprintf("entry %d: ", head.Position+1))
	_, err = app.VerifyExport(t.Context(), filepath.Join(t.TempDir(), "none"))
	require.ErrorContains(t, err, "app: open the export")
}

func TestAPersonIsErasedAndTheRestVerifies(t *testing.T) {
	t.Parallel()
	data := history(t)
	place := app.Place{Data: data}
	before := notary(t, data)
	erased, err := app.Erase(t.Context(), place, "ana@harbourpine.example", "root", slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	assert.Positive(t, erased.Requests)
	assert.Positive(t, erased.Payloads)
	assert.NotEmpty(t, erased.Open)
	v, err := app.VerifyAudit(t.Context(), place, before)
	require.NoError(t, err)
	assert.Equal(t, int64(erased.Payloads), v.Erased)
	assert.Positive(t, v.Skipped)
	assert.Positive(t, v.Replayed)
	assert.Contains(t, v.String(), fmt.Sprintf("%d payloads were erased, so %d requests cannot be replayed.", v.Erased, v.Skipped))
}

func TestWithoutDataThereIsNothingToVerify(t *testing.T) {
	t.Parallel()
	_, err := app.VerifyAudit(t.Context(), app.Place{Data: t.TempDir()})
	require.ErrorContains(t, err, "There is no Factotum data at")
	_, err = app.ExportAudit(t.Context(), app.Place{Data: t.TempDir()}, io.Discard)
	require.ErrorContains(t, err, "There is no Factotum data at")
}
