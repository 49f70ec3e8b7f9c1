package books

import (
	"encoding/json"
	"strings"

	"factotum/automations/audit"
)

// about is what an entry says of a subject that is neither a request nor a
// record: of a run or schedule its report, of an absence the person. NULL for
// all others, and where it was erased.
func about(r audit.Record) any {
	kind, _, _ := strings.Cut(r.Subject, "/")
	if kind != "run" && kind != "plan" && kind != "absence" || r.Move == audit.Erase {
		return nil
	}
	var of struct {
		Report string `json:"report"`
		Person string `json:"person"`
	}
	if json.Unmarshal(r.Payload, &of) != nil {
		return nil
	}
	return opt(of.Report + of.Person)
}

// unsay takes away what older entries said, where this one tells that it was
// erased.
func (p *page) unsay(r audit.Record) {
	var of audit.Erasure
	if r.Move != audit.Erase || json.Unmarshal(r.Payload, &of) != nil || len(of.Positions) == 0 {
		return
	}
	positions, _ := json.Marshal(of.Positions) // numbers always have a place in JSON
	p.run("UPDATE move SET about = NULL WHERE position IN (SELECT value FROM json_each(?))", string(positions))
}
