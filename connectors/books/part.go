package books

import (
	"encoding/binary"
	"strings"
)

// hanging are the tables whose rows hang on a request or record. Their order is
// that of prints.
func hanging() []string {
	return []string{
		"value", "file", "gap", "line", "invoice", "position", "payment", "warning", "step", "decision", "hold", "work", "clock", "duty", "remark",
	}
}

// What else has a print, after the tables.
const (
	itself = 20 + iota // what hardly ever changes of a request
	staged             // the stage of its lines
	worded             // the words by which it is found
	printed
)

// stageColumn is where a line has its stage.
const stageColumn = 4

// hangsOn is the column by which a table knows on what its rows hang.
func hangsOn(table string) string {
	switch table {
	case "value", "file", "gap":
		return "seq"
	}
	return "request"
}

// part are the rows of one table.
type part struct {
	table string
	wide  int // values of a row
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

// set makes a print of rows that are so wide, but for a column; -1: of all.
func (p *prints) set(at int, args []any, wide, skip int) {
	if len(args) == 0 {
		return
	}
	d := digest(len(args))
	for i, arg := range args {
		if i%wide != skip {
			d.value(arg)
		}
	}
	p[at] = uint64(at)<<56 | uint64(d)&(1<<56-1)
}

// hang writes what is other than before in the tables, and in the words.
func (p *page) hang(seq int64, was prints) (now prints) {
	for i := range p.parts {
		part := &p.parts[i]
		skip := -1
		if part.table == "line" {
			skip = stageColumn
			if len(part.args) > 0 {
				now.set(staged, part.args[stageColumn:stageColumn+1], 1, -1)
			}
		}
		now.set(i, part.args, part.wide, skip)
		if now[i] != was[i] {
			p.replace(seq, part, was[i] != 0)
		} else if part.table == "line" && now[staged] != was[staged] {
			p.exec("UPDATE line SET stage = ? WHERE request = ?", []any{part.args[stageColumn], seq})
		}
		part.args = part.args[:0]
	}
	if now.set(worded, p.speech, 1, -1); now[worded] != was[worded] {
		p.words = append(p.words, speech{seq: seq, texts: p.speech})
	}
	p.speech = nil
	return now
}

// replace writes all rows of a table that hang on something.
func (p *page) replace(seq int64, of *part, had bool) {
	if had {
		p.exec("DELETE FROM "+of.table+" WHERE "+hangsOn(of.table)+" = ?", []any{seq})
	}
	if len(of.args) == 0 {
		return
	}
	insert := p.inserts[of.table]
	if insert == "" {
		insert = "INSERT INTO " + of.table + " VALUES (?" + strings.Repeat(", ?", of.wide-1) + ")"
		p.inserts[of.table] = insert
	}
	for at := 0; at < len(of.args); at += of.wide {
		p.add(insert, of.args[at:at+of.wide]...)
	}
}
