package files

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Drop takes the content of a hash away, unless it was put there after a moment:
// whoever put it may be about to say what for. It tells whether it is gone; what is
// not there is. Returns ErrBadHash. It is set aside before it is looked at, so
// that what is put there meanwhile stays; a process killed in between leaves a
// temporary file.
func (s *Store) Drop(hash string, after time.Time) (gone bool, err error) {
	place, err := s.path(hash)
	if err != nil {
		return false, err
	}
	aside := filepath.Join(s.dir, temporary+"drop-"+hash)
	err = os.Rename(place, aside)
	if errors.Is(err, os.ErrNotExist) {
		return true, nil
	}
	if err != nil {
		return false, fmt.Errorf("files: set content aside: %w", err)
	}
	info, err := os.Stat(aside)
	if err == nil && info.ModTime().After(after) {
		err = os.Rename(aside, place)
		return false, errors.Join(err, sync(filepath.Dir(place)), sync(s.dir))
	}
	if err = errors.Join(err, os.Remove(aside)); err != nil {
		return false, fmt.Errorf("files: remove content: %w", err)
	}
	return true, errors.Join(sync(filepath.Dir(place)), sync(s.dir))
}
