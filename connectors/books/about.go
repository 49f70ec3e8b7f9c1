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
	if kind != "run" && kind != "plan" && kind != "absence" {
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
