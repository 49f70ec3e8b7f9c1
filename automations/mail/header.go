package mail

import (
	"bytes"
	"strings"
)

const (
	// maxHeader and maxFields bound what is read of a header, in bytes and
	// fields. Mails of real senders stay below a twentieth of either.
	maxHeader = 512 << 10
	maxFields = 1000
)

// header is the top of a mail.
type header struct {
	fields []field // from top to bottom
	body   []byte
	broken bool // not as RFC 5322 writes it: another reader may see other fields
}

// field is one header field: its name in lower case, its value on one line.
type field struct{ name, value string }

// split takes the header off a mail. It stops where the limits are reached or
// the header is broken, and says so; what it has by then stays.
func split(raw []byte) header {
	h := header{body: raw}
	for len(h.body) > 0 {
		line, rest, _ := bytes.Cut(h.body, []byte("\n"))
		line = bytes.TrimSuffix(line, []byte("\r"))
		h.body = rest
		if len(line) == 0 {
			return h
		}
		if len(raw)-len(rest) > maxHeader || len(h.fields) == maxFields || !h.take(string(line)) {
			h.broken = true
			return h
		}
	}
	return h
}

// take adds one line. A lone CR, a NUL and a line of blanks end the header for
// some readers and not for others, so that none is accepted.
func (h *header) take(line string) bool {
	if strings.ContainsAny(line, "\r\x00") || strings.TrimSpace(line) == "" {
		return false
	}
	if line[0] == ' ' || line[0] == '\t' {
		if len(h.fields) == 0 {
			return false
		}
		h.fields[len(h.fields)-1].value += line
		return true
	}
	name, value, ok := strings.Cut(line, ":")
	// Blanks before the colon are RFC 5322's obsolete syntax (section 4.5), and a
	// known way to hide a second From.
	name = strings.TrimRight(name, " \t")
	if !ok || name == "" || strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return false
	}
	h.fields = append(h.fields, field{name: strings.ToLower(name), value: value})
	return true
}

// all is the values of every field of that name, from top to bottom.
func (h header) all(name string) []string {
	var values []string
	for _, f := range h.fields {
		if f.name == name {
			values = append(values, strings.TrimSpace(f.value))
		}
	}
	return values
}
