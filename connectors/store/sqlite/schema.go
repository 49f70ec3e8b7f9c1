package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"factotum/automations/fault"
)

const (
	version     = 1          // of the schema below
	application = 0x46637475 // "Fctu", see https://www.sqlite.org/fileformat.html#application_id
)

// Texts are compared as bytes (BINARY), except numbers, which people type.
// Moments are milliseconds since 1970.
const schema = `
CREATE TABLE document (id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, number TEXT COLLATE NOCASE UNIQUE, body BLOB);
CREATE TABLE counter (name TEXT COLLATE NOCASE PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE claim (key TEXT PRIMARY KEY, holder TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entry (name TEXT, sort TEXT, id TEXT, PRIMARY KEY (name, sort, id)) WITHOUT ROWID;
CREATE INDEX entry_id ON entry (name, id, sort);
CREATE TABLE timer (key TEXT PRIMARY KEY, at INTEGER NOT NULL, subject TEXT NOT NULL, name TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX timer_at ON timer (at, key);
CREATE TABLE once (key TEXT PRIMARY KEY, until INTEGER, outcome BLOB, numbers BLOB) WITHOUT ROWID;
CREATE INDEX once_until ON once (until) WHERE until IS NOT NULL;
CREATE TABLE audit (position INTEGER PRIMARY KEY, entry BLOB NOT NULL, payload BLOB);
-- A notice is free for a lease at due; at and due are places, see outbox.Rank, in which moments of the lowest rank are those moments; token is 0 while nobody holds it; newer
-- tells that it was replaced under the lease; head marks the first of its lane;
-- again tells that it may have been posted, though no receipt says so.
CREATE TABLE notice (seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, lane TEXT NOT NULL, head INTEGER NOT NULL, at INTEGER NOT NULL,
  due INTEGER NOT NULL, token INTEGER NOT NULL DEFAULT 0, newer INTEGER NOT NULL DEFAULT 0, again INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0, reason TEXT NOT NULL DEFAULT '', body BLOB NOT NULL);
CREATE INDEX notice_lane ON notice (lane, seq);
CREATE INDEX notice_due ON notice (due, seq) WHERE head = 1;
CREATE TABLE failed (seq INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, lane TEXT NOT NULL, at INTEGER NOT NULL,
  attempts INTEGER NOT NULL, reason TEXT NOT NULL, body BLOB NOT NULL);
`

// prepare creates the tables in a new file and refuses any other that is not
// ours.
func prepare(db *sql.DB, path string) error {
	var tables int
	if err := db.QueryRowContext(context.Background(), "SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
		return failure("open", err)
	}
	if tables > 0 {
		return verify(db, path)
	}
	_, err := db.ExecContext(context.Background(), fmt.Sprintf("BEGIN IMMEDIATE; %s PRAGMA application_id=%d; PRAGMA user_version=%d; COMMIT;", schema, application, version))
	return failure("create tables", err)
}

func verify(db *sql.DB, path string) error {
	var id, is int
	err := db.QueryRowContext(context.Background(), "SELECT * FROM pragma_application_id, pragma_user_version").Scan(&id, &is)
	switch {
	case err != nil:
		return failure("open", err)
	case id != application:
		return fault.New(fault.Invalid, "%s is not a Factotum store. Give the path of another file; it is created when it does not exist.", path)
	case is != version:
		return fault.New(fault.Invalid, "%s was written by another version of Factotum (its format is %d, this program knows %d). Use the newer program.", path, is, version)
	}
	return nil
}
