package app_test

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/source"
	"factotum/bot/app"
)

var update = flag.Bool("update", false, "write what is said now into testdata")

func none(string) string { return "" }

// lay copies a folder of testdata over another. A name such as bot-token.0644
// carries its mode; token files are private otherwise, as git cannot keep that.
func lay(t *testing.T, from, to string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(from, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.Name() == "want.txt" {
			return err
		}
		rel, err := filepath.Rel(from, name)
		require.NoError(t, err)
		if entry.IsDir() {
			return os.MkdirAll(filepath.Join(to, rel), 0o700)
		}
		body, err := os.ReadFile(name)
		require.NoError(t, err)
		mode := fs.FileMode(0o600)
		if plain, public := strings.CutSuffix(rel, ".0644"); public {
			rel, mode = plain, 0o644
		}
		require.NoError(t, os.WriteFile(filepath.Join(to, rel), body, mode))
		return os.Chmod(filepath.Join(to, rel), mode)
	}))
}

// company is a folder with a good configuration, and a broken one laid over it.
func company(t *testing.T, broken string) string {
	t.Helper()
	folder := t.TempDir()
	lay(t, "testdata/good", folder)
	if broken != "" {
		lay(t, filepath.Join("testdata/broken", broken), folder)
	}
	return folder
}

// said is what is wrong, with the names of files as seen from the folder.
func said(folder string, problems []source.Problem) string {
	var text strings.Builder
	for _, p := range problems {
		text.WriteString(strings.ReplaceAll(p.String(), folder+string(filepath.Separator), "") + "\n")
	}
	return text.String()
}

// TestEveryBrokenConfigurationIsExplained walks testdata/broken: each folder
// there is laid over the good company, and its want.txt is all that must be
// said, with file and line.
func TestEveryBrokenConfigurationIsExplained(t *testing.T) {
	t.Parallel()
	cases, err := os.ReadDir("testdata/broken")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(cases), 30)
	for _, c := range cases {
		t.Run(c.Name(), func(t *testing.T) {
			t.Parallel()
			folder := company(t, c.Name())
			s, problems := app.Load(filepath.Join(folder, "factotum.yaml"), none)
			assert.Nil(t, s)
			got := said(folder, problems)
			want := filepath.Join("testdata/broken", c.Name(), "want.txt")
			if *update {
				require.NoError(t, os.WriteFile(want, []byte(got), 0o600))
			}
			expected, err := os.ReadFile(want)
			require.NoError(t, err)
			require.NotEmpty(t, string(expected))
			assert.Equal(t, string(expected), got)
		})
	}
}
