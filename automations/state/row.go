package state

import (
	"encoding/json"
	"fmt"
	"strconv"

	"factotum/automations/audit"
)

// Kind says what a row is.
type Kind string

// The kinds of row, in the order in which they come, with their cells. Moments
// are milliseconds since 1970; numbers are decimal.
const (
	BeginRow    Kind = "begin"    // none: what came before is void, the dump begins anew
	DocumentRow Kind = "document" // id, version, number, body
	CounterRow  Kind = "counter"  // name, last number given
	ClaimRow    Kind = "claim"    // key, holder
	EntryRow    Kind = "entry"    // index, sort, id
	TimerRow    Kind = "timer"    // key, moment, subject, name
	OnceRow     Kind = "once"     // key, moment or "" for ever, outcome, then document and number in turn
	AuditRow    Kind = "audit"    // position, entry, payload or ""
	NoticeRow   Kind = "notice"   // key, lane, not before, due, 1 if it may have been posted, attempts, reason, body
	FailedRow   Kind = "failed"   // key, lane, attempts, reason, body
)

// Row is one thing that a store keeps, as a backup carries it from one store to
// any other. Leases are not kept: a notice that was leased may have been posted.
type Row struct {
	Kind  Kind
	Cells []string
}

// cells is how many a kind has at least, and whether more may follow.
func (k Kind) cells() (least int, more, known bool) {
	switch k {
	case BeginRow:
		return 0, false, true
	case CounterRow, ClaimRow:
		return 2, false, true
	case EntryRow, AuditRow:
		return 3, false, true
	case DocumentRow, TimerRow:
		return 4, false, true
	case OnceRow:
		return 3, true, true
	case FailedRow:
		return 5, false, true
	case NoticeRow:
		return 8, false, true
	}
	return 0, false, false
}

// Check refuses a row that no store gives.
func (r Row) Check() error {
	least, more, known := r.Kind.cells()
	if !known || len(r.Cells) < least || len(r.Cells) > least && !more || more && (len(r.Cells)-least)%2 != 0 {
		return fmt.Errorf("state: no row of kind %q has %d cells", r.Kind, len(r.Cells))
	}
	return nil
}

// Logged is the row of an audit record.
func Logged(r audit.Record) (Row, error) {
	entry, err := json.Marshal(r.Entry)
	if err != nil {
		return Row{}, fmt.Errorf("state: encode entry %d: %w", r.Position, err)
	}
	return Row{AuditRow, []string{strconv.FormatInt(r.Position, 10), string(entry), string(r.Payload)}}, nil
}
