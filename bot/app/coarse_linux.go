package app

import (
	"os"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// coarse is by how many nanoseconds the timers of this process may be late. Go's
// runtime looks after its threads every 20 µs while there is work, which the kernel
// makes 70 by itself; being woken that often costs a tenth of what a click does.
// Nothing here is timed more finely than this.
const coarse = 1_000_000

// Coarsen lets the kernel wake the threads of this process with others, by starting
// the program again in the same process: threads take this over from the one that
// made them (prctl(2), PR_SET_TIMERSLACK), and the one that matters is there before
// the program begins. Where that is not allowed it goes on as it is.
func Coarsen() {
	program, err := os.Executable()
	if err != nil {
		return
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	is, err := unix.PrctlRetInt(unix.PR_GET_TIMERSLACK, 0, 0, 0, 0)
	if err != nil || is >= coarse || unix.Prctl(unix.PR_SET_TIMERSLACK, coarse, 0, 0, 0) != nil {
		return
	}
	if is, err = unix.PrctlRetInt(unix.PR_GET_TIMERSLACK, 0, 0, 0, 0); err != nil || is != coarse {
		return // it would be started again for ever
	}
	_ = syscall.Exec(program, os.Args, os.Environ())
}
