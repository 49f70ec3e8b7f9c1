// Package directory reads the company's own files about its people: who they
// are, their managers, teams, roles and cost centres, and which user groups
// stand for what. It owns the columns, and a sentence for every mistake in them,
// with file and line. It must not know what the messaging service says of the
// same people; people.Join puts the two together.
//
// A file is CSV with a header (delimited by comma, semicolon or tab) or YAML
// with the sections people, teams, cost_centres and groups, each a list. The
// columns of a CSV tell which section it is: email, key, code or group is the
// one that must be there.
package directory

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"factotum/automations/people"
)

// maxSize is the largest file that is read, in bytes: 5,000 rows of all columns
// take about one million.
const maxSize = 10 << 20

// Read reads the files, and the .csv, .yaml and .yml files of the folders, as
// one. The error is Mistakes, with everything that is wrong in all of them.
func Read(paths ...string) (Lists, error) {
	r := newReader()
	for _, path := range paths {
		for _, file := range r.files(path) {
			r.file(file)
		}
	}
	for _, check := range r.later {
		check()
	}
	if len(r.mistakes) > 0 {
		slices.SortStableFunc(r.mistakes, func(a, b Mistake) int {
			return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
		})
		return Lists{}, r.mistakes
	}
	return Lists{Entries: r.entries, Company: r.company, rows: r.rows}, nil
}

// Lists are what the files say, and where they say it.
type Lists struct {
	Entries []people.Entry
	Company people.Company
	rows    map[string]row // by section and key
}

// Place is where the files speak of a person, team, cost centre or group: the
// file and line of the column, or of the row where it lacks the column.
func (l Lists) Place(what, key, column string) (file string, line int, ok bool) {
	from, ok := l.rows[what+" "+strings.ToLower(key)]
	if c, there := from.cells[column]; there {
		return c.file, c.line, ok
	}
	return from.at.file, from.at.line, ok
}

// reader is one Read at work.
type reader struct {
	entries  []people.Entry
	company  people.Company
	seen     map[string]cell // section and key, to where it first stood
	rows     map[string]row  // by section and key
	zones    map[string]bool // known so far
	later    []func()        // checks that need every file first
	mistakes Mistakes
}

func newReader() *reader {
	return &reader{
		company: people.Company{Groups: make(map[string]people.Grant)},
		seen:    make(map[string]cell), rows: make(map[string]row), zones: make(map[string]bool),
	}
}

// files lists what a path stands for.
func (r *reader) files(path string) []string {
	info, err := os.Stat(path)
	if err != nil || !info.IsDir() {
		return []string{path}
	}
	listed, err := os.ReadDir(path)
	if err != nil {
		r.mistake(cell{file: path}, "The folder cannot be read (%s).", reason(err))
		return nil
	}
	var files []string
	for _, entry := range listed {
		if !entry.IsDir() && slices.Contains([]string{".csv", ".yaml", ".yml"}, extension(entry.Name())) {
			files = append(files, filepath.Join(path, entry.Name()))
		}
	}
	return files
}

func (r *reader) file(path string) {
	text, err := load(path)
	if err != nil {
		r.mistake(cell{file: path}, "The file cannot be read (%s). Correct the path or the permissions.", reason(err))
		return
	}
	if len(text) > maxSize {
		r.mistake(cell{file: path}, "The file is larger than %d MB. Split it, or take out what is not about people.", maxSize>>20)
		return
	}
	text = bytes.TrimPrefix(text, []byte("\uFEFF"))
	if line, bad := broken(text); bad {
		r.mistake(cell{file: path, line: line}, "The text is not UTF-8. Save the file as \"CSV UTF-8\" or in the encoding UTF-8.")
		return
	}
	switch extension(path) {
	case ".csv":
		r.csv(path, text)
	case ".yaml", ".yml":
		r.yaml(path, text)
	default:
		r.mistake(cell{file: path}, "The file must end in .csv, .yaml or .yml. Rename it.")
	}
}

func load(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(f, maxSize+1))
	return text, errors.Join(err, f.Close())
}

// broken finds the first line that is not UTF-8. NUL is what UTF-16 looks like.
func broken(text []byte) (line int, bad bool) {
	for at := range bytes.Lines(text) {
		line++
		if !utf8.Valid(at) || bytes.IndexByte(at, 0) >= 0 {
			return line, true
		}
	}
	return 0, false
}

func extension(path string) string { return strings.ToLower(filepath.Ext(path)) }

// reason leaves the path out of an error, since a mistake names the file.
func reason(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return fmt.Sprint(err)
}
