package files_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
	"factotum/connectors/files"
)

func head(position int64) audit.Head {
	return audit.Head{Position: position, Seal: audit.Seal{byte(position), 7}}
}

func TestHeadsAreKeptLineByLine(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "seal.head")
	h := files.OpenHeads(path)
	last, err := h.Last(t.Context())
	require.NoError(t, err)
	assert.Zero(t, last)
	since, err := h.Since()
	require.NoError(t, err)
	assert.Empty(t, since)

	at := time.Date(2026, 11, 20, 9, 0, 0, 123, time.UTC)
	for i := range int64(100) {
		require.NoError(t, h.Publish(t.Context(), head(i+1), at.Add(time.Duration(i))))
	}
	last, err = h.Last(t.Context())
	require.NoError(t, err)
	assert.Equal(t, audit.Published{Head: head(100), At: at.Add(99)}, last)
	since, err = h.Since()
	require.NoError(t, err)
	assert.Len(t, since, 100)

	require.NoError(t, h.Accept(head(50), at.Add(time.Hour), "ada \n accepted by nobody"))
	require.NoError(t, h.Publish(t.Context(), head(51), at.Add(2*time.Hour)))
	since, err = h.Since()
	require.NoError(t, err)
	assert.Equal(t, []audit.Head{head(50), head(51)}, since, "those before were given up")
	require.NoError(t, h.Accept(audit.Head{}, at.Add(3*time.Hour), "ada"))
	last, err = h.Last(t.Context())
	require.NoError(t, err)
	assert.Equal(t, audit.Published{At: at.Add(3 * time.Hour), Accepted: "ada"}, last)
	since, err = h.Since()
	require.NoError(t, err)
	assert.Empty(t, since)
}

func TestHalfALineIsNoHead(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "seal.head")
	h := files.OpenHeads(path)
	require.NoError(t, h.Publish(t.Context(), head(1), time.Unix(1, 0)))
	require.NoError(t, h.Publish(t.Context(), head(2), time.Unix(2, 0)))
	body, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, body[:len(body)-9], 0o600))
	last, err := h.Last(t.Context())
	require.NoError(t, err)
	assert.Equal(t, head(1), last.Head)
	require.NoError(t, h.Publish(t.Context(), head(3), time.Unix(3, 0)))
	last, err = h.Last(t.Context())
	require.NoError(t, err)
	assert.Equal(t, head(3), last.Head)
	since, err := h.Since()
	require.NoError(t, err)
	assert.Equal(t, []audit.Head{head(1), head(3)}, since)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, 3, strings.Count(string(text), "\n"))
}

func TestAHeadThatCannotBeKeptIsSaid(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	h := files.OpenHeads(folder)
	require.ErrorContains(t, h.Publish(t.Context(), head(1), time.Unix(1, 0)), "files: open the published heads")
	_, err := h.Last(t.Context())
	require.ErrorContains(t, err, "files: read the published heads")
	_, err = h.Since()
	require.ErrorContains(t, err, "files: read the published heads")
}
