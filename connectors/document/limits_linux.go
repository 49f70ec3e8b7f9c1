package document

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// limitSelf takes memory and processor time from this process for good, and
// from whatever it starts. Only private memory that is written to counts
// (getrlimit(2), RLIMIT_DATA): a limit on address space ends a Go program at its
// start.
func limitSelf(l Limits) error {
	if l.Memory > 0 {
		if err := unix.Setrlimit(unix.RLIMIT_DATA, &unix.Rlimit{Cur: l.Memory, Max: l.Memory}); err != nil {
			return fmt.Errorf("document: limiting memory: %w", err)
		}
	}
	for what, most := range map[int]uint64{unix.RLIMIT_CORE: 0, unix.RLIMIT_FSIZE: 256 << 20} {
		if err := unix.Setrlimit(what, &unix.Rlimit{Cur: most, Max: most}); err != nil {
			return fmt.Errorf("document: limiting files: %w", err)
		}
	}
	return nil
}

// limitTime gives this process so many seconds of processor time from now on;
// the kernel then sends SIGXCPU, which ends it.
func limitTime(seconds uint64) {
	var used unix.Rusage
	if unix.Getrusage(unix.RUSAGE_SELF, &used) != nil {
		return
	}
	var now unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_CPU, &now) != nil {
		return
	}
	now.Cur = min(now.Max, uint64(used.Utime.Sec+used.Stime.Sec)+seconds+1)
	_ = unix.Setrlimit(unix.RLIMIT_CPU, &now) // the parent's clock stands behind it
}

// limitProcess gives a program that was just started its own processor time,
// since it inherited what is left of ours.
func limitProcess(pid int) {
	_ = unix.Prlimit(pid, unix.RLIMIT_CPU, &unix.Rlimit{Cur: 10, Max: 10}, nil) // it may be done already
}

// outOfTime is the signal for having used up one's processor time.
func outOfTime() []os.Signal { return []os.Signal{unix.SIGXCPU} }
