package document

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

func TestAChildStandsBackBehindThoseWhoWait(t *testing.T) {
	t.Parallel()
	c, err := start(Options{Command: command(t), Limits: Usual()})
	require.NoError(t, err)
	defer c.end()
	wall := Usual().Wall
	_, err = c.read(t.Context(), request{Name: "x", Size: 1, Time: wall}, bytes.NewReader([]byte("x")), time.Now().Add(wall))
	require.NoError(t, err)
	threads, err := os.ReadDir(fmt.Sprintf("/proc/%d/task", c.cmd.Process.Pid))
	require.NoError(t, err)
	require.Greater(t, len(threads), 1)
	for _, thread := range threads {
		id, err := strconv.Atoi(thread.Name())
		require.NoError(t, err)
		nice, err := unix.Getpriority(unix.PRIO_PROCESS, id)
		require.NoError(t, err)
		assert.Equal(t, 20-behind, nice) // getpriority(2): the system call itself answers 20 less the nice value
	}
}
