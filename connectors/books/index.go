package books

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"slices"
)

// New books of a long log are made without the indexes that only queries need:
// made at the end, they cost a fraction. Where that is broken off they are made
// once the books have come to the end of the log.

var indexed = regexp.MustCompile(`(?m)^CREATE INDEX (\w+) ON (.*);`)

// needed is the index that making the books needs.
const needed = "move_again"

// unready tells whether indexes are missing: making the books was broken off.
func (b *Books) unready(ctx context.Context) (bool, error) {
	there, err := texts(ctx, b.pen, "SELECT name FROM sqlite_schema WHERE type = 'index'")
	if err != nil {
		return false, fmt.Errorf("books: indexes: %w", err)
	}
	for _, index := range indexed.FindAllStringSubmatch(schema, -1) {
		if !slices.Contains(there, index[1]) {
			return true, nil
		}
	}
	return false, nil
}

// unindex drops the indexes.
func (b *Books) unindex(ctx context.Context) error {
	b.bulk, b.indexed = true, false
	return b.write(ctx, func(tx *sql.Tx) error {
		for _, index := range indexed.FindAllStringSubmatch(schema, -1) {
			if index[1] == needed {
				continue
			}
			if _, err := tx.ExecContext(ctx, "DROP INDEX IF EXISTS "+index[1]); err != nil {
				return err
			}
		}
		return nil
	})
}

// index makes the indexes that are not there.
func (b *Books) index(ctx context.Context) error {
	if b.indexed {
		return nil
	}
	for _, index := range indexed.FindAllStringSubmatch(schema, -1) {
		if _, err := b.pen.ExecContext(ctx, "CREATE INDEX IF NOT EXISTS "+index[1]+" ON "+index[2]); err != nil {
			return fmt.Errorf("books: index %s: %w", index[1], err)
		}
	}
	b.bulk, b.indexed = false, true
	return nil
}
