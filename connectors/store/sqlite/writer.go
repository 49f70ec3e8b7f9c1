package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// together is how many changes may share one transaction.
const together = 128

// writer owns the only connection that writes. Its goroutine takes whatever
// waits, runs it in one transaction and answers after the fsync.
type writer struct {
	tx       *tx
	db       *sql.DB
	jobs     chan job
	apart    chan func() // what runs outside of any transaction
	quit     chan struct{}
	finished chan struct{}
}

// job is one change. run makes every check before its first write, so that a
// refusal leaves nothing behind; a failure is the database's and undoes the
// whole transaction. It may run twice: in company, then alone.
type job struct {
	ctx  context.Context
	run  func(*tx) (refusal, failure error)
	done chan error
}

func newWriter(db *sql.DB) (*writer, error) {
	ctx := context.Background()
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, failure("open", err)
	}
	w := &writer{
		db: db, tx: &tx{ctx: ctx, conn: conn, stmts: map[string]prepared{}, now: time.Now},
		jobs: make(chan job), apart: make(chan func()), quit: make(chan struct{}), finished: make(chan struct{}),
	}
	go w.loop()
	return w, nil
}

// do has run executed and waits until it is on disk. When ctx ends first the
// outcome is unknown to the caller.
func (w *writer) do(ctx context.Context, run func(*tx) (refusal, failure error)) error {
	ctx, cancel := limited(ctx)
	defer cancel()
	return w.send(ctx, run)
}

// send is do for what takes as long as it takes.
func (w *writer) send(ctx context.Context, run func(*tx) (refusal, failure error)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	j := job{ctx: ctx, run: run, done: make(chan error, 1)}
	select {
	case w.jobs <- j:
	case <-ctx.Done():
		return ctx.Err()
	case <-w.quit:
		return errClosed
	}
	select {
	case err := <-j.done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (w *writer) loop() {
	defer close(w.finished)
	for {
		select {
		case first := <-w.jobs:
			w.write(w.gather(first))
		case run := <-w.apart:
			run()
		case <-w.quit:
			return
		}
	}
}

// gather adds those who wait, without waiting for anybody.
func (w *writer) gather(first job) []job {
	jobs := []job{first}
	for len(jobs) < together {
		select {
		case j := <-w.jobs:
			jobs = append(jobs, j)
		default:
			return jobs
		}
	}
	return jobs
}

func (w *writer) write(jobs []job) {
	answers, begun, err := w.transaction(jobs)
	if err != nil && begun && len(jobs) > 1 {
		for _, j := range jobs { // one of them spoilt it for all
			w.write([]job{j})
		}
		return
	}
	for i, j := range jobs {
		if err != nil {
			j.done <- err
			continue
		}
		j.done <- answers[i]
	}
}

func (w *writer) transaction(jobs []job) (answers []error, begun bool, err error) {
	if err := w.tx.exec("BEGIN IMMEDIATE"); err != nil {
		return nil, false, err
	}
	for _, j := range jobs {
		refusal := j.ctx.Err() // whoever left before it began gets nothing done
		if refusal == nil {
			refusal, err = j.run(w.tx)
		}
		if err != nil {
			break
		}
		answers = append(answers, refusal)
	}
	if err == nil {
		err = w.tx.purge()
	}
	if err == nil {
		err = w.tx.exec("COMMIT")
	}
	if err != nil {
		// SQLite has already rolled back after some errors; then this one fails
		// and changes nothing.
		_ = w.tx.exec("ROLLBACK")
	}
	return answers, true, err
}

func (w *writer) close() error {
	close(w.quit)
	<-w.finished
	return errors.Join(w.tx.close(), w.db.Close())
}
