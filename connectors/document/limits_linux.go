package document

import (
	"fmt"
	"io"
	"os"
	"runtime"
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
		statm, err := os.Open(statmOf(os.Getpid()))
		if err != nil {
			return fmt.Errorf("document: measuring memory: %w", err)
		}
		defer statm.Close() //nolint:errcheck // it was only read
		most := l.Memory + column(statm, 5)
		if err := unix.Setrlimit(unix.RLIMIT_DATA, &unix.Rlimit{Cur: most, Max: most}); err != nil {
			return fmt.Errorf("document: limiting memory: %w", err)
		}
	}
	for what, most := range map[int]uint64{unix.RLIMIT_CORE: 0, unix.RLIMIT_FSIZE: 256 << 20} {
		if err := unix.Setrlimit(what, &unix.Rlimit{Cur: most, Max: most}); err != nil {
			return fmt.Errorf("document: limiting files: %w", err)
		}
	}
	yield()
	return nil
}

// slice is how long this process and what it starts have a processor at once, in
// nanoseconds, since clicks go first: the least there is, else who wakes waits for the
// end of a turn of milliseconds (sched_setattr(2), sched_runtime of SCHED_OTHER,
// Linux 6.12; before, no matter).
const slice = 100_000

// yield lets others go first. Linux keeps these for each thread; those that are
// made later, and programs, take them from the thread which makes them.
func yield() {
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return // it is not worth failing
	}
	for _, thread := range threads {
		if id, err := strconv.Atoi(thread.Name()); err == nil {
			_ = unix.SchedSetAttr(id, &unix.SchedAttr{Size: unix.SizeofSchedAttr, Nice: behind, Runtime: slice}, 0) // likewise
		}
	}
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
// since it inherited what is left of ours, and an eighth less memory than it may
// have, since what is read from files does not count but is there.
func limitProcess(pid int, memory uint64) {
	if memory > 0 {
		_ = unix.Prlimit(pid, unix.RLIMIT_DATA, &unix.Rlimit{Cur: memory / 8 * 7, Max: memory / 8 * 7}, nil) // it may be done already
	}
	_ = unix.Prlimit(pid, unix.RLIMIT_CPU, &unix.Rlimit{Cur: 10, Max: 10}, nil) // likewise
}

// pressure is the share of the last ten seconds, from 0 to 1, in which a program
// waited for a processor, as far as the kernel tells.
func pressure() float64 {
	stalls, err := os.ReadFile("/proc/pressure/cpu")
	if err != nil { // not every kernel keeps count
		stalls = nil
	}
	load, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		load = nil
	}
	return waiting(string(stalls), string(load), runtime.NumCPU())
}

// waiting is read from what the kernel says of stalls ("some avg10" of
// docs.kernel.org/accounting/psi.html). Where it keeps no count of them it is the share
// of those who want a processor now and have none (proc_loadavg(5), fourth field).
func waiting(stalls, load string, processors int) float64 {
	var percent, average float64
	if _, err := fmt.Sscanf(stalls, "some avg10=%f", &percent); err == nil {
		return min(max(percent, 0), 100) / 100
	}
	running := 0
	if _, err := fmt.Sscanf(load, "%f %f %f %d/", &average, &average, &average, &running); err != nil {
		return 0
	}
	return max(0, 1-float64(processors)/float64(max(running, 1)))
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
	counts, err := os.Open(statmOf(c.cmd.Process.Pid))
	if err != nil {
		return func() {} // it is gone
	}
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		defer counts.Close() //nolint:errcheck // it was only read
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				return
			case <-tick.C:
				if column(counts, 1) > c.memory/8*7 {
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

func statmOf(pid int) string { return fmt.Sprintf("/proc/%d/statm", pid) }

// column is one of /proc/PID/statm in bytes: 1 is resident, 5 data and stack
// (proc(5)). It is 0 when the process is gone. Kept open, the file costs a tenth of
// opening it each time.
func column(statm io.ReaderAt, n int) uint64 {
	var text [128]byte
	most, _ := statm.ReadAt(text[:], 0) // io.EOF says that this was all
	columns := strings.Fields(string(text[:most]))
	if n >= len(columns) {
		return 0
	}
	pages, err := strconv.ParseUint(columns[n], 10, 64)
	if err != nil {
		return 0
	}
	return pages * uint64(os.Getpagesize())
}
