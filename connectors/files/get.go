package files

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
)

// Get opens the content of a hash; the caller closes it. Returns ErrNotFound or
// ErrBadHash. It does not hash again: Verify does.
func (s *Store) Get(ctx context.Context, hash string) (io.ReadSeekCloser, error) {
	f, err := s.open(ctx, hash)
	if err != nil {
		return nil, err
	}
	return f, nil
}

// Has tells whether the content of a hash is here. Returns ErrBadHash.
func (s *Store) Has(ctx context.Context, hash string) (bool, error) {
	f, err := s.open(ctx, hash)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, f.Close()
}

// Verify reads the content of a hash and returns ErrDamaged if it is no longer
// what was kept, ErrNotFound if it is gone.
func (s *Store) Verify(ctx context.Context, hash string) error {
	f, err := s.open(ctx, hash)
	if err != nil {
		return err
	}
	sum := sha256.New()
	_, err = io.Copy(sum, stoppable{ctx, f})
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("files: read %s: %w", hash, err)
	}
	if hex.EncodeToString(sum.Sum(nil)) != hash {
		return fmt.Errorf("%w: %s", ErrDamaged, hash)
	}
	return nil
}

func (s *Store) open(ctx context.Context, hash string) (*os.File, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	place, err := s.path(hash)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(place)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s", ErrNotFound, hash)
	}
	if err != nil {
		return nil, fmt.Errorf("files: open %s: %w", hash, err)
	}
	return f, nil
}
