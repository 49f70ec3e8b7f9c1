package directory

import (
	"slices"
	"strings"
)

// cell is what stands in a column of a row, and where.
type cell struct {
	file  string
	line  int
	texts []string // one, or several where YAML has a list
}

// row is one row of either form. at is where it begins.
type row struct {
	at    cell
	cells map[string]cell
}

// section is one of the four lists.
type section struct {
	name    string
	key     string // the column that must be there
	columns []string
	take    func(*reader, row)
}

func sections() []section {
	return []section{
		{"people", "email", []string{
			"email", "name", "manager", "teams", "roles", "cost_centre", "country", "region", "zone", "also", "inactive", "substitute",
		}, (*reader).person},
		{"teams", "key", []string{"key", "name", "lead", "triage", "private"}, (*reader).team},
		{"cost_centres", "code", []string{"code", "name", "owner"}, (*reader).centre},
		{"groups", "group", []string{"group", "role", "team"}, (*reader).group},
	}
}

// spelled is how a column is compared: "Cost Centre" is cost_centre.
func spelled(column string) string {
	return strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(strings.TrimSpace(column)))
}

// known tells whether a column is one of the section, and says so if not.
func (r *reader) known(s section, at cell, column string) bool {
	if slices.Contains(s.columns, column) {
		return true
	}
	if meant := nearest(column, s.columns); meant != "" {
		r.mistake(at, "There is no column %q. Write %q.", column, meant)
	} else {
		r.mistake(at, "There is no column %q. Delete it, or use one of: %s.", column, strings.Join(s.columns, ", "))
	}
	return false
}

// text is the single value of a column, "" if there is none.
func (r *reader) text(from row, column string) string {
	c := from.cells[column]
	if len(c.texts) > 1 {
		r.mistake(c, "The column %q takes one value, not a list. Keep one of: %s.", column, strings.Join(c.texts, ", "))
	}
	if len(c.texts) == 0 {
		return ""
	}
	return strings.TrimSpace(c.texts[0])
}

// list is the values of a column; in one cell they are divided by bar or comma.
// A semicolon is refused, since half of all spreadsheets take it for the end of
// the cell.
func (r *reader) list(from row, column string) []string {
	var all []string
	for _, text := range from.cells[column].texts {
		if strings.Contains(text, ";") {
			r.mistake(from.cells[column], "The column %q divides its values by |, not by semicolon. Write %s.", column, barred(text))
			continue
		}
		for _, value := range strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(",|", c) }) {
			if value = strings.TrimSpace(value); value != "" {
				all = append(all, value)
			}
		}
	}
	return all
}

// barred is a cell with bars in place of semicolons.
func barred(text string) string {
	values := strings.FieldsFunc(text, func(c rune) bool { return c == ';' })
	for i := range values {
		values[i] = strings.TrimSpace(values[i])
	}
	return strings.Join(values, "|")
}

// key is the value of the key column, without the "@" of a user group; "" and
// said so if it is missing or stood before.
func (r *reader) key(s string, from row, column string) string {
	value := strings.TrimPrefix(r.text(from, column), "@")
	if value == "" {
		r.mistake(from.at, "The column %q is empty. Fill it in, or delete the row.", column)
		return ""
	}
	if !r.once(s, value, r.place(from, column)) {
		return ""
	}
	r.rows[s+" "+strings.ToLower(value)] = from
	return value
}

// once notes that a value stands here; false, and said so, if it stood before.
func (r *reader) once(s, value string, at cell) bool {
	name := s + " " + strings.ToLower(value)
	first, twice := r.seen[name]
	if twice {
		in := ""
		if first.file != at.file {
			in = first.file + ", "
		}
		r.mistake(at, "%s stands already in %sline %d. Keep one of the two.", value, in, first.line)
		return false
	}
	r.seen[name] = at
	return true
}

// place is where the value of a column stands.
func (r *reader) place(from row, column string) cell {
	if c, ok := from.cells[column]; ok {
		return c
	}
	return from.at
}
