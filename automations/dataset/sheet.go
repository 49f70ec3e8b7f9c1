package dataset

import (
	"fmt"
	"slices"
	"strings"

	"factotum/automations/form"
)

// RemarkColumn is the heading of the column that says what is wrong in each row.
const RemarkColumn = "What is wrong"

// Sheet reads a table row by row as people brought it, with columns that they
// confirmed. It is for one reading, from the first row to the last.
type Sheet struct{ table }

// Sheet begins to read a table. Paths are those of its columns, "" for one that
// is left out.
func (d Dataset) Sheet(paths []string, style Style, ctx form.Context) *Sheet {
	decimals := '.'
	switch style.Decimals {
	case "comma":
		decimals = ','
	case "":
		decimals = 0
	}
	return &Sheet{table{Dataset: d, ctx: ctx, paths: paths, decimals: decimals, style: style, seen: map[string]int{}}}
}

// Row reads one row, with what is wrong in it; false for a row of nothing.
func (s *Sheet) Row(cells []string, line int) (Row, []Mistake, bool) {
	s.rows, s.mistakes, s.lacks = s.rows[:0], nil, nil
	for len(cells) > len(s.paths) && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	s.row(cells, line)
	if len(s.rows) == 0 {
		return Row{Line: line}, s.mistakes, len(s.mistakes) > 0
	}
	return s.rows[0], s.mistakes, true
}

// Lacks says what the last row would lack if it made a new record.
func (s *Sheet) Lacks() []string { return s.lacks }

// Columns finds the fields of columns by their headings, first as the dataset
// names them, then as people do: "" for one that is not known, or whose field
// another column has. Missing are the labels of fields that every row needs.
func (d Dataset) Columns(headings []string) (paths, missing []string) {
	t := table{Dataset: d}
	t.paths = make([]string, len(headings))
	taken := map[string]bool{}
	for _, find := range []func(string) (string, bool){t.column, t.meant} {
		for i, heading := range headings {
			if t.paths[i] != "" || strings.TrimSpace(heading) == "" || heading == RemarkColumn {
				continue
			}
			if path, ok := find(Bare(heading)); ok && !taken[path] {
				t.paths[i], taken[path] = path, true
			}
		}
	}
	return t.paths, d.Needs(t.paths)
}

// Needs are the labels of the fields that name a record and have no column.
func (d Dataset) Needs(paths []string) []string {
	var labels []string
	for _, key := range d.Labels() {
		field, _ := d.Form.Field(key)
		if field.Compute == "" && !slices.Contains(paths, key) {
			labels = append(labels, field.Label)
		}
	}
	return labels
}

func path(key string, line int, sub string) string { return fmt.Sprintf("%s.%d.%s", key, line, sub) }
