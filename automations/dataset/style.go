package dataset

import (
	"regexp"
	"slices"
	"strings"

	"factotum/automations/form"
)

// Style is how a table of text is written.
type Style struct {
	Encoding  string `json:"encoding,omitempty"`  // one of Encodings; "" for a spreadsheet
	Delimiter string `json:"delimiter,omitempty"` // comma, semicolon, tab or bar; "" for a spreadsheet
	Quotes    string `json:"quotes,omitempty"`    // what they mean, as somebody said: QuotesDoubted, QuotesHold or QuotesLetters
	Decimals  string `json:"decimals,omitempty"`  // point or comma; "" where no number tells
	Mixed     bool   `json:"mixed,omitempty"`     // some numbers are written in the other way
	Days      string `json:"days,omitempty"`      // day or month: which stands first in 3/4/2026; "" where none has slashes
	MixedDays bool   `json:"mixed_days,omitempty"`
	OpenDays  bool   `json:"open_days,omitempty"` // nothing tells which stands first, and nobody has said so
}

// Delimiters by name.
func Delimiters() map[string]rune {
	return map[string]rune{"comma": ',', "semicolon": ';', "tab": '\t', "bar": '|'}
}

// Delimiter finds which of them parts the values of a table: the one that stands
// equally often in its first rows, and most; where what stands above the rows has
// none, the one that most of the rows agree about.
func Delimiter(text []byte) string {
	best, most := "comma", 0
	rows := firstRows(text, 20)
	for _, name := range []string{"comma", "semicolon", "tab", "bar"} {
		fewest := -1
		for _, row := range rows {
			if n := strings.Count(row, string(Delimiters()[name])); fewest < 0 || n < fewest {
				fewest = n
			}
		}
		if fewest > most {
			best, most = name, fewest
		}
	}
	if most > 0 {
		return best
	}
	for _, name := range []string{"comma", "semicolon", "tab", "bar"} {
		times := map[int]int{}
		for _, row := range rows {
			if n := strings.Count(row, string(Delimiters()[name])); n > 0 {
				times[n]++
				if times[n] > most {
					best, most = name, times[n]
				}
			}
		}
	}
	return best
}

// firstRows are the first rows that hold something, without what stands in quotes,
// which may have lines of its own (RFC 4180, section 2.6); whole ones unless there
// is only one.
func firstRows(text []byte, most int) []string {
	var rows []string
	var row strings.Builder
	quoted, before := false, '\n'
	for _, r := range string(text[:min(len(text), 64<<10)]) {
		switch {
		case r == '"' && (quoted || strings.ContainsRune("\n,;\t| \"", before)): // elsewhere it is a letter, as in 15"
			quoted = !quoted
			row.WriteRune(r)
		case quoted:
		case r != '\n':
			row.WriteRune(r)
		case strings.TrimSpace(row.String()) != "":
			if rows = append(rows, row.String()); len(rows) == most {
				return rows
			}
			row.Reset()
		}
		before = r
	}
	if strings.TrimSpace(row.String()) != "" && (len(rows) == 0 || len(text) <= 64<<10) {
		rows = append(rows, row.String())
	}
	return rows
}

var (
	decimalComma = regexp.MustCompile(`^-?(?:[0-9]+|[0-9]{1,3}(?:[. '][0-9]{3})+),(?:[0-9]{1,2}|[0-9]{4,})(?: ?[A-Z]{3}| ?€)?$|^-?[0-9]{1,3}(?:\.[0-9]{3}){2,}$|^-?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+`)
	decimalPoint = regexp.MustCompile(`^-?(?:[0-9]+|[0-9]{1,3}(?:[, '][0-9]{3})+)\.(?:[0-9]{1,2}|[0-9]{4,})(?: ?[A-Z]{3}| ?€)?$|^-?[0-9]{1,3}(?:,[0-9]{3}){2,}$|^-?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+`)
)

// typed is a cell as somebody would type it into the form: numbers with a point,
// choices by their value although the table may have their label, texts without
// the mark that keeps them from being formulas.
func (t *table) typed(field form.Field, cell string) string {
	if t.strict {
		return cell
	}
	cell = Bare(strings.TrimSpace(cell))
	switch field.Type { //nolint:exhaustive // all others are what they are
	case form.Number, form.Money:
		switch t.decimals {
		case ',':
			cell = pointed(cell, '.', ',')
		case '.':
			cell = pointed(cell, ',', '.')
		}
		if field.Type == form.Number && threeAfter.MatchString(cell) {
			cell += "0" // the style of the table has said what it means
		}
	case form.Date:
		if t.style.Days == "month" {
			return dayFirst(cell)
		}
	case form.Select, form.MultiSelect, form.Team:
		if o, ok := called(field.Options, cell); ok {
			return o.Value
		}
	case form.Checkbox:
		if slices.Contains([]string{"x", "✓", "y", "ja", "oui", "si", "sí"}, strings.ToLower(cell)) {
			return "true"
		}
		if slices.Contains([]string{"n", "nein", "non"}, strings.ToLower(cell)) {
			return "false"
		}
	}
	return cell
}

// called is the option that a cell names, or else the only one of which it is another
// word: Notebook for Laptop.
func called(options []form.Option, cell string) (found form.Option, ok bool) {
	folded := Fold(cell)
	for _, o := range options {
		if o.Value == cell || folded != "" && (Fold(o.Label) == folded || Fold(o.Value) == folded) {
			return o, true
		}
	}
	others := slices.DeleteFunc(slices.Clone(options), func(o form.Option) bool {
		return folded == "" || !slices.ContainsFunc(o.Words, func(word string) bool { return Fold(word) == folded })
	})
	if len(others) != 1 {
		return found, false
	}
	return others[0], true
}

var threeAfter = regexp.MustCompile(`^-?[0-9]+\.[0-9]{3}$`)

// pointed takes the marks between thousands out and writes a decimal point.
func pointed(cell string, thousands, decimals rune) string {
	var b strings.Builder
	runes := []rune(cell)
	digit := func(i int) bool { return i >= 0 && i < len(runes) && runes[i] >= '0' && runes[i] <= '9' }
	for i, r := range runes {
		switch {
		case (r == thousands || r == '\'' || r == '’' || r == ' ' || r == '\u00a0' || r == '\u202f') && digit(i-1) && digit(i+1):
		case r == decimals && digit(i+1):
			b.WriteByte('.')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
