package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"factotum/automations/fault"
	"factotum/connectors/books"
)

// Kept says what the books came to.
type Kept struct {
	Entries int64
	Took    time.Duration
}

// String is it in words.
func (k Kept) String() string {
	return fmt.Sprintf("The books hold all %d entries of the log (%s).", k.Entries, k.Took.Round(10*time.Millisecond))
}

// BooksSchema is the text that makes the tables of the books.
func BooksSchema() string { return books.Schema() }

// RebuildBooks makes the books anew of the whole log, also while the bot is
// running: until then it finds less.
func RebuildBooks(ctx context.Context, s *Settings) (Kept, error) {
	return keepBooks(ctx, s, func(b *books.Books) error { return b.Rebuild(ctx) }, nil)
}

// ExportBooks brings the books up to date and writes them into a new file of
// SQLite, or as CSV into a new folder.
func ExportBooks(ctx context.Context, s *Settings, to string, csv bool) (Kept, error) {
	return keepBooks(ctx, s, nil, func(b *books.Books) error {
		if csv {
			return b.CSV(ctx, to)
		}
		return b.Copy(ctx, to)
	})
}

// keepBooks brings the books of the configuration up to date, between what is
// done first and last.
func keepBooks(ctx context.Context, s *Settings, first, last func(*books.Books) error) (k Kept, err error) {
	begun := time.Now()
	if _, err := os.Stat(s.Data); err != nil {
		return k, fault.Wrap(err, fault.NotFound, "There is no Factotum data at %s.", s.Data)
	}
	store, err := s.Store.read(ctx)
	if err != nil {
		return k, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	b, err := books.Open(ctx, filepath.Join(s.Data, booksFile), s.Catalogue, s.rules())
	if err != nil {
		return k, err
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	if first != nil {
		if err := first(b); err != nil {
			return k, err
		}
	}
	if err := b.Project(ctx, store); err != nil {
		return k, err
	}
	lag, err := b.Lag(ctx, store, 0, begun)
	if err == nil && last != nil {
		err = last(b)
	}
	return Kept{Entries: lag.Position, Took: time.Since(begun)}, err
}
