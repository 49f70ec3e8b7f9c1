package e2e

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/bot/app"
)

// TestNoTokenIsKept is S6: neither in the store, nor in what is made of it, nor
// on the command line.
func TestNoTokenIsKept(t *testing.T) {
	t.Parallel()
	w := start(t, setup{redis: true, http: true})
	n := w.Asks(ana, "/expense 12 EUR taxi yesterday")
	w.Decides(jules, n, "Approve", "")
	w.As(ana).Say("9 EUR parking yesterday")
	w.As(ana).Sees("9.00 EUR")
	place, out := w.demo.Place(), t.TempDir()
	w.end()
	var log bytes.Buffer
	_, err := app.ExportAudit(t.Context(), place, &log)
	require.NoError(t, err)
	_, err = app.Backup(t.Context(), place, filepath.Join(out, "backup"))
	require.NoError(t, err)
	line, err := os.ReadFile("/proc/self/cmdline")
	require.NoError(t, err)
	found := map[string]bool{"export": true, "command line": true}
	looks := func(where string, body []byte) {
		found[where] = true
		for _, secret := range []string{"xoxb-", "xapp-", signingSecret} {
			assert.False(t, bytes.Contains(body, []byte(secret)), "%s in %s", secret, where)
		}
	}
	looks("export", log.Bytes())
	looks("command line", line)
	for _, folder := range []string{w.redis.folder, place.Data, out} {
		require.NoError(t, filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.Type().IsRegular() {
				return err
			}
			body, err := os.ReadFile(name)
			looks(strings.TrimSuffix(filepath.Base(name), filepath.Ext(name)), body)
			return err
		}))
	}
	assert.True(t, bytes.Contains(log.Bytes(), []byte("axi")), "so it is no empty export")
	assert.GreaterOrEqual(t, len(found), 5, "the log of changes of Redis, the folder of data, a backup, an export: %v", found)
}
