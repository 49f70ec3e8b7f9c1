// Package evidence owns the pack by which a company proves that its duties were
// done: one archive with what the sealed log tells of them, the files that were
// brought, pages to read it by, and the check of all that without Factotum's
// store. It must not know where anything is kept, nor who may have a pack.
//
// Everything in a pack follows from three things: pack.json, which says what it
// is about and is entered in the log itself by its hash, the log, and the files.
// Whoever checks a pack makes the pages again from these and compares them.
package evidence

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"factotum/automations/audit"
)

// Format is how packs look. It grows with every change of what their pages say,
// since pages are compared letter by letter.
const Format = 1

// The parts of a pack, in their order; files stand before the sums.
const (
	contentsPart = "pack.json"
	proofPart    = "proof.jsonl"
	pagePart     = "index.html"
	readPart     = "README.txt"
	dutiesPart   = "duties.csv"
	deedsPart    = "deeds.csv"
	filesPart    = "files.csv"
	sumsPart     = "SHA256SUMS"
)

// Contents are what a pack is about, and what the log does not tell: names,
// zones, and the words of the obligations.
type Contents struct {
	Format   int                `json:"format"`
	Company  string             `json:"company"`
	Subject  string             `json:"subject,omitempty"` // empty: all
	From     string             `json:"from"`              // ISO 8601: due from that day
	To       string             `json:"to"`                // until that day
	Request  string             `json:"request,omitempty"` // id of the request by which it was asked for; empty: by a command
	Number   string             `json:"number,omitempty"`
	By       string             `json:"by"`
	At       time.Time          `json:"at"`
	Duties   []Duty             `json:"duties"`             // by the day on which they were due
	Absent   []string           `json:"absent,omitempty"`   // hashes of files of which there is no copy
	Withheld int                `json:"withheld,omitempty"` // duties that whoever asked may not see
	Young    []Young            `json:"young,omitempty"`
	Unopened []Unopened         `json:"unopened,omitempty"`
	People   map[string]Person  `json:"people"`
	Zones    map[string][]Shift `json:"zones"`
}

// Duty is one occurrence of an obligation, beside what the log tells.
type Duty struct {
	ID         string  `json:"id"`
	Number     string  `json:"number"`
	Obligation string  `json:"obligation"`
	Subject    string  `json:"subject"`
	What       string  `json:"what"`
	Why        string  `json:"why"`
	Source     string  `json:"source,omitempty"`
	Reviewer   string  `json:"reviewer"`
	Fields     []Field `json:"fields"`
}

// Field is what a piece of evidence is called.
type Field struct {
	Key   string `json:"key"`
	Label string `json:"label"`
}

// Young is an obligation that was not known yet when the period began.
type Young struct {
	Title string `json:"title"`
	Since string `json:"since"` // ISO 8601
}

// Unopened is an occurrence that should have been opened, and was not.
type Unopened struct {
	Title string `json:"title"`
	Due   string `json:"due"`
}

// Person is somebody as they are called, and where they are.
type Person struct {
	Name string `json:"name"`
	Zone string `json:"zone"`
}

// Shift is from when on a zone is so far from UTC.
type Shift struct {
	From    time.Time `json:"from"`
	Seconds int       `json:"seconds"`
}

// Shifts are those of a zone between two moments: whoever checks a pack must not
// depend on what their machine knows of zones.
func Shifts(zone *time.Location, from, to time.Time) []Shift {
	var all []Shift
	for at := from; at.Before(to); {
		_, seconds := at.In(zone).Zone()
		all = append(all, Shift{at.UTC(), seconds})
		_, end := at.In(zone).ZoneBounds()
		if end.IsZero() {
			break
		}
		at = end
	}
	return all
}

// local is a moment by the clock on somebody's wall, and the name of their zone.
func (c Contents) local(at time.Time, person string) (time.Time, string) {
	zone := c.People[person].Zone
	shifts := c.Zones[zone]
	if len(shifts) == 0 {
		return at.UTC(), "UTC"
	}
	seconds := shifts[0].Seconds
	for _, s := range shifts {
		if !s.From.After(at) {
			seconds = s.Seconds
		}
	}
	return at.In(time.FixedZone(zone, seconds)), zone
}

// name is what somebody is called.
func (c Contents) name(id string) string {
	if p, known := c.People[id]; known && p.Name != "" {
		return p.Name
	}
	if id == audit.System {
		return "Factotum"
	}
	return id
}

// encode writes the contents; two that are equal are the same letter by letter.
func (c Contents) encode() ([]byte, error) {
	body, err := json.MarshalIndent(c, "", " ")
	if err != nil {
		return nil, fmt.Errorf("evidence: encode the contents: %w", err)
	}
	return append(body, '\n'), nil
}

// Hash is the SHA-256 of pack.json, which is entered in the log.
func (c Contents) Hash() (string, error) {
	body, err := c.encode()
	return audit.Hash(body), err
}

// decode reads contents that are written as encode does it.
func decode(body []byte) (Contents, error) {
	var c Contents
	if err := json.Unmarshal(body, &c); err != nil {
		return c, &BadPartError{contentsPart, "cannot be read: " + err.Error()}
	}
	if c.Format != Format {
		return c, &BadPartError{contentsPart, fmt.Sprintf("is of format %d, and this Factotum checks format %d: check it with the version that made it", c.Format, Format)}
	}
	again, err := c.encode()
	if err != nil {
		return c, err
	}
	if !bytes.Equal(again, body) {
		return c, &BadPartError{contentsPart, "is not written as Factotum writes it, so it was changed"}
	}
	return c, nil
}

// BadPartError names the first part of a pack that is not as it was made.
type BadPartError struct {
	Part string
	Why  string
}

// Error names the part.
func (e *BadPartError) Error() string { return e.Part + ": " + e.Why }
