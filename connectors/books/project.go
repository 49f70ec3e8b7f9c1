package books

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"time"

	"factotum/automations/audit"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/state"
)

// stride is how many entries of the log one transaction takes in, striding how
// many while new books are made, and loading how many documents are read at once.
const (
	stride   = 2000
	striding = 20_000
	loading  = 500
)

// looking is how often the directory is read: it is long, and no entry of the log
// tells that it changed.
const looking = 10 * time.Second

// Source is where the log and its documents are read.
type Source interface {
	Load(ctx context.Context, ids ...string) ([]state.Document, error)
	Log(ctx context.Context, after int64, limit int) ([]audit.Record, error)
}

// mark is how far the books are.
type mark struct {
	position int64
	print    string
	people   int64
	next     int64
	told     string
}

// printOf tells an entry from that of another log at the same position.
func printOf(e audit.Entry) string {
	return fmt.Sprintf("%s %s %s %d %s", inUTC(e.Time), e.Subject, e.Move, e.Version, e.PayloadHash)
}

// Project takes in what the log has gained, in its order, until there is no
// more. What was begun and broken off goes on where it was. A log that is not
// the one that the books were made of, because an older state was restored,
// makes them anew.
func (b *Books) Project(ctx context.Context, from Source) error {
	b.projecting.Lock()
	defer b.projecting.Unlock()
	ctx, stop := context.WithCancel(ctx)
	defer func() {
		stop()
		_, _, _ = b.lookedAhead(mark{}) // nothing reads on when this is over
	}()
	for {
		more, err := b.step(ctx, from)
		if err != nil {
			return err
		}
		if !more {
			err = b.index(ctx)
		}
		if b.whole.Store(!more && err == nil); !more {
			b.young.Store(err != nil && b.young.Load())
			return err
		}
	}
}

// Whole tells whether Project has come to the end of the log since the books
// were opened or made anew.
func (b *Books) Whole() bool { return b.whole.Load() }

// step takes in one stretch.
func (b *Books) step(ctx context.Context, from Source) (more bool, err error) {
	m, err := b.mark(ctx)
	if err != nil {
		return false, err
	}
	if m.position == 0 {
		b.young.Store(true)
		b.failed, b.told = nil, ""
	}
	most := b.most()
	w, ok, err := b.lookedAhead(m)
	if !ok && err == nil {
		w, err = b.look(ctx, from, m, most)
	}
	switch {
	case err != nil:
		return false, err
	case w.foreign:
		return true, b.Rebuild(ctx)
	case len(w.log)+len(w.leaves) == 0 && w.version == m.people && len(w.settled) == 0 && !w.refail && !w.retold:
		return false, nil
	}
	b.changed(time.Now(), w)
	if more = len(w.log) >= most; more {
		if m.position == 0 {
			if err := b.unindex(ctx); err != nil {
				return false, err
			}
		}
		b.lookAhead(ctx, from, w)
	}
	if err := b.write(ctx, func(tx *sql.Tx) error { return b.enter(ctx, tx, m, w) }); err != nil {
		return more, err
	}
	return more, b.took(ctx, w)
}

// took keeps in mind what a stretch has written. What it erased lies on in the file
// and its WAL until that is taken over.
func (b *Books) took(ctx context.Context, w written) error {
	if w.refail {
		b.failed = &w.failed
	}
	if w.retold {
		b.told = w.told.print
	}
	if !w.erased {
		return nil
	}
	_, err := b.pen.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	return err
}

// most is how many entries one transaction takes in.
func (b *Books) most() int {
	if b.bulk {
		return striding
	}
	return stride
}

// look reads what comes after the mark, and what else is to be written anew.
func (b *Books) look(ctx context.Context, from Source, m mark, most int) (written, error) {
	w, err := b.stretch(ctx, from, m, most)
	if err != nil || w.foreign {
		return w, err
	}
	var renamed []string
	now := time.Now()
	if m.people == 0 || now.Sub(b.looked) >= looking {
		if renamed, err = b.staff(ctx, from, m, &w); err != nil {
			return w, err
		}
		if b.looked.IsZero() {
			unposted, err := b.unposted(ctx, now)
			if err != nil {
				return w, err
			}
			renamed = append(renamed, unposted...)
		}
		if err := b.fails(ctx, from, &w); err != nil {
			return w, err
		}
		more, err := b.tells(ctx, from, m, now, &w)
		if err != nil {
			return w, err
		}
		if !more {
			b.looked = now
		}
	}
	w.settled = b.unsettled(now)
	if len(w.log)+len(renamed)+len(w.settled) == 0 {
		return w, nil
	}
	err = b.gather(ctx, from, b.pen, renamed, nil, &w)
	return w, err
}

// stretch reads the entries of the log after the mark.
func (b *Books) stretch(ctx context.Context, from Source, m mark, most int) (w written, err error) {
	w.version = m.people
	for after, more := max(m.position-1, 0), true; more && len(w.log) <= most; {
		some := min(most+1-len(w.log), stride) // a store takes its time for each
		log, err := from.Log(ctx, after, some)
		if err != nil {
			return w, err
		}
		if w.log, more = append(w.log, log...), len(log) == some; more {
			after = log[len(log)-1].Position
		}
	}
	if m.position == 0 {
		return w, nil
	}
	if w.foreign = len(w.log) == 0 || printOf(w.log[0].Entry) != m.print; !w.foreign {
		w.log = w.log[1:]
	}
	return w, nil
}

// mark reads how far the books are.
func (b *Books) mark(ctx context.Context) (m mark, err error) {
	err = b.pen.QueryRowContext(ctx, "SELECT position, print, people, next, told FROM mark").Scan(&m.position, &m.print, &m.people, &m.next, &m.told)
	if err != nil {
		return m, fmt.Errorf("books: read the mark: %w", err)
	}
	return m, nil
}

// written is what one transaction takes in.
type written struct {
	log     []audit.Record
	foreign bool // it is not the log that the books were made of
	leaves  []leaf
	people  people.Directory
	version int64             // of the directory
	settled map[string]settle // requests of which only the cards are looked at
	cards   map[string][]outbox.Delivery
	failed  []outbox.Leased
	refail  bool // other deliveries were given up than before
	told    told
	retold  bool // more was posted beside cards than before
	erased  bool // something typed is gone from what was written before
}

// staff reads the directory, and which requests come from, or name, people who
// have another name now: their words hold it.
func (b *Books) staff(ctx context.Context, from Source, m mark, w *written) (renamed []string, err error) {
	turn, err := from.Load(ctx, people.WrittenID)
	if err != nil || m.people > 0 && turn[0].Version == b.turn {
		return nil, err
	}
	docs, err := from.Load(ctx, people.DirectoryID)
	if err != nil {
		return nil, err
	}
	if docs[0].Version == m.people {
		b.turn = turn[0].Version
		return nil, nil
	}
	w.version = docs[0].Version
	if w.version > 0 { // a store that was begun anew knows nobody yet
		if err := json.Unmarshal(docs[0].Body, &w.people); err != nil {
			return nil, fmt.Errorf("books: decode the directory: %w", err)
		}
	}
	names := map[string]string{}
	for _, p := range w.people.Everybody() {
		names[p.ID] = p.Name
	}
	body, _ := json.Marshal(names) // texts always have a place in JSON
	others, err := texts(ctx, b.pen, "SELECT person.id FROM json_each(?) JOIN person ON person.id = key WHERE name <> value", string(body))
	if err == nil && len(others) > 0 {
		renamed, err = texts(ctx, b.pen, "SELECT id FROM request WHERE requester IN (SELECT value FROM json_each(?1))"+
			" OR seq IN (SELECT seq FROM value WHERE text IN (SELECT value FROM json_each(?1)))", list(others))
	}
	if err != nil {
		return nil, fmt.Errorf("books: names: %w", err)
	}
	return renamed, nil
}

// enter writes what was gathered, unless another process was faster.
func (b *Books) enter(ctx context.Context, tx *sql.Tx, m mark, w written) error {
	var now int64
	if err := tx.QueryRowContext(ctx, "SELECT position FROM mark").Scan(&now); err != nil || now != m.position {
		return err
	}
	// A statement that can be broken off costs a goroutine each; a stretch is short.
	p := &page{ctx: context.WithoutCancel(ctx), kinds: b.kinds, shift: b.rules.Shift, zone: b.rules.zone(), cards: w.cards, next: m.next, erased: w.erased}
	p.begin(tx)
	if w.version != m.people {
		p.staff(w.people)
	}
	if p.flush(); p.err == nil {
		p.names, p.err = b.know(ctx, tx, w.version)
	}
	for _, r := range w.log {
		p.add("INSERT OR FAIL INTO move VALUES (?, ?, ?, ?, ?, ?, ?)", r.Position, inUTC(r.Time), r.Actor, r.Subject, r.Move, r.Version, about(r))
		p.unsay(r)
	}
	for _, l := range w.leaves {
		if b.Between != nil {
			b.Between()
		}
		p.document(l)
		runtime.Gosched() // what people wait for comes between
	}
	p.resettle(slices.Sorted(maps.Keys(w.settled)))
	if w.refail {
		p.failures(w.failed)
	}
	if w.retold {
		m.told = w.told.cursor
		p.tellings(w.told.all)
	}
	at := sql.NullString{}
	if n := len(w.log); n > 0 {
		last := w.log[n-1]
		m.position, m.print, at = last.Position, printOf(last.Entry), sql.NullString{String: inUTC(last.Time), Valid: true}
	}
	p.run("UPDATE mark SET position = ?, print = ?, at = coalesce(?, at), people = ?, next = ?, told = ?", m.position, m.print, at, w.version, p.next, m.told)
	return p.close()
}

// moment writes moments so that SQL can read and order them.
const moment = "2006-01-02T15:04:05.000Z"

func momentOf(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return inUTC(t)
}

// inUTC is t as moment says, in a third of the time: the package time has a way
// of its own for RFC 3339 alone.
func inUTC(t time.Time) string {
	t = t.UTC()
	text := t.AppendFormat(make([]byte, 0, len(moment)), time.RFC3339)
	ms := t.Nanosecond() / int(time.Millisecond)
	return string(append(text[:len(text)-1], '.', byte('0'+ms/100), byte('0'+ms/10%10), byte('0'+ms%10), 'Z'))
}
