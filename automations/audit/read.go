package audit

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
)

// Read reads an entry as it was written. Logs are long and have to be checked
// in one go, so what json.Marshal makes of an entry is taken apart as it
// stands; whatever looks different is left to encoding/json.
func Read(body []byte) (e Entry, err error) {
	if e.quick(body) {
		return e, nil
	}
	e = Entry{}
	if err := json.Unmarshal(body, &e); err != nil {
		return e, fmt.Errorf("audit: read an entry: %w", err)
	}
	return e, nil
}

// quick tells whether the body is all as json.Marshal writes it.
func (e *Entry) quick(body []byte) bool {
	rest := written(body)
	e.Position = rest.number(`{"position":`, ',')
	if e.Time.UnmarshalText(rest.text(`"time":"`)) != nil {
		return false
	}
	e.Actor, e.Subject = string(rest.text(`","actor":"`)), string(rest.text(`","subject":"`))
	e.Move = string(rest.text(`","move":"`))
	e.Version = rest.number(`","version":`, ',')
	if bytes.HasPrefix(rest, []byte(`"policy":"`)) {
		e.Policy = string(rest.text(`"policy":"`))
		rest.skip(`",`)
	}
	e.PayloadHash = string(rest.text(`"payload_hash":"`))
	return string(rest) == `"}`
}

// written is what is left of an entry to be read; nil once something was not
// as expected.
type written []byte

func (w *written) skip(prefix string) {
	rest, found := bytes.CutPrefix(*w, []byte(prefix))
	if !found {
		rest = nil
	}
	*w = rest
}

// text reads a string after a prefix, up to its end quote, if its characters
// stand for themselves.
func (w *written) text(prefix string) []byte {
	w.skip(prefix)
	for i, c := range *w {
		switch {
		case c == '"':
			text := (*w)[:i]
			*w = (*w)[i:]
			return text
		case c < ' ' || c >= 0x80 || c == '\\':
			*w = nil
			return nil
		}
	}
	*w = nil
	return nil
}

// number reads a whole number between a prefix and a mark.
func (w *written) number(prefix string, end byte) int64 {
	w.skip(prefix)
	digits, rest, found := bytes.Cut(*w, []byte{end})
	n, err := strconv.ParseInt(string(digits), 10, 64)
	if !found || err != nil || strconv.FormatInt(n, 10) != string(digits) {
		rest = nil
	}
	*w = rest
	return n
}
