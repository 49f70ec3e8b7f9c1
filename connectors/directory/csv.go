package directory

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
)

// csv reads a file in which each line is a row (RFC 4180).
func (r *reader) csv(path string, text []byte) {
	c := csv.NewReader(bytes.NewReader(text))
	c.Comma = delimiter(text)
	c.FieldsPerRecord = -1
	header, err := c.Read()
	if errors.Is(err, io.EOF) {
		r.mistake(cell{file: path}, "The file is empty. Begin with a line of column names, such as: email,name,manager.")
		return
	}
	if err != nil {
		r.malformed(path, err)
		return
	}
	line, _ := c.FieldPos(0)
	s, ok := r.header(header, cell{file: path, line: line})
	if !ok {
		return
	}
	for {
		record, err := c.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			r.malformed(path, err)
			return
		}
		line, _ := c.FieldPos(0)
		r.record(s, header, record, cell{file: path, line: line})
	}
}

// header says which section the columns belong to, and rewrites them as we
// spell them; a column that is wrong becomes "".
func (r *reader) header(columns []string, at cell) (section, bool) {
	for i := range columns {
		columns[i] = spelled(columns[i])
	}
	kinds := sections()
	which := slices.IndexFunc(kinds, func(s section) bool { return slices.Contains(columns, s.key) })
	if which < 0 {
		r.mistake(at, "The first line must name the columns, one of them email (for people), key (teams), code (cost centres) or group (groups). Add it.")
		return section{}, false
	}
	for i, column := range columns {
		switch {
		case column == "":
		case slices.Contains(columns[:i], column):
			r.mistake(at, "The column %q stands twice. Delete one.", column)
			columns[i] = ""
		case !r.known(kinds[which], at, column):
			columns[i] = ""
		}
	}
	return kinds[which], true
}

func (r *reader) record(s section, header, record []string, at cell) {
	if strings.TrimSpace(strings.Join(record, "")) == "" {
		return // spreadsheets leave rows of nothing but delimiters
	}
	if len(record) > len(header) {
		r.mistake(at, "The row has %d values for %d columns. Put a value that holds the delimiter in double quotes.", len(record), len(header))
		return
	}
	cells := make(map[string]cell, len(record))
	for i, value := range record {
		if header[i] != "" && strings.TrimSpace(value) != "" {
			cells[header[i]] = cell{file: at.file, line: at.line, texts: []string{value}}
		}
	}
	s.take(r, row{at: at, cells: cells})
}

func (r *reader) malformed(path string, err error) {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		r.mistake(cell{file: path, line: parse.Line}, "The quotes of the row do not close or stand inside a value (%s). Write a quote inside quotes twice.", parse.Err)
		return
	}
	r.mistake(cell{file: path}, "The file cannot be read as CSV (%s).", err)
}

// delimiter is whichever of the three the header has most of.
func delimiter(text []byte) rune {
	header, _, _ := bytes.Cut(text, []byte("\n"))
	best := ','
	for _, candidate := range ";\t" {
		if strings.Count(string(header), string(candidate)) > strings.Count(string(header), string(best)) {
			best = candidate
		}
	}
	return best
}
