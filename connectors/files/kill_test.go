package files_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/files"
)

// TestMain lets the test binary be the process that is killed or runs out of
// room: FILES_CHILD says which, FILES_DIR where.
func TestMain(m *testing.M) {
	switch os.Getenv("FILES_CHILD") {
	case "":
		os.Exit(m.Run())
	case "forever":
		putForever(os.Getenv("FILES_DIR"))
	case "full":
		os.Exit(putIntoFullDisk(os.Getenv("FILES_DIR")))
	}
}

// putForever keeps one content after the other and prints each hash once Put
// has returned.
func putForever(dir string) {
	s, err := files.Open(dir, time.Now())
	for i := 0; err == nil; i++ {
		var hash string
		content := bytes.Repeat(fmt.Appendf(nil, "%d %d,", os.Getpid(), i), 1<<14)
		if hash, _, err = s.Put(context.Background(), bytes.NewReader(content), 1<<20); err == nil {
			fmt.Println(hash)
		}
	}
	fmt.Fprintln(os.Stderr, err)
}

// putIntoFullDisk may write no file longer than 4 KB, which a writer sees as
// it sees a full disk: a short write and an error.
func putIntoFullDisk(dir string) int {
	signal.Ignore(syscall.SIGXFSZ)
	s, err := files.Open(dir, time.Now())
	if err != nil {
		return 1
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 4096, Max: 4096}); err != nil {
		return 2
	}
	if _, _, err := s.Put(context.Background(), strings.NewReader(strings.Repeat("x", 10_000)), 1<<20); !errors.Is(err, syscall.EFBIG) {
		return 3
	}
	return 0
}

func child(t *testing.T, what, dir string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	c := exec.CommandContext(t.Context(), self)
	c.Env = append(os.Environ(), "FILES_CHILD="+what, "FILES_DIR="+dir)
	return c
}

func TestKilledAtAnyMoment(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var promised []string
	for round := range 10 {
		c := child(t, "forever", dir)
		out, err := c.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, c.Start())
		lines := bufio.NewScanner(out)
		for range round + 1 {
			require.True(t, lines.Scan())
			promised = append(promised, lines.Text())
		}
		require.NoError(t, c.Process.Kill())
		for lines.Scan() {
			promised = append(promised, lines.Text())
		}
		require.Error(t, c.Wait())
	}
	s, err := files.Open(dir, time.Now().Add(2*time.Hour))
	require.NoError(t, err)
	for _, hash := range promised {
		require.NoError(t, s.Verify(t.Context(), hash), "what Put returned is here")
	}
	for _, name := range kept(t, dir) {
		require.NoError(t, s.Verify(t.Context(), strings.ReplaceAll(name, string(filepath.Separator), "")), "nothing is half there: %s", name)
	}
}

func TestDiskFull(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	out, err := child(t, "full", dir).CombinedOutput()
	require.NoError(t, err, string(out))
	assert.Empty(t, kept(t, dir))
}
