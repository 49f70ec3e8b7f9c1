package dataset

import (
	"bytes"
	"encoding/csv"
	"fmt"
)

// How quotation marks in a table of text are read; "" is the first.
const (
	QuotesDoubted = "doubted" // as RFC 4180 says, but not where they seem to have swallowed rows
	QuotesHold    = "hold"    // whatever stands between two of them is one value
	QuotesLetters = "letters" // they are letters like any other
)

// Swallowed is the line on which a value begins with a quotation mark that ends
// nowhere before a delimiter, or only after what looks like further rows: RFC
// 4180, sections 2.5 to 2.7. It is 0 where none does.
func Swallowed(text []byte, comma byte, quotes string) (line int) {
	line = 1
	most, values := 1, 1 // in a row so far, and in this one
	for i := 0; i < len(text) && quotes != QuotesLetters; i++ {
		if text[i] == '"' {
			end, closed := quoted(text, i, comma)
			within := text[i:end]
			if !closed || quotes != QuotesHold && most > 2 && holdsRow(within, comma, most) {
				return line
			}
			line += bytes.Count(within, []byte("\n"))
			i = end
		}
		for ; i < len(text) && text[i] != comma && text[i] != '\n'; i++ {
		}
		switch {
		case i == len(text):
		case text[i] == comma:
			values++
		default:
			most, values = max(most, values), 1
			line++
		}
	}
	return 0
}

// quoted is where a value in quotation marks ends; false: in the middle of what
// is no delimiter, or never.
func quoted(text []byte, from int, comma byte) (end int, closed bool) {
	for i := from + 1; i < len(text); i++ {
		if text[i] != '"' {
			continue
		}
		if i+1 == len(text) || text[i+1] == comma || text[i+1] == '\n' || text[i+1] == '\r' {
			return i + 1, true
		}
		if text[i+1] != '"' {
			return i, false
		}
		i++
	}
	return len(text), false
}

// holdsRow tells whether a line within a value has the delimiters of a whole row.
func holdsRow(value []byte, comma byte, values int) bool {
	_, rest, _ := bytes.Cut(value, []byte("\n"))
	for line := range bytes.Lines(rest) {
		if bytes.Count(line, []byte{comma}) >= values-1 {
			return true
		}
	}
	return false
}

// Unquoted is a table whose quotation marks are letters, as RFC 4180 writes it:
// line by line the same.
func Unquoted(text []byte, comma byte) ([]byte, error) {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Comma = rune(comma)
	for line := range bytes.Lines(text) {
		var cells []string
		for cell := range bytes.SplitSeq(bytes.TrimRight(line, "\r\n"), []byte{comma}) {
			cells = append(cells, string(cell))
		}
		if err := w.Write(cells); err != nil {
			return nil, fmt.Errorf("dataset: write a row: %w", err)
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}
