// Package sqlite is the embedded store: one file, one process that writes, any
// number that read beside it. It owns how a state.Change becomes durable in
// SQLite and must not know what documents, entries or notices mean.
//
// Nobody is answered before the change is on disk (WAL, synchronous=FULL).
// Changes that arrive while the disk is busy share the next transaction, so
// that one fsync carries many of them.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"modernc.org/sqlite"

	"factotum/automations/fault"
)

// patience is how long a caller waits before it is told that the store does
// not answer: what remains of the 2.5 s in which a person must hear of it goes
// to the network. busy is shorter, so that SQLite gives up first and says why.
const (
	patience = 1900 * time.Millisecond
	busy     = 1500 * time.Millisecond
	readers  = 4 // connections; each may hold 1 MiB of pages
)

// Store reads and writes. It satisfies the port of the use cases.
type Store struct {
	*Reader
	writer *writer
	lock   *os.File
}

// Reader reads beside whoever writes.
type Reader struct {
	db    *sql.DB
	loads [few]atomic.Pointer[sql.Stmt] // by how many documents they load; nil: not needed yet
}

// Open opens or creates the store in the file at path for writing. Its folder
// must exist. Returns conflict when another process writes to it, and invalid
// when the file is of a newer Factotum or is something else.
func Open(path string) (*Store, error) {
	lock, err := lockFile(path + ".lock")
	if err != nil {
		return nil, err
	}
	s, err := open(path)
	if err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	s.lock = lock
	return s, nil
}

func open(path string) (*Store, error) {
	// SQLite would let everybody read the file; -wal and -shm take its mode.
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("sqlite: create: %w", err)
	}
	if err := file.Close(); err != nil {
		return nil, fmt.Errorf("sqlite: create: %w", err)
	}
	// What is erased must not lie on in free space of the file.
	db, err := connect(path, "rw", "journal_mode(wal)", "synchronous(full)", "cache_size(-4096)", "wal_autocheckpoint(4000)", "journal_size_limit(33554432)", "secure_delete(on)")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	if err := prepare(db, path); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	reader, err := OpenReader(path)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	w, err := newWriter(db)
	if err != nil {
		return nil, errors.Join(err, reader.Close(), db.Close())
	}
	return &Store{Reader: reader, writer: w}, nil
}

// OpenReader opens the store for reading only, also while another process
// writes. Returns notfound when there is none.
func OpenReader(path string) (*Reader, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fault.Wrap(err, fault.NotFound, "There is no Factotum data at %s.", path)
	}
	db, err := connect(path, "ro", "cache_size(-1024)")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(readers)
	db.SetMaxIdleConns(readers)
	if err := verify(db, path); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &Reader{db: db}, nil
}

func connect(path, mode string, pragmas ...string) (*sql.DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("sqlite: open: %w", err)
	}
	q := url.Values{
		"mode": {mode}, "_dqs": {"0"}, "_busy_timeout": {fmt.Sprint(busy.Milliseconds())},
		"_pragma": append(pragmas, "mmap_size(0)", "temp_store(memory)"),
	}
	name := url.URL{Scheme: "file", OmitHost: true, Path: abs, RawQuery: q.Encode()}
	connector, err := sqlite.NewConnector(name.String())
	if err != nil {
		return nil, fmt.Errorf("sqlite: open: %w", err)
	}
	return sql.OpenDB(connector), nil
}

// Close ends the store once the change that is being written is written.
// Changes that come later are refused as unavailable.
func (s *Store) Close() error {
	// The writer goes last: the last connection folds the WAL into the file.
	return errors.Join(s.Reader.Close(), s.writer.close(), s.lock.Close())
}

// Close ends reading.
func (r *Reader) Close() error { return r.db.Close() }

// limited gives reads the same patience as writes.
func limited(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, patience)
}
