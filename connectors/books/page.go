package books

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"factotum/automations/catalogue"
	"factotum/automations/level"
	"factotum/automations/outbox"
	"factotum/automations/people"
)

// page writes into one transaction. The first error is kept, and nothing is
// written after it.
type page struct {
	ctx   context.Context // it lives as long as the transaction
	tx    *sql.Tx
	kinds *catalogue.Catalogue
	shift level.Hours
	zone  *time.Location
	cards map[string][]outbox.Delivery // by request
	next  int64
	names map[string]string // of people, by id
	stmts map[string]*sql.Stmt
	rows  map[string]*waiting // by statement
	err   error

	parts   []part               // of what is being written
	speech  []any                // words of what is being written
	inserts map[string]string    // by table
	tags    map[[2]string]string // by what they are about, and the value
	words   []speech

	erased bool // words are gone that nothing may find again
}

// name is how a person or team is called; the id where that is not known.
func (p *page) name(_, id string) string {
	if name := p.names[id]; name != "" {
		return name
	}
	return id
}

// document writes what an entry of the log was about.
func (p *page) document(l leaf) {
	if l.record != nil {
		p.record(l)
	} else {
		p.request(l)
	}
}

// place is the seq of a request or record, which it keeps for ever, and the
// prints of what it was.
func (p *page) place(table string, l leaf) (seq int64, was prints) {
	if p.err != nil {
		return 0, was
	}
	if l.seq > 0 {
		return l.seq, readPrints(l.prints)
	}
	if !l.had {
		seq, p.next = p.next, p.next+1
		return seq, was
	}
	var before []byte
	err := p.tx.QueryRowContext(p.ctx, "SELECT seq, prints FROM "+table+" WHERE id = ?", l.ID).Scan(&seq, &before)
	if errors.Is(err, sql.ErrNoRows) {
		seq, p.next = p.next, p.next+1
		return seq, was
	}
	p.err = errors.Join(p.err, err)
	return seq, readPrints(before)
}

// staff takes over the directory.
func (p *page) staff(dir people.Directory) {
	for _, table := range []string{"person", "person_role", "person_team", "team", "cost_centre"} {
		p.run("DELETE FROM " + table)
	}
	for _, who := range dir.Everybody() {
		p.add("INSERT INTO person VALUES (?, ?, ?, ?, ?, ?, ?, ?)", who.ID, who.Name, opt(who.Title), opt(who.Manager), opt(who.CostCentre), opt(who.Country), opt(who.Zone), !who.Inactive)
		for _, role := range who.Roles {
			p.add("INSERT OR IGNORE INTO person_role VALUES (?, ?)", role, who.ID)
		}
		for _, team := range who.Teams {
			p.add("INSERT OR IGNORE INTO person_team VALUES (?, ?)", team, who.ID)
		}
	}
	for _, t := range dir.Teams() {
		p.add("INSERT INTO team VALUES (?, ?, ?)", t.Key, opt(t.Name), opt(t.Lead))
	}
	for _, c := range dir.CostCentres() {
		p.add("INSERT INTO cost_centre VALUES (?, ?, ?)", c.Code, opt(c.Name), opt(c.Owner))
	}
}

// opt is NULL for nothing.
func opt(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// e4 is a number in 1/10000; NULL for what has no place in 64 bits.
func e4(d decimal.Decimal) any {
	whole := d.Shift(4).Round(0)
	if big := whole.BigInt(); !big.IsInt64() {
		return nil
	}
	return whole.IntPart()
}

// tag is one that may be wanted again: people and states come often in a stretch.
func (p *page) tag(about, value string) string {
	key := [2]string{about, value}
	word, known := p.tags[key]
	if !known {
		word = tag(about, value)
		p.tags[key] = word
	}
	return word
}

// tag is a word without meaning that stands for a kind, state, person … among
// words: what it is about cannot be typed by anybody.
func tag(about, value string) string {
	sum := sha256.Sum256([]byte(about + " " + strings.ToLower(value)))
	return about + hex.EncodeToString(sum[:6])
}
