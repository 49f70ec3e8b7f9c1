package sqlite

import (
	"errors"
	"fmt"
)

// Hurry answers from now on before a change is on the disk, in case what is written
// can be made anew: a loss of power may take the last changes, all of each, the end of
// the process none.
func (s *Store) Hurry() error { return s.writer.between("PRAGMA synchronous = normal") }

// Secure ends that and returns when all of it is on the disk.
func (s *Store) Secure() error {
	// What is folded into the file is synced before and after; it waits for who reads.
	return s.writer.between("PRAGMA synchronous = full", "PRAGMA wal_checkpoint(full)")
}

// between runs statements between two transactions.
func (w *writer) between(statements ...string) error {
	done := make(chan error, 1)
	run := func() {
		var failed error
		for _, statement := range statements {
			if _, err := w.tx.conn.ExecContext(w.tx.ctx, statement); err != nil {
				failed = errors.Join(failed, fmt.Errorf("sqlite: %s: %w", statement, err))
			}
		}
		done <- failed
	}
	select {
	case w.apart <- run:
		return <-done
	case <-w.quit:
		return errClosed
	}
}
