package app_test

import (
	"fmt"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"factotum/bot/app"
)

// The program is started again once, in the same process, as it was called.
func TestTheTimersOfTheProgramAreCoarse(t *testing.T) {
	t.Parallel()
	const itself = "COARSENED"
	if os.Getenv(itself) != "" {
		app.Coarsen()
		late, err := unix.PrctlRetInt(unix.PR_GET_TIMERSLACK, 0, 0, 0, 0)
		require.NoError(t, err)
		_, _ = fmt.Fprint(os.Stderr, os.Getpid(), " ", late, " ", os.Args[2:])
		os.Exit(0)
	}
	program, err := os.Executable()
	require.NoError(t, err)
	again := exec.CommandContext(t.Context(), program, "-test.run=^"+t.Name()+"$", "as it was", "called")
	again.Env = append(os.Environ(), itself+"=1")
	out, err := again.CombinedOutput()
	require.NoError(t, err)
	assert.Equal(t, fmt.Sprint(again.Process.Pid, " ", 1_000_000, " ", []string{"as it was", "called"}), string(out))
}
