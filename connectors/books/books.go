// Package books owns the books: everything that happened, as tables in a file
// of SQLite that this replica has for itself, made of the log and the documents
// that it is about, with words to find them by. What is in them can be made
// again at any time, so that a file that does not fit is thrown away. Nothing
// here decides, and what is found gives no right to see it.
package books

import (
	"context"
	"database/sql"
	_ "embed" // for schema.sql
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/outbox"
)

//go:embed schema.sql
var schema string

const (
	version     = 12         // of the tables; another one makes them anew
	application = 0x46637442 // "FctB", see https://www.sqlite.org/fileformat.html#application_id
	readers     = 4          // connections
)

// Schema is the text that makes the tables, with what each column means.
func Schema() string { return schema }

// Books are one file. They are safe for concurrent use.
type Books struct {
	// Between is called by Project between two requests, so that what people wait
	// for comes first; nil: nothing does.
	Between func()

	path  string
	kinds *catalogue.Catalogue
	rules Rules
	pen   *sql.DB // one connection
	eyes  *sql.DB
	whole atomic.Bool
	young atomic.Bool // the books are being made, and lack the most

	projecting sync.Mutex
	looked     time.Time       // at the directory
	turn       int64           // version of people.WrittenID at which the books had the directory; negative: not known
	settling   [looks][]settle // by how often they were looked at, each in the order of their moments
	bulk       bool            // new books are being made, without indexes as yet
	indexed    bool            // the indexes are known to be there
	ahead      *ahead
	failed     *[]outbox.Leased // as it is in the books; nil: not known
	told       string           // what was read last of what was posted beside cards
	staffed    staffed
}

// Open opens or makes the file at path, whose folder must exist. A file with
// other tables, made by other rules of its kinds, or damaged, is made anew, empty. The catalogue tells
// which values are amounts, and how choices are called.
func Open(ctx context.Context, path string, kinds *catalogue.Catalogue, rules Rules) (*Books, error) {
	b := &Books{path: path, kinds: kinds, rules: rules, turn: -1}
	err := b.open(ctx)
	if err == nil {
		return b, nil
	}
	if err := errors.Join(b.Close(), remove(path)); err != nil {
		return nil, err
	}
	if err := b.open(ctx); err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return b, nil
}

func (b *Books) open(ctx context.Context) (err error) {
	// SQLite would let everybody read the file; -wal and -shm take its mode.
	file, err := os.OpenFile(b.path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("books: create: %w", err)
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("books: create: %w", err)
	}
	// What is lost when the machine fails is read from the log again. What was
	// erased must not lie on in free space of the file.
	if b.pen, err = connect(b.rules.zone(), b.path, "rw", "journal_mode(wal)", "synchronous(normal)", "cache_size(-65536)", "wal_autocheckpoint(16000)", "journal_size_limit(16777216)", "secure_delete(on)"); err != nil {
		return err
	}
	b.pen.SetMaxOpenConns(1)
	if b.eyes, err = connect(b.rules.zone(), b.path, "ro", "cache_size(-8192)", "query_only(on)"); err != nil {
		return err
	}
	b.eyes.SetMaxOpenConns(readers)
	b.eyes.SetMaxIdleConns(readers)
	if err := b.prepare(ctx); err != nil {
		return err
	}
	young, err := b.unready(ctx)
	if err != nil {
		return err
	}
	b.young.Store(young)
	switch old, err := b.outdated(ctx); {
	case err != nil:
		return err
	case old:
		return b.Rebuild(ctx)
	}
	return b.write(ctx, func(tx *sql.Tx) error { return b.arrange(ctx, tx) })
}

// prepare makes the tables in a new file and refuses any other that is not ours.
func (b *Books) prepare(ctx context.Context) error {
	var tables, id, is int
	err := b.pen.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM sqlite_schema), (SELECT application_id FROM pragma_application_id), (SELECT user_version FROM pragma_user_version)").Scan(&tables, &id, &is)
	switch {
	case err != nil:
		return fmt.Errorf("books: open: %w", err)
	case tables == 0:
		return b.create(ctx)
	case id != application || is != version:
		return fmt.Errorf("books: %s has tables of version %d of %x", b.path, is, id)
	}
	return nil
}

func (b *Books) create(ctx context.Context) error {
	_, err := b.pen.ExecContext(ctx, fmt.Sprintf("BEGIN IMMEDIATE; %s PRAGMA application_id=%d; PRAGMA user_version=%d; COMMIT;", schema, application, version))
	if err != nil {
		return fmt.Errorf("books: create tables: %w", err)
	}
	return nil
}

// Rebuild empties the books: the next Project makes them anew from the first
// entry of the log on, also where it is done by another process.
func (b *Books) Rebuild(ctx context.Context) error {
	names, err := texts(ctx, b.pen, "SELECT type || ' \"' || name || '\"' FROM sqlite_schema WHERE type IN ('table', 'view') AND sql NOT NULL AND name NOT LIKE 'words\\_%' ESCAPE '\\' ORDER BY type DESC")
	if err != nil {
		return fmt.Errorf("books: rebuild: %w", err)
	}
	b.young.Store(true)
	return b.write(ctx, func(tx *sql.Tx) error {
		for _, name := range names {
			if _, err := tx.ExecContext(ctx, "DROP "+name); err != nil {
				return err
			}
		}
		if _, err := tx.ExecContext(ctx, schema); err != nil {
			return err
		}
		return b.arrange(ctx, tx)
	})
}

// write does something in one transaction.
func (b *Books) write(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := b.pen.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("books: begin: %w", err)
	}
	if err := do(tx); err != nil {
		return errors.Join(fmt.Errorf("books: write: %w", err), tx.Rollback())
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("books: commit: %w", err)
	}
	return nil
}

// Close ends reading and writing.
func (b *Books) Close() error {
	var err error
	if b.eyes != nil { // the last connection folds the WAL into the file
		err = b.eyes.Close()
	}
	if b.pen != nil {
		err = errors.Join(err, b.pen.Close())
	}
	return err
}

func remove(path string) error {
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fault.Wrap(fmt.Errorf("books: remove: %w", err), fault.Invalid, "%s is no file of books of this version and cannot be removed. Remove it.", path)
		}
	}
	return nil
}

func connect(zone *time.Location, path, mode string, pragmas ...string) (*sql.DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("books: open: %w", err)
	}
	q := url.Values{
		"mode": {mode}, "_dqs": {"0"}, "_busy_timeout": {"5000"}, "_txlock": {"immediate"},
		"_pragma": append(pragmas, "mmap_size(0)", "temp_store(memory)"),
	}
	name := url.URL{Scheme: "file", OmitHost: true, Path: abs, RawQuery: q.Encode()}
	driver, err := functions(zone)
	if err != nil {
		return nil, fmt.Errorf("books: open: %w", err)
	}
	return sql.OpenDB(opening{driver, name.String()}), nil
}
