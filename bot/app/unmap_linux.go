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
	maps, err := os.ReadFile("/proc/self/smaps")
	if err != nil {
		return // likewise
	}
	for _, part := range unwritten(string(maps), program) {
		_, _, _ = unix.Syscall(unix.SYS_MADVISE, part.from, part.to-part.from, unix.MADV_DONTNEED) // likewise
	}
}

// mapping is a part of the memory.
type mapping struct{ from, to uintptr }

// unwritten reads /proc/PID/smaps (proc(5)) and gives the parts of the program, and
// the code of libraries, of which no page was written to. Some may be that can only be
// read now: into a program for any address (-buildmode=pie) its own address is written
// at the start, and without that it ends.
func unwritten(maps, program string) (parts []mapping) {
	inside := false
	for line := range strings.Lines(maps) {
		fields := strings.Fields(line)
		switch {
		case len(fields) > 1 && (fields[0] == "Anonymous:" || fields[0] == "Swap:"):
			if inside && fields[1] != "0" {
				parts, inside = parts[:len(parts)-1], false
			}
		case len(fields) > 0 && !strings.HasSuffix(fields[0], ":"):
			var part mapping
			if part, inside = readOnly(fields, program); inside {
				parts = append(parts, part)
			}
		}
	}
	return parts
}

// readOnly tells whether a mapping is of the program, or the code of a library.
func readOnly(fields []string, program string) (part mapping, ok bool) {
	if len(fields) != 6 || fields[5][0] != '/' || fields[1] != "r-xp" && (fields[1] != "r--p" || fields[5] != program) {
		return part, false
	}
	first, last, _ := strings.Cut(fields[0], "-")
	begin, err1 := strconv.ParseUint(first, 16, 64)
	end, err2 := strconv.ParseUint(last, 16, 64)
	return mapping{uintptr(begin), uintptr(end)}, err1 == nil && err2 == nil && end > begin
}
