package document

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// limitSelf takes memory from this process for good. Only private memory that
// is written to counts (getrlimit(2), RLIMIT_DATA): a limit on address space ends
// a Go program at its start. What the process has by now is mostly the stacks of
// its threads, never touched, so that it does not count against the document.
func limitSelf(l Limits) error {
	if l.Memory > 0 {
		most := l.Memory + statm(os.Getpid(), 5)
		if err := unix.Setrlimit(unix.RLIMIT_DATA, &unix.Rlimit{Cur: most, Max: most}); err != nil {
			return fmt.Errorf("document: limiting memory: %w", err)
		}
	}
	for what, most := range map[int]uint64{unix.RLIMIT_CORE: 0, unix.RLIMIT_FSIZE: 256 << 20} {
		if err := unix.Setrlimit(what, &unix.Rlimit{Cur: most, Max: most}); err != nil {
			return fmt.Errorf("document: limiting files: %w", err)
		}
	}
	// Clicks go first: this process and what it starts get a third of the time
	// that others get who want it as well (sched(7), nice values).
	_ = unix.Setpriority(unix.PRIO_PGRP, 0, behind) // it is not worth failing
	return nil
}

const behind = 5

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
// since it inherited what is left of ours, and an eighth less memory than it may
// have, since what is read from files does not count but is there.
func limitProcess(pid int, memory uint64) {
	if memory > 0 {
		_ = unix.Prlimit(pid, unix.RLIMIT_DATA, &unix.Rlimit{Cur: memory / 8 * 7, Max: memory / 8 * 7}, nil) // it may be done already
	}
	_ = unix.Prlimit(pid, unix.RLIMIT_CPU, &unix.Rlimit{Cur: 10, Max: 10}, nil) // likewise
}

// outOfTime is the signal for having used up one's processor time.
func outOfTime() []os.Signal { return []os.Signal{unix.SIGXCPU} }

// watch kills the child when more than seven eighths of its memory are there at
// once, until the result is called. It stands beside RLIMIT_DATA, past which the
// kernel lets Go's heap grow: turning reserved addresses into memory counts as
// replacing pages (mm/mmap.c), and one slice may ask for all that is left.
func (c *child) watch() func() {
	if c.memory == 0 {
		return func() {}
	}
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				return
			case <-tick.C:
				if resident(c.cmd.Process.Pid) > c.memory/8*7 {
					c.kill()
					return
				}
			}
		}
	}()
	return func() {
		close(stop)
		<-done
	}
}

// resident is the memory of a process that is there, in bytes.
func resident(pid int) uint64 { return statm(pid, 1) }

// statm is a column of /proc/PID/statm in bytes: 1 is resident, 5 data and stack
// (proc(5)). It is 0 when the process is gone.
func statm(pid, column int) uint64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	columns := strings.Fields(string(text))
	if err != nil || column >= len(columns) {
		return 0
	}
	pages, err := strconv.ParseUint(columns[column], 10, 64)
	if err != nil {
		return 0
	}
	return pages * uint64(os.Getpagesize())
}
