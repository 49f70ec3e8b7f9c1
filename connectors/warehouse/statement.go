package warehouse

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"factotum/automations/report"
)

// dialect is how a database reads texts and comments.
type dialect int

const (
	postgresSQL dialect = iota
	sqliteSQL
)

// statement is one that reads, with what is bound to it. Values never become
// part of its text.
type statement struct {
	text   string // with $1 in place of the names, or the names as they are
	names  []string
	values []value
	shifts []shift // where its text differs in length from what was written
}

// value is a canonical text; Null where there is no restriction.
type value struct {
	text string
	null bool
	as   report.Type
}

// shift is a place of the text, and how much longer what was written is up to it.
type shift struct{ at, by int }

// written is the place in what was written that a place of the text comes from.
func (s statement) written(at int) int {
	by := 0
	for _, sh := range s.shifts {
		if sh.at <= at {
			by = sh.by
		}
	}
	return at + by
}

// bind makes the statement of a report. Returns a MistakeError for anything but
// one statement that begins as those do that read.
func bind(d dialect, r report.Report, a report.Arguments) (statement, error) {
	s, err := parse(d, r.SQL)
	if err != nil {
		return s, err
	}
	for _, name := range s.names {
		text, given := a[name]
		if !given && name == "viewer" { // an empty one reads everything: nobody may forget it
			return s, errors.New("nobody asks")
		}
		now := time.Now().UTC()
		switch {
		case given:
		case name == report.Today:
			text = now.Format(time.DateOnly)
		case name == report.Now:
			text = now.Format(time.RFC3339)
		}
		s.values = append(s.values, value{text, text == "", typeOf(r, name)})
	}
	return s, nil
}

// typeOf is the type of what is bound by a name.
func typeOf(r report.Report, name string) report.Type {
	for _, p := range r.Parameters {
		switch {
		case p.Name == name:
			return p.Type
		case p.Type == report.Period && (name == p.Name+"_from" || name == p.Name+"_to"):
			return report.Date
		}
	}
	switch name {
	case report.Today:
		return report.Date
	case report.Now:
		return report.Moment
	}
	return report.Text
}

// parse finds the names in SQL and refuses a second statement.
func parse(d dialect, sql string) (statement, error) {
	var s statement
	var b strings.Builder
	begun, ended := false, false
	for i := 0; i < len(sql); {
		skip, kind := token(d, sql[i:])
		part := sql[i : i+skip]
		switch {
		case kind == blank:
			b.WriteString(part)
		case ended:
			return s, &MistakeError{"there is more than one statement: write one, and no semicolon inside it", i}
		case !begun && kind == word && !reads(part):
			return s, &MistakeError{fmt.Sprintf("%s does not read: a report begins with SELECT, WITH, VALUES or TABLE", strings.ToUpper(part)), i}
		case part == ";":
			ended = true
		case kind == name:
			begun = true
			s.bound(d, &b, part[1:])
			s.shifts = append(s.shifts, shift{b.Len(), i + skip - b.Len()})
		default:
			begun = begun || part != "("
			b.WriteString(part)
		}
		i += skip
	}
	if s.text = b.String(); strings.TrimSpace(s.text) == "" || !begun {
		return s, &MistakeError{"there is no statement", 0}
	}
	return s, nil
}

// bound writes a name as the database takes it.
func (s *statement) bound(d dialect, b *strings.Builder, name string) {
	at := slices.Index(s.names, name)
	if at < 0 {
		at, s.names = len(s.names), append(s.names, name)
	}
	if d == sqliteSQL {
		b.WriteString(":" + name)
		return
	}
	fmt.Fprintf(b, "$%d", at+1)
}

// reads tells whether a statement that begins so reads. The transaction, which
// cannot write, is what it is kept to; this is for a sentence before it runs.
func reads(word string) bool {
	switch strings.ToUpper(word) {
	case "SELECT", "WITH", "VALUES", "TABLE":
		return true
	}
	return false
}

// kind is what a part of SQL is.
type kind int

const (
	other kind = iota
	blank      // spaces and comments
	quoted
	word
	name // of a value that is bound
)

// token is the length of the first part of SQL, by PostgreSQL's and SQLite's own
// rules of where texts end (postgresql.org/docs/current/sql-syntax-lexical.html,
// sqlite.org/lang_keywords.html, lang_comment.html).
func token(d dialect, sql string) (int, kind) {
	switch c := sql[0]; {
	case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v':
		return 1, blank
	case strings.HasPrefix(sql, "--"):
		return until(sql, 2, "\n"), blank
	case strings.HasPrefix(sql, "/*"):
		return comment(d, sql), blank
	case c == '\'' || c == '"' || c == '`' && d == sqliteSQL:
		return doubled(sql, 0, c, false), quoted
	case c == '[' && d == sqliteSQL:
		return until(sql, 1, "]"), quoted
	case (c == 'E' || c == 'e') && d == postgresSQL && strings.HasPrefix(sql[1:], "'"):
		return doubled(sql, 1, '\'', true), quoted
	case c == '$' && d == postgresSQL:
		return dollars(sql), quoted
	case strings.HasPrefix(sql, "::"):
		return 2, other
	case c == ':' && len(sql) > 1 && letter(sql[1]):
		return 1 + letters(sql[1:]), name
	case letter(c):
		return letters(sql), word
	}
	return 1, other
}

func letter(c byte) bool { return c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80 }

// letters is how long a word is.
func letters(sql string) int {
	n := 0
	for n < len(sql) && (letter(sql[n]) || n > 0 && (sql[n] >= '0' && sql[n] <= '9' || sql[n] == '$')) {
		n++
	}
	return n
}

// until is the length up to the end of what closes, from a place on.
func until(sql string, from int, closes string) int {
	if end := strings.Index(sql[from:], closes); end >= 0 {
		return from + end + len(closes)
	}
	return len(sql)
}

// comment is the length of one between /* and */, which PostgreSQL nests.
func comment(d dialect, sql string) int {
	if d == sqliteSQL {
		return until(sql, 2, "*/")
	}
	depth := 0
	for i := 0; i < len(sql)-1; i++ {
		switch sql[i : i+2] {
		case "/*":
			depth++
			i++
		case "*/":
			depth--
			i++
		}
		if depth == 0 {
			return i + 1
		}
	}
	return len(sql)
}

// doubled is the length of a text whose quote stands in it twice, or after a
// backslash where those count.
func doubled(sql string, from int, quote byte, backslash bool) int {
	for i := from + 1; i < len(sql); i++ {
		switch {
		case backslash && sql[i] == '\\':
			i++
		case sql[i] == quote && i+1 < len(sql) && sql[i+1] == quote:
			i++
		case sql[i] == quote:
			return i + 1
		}
	}
	return len(sql)
}

// dollars is the length of a text between $tag$ and $tag$.
func dollars(sql string) int {
	n := 1 + letters(sql[1:])
	if n >= len(sql) || sql[n] != '$' {
		return 1
	}
	return until(sql, n+1, sql[:n+1])
}
