package books

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// hanging are the tables whose rows hang on a request or record. Their order is
// that of prints.
func hanging() []string {
	return []string{
		"value", "file", "gap", "claimed", "item", "wording", "invoice", "position", "payment", "warning", "step", "decision", "hold", "work", "clock", "duty", "remark",
	}
}

// What else has a print, after the tables.
const (
	formed = 20 + iota // what hardly ever changes of a request
	worded             // the words by which it is found
	printed
)

// hangsOn is the condition by which the rows of a table hang on something. What
// is claimed is found by the days of the items, which therefore come after it.
func hangsOn(table string) string {
	switch table {
	case "value", "file", "gap":
		return "seq = ?"
	case "claimed":
		return "request = ?1 AND day IN (SELECT day FROM item WHERE request = ?1)"
	}
	return "request = ?"
}

// part are the rows of one table.
type part struct {
	table string
	wide  int  // values of a row
	kept  bool // it is as it was
	args  []any
}

// row takes a row that hangs on the request or record that is being written.
func (p *page) row(table string, args ...any) {
	for i := range p.parts {
		if part := &p.parts[i]; part.table == table {
			part.wide, part.args = len(args), append(part.args, args...)
			return
		}
	}
	p.err = errors.Join(p.err, fmt.Errorf("books: rows of %s hang on nothing", table))
}

// keep leaves the rows of tables as they were.
func (p *page) keep(tables ...string) {
	for i := range p.parts {
		p.parts[i].kept = slices.Contains(tables, p.parts[i].table)
	}
}

// prints tell by a number each what a request or record is made of; 0 is nothing.
type prints [printed]uint64

// readPrints reads what bytes has written.
func readPrints(b []byte) (all prints) {
	for ; len(b) >= 8; b = b[8:] {
		v := binary.BigEndian.Uint64(b)
		if at := v >> 56; at < printed {
			all[at] = v
		}
	}
	return all
}

// bytes are those that are not 0; the first of eight tells which it is.
func (p prints) bytes() []byte {
	var all []byte
	for _, v := range p {
		if v != 0 {
			all = binary.BigEndian.AppendUint64(all, v)
		}
	}
	return all
}

// set makes a print of values.
func (p *prints) set(at int, args []any) {
	if len(args) == 0 {
		return
	}
	d := digest(len(args))
	for _, arg := range args {
		d.value(arg)
	}
	p[at] = d.at(at)
}

// at is the digest as a print.
func (d digest) at(at int) uint64 { return uint64(at)<<56 | uint64(d)&(1<<56-1) }

// hang writes what is other than before in the tables, and in the words.
func (p *page) hang(seq int64, was prints) (now prints) {
	for i := range p.parts {
		part := &p.parts[i]
		if now.set(i, part.args); part.kept {
			now[i] = was[i]
		} else if now[i] != was[i] {
			p.replace(seq, part, was[i] != 0)
		}
		part.args, part.kept = part.args[:0], false
	}
	if now.set(worded, p.speech); now[worded] != was[worded] {
		p.words = append(p.words, speech{seq: seq, texts: p.speech})
	}
	p.speech = nil
	return now
}

// replace writes all rows of a table that hang on something.
func (p *page) replace(seq int64, of *part, had bool) {
	if had {
		p.exec("DELETE FROM "+of.table+" WHERE "+hangsOn(of.table), []any{seq})
	}
	if len(of.args) == 0 {
		return
	}
	insert := p.inserts[of.table]
	if insert == "" {
		insert = "INSERT OR FAIL INTO " + of.table + " VALUES (?" + strings.Repeat(", ?", of.wide-1) + ")"
		p.inserts[of.table] = insert
	}
	for at := 0; at < len(of.args); at += of.wide {
		p.add(insert, of.args[at:at+of.wide]...)
	}
}
