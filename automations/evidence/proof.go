package evidence

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"factotum/automations/audit"
)

// proving reads the entries of a pack in order.
type proving struct {
	Contents
	text    string // of the note by which it is entered in the log
	in      *bufio.Reader
	log     audit.Verifier
	records map[string][]audit.Record
	entered bool
}

// all checks all entries and gives the position of the first.
func (p *proving) all() (first int64, err error) {
	line, err := p.in.ReadString('\n')
	if err != nil {
		return 0, unreadable(proofPart, err)
	}
	text, begins := strings.CutPrefix(line, afterAt)
	text, ends := strings.CutSuffix(text, "\"}\n")
	after, err := audit.ParseHead(text)
	if !begins || !ends || err != nil {
		return 0, &BadPartError{proofPart, "its first line does not say which entry it follows"}
	}
	if err := p.log.Begin(after, p.about); err != nil {
		return 0, err
	}
	for last := false; ; {
		line, err := p.in.ReadBytes('\n')
		switch {
		case errors.Is(err, io.EOF) && len(line) == 0 && last:
			p.log.Later() // a pack ends where it was made, whatever was published since
			return after.Position + 1, p.log.End()
		case errors.Is(err, io.EOF) && len(line) == 0:
			return 0, &audit.BadError{Position: p.log.Head().Position + 1, Why: "is missing: the proof ends without its head"}
		case err != nil && !errors.Is(err, io.EOF):
			return 0, unreadable(proofPart, err)
		case last:
			return 0, &audit.BadError{Position: p.log.Head().Position + 1, Why: "was added after the head"}
		}
		r, ended, err := p.log.ReadLine(line)
		if last = ended; err != nil {
			return 0, err
		}
		if err := p.take(r); !last && err != nil {
			return 0, err
		}
	}
}

// about tells whether what was typed about a subject belongs into the pack.
func (p *proving) about(subject string) bool {
	_, duty := p.records[subject]
	return duty || p.Request != "" && subject == p.Request
}

// take keeps an entry that is about one of the duties.
func (p *proving) take(r audit.Record) error {
	_, duty := p.records[r.Subject]
	switch {
	case duty:
		p.records[r.Subject] = append(p.records[r.Subject], r)
	case p.about(r.Subject):
		p.entered = p.entered || entered(r, p.Contents, p.text)
	case r.Payload != nil && r.Move != audit.Erase:
		return &BadPartError{contentsPart, fmt.Sprintf("lists nothing with the id %s, of which entry %d says more than its seal: a duty was left out", r.Subject, r.Position)}
	}
	return nil
}
