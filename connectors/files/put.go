package files

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Put keeps what r gives, at most limit bytes, and returns its hash and size
// once it is safe on the disk. Returns ErrTooBig if there is more. Of what
// failed nothing is kept.
func (s *Store) Put(ctx context.Context, r io.Reader, limit int64) (hash string, size int64, err error) {
	temp, err := os.CreateTemp(s.dir, temporary) // its mode is 0600
	if err != nil {
		return "", 0, fmt.Errorf("files: make temporary file: %w", err)
	}
	hash, size, err = fill(ctx, temp, r, limit)
	if err = errors.Join(err, temp.Close()); err == nil {
		err = s.keep(temp.Name(), hash)
	}
	if err != nil {
		if gone := os.Remove(temp.Name()); !errors.Is(gone, os.ErrNotExist) {
			err = errors.Join(err, gone)
		}
		return "", 0, err
	}
	return hash, size, nil
}

// fill copies and syncs.
func fill(ctx context.Context, temp *os.File, r io.Reader, limit int64) (string, int64, error) {
	sum := sha256.New()
	// One byte more than allowed is read, to tell "exactly" from "more".
	size, err := io.Copy(io.MultiWriter(temp, sum), io.LimitReader(stoppable{ctx, r}, limit+1))
	if err != nil {
		return "", 0, fmt.Errorf("files: copy content: %w", err)
	}
	if size > limit {
		return "", 0, fmt.Errorf("%w (%d bytes)", ErrTooBig, limit)
	}
	if err := temp.Sync(); err != nil {
		return "", 0, fmt.Errorf("files: sync content: %w", err)
	}
	return hex.EncodeToString(sum.Sum(nil)), size, nil
}

// keep moves a synced file to its place. Content that is there already is
// replaced by the same content: cheaper than to trust what lies there.
func (s *Store) keep(temp, hash string) error {
	place, err := s.path(hash)
	if err != nil {
		return err
	}
	folder := filepath.Dir(place)
	if err := os.Mkdir(folder, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return fmt.Errorf("files: make folder: %w", err)
	}
	if err := os.Rename(temp, place); err != nil {
		return fmt.Errorf("files: move content: %w", err)
	}
	// A rename is durable only when both folders are: fsync(2), "Calling fsync()
	// does not necessarily ensure that the entry in the directory … has reached
	// disk". The upper one is synced even if another Put made the lower one.
	return errors.Join(sync(folder), sync(s.dir))
}

func sync(folder string) error {
	f, err := os.Open(folder)
	if err != nil {
		return fmt.Errorf("files: open folder: %w", err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("files: sync folder: %w", err)
	}
	return nil
}

// stoppable is a reader that ends with its context.
type stoppable struct {
	ctx context.Context
	r   io.Reader
}

// Read fails once the context is done.
func (s stoppable) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(p)
}
