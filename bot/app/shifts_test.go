package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestATeamWorksItsOwnHours(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	require.NoError(t, os.CopyFS(folder, os.DirFS("testdata/good")))
	file := filepath.Join(folder, "factotum.yaml")
	require.NoError(t, os.Chmod(filepath.Join(folder, "bot-token"), 0o600))
	body, err := os.ReadFile(file)
	require.NoError(t, err)
	own := "shifts:\n  payables: {zone: Europe/London, country: GB, region: SCT, hours: {mon-sun: 06:00-22:00}}\nslack:"
	require.NoError(t, os.WriteFile(file, []byte(strings.Replace(string(body), "slack:", own, 1)), 0o600))
	s, problems := Load(file, func(string) string { return "" })
	require.Empty(t, problems)

	night := time.Date(2026, 11, 21, 22, 30, 0, 0, time.UTC) // Saturday
	assert.Equal(t, time.Date(2026, 11, 22, 6, 0, 0, 0, time.UTC), s.offices.shift("Payables").Opens(night).UTC())
	assert.Equal(t, time.Date(2026, 12, 1, 6, 0, 0, 0, time.UTC), s.offices.shift("payables").Opens(time.Date(2026, 11, 29, 22, 30, 0, 0, time.UTC)).UTC(), "St Andrew's day")
	assert.Equal(t, time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC), s.offices.shift("it").Opens(night).UTC(), "the company's")
}
