package dataset

import (
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"factotum/automations/form"
)

// Cell is one cell of a table that is written: a text, or a number that stays one.
type Cell struct {
	Text   string
	Number bool
}

// starts are the characters by which a spreadsheet takes a text for a formula, a
// command or a link to one (OWASP, CSV Injection; CWE-1236), wide ones included.
const starts = "=+-@|%\t\r\n\x00＝＋－＠"

// Guard keeps a text from being taken for a formula: a quote stands before it.
// Delimiters of other countries inside it are no beginnings, since every field is
// quoted when it is written.
func Guard(text string) string {
	if risky(text) {
		return "'" + text
	}
	return text
}

// Bare takes the mark of Guard away again.
func Bare(text string) string {
	if rest, marked := strings.CutPrefix(text, "'"); marked && risky(rest) {
		return rest
	}
	return text
}

// risky tells whether a text begins like a formula, behind quotes and blanks too,
// which some spreadsheets leave out.
func risky(text string) bool {
	rest := strings.TrimLeft(text, "'\" \u00a0\ufeff\u200b")
	return rest != "" && strings.ContainsRune(starts, []rune(rest)[0])
}

// Paths are the columns of the table of all records, by the order of the form.
func (d Dataset) Paths() []string {
	var paths []string
	for _, f := range d.Form.Fields() {
		switch {
		case f.Type == form.Lines:
			for _, sub := range f.Fields {
				if sub.Type != form.Upload {
					paths = append(paths, f.Key+"."+sub.Key)
				}
			}
		case f.Type != form.Upload:
			paths = append(paths, f.Key)
		}
	}
	return paths
}

// Cells is a record as a row of that table, in the spelling that is read back
// unchanged. What is masked stands there hidden where whole is false.
func (d Dataset) Cells(values form.Values, paths []string, whole bool) []Cell {
	raw := d.Form.Raw(values)
	cells := make([]Cell, len(paths))
	for i, path := range paths {
		field, _ := d.Form.Field(path)
		key, sub, repeated := strings.Cut(path, ".")
		var text string
		if repeated {
			text = d.lines(values[key].Lines, key, sub, raw)
		} else {
			in := raw[path]
			if text = in.Text; len(in.List) > 0 {
				text = strings.Join(in.List, ";")
			}
		}
		if !whole && text != "" && d.Hides(key) {
			text = mask
		}
		cells[i] = Cell{Text: text, Number: field.Type == form.Number && values[key].Number != nil}
		if cells[i].Number {
			cells[i].Text = values[key].Number.String()
		}
	}
	return cells
}

// lines are the values of a repeated field, in the order of its lines.
func (d Dataset) lines(lines []form.Values, key, sub string, raw form.Raw) string {
	texts := make([]string, len(lines))
	for i := range lines {
		texts[i] = raw[path(key, i, sub)].Text
	}
	return strings.TrimRight(strings.Join(texts, ";"), ";")
}

// mask stands for what somebody may not read.
const mask = "••••"

// masked tells whether a cell is one that an export hid.
func (d Dataset) masked(path, cell string) bool {
	key, _, _ := strings.Cut(path, ".")
	return cell == mask && d.Hides(key)
}

// Hides tells whether only keepers see a field whole.
func (d Dataset) Hides(key string) bool {
	return slices.Contains(d.Masked, key)
}

// Exact is the number of a cell as a spreadsheet keeps it; false where it would
// lose digits.
func (c Cell) Exact() (float64, bool) {
	digits := strings.Trim(strings.Map(func(r rune) rune {
		if r == '-' || r == '.' {
			return -1
		}
		return r
	}, c.Text), "0")
	n, err := strconv.ParseFloat(c.Text, 64)
	return n, err == nil && len(digits) <= 15 && figuresOnly.MatchString(c.Text)
}

var figuresOnly = regexp.MustCompile(`^-?[0-9]+(?:\.[0-9]+)?$`)

// WriteRow writes a row of comma separated values (RFC 4180) with every text in
// quotes, and no text that begins like a formula.
func WriteRow(w io.Writer, delimiter rune, cells []Cell) error {
	var line strings.Builder
	for i, c := range cells {
		if i > 0 {
			line.WriteRune(delimiter)
		}
		if c.Number {
			line.WriteString(c.Text)
			continue
		}
		line.WriteString(`"` + strings.ReplaceAll(Guard(strings.ReplaceAll(c.Text, "\x00", "")), `"`, `""`) + `"`)
	}
	line.WriteString("\r\n")
	_, err := io.WriteString(w, line.String())
	return err
}
