package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// tx is the writing connection with its prepared statements. Only the writer's
// goroutine uses it, and not with the context of a caller: an interrupted
// statement would take the company of its transaction down with it.
type tx struct {
	ctx    context.Context // never ends
	conn   *sql.Conn
	stmts  map[string]*sql.Stmt
	now    func() time.Time
	purged time.Time
}

func (t *tx) stmt(query string) (*sql.Stmt, error) {
	if s, ok := t.stmts[query]; ok {
		return s, nil
	}
	s, err := t.conn.PrepareContext(t.ctx, query)
	if err != nil {
		return nil, err
	}
	t.stmts[query] = s
	return s, nil
}

func (t *tx) exec(query string, args ...any) error {
	s, err := t.stmt(query) //nolint:sqlclosecheck // kept for the next change, closed with the writer
	if err != nil {
		return err
	}
	_, err = s.ExecContext(t.ctx, args...)
	return err
}

// get scans the only row of query into dest; found tells whether there is one.
func (t *tx) get(query string, args []any, dest ...any) (found bool, err error) {
	s, err := t.stmt(query) //nolint:sqlclosecheck // kept for the next change, closed with the writer
	if err != nil {
		return false, err
	}
	err = s.QueryRowContext(t.ctx, args...).Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// next counts name on by one.
func (t *tx) next(name string) (value int64, err error) {
	_, err = t.get("INSERT INTO counter VALUES (?, 1) ON CONFLICT DO UPDATE SET value = value + 1 RETURNING value", []any{name}, &value)
	return value, err
}

// purge forgets some once keys whose time is over, at most every ten seconds.
func (t *tx) purge() error {
	now := t.now()
	if now.Sub(t.purged) < 10*time.Second {
		return nil
	}
	t.purged = now
	return t.exec("DELETE FROM once WHERE key IN (SELECT key FROM once WHERE until < ? LIMIT 1000)", now.UnixMilli())
}

func (t *tx) close() error {
	var errs []error
	for _, s := range t.stmts {
		errs = append(errs, s.Close())
	}
	return errors.Join(append(errs, t.conn.Close())...)
}
