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

func TestHowManyWaitIsReadFromWhatTheKernelTells(t *testing.T) {
	t.Parallel()
	const busy, idle = "2.00 1.50 1.00 8/200 999\n", "0.00 0.00 0.00 1/200 999\n"
	for name, c := range map[string]struct {
		stalls, load string
		want         float64
	}{
		"stalls":          {"some avg10=94.50 avg60=1.00 avg300=1.00 total=1\nfull avg10=0.00", idle, 0.945},
		"no stalls":       {"some avg10=0.00 avg60=1.00 avg300=1.00 total=1\nfull avg10=0.00", busy, 0},
		"none are told":   {"", busy, 0.75},
		"nobody waits":    {"", idle, 0},
		"nothing is told": {"", "", 0},
		"nonsense":        {"some avg10=x", "1 2 3 x/y", 0},
	} {
		assert.InDelta(t, c.want, waiting(c.stalls, c.load, 2), 1e-9, name)
	}
	l := Usual()
	assert.LessOrEqual(t, l.Wall, l.time())
	assert.LessOrEqual(t, l.time(), 11*l.Wall, "a tenth of the time, and not for ever")
}

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
