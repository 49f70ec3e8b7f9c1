package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"time"
)

// tx is the writing connection with its prepared statements. Only the writer's
// goroutine uses it, and not with the context of a caller: an interrupted
// statement would take the company of its transaction down with it. Statements go
// to the driver itself: what database/sql does for a pool of connections costs as
// much again as writing a row.
type tx struct {
	ctx    context.Context // never ends
	conn   *sql.Conn
	stmts  map[string]prepared
	now    func() time.Time
	purged time.Time
}

// prepared is a statement of the driver.
type prepared interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

func (t *tx) stmt(query string) (s prepared, err error) {
	if s, ok := t.stmts[query]; ok {
		return s, nil
	}
	err = t.conn.Raw(func(native any) error {
		made, err := native.(driver.ConnPrepareContext).PrepareContext(t.ctx, query)
		if err == nil {
			s = made.(prepared)
			t.stmts[query] = s
		}
		return err
	})
	return s, err
}

func (t *tx) exec(query string, args ...any) error {
	s, err := t.stmt(query)
	if err != nil {
		return err
	}
	bound, err := bind(args)
	if err != nil {
		return err
	}
	_, err = s.ExecContext(t.ctx, bound)
	return err
}

// query gives the rows one by one, each until the next.
func (t *tx) query(query string, args []any, each func(cells) error) error {
	s, err := t.stmt(query)
	if err != nil {
		return err
	}
	bound, err := bind(args)
	if err != nil {
		return err
	}
	rows, err := s.QueryContext(t.ctx, bound)
	if err != nil {
		return err
	}
	row := make(cells, len(rows.Columns()))
	for err == nil {
		if err = rows.Next(row); err == nil {
			err = each(row)
		}
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return errors.Join(err, rows.Close())
}

// get scans the only row of query into dest; found tells whether there is one.
func (t *tx) get(query string, args []any, dest ...any) (found bool, err error) {
	err = t.query(query, args, func(row cells) error {
		found = true
		return row.Scan(dest...)
	})
	return found && err == nil, err
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
