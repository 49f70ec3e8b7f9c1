package app

import (
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// unmap gives back the pages of the program itself and its libraries, most of which
// only the start and what people do run through. Those that are needed again are
// taken from the page cache (madvise(2), MADV_DONTNEED of a mapped file).
func unmap() {
	program, err := os.Executable()
	if err != nil {
		return // it is not worth failing
	}
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		return // likewise
	}
	for mapping := range strings.Lines(string(maps)) {
		if from, to, ok := unwritten(mapping, program); ok {
			_, _, _ = unix.Syscall(unix.SYS_MADVISE, from, to-from, unix.MADV_DONTNEED) // likewise
		}
	}
}

// unwritten reads a line of /proc/PID/maps (proc(5)) and tells whether it is a
// part of the program, or the code of a library, that nobody can have written to:
// addresses are written into what a library may only read, but not into its code.
func unwritten(mapping, program string) (from, to uintptr, ok bool) {
	fields := strings.Fields(mapping)
	if len(fields) != 6 || fields[5][0] != '/' || fields[1] != "r-xp" && (fields[1] != "r--p" || fields[5] != program) {
		return 0, 0, false
	}
	first, last, _ := strings.Cut(fields[0], "-")
	begin, err1 := strconv.ParseUint(first, 16, 64)
	end, err2 := strconv.ParseUint(last, 16, 64)
	return uintptr(begin), uintptr(end), err1 == nil && err2 == nil && end > begin
}
