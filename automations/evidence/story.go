package evidence

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"

	"factotum/automations/audit"
	"factotum/automations/form"
	"factotum/automations/request"
)

// refused begins the moves of the log that were turned down.
const refused = "refused "

// story is what the log tells of a duty.
type story struct {
	Duty
	records []audit.Record
	moves   []request.Move // of the records; nothing where there is none
	request request.Request
	erased  bool // some of what was typed was erased on record, so its moves cannot be made again
}

// tell makes the moves of a duty again.
func (s *story) tell() error {
	s.request = request.Request{ID: s.ID, State: request.Draft}
	s.moves = make([]request.Move, len(s.records))
	for i, r := range s.records {
		if s.erased = s.erased || r.Payload == nil || r.Move == audit.Erase; s.erased || r.Version == 0 {
			continue
		}
		m, err := move(r)
		if err == nil {
			s.moves[i] = m
			s.request, err = s.request.Apply(m)
		}
		if err != nil {
			return &BadPartError{proofPart, fmt.Sprintf("entry %d (%s of %s) does not follow from those before it: %s", r.Position, r.Move, r.Subject, err)}
		}
	}
	return nil
}

func move(r audit.Record) (request.Move, error) {
	var m request.Move
	err := json.Unmarshal(r.Payload, &m)
	return m, err
}

// due is the day on which it was due; empty where that was erased.
func (s story) due() string {
	if s.request.Work == nil {
		return ""
	}
	return s.request.Work.Due
}

// Standing is where a duty stood when the pack was made.
type Standing string

// Where a duty can stand.
const (
	InTime  Standing = "done in time"
	Late    Standing = "done late"
	Waived  Standing = "waived"
	Unsaid  Standing = "waits to be signed off"
	Open    Standing = "open"
	Overdue Standing = "overdue"
	Gone    Standing = "erased"
)

// standing tells where it stood on a day.
func (s story) standing(today string) Standing {
	switch {
	case s.erased || s.request.Work == nil:
		return Gone
	case s.request.State == request.Done && s.request.Work.Day > s.due():
		return Late
	case s.request.State == request.Done:
		return InTime
	case s.request.State == request.Cancelled:
		return Waived
	case s.request.State == request.Pending:
		return Unsaid
	case today > s.due():
		return Overdue
	}
	return Open
}

// signed is who signed it off, and when.
func (s story) signed() (request.Decision, bool) {
	d, ok := s.request.LastDecision()
	return d, ok && s.request.State == request.Done && d.Verdict == request.Approved
}

// brought is when the evidence that counts was brought.
func (s story) brought() time.Time {
	var at time.Time
	for _, r := range s.records {
		if r.Move == string(request.Refer) {
			at = r.Time
		}
	}
	return at
}

// piece is one file of a duty.
type piece struct {
	form.File
	Part   string // where it stands in the pack; empty: it is not there
	Absent string // why
}

// pieces are the files of a duty, each with its place.
func (s story) pieces(absent []string) []piece {
	var all []piece
	for i, f := range append(s.request.Files(), s.request.Attached()...) {
		p := piece{File: f}
		switch {
		case f.Hash == "":
			p.Absent = "no copy of it was made yet"
		case slices.Contains(absent, f.Hash):
			p.Absent = "there is no copy of it any more"
		default:
			p.Part = fmt.Sprintf("files/%s/%d %s", plain(s.Number), i+1, plain(f.Name))
		}
		all = append(all, p)
	}
	return all
}

// plain is a name that every system takes, and that leads nowhere else.
func plain(name string) string {
	clean := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(" .-_", r) {
			return r
		}
		return '_'
	}, path.Base(strings.ToValidUTF8(name, "_")))
	runes := []rune(strings.TrimLeft(clean, ". "))
	if len(runes) > 80 {
		runes = append(runes[:60:60], runes[len(runes)-20:]...)
	}
	if clean = strings.TrimRight(string(runes), ". "); clean == "" {
		return "file"
	}
	return clean
}

// given is a piece of evidence that is no file.
type given struct{ Label, Text string }

// evidence is what was typed as evidence, in the order of the form.
func (s story) evidence() []given {
	var all []given
	for _, f := range s.Fields {
		v := s.request.Values[f.Key]
		text := v.Text
		switch {
		case v.Number != nil:
			text = v.Number.String()
		case !v.Date.IsZero():
			text = day(v.Date.String())
		case v.Checked:
			text = "yes"
		}
		if text != "" {
			all = append(all, given{f.Label, text})
		}
	}
	return all
}

// day is a day as people write it.
func day(iso string) string {
	at, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return at.Format("2 Jan 2006")
}
