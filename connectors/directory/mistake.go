package directory

import (
	"fmt"
	"strings"
)

// Mistake is one thing that is wrong in a file. Say tells what, and what to
// write instead. Line counts from 1; 0 is the file as a whole.
type Mistake struct {
	File string
	Line int
	Say  string
}

// String is the mistake as compilers print theirs.
func (m Mistake) String() string {
	if m.Line == 0 {
		return m.File + ": " + m.Say
	}
	return fmt.Sprintf("%s:%d: %s", m.File, m.Line, m.Say)
}

// Mistakes are all that was found, in the order of files and lines.
type Mistakes []Mistake

// Error is a line for each mistake.
func (m Mistakes) Error() string {
	lines := make([]string, len(m))
	for i, mistake := range m {
		lines[i] = mistake.String()
	}
	return strings.Join(lines, "\n")
}

func (r *reader) mistake(at cell, say string, args ...any) {
	r.mistakes = append(r.mistakes, Mistake{File: at.file, Line: at.line, Say: fmt.Sprintf(say, args...)})
}

// nearest is the name that takes the fewest edits to get to, "" if that is more
// than a third of it.
func nearest(name string, names []string) string {
	best, fewest := "", len(name)
	for _, candidate := range names {
		if n := edits(name, candidate); n < fewest && n <= 1+len(candidate)/3 {
			best, fewest = candidate, n
		}
	}
	return best
}

// edits is the Levenshtein distance in bytes.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
