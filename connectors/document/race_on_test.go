//go:build race

package document

import (
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// plain is the folder of this test program built without the race detector,
// whose own memory counts against the limits of a child.
var plain struct {
	sync.Mutex
	folder string
}

// command starts a child; the first one waits for the build.
func command(t *testing.T) []string {
	t.Helper()
	plain.Lock()
	defer plain.Unlock()
	if plain.folder == "" {
		folder, err := os.MkdirTemp("", "factotum-plain-")
		require.NoError(t, err)
		out, err := exec.CommandContext(t.Context(), "go", "test", "-c", "-o", filepath.Join(folder, "document.test"), ".").CombinedOutput()
		require.NoError(t, err, "%s", out)
		plain.folder = folder
	}
	return []string{filepath.Join(plain.folder, "document.test"), "document.test", asChild}
}

func tidyUp() { _ = os.RemoveAll(plain.folder) } // of an empty name nothing
