package app_test

import (
	"bytes"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/bot/app"
	"factotum/connectors/files"
	"factotum/connectors/store/redis"
	"factotum/connectors/store/sqlite"
)

// tree is every file below a folder, by its path.
func tree(t *testing.T, folder string) map[string]string {
	t.Helper()
	found := map[string]string{}
	require.NoError(t, filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := os.ReadFile(path)
		found[path[len(folder):]] = string(body)
		return err
	}))
	return found
}

func TestABackupComesBackWhole(t *testing.T) {
	t.Parallel()
	data := history(t)
	answers, err := files.Open(filepath.Join(data, "answers"), time.Now())
	require.NoError(t, err)
	_, _, err = answers.Put(t.Context(), strings.NewReader("what,spent\ntravel,42.50\n"), 100)
	require.NoError(t, err)
	quiet := slog.New(slog.DiscardHandler)
	first, again := filepath.Join(t.TempDir(), "first"), filepath.Join(t.TempDir(), "again")
	packed, err := app.Backup(t.Context(), app.Place{Data: data}, first)
	require.NoError(t, err)
	assert.Positive(t, packed.Files)
	_, err = app.Backup(t.Context(), app.Place{Data: data}, first)
	assert.Equal(t, fault.Invalid, fault.CodeOf(err), "it is not overwritten")

	to := app.Place{Data: filepath.Join(t.TempDir(), "new")}
	restored, err := app.Restore(t.Context(), to, first, quiet)
	require.NoError(t, err)
	assert.Equal(t, packed, restored)
	for _, folder := range []string{"files", "answers"} {
		assert.NotEmpty(t, tree(t, filepath.Join(data, folder)))
		assert.Equal(t, tree(t, filepath.Join(data, folder)), tree(t, filepath.Join(to.Data, folder)))
	}
	_, err = app.VerifyAudit(t.Context(), to)
	require.NoError(t, err)
	_, err = app.Backup(t.Context(), to, again)
	require.NoError(t, err)
	same(t, first, again)

	_, err = app.Restore(t.Context(), to, first, quiet)
	assert.Equal(t, fault.Conflict, fault.CodeOf(err))
	assert.Contains(t, fault.Say(err), "There is data in this store already")
	busy, err := sqlite.Open(filepath.Join(data, "factotum.db"))
	require.NoError(t, err)
	_, err = app.Restore(t.Context(), app.Place{Data: data}, first, quiet)
	assert.Contains(t, fault.Say(err), "Another Factotum is running on this data")
	require.NoError(t, busy.Close())
}

// same compares two files.
func same(t *testing.T, a, b string) {
	t.Helper()
	one, err := os.ReadFile(a)
	require.NoError(t, err)
	other, err := os.ReadFile(b)
	require.NoError(t, err)
	assert.True(t, bytes.Equal(one, other), "%s and %s differ", a, b)
}

func TestABackupGoesFromEitherStoreToTheOther(t *testing.T) {
	t.Parallel()
	socket, _ := redisServer(t)
	quiet := slog.New(slog.DiscardHandler)
	folder := t.TempDir()
	file := func(name string) string { return filepath.Join(folder, name) }
	there := app.Place{Data: file("there"), Redis: &redis.Options{Addresses: []string{socket}, Workspace: "T01HARBOUR"}}
	back := app.Place{Data: file("back")}
	_, err := app.Backup(t.Context(), app.Place{Data: history(t)}, file("one"))
	require.NoError(t, err)
	_, err = app.Restore(t.Context(), there, file("one"), quiet)
	require.NoError(t, err)
	v, err := app.VerifyAudit(t.Context(), there)
	require.NoError(t, err)
	assert.GreaterOrEqual(t, v.Replayed, 17+5)
	_, err = app.Backup(t.Context(), there, file("two"))
	require.NoError(t, err)
	_, err = app.Restore(t.Context(), back, file("two"), quiet)
	require.NoError(t, err)
	_, err = app.Backup(t.Context(), back, file("three"))
	require.NoError(t, err)
	same(t, file("one"), file("three"))
	_, err = app.Restore(t.Context(), there, file("one"), quiet)
	assert.Contains(t, fault.Say(err), "There is data of T01HARBOUR in this Redis already")
}

func TestABackupThatIsNotWholeIsRefusedBeforeAnythingIsWritten(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "backup")
	_, err := app.Backup(t.Context(), app.Place{Data: history(t)}, file)
	require.NoError(t, err)
	whole, err := os.ReadFile(file)
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(1, 2))
	to := filepath.Join(t.TempDir(), "new")
	for i := range 100 {
		body := bytes.Clone(whole)
		switch i % 3 {
		case 0:
			body = body[:r.IntN(len(body))]
		case 1:
			body[r.IntN(len(body))] ^= byte(1 + r.IntN(255))
		default:
			body = append(body, byte(i))
		}
		require.NoError(t, os.WriteFile(file, body, 0o600))
		_, err := app.Restore(t.Context(), app.Place{Data: to}, file, slog.New(slog.DiscardHandler))
		require.Equal(t, fault.Invalid, fault.CodeOf(err), i)
		require.Contains(t, fault.Say(err), "is not a whole backup")
	}
	assert.NoDirExists(t, to)
	_, err = app.Restore(t.Context(), app.Place{Data: to}, filepath.Join(t.TempDir(), "none"), slog.New(slog.DiscardHandler))
	assert.Equal(t, fault.NotFound, fault.CodeOf(err))
	_, err = app.Backup(t.Context(), app.Place{Data: to}, filepath.Join(t.TempDir(), "out"))
	assert.Equal(t, fault.NotFound, fault.CodeOf(err))
}
