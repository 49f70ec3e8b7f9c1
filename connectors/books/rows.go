package books

import (
	"cmp"
	"database/sql"
	"errors"
	"slices"
	"strings"
)

// binding is how many values one statement binds at most where it writes several
// rows: they share its price, but each value is sought among all of them.
const binding = 48

// waiting are rows that are not written yet.
type waiting struct {
	args []any
	rows int
}

// add writes a row by a statement that ends in its VALUES, together with others
// for the same table; nobody sees it before flush.
func (p *page) add(query string, args ...any) {
	if p.err != nil {
		return
	}
	w, known := p.rows[query]
	if !known {
		w = &waiting{}
		p.rows[query] = w
	}
	w.args, w.rows = append(w.args, args...), w.rows+1
	together := max(binding/len(args), 1)
	if w.rows < together {
		return
	}
	head, row, _ := strings.Cut(query, " VALUES ")
	p.exec(head+" VALUES "+row+strings.Repeat(", "+row, together-1), w.args)
	w.args, w.rows = w.args[:0], 0
}

// flush writes what was added.
func (p *page) flush() {
	for query, w := range p.rows {
		for n := range w.rows {
			each := len(w.args) / w.rows
			p.exec(query, w.args[n*each:(n+1)*each])
		}
		w.args, w.rows = w.args[:0], 0
	}
}

// run executes a statement, after what was added.
func (p *page) run(query string, args ...any) {
	p.flush()
	p.exec(query, args)
}

// exec executes a statement, which is prepared once.
func (p *page) exec(query string, args []any) {
	if p.err != nil {
		return
	}
	stmt, known := p.stmts[query]
	if !known {
		if stmt, p.err = p.tx.PrepareContext(p.ctx, query); p.err != nil {
			return
		}
		p.stmts[query] = stmt
	}
	_, p.err = stmt.ExecContext(p.ctx, args...)
}

// speech are the words of a request or record; without texts they are gone.
type speech struct {
	seq   int64
	texts []any
}

// find takes the words of the request or record that is being written.
func (p *page) find(number, title, texts, remarks, names, notes, tags string) {
	p.speech = []any{number, title, texts, remarks, names, notes, tags}
}

// reword writes words, after all rows and in the order of their numbers: else
// the index of words goes to disk for each of them.
func (p *page) reword() {
	slices.SortFunc(p.words, func(a, b speech) int { return cmp.Compare(a.seq, b.seq) })
	for _, of := range p.words {
		if of.texts == nil {
			p.exec("DELETE FROM words WHERE rowid = ?", []any{of.seq})
		} else {
			p.exec("INSERT OR REPLACE INTO words (number, title, texts, remarks, names, notes, tags, rowid) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", append(of.texts, of.seq))
		}
	}
	if p.erased { // words that nothing has any more stay among others until they are merged
		p.exec("INSERT INTO words (words) VALUES ('optimize')", nil)
	}
}

// begin is where the rows of a transaction begin, and close where they end.
func (p *page) begin(tx *sql.Tx) {
	p.tx, p.stmts, p.rows, p.inserts, p.tags = tx, map[string]*sql.Stmt{}, map[string]*waiting{}, map[string]string{}, map[[2]string]string{}
	for _, table := range hanging() {
		p.parts = append(p.parts, part{table: table})
	}
}

func (p *page) close() error {
	p.flush()
	p.reword()
	for _, stmt := range p.stmts {
		p.err = errors.Join(p.err, stmt.Close())
	}
	return p.err
}
