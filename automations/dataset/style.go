package dataset

import (
	"bytes"
	"encoding/binary"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"factotum/automations/fault"
	"factotum/automations/form"
)

// Style is how a table of text is written.
type Style struct {
	Encoding  string `json:"encoding,omitempty"`  // UTF-8, UTF-16 or Windows-1252; "" for a spreadsheet
	Delimiter string `json:"delimiter,omitempty"` // comma, semicolon, tab or bar; "" for a spreadsheet
	Decimals  string `json:"decimals,omitempty"`  // point or comma; "" where no number tells
	Mixed     bool   `json:"mixed,omitempty"`     // some numbers are written in the other way
	Days      string `json:"days,omitempty"`      // day or month: which stands first in 3/4/2026; "" where none has slashes
	MixedDays bool   `json:"mixed_days,omitempty"`
}

// Text gives a table as UTF-8, and how it was encoded. What is no text at all is
// refused as invalid.
func Text(body []byte) ([]byte, string, error) {
	switch {
	case bytes.HasPrefix(body, []byte("\xff\xfe")) || bytes.HasPrefix(body, []byte("\xfe\xff")):
		return utf16Text(body), "UTF-16", nil
	case bytes.IndexByte(body, 0) >= 0:
		return nil, "", fault.New(fault.Invalid, "The file holds no text. Save it as CSV or XLSX in your spreadsheet.")
	case utf8.Valid(body):
		return bytes.TrimPrefix(body, []byte("\ufeff")), "UTF-8", nil
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(body)
	if err != nil {
		return nil, "", fault.Wrap(err, fault.Invalid, "The letters of the file cannot be read. Save it as “CSV UTF-8” in your spreadsheet.")
	}
	return text, "Windows-1252", nil
}

// utf16Text reads UTF-16 behind its byte order mark (RFC 2781).
func utf16Text(body []byte) []byte {
	order := binary.ByteOrder(binary.LittleEndian)
	if body[0] == 0xfe {
		order = binary.BigEndian
	}
	units := make([]uint16, 0, len(body)/2)
	for i := 2; i+1 < len(body); i += 2 {
		units = append(units, order.Uint16(body[i:]))
	}
	return []byte(string(utf16.Decode(units)))
}

// Delimiters by name.
func Delimiters() map[string]rune {
	return map[string]rune{"comma": ',', "semicolon": ';', "tab": '\t', "bar": '|'}
}

// Delimiter finds which of them parts the values of a table: the one that stands
// equally often in its first rows, and most.
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
		folded := Fold(cell)
		for _, o := range field.Options {
			if o.Value == cell || folded != "" && (Fold(o.Label) == folded || Fold(o.Value) == folded) {
				return o.Value
			}
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
