package dataset

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"factotum/automations/form"
)

// Row is one row of a table: values in place of those of a record. What the
// table leaves empty is not among them.
type Row struct {
	Line   int // of the file, from 1
	Values form.Values
}

// Mistake is one thing wrong in a table. Line is 0 where the whole file is meant.
type Mistake struct {
	Line int
	Say  string
}

// maxRows bounds what is read at once (DESIGN section 8: one file, one change).
const maxRows = 50_000

// Read reads a table of comma, semicolon or tab separated values (RFC 4180) in
// UTF-8. Its first line names the columns, each a field by its key, label or
// path; a cell of a repeated field holds several values with ; between them.
// Values are read as those of the form are. All mistakes are given, and rows
// only where there are none.
func (d Dataset) Read(body []byte, ctx form.Context) ([]Row, []Mistake) {
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	if !utf8.Valid(body) {
		return nil, []Mistake{{Say: "The file is not in UTF-8. Save it as “CSV UTF-8” in your spreadsheet."}}
	}
	t := table{Dataset: d, ctx: ctx, seen: map[string]int{}, decimals: '.', strict: true}
	in := csv.NewReader(bytes.NewReader(body))
	in.Comma, in.FieldsPerRecord = delimiter(body), -1
	for first := true; ; first = false {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.broken(err)
			break
		}
		line, _ := in.FieldPos(0)
		if first {
			if t.columns(cells, line); len(t.mistakes) > 0 {
				break // rows in wrong columns are all wrong
			}
			continue
		}
		if t.row(cells, line); len(t.rows) > maxRows {
			t.wrong(0, "The file has more than %d rows. Split it.", maxRows)
			break
		}
	}
	if len(t.rows) == 0 && len(t.mistakes) == 0 {
		t.wrong(0, "The file has no rows. Its first line names the columns, such as %s; each line after it is one record.", strings.Join(d.Unique, ","))
	}
	if len(t.mistakes) > 0 {
		return nil, t.mistakes
	}
	return t.rows, nil
}

// table is one that is being read.
type table struct {
	Dataset
	ctx      form.Context
	paths    []string // of the columns
	strict   bool     // values are taken as they stand
	style    Style    // how the rest is written, where it is not strict
	decimals rune     // what parts whole from fraction in numbers: point or comma
	rows     []Row
	seen     map[string]int // line by claim
	mistakes []Mistake
	lacks    []string // what the last row would lack if it stood alone
}

func (t *table) wrong(line int, say string, args ...any) {
	t.mistakes = append(t.mistakes, Mistake{Line: line, Say: fmt.Sprintf(say, args...)})
}

func (t *table) broken(err error) {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		t.wrong(parse.Line, "The quotes of the row do not close or stand inside a value. Write a quote inside quotes twice.")
		return
	}
	t.wrong(0, "The file cannot be read as CSV (%s).", err)
}

// row reads one row. Two rows that claim the same are refused: which one is
// right cannot be known.
func (t *table) row(cells []string, line int) {
	if strings.TrimSpace(strings.Join(cells, "")) == "" {
		return // spreadsheets leave rows of nothing but delimiters
	}
	if len(cells) > len(t.paths) {
		t.wrong(line, "The row has %d values for %d columns. Put a value that holds the delimiter in double quotes.", len(cells), len(t.paths))
		return
	}
	raw := form.Raw{}
	for i, cell := range cells {
		if t.masked(t.paths[i], cell) {
			continue // as it was exported: it stays as it is
		}
		if say := t.unfit(t.paths[i], cell); say != "" {
			t.wrong(line, "%s: %s", t.label(t.paths[i]), say)
			continue
		}
		t.put(raw, t.paths[i], cell)
	}
	values, problems := t.Form.Parse(raw, t.ctx)
	for _, p := range problems {
		if _, given := raw[p.Path]; given || t.demanded(p.Path) { // what is missing may stand in the record already
			t.wrong(line, "%s: %s", t.label(p.Path), p.Say)
			continue
		}
		t.lacks = append(t.lacks, strings.TrimPrefix(t.label(p.Path)+": "+p.Say, ": "))
	}
	for _, key := range t.Keys(values) {
		if before, twice := t.seen[key]; twice {
			t.wrong(line, "%s is the same as in line %d. Delete one of the two, or put them together.", strings.Join(t.Clashes(key), ", "), before)
		}
		t.seen[key] = line
	}
	t.rows = append(t.rows, Row{Line: line, Values: values})
}

// put adds a cell to what is read; a repeated field gets a line for each value.
func (t *table) put(raw form.Raw, path, cell string) {
	if strings.TrimSpace(cell) == "" || path == "" {
		return
	}
	field, _ := t.Form.Field(path)
	list, sub, repeated := strings.Cut(path, ".")
	if !repeated {
		in := form.Input{Text: t.typed(field, cell)}
		if field.Type == form.MultiSelect || field.Type == form.People {
			for text := range strings.SplitSeq(cell, ";") {
				in.List = append(in.List, t.typed(field, text))
			}
		}
		raw[path] = in
		return
	}
	for i, text := range strings.Split(cell, ";") {
		if strings.TrimSpace(text) != "" {
			raw[fmt.Sprintf("%s.%d.%s", list, i, sub)] = form.Input{Text: t.typed(field, text)}
		}
	}
}

// demanded tells whether a field has to stand in every row: what names it.
func (t *table) demanded(path string) bool { return slices.Contains(t.Labels(), path) }

func (t *table) label(path string) string {
	field, _ := t.Form.Field(path)
	return field.Label
}

// delimiter is whichever of the three the first line has most of.
func delimiter(body []byte) rune {
	header, _, _ := bytes.Cut(body, []byte("\n"))
	best := ','
	for _, candidate := range ";\t" {
		if strings.Count(string(header), string(candidate)) > strings.Count(string(header), string(best)) {
			best = candidate
		}
	}
	return best
}

// On gives the values of a record with those of the row in their place. Repeated
// values of the row are added to those that are there.
func (r Row) On(values form.Values) form.Values {
	all := maps.Clone(values)
	if all == nil {
		all = form.Values{}
	}
	for key, v := range r.Values {
		if len(v.Lines) > 0 {
			v.Lines = joined(all[key].Lines, v.Lines)
		}
		all[key] = v
	}
	return all
}

// joined are lines with those of a row that are not among them.
func joined(lines, more []form.Values) []form.Values {
	lines = slices.Clone(lines)
	for _, line := range more {
		if !slices.ContainsFunc(lines, func(o form.Values) bool { return len(form.Changed(o, line)) == 0 }) {
			lines = append(lines, line)
		}
	}
	return lines
}
