package audit

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// An export has a line for each entry, {"seal":"…","entry":{…},"payload":…}
// without payload once that was erased, and as the last line its proof,
// {"head":"1204:…"}. The seal of a line is the SHA-256 of the 32 bytes of the
// seal before it and the bytes of the entry as they stand there.
const (
	sealAt   = `{"seal":"`
	entryAt  = `","entry":`
	followed = `},"payload":`
	headAt   = `{"head":"`
)

// Line is the line of an export for a record.
func Line(r Record, seal Seal) ([]byte, error) {
	entry, err := json.Marshal(r.Entry)
	if err != nil {
		return nil, fmt.Errorf("audit: encode entry %d: %w", r.Position, err)
	}
	line := slices.Concat([]byte(sealAt), []byte(seal.String()), []byte(entryAt), entry)
	if r.Payload != nil {
		line = slices.Concat(line, []byte(followed[1:]), r.Payload)
	}
	return append(line, "}\n"...), nil
}

// Proof is the last line of an export.
func Proof(h Head) string { return headAt + h.String() + "\"}\n" }

// CheckLine checks a line of an export as Check does its record. last is true
// for the proof, after which nothing may follow.
func (v *Verifier) CheckLine(line []byte) (last bool, err error) {
	_, last, err = v.ReadLine(line)
	return last, err
}

// ReadLine is CheckLine, and gives the record.
func (v *Verifier) ReadLine(line []byte) (r Record, last bool, err error) {
	if bytes.HasPrefix(line, []byte(headAt)) {
		return r, true, v.proof(string(line))
	}
	r, seal, body, err := parseLine(line)
	if err != nil {
		return r, false, &BadError{v.last.Position + 1, "its line is not as it was exported: " + err.Error()}
	}
	return r, false, v.check(r, body, &seal)
}

// proof compares the end of an export with what was read of it.
func (v *Verifier) proof(line string) error {
	text, _ := strings.CutPrefix(strings.TrimSuffix(line, "\"}\n"), headAt)
	head, err := ParseHead(text)
	switch {
	case err != nil || line != Proof(head):
		return &BadError{v.last.Position + 1, "in its place is a proof that cannot be read"}
	case head.Position > v.last.Position:
		return &BadError{v.last.Position + 1, fmt.Sprintf("is missing: the export was made with %d entries", head.Position)}
	case head.Position < v.last.Position:
		return &BadError{head.Position + 1, "was added after the export was made"}
	case head.Seal != v.last.Seal:
		return &BadError{head.Position, "the proof at the end of the export has another seal for it"}
	}
	return nil
}

// parseLine takes a line apart where only a line of ours can be: a quote inside
// a JSON string has a backslash before it, so followed stands once at most.
func parseLine(line []byte) (r Record, seal Seal, entry []byte, err error) {
	rest, begins := bytes.CutPrefix(line, []byte(sealAt))
	rest, ends := bytes.CutSuffix(rest, []byte("}\n"))
	if !begins || !ends || len(rest) < 2*len(seal) {
		return r, seal, nil, errors.New("something stands around it")
	}
	if err := seal.UnmarshalText(rest[:2*len(seal)]); err != nil {
		return r, seal, nil, err
	}
	entry, found := bytes.CutPrefix(rest[2*len(seal):], []byte(entryAt))
	if !found {
		return r, seal, nil, errors.New("it has no entry")
	}
	if before, payload, has := bytes.Cut(entry, []byte(followed)); has {
		entry, r.Payload = entry[:len(before)+1], payload
	}
	r.Entry, err = Read(entry)
	return r, seal, entry, err
}
