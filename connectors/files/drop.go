package files

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Drop takes the content of a hash away; what is not there is no error. Returns
// ErrBadHash.
func (s *Store) Drop(hash string) error {
	place, err := s.path(hash)
	if err != nil {
		return err
	}
	err = os.Remove(place)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("files: remove content: %w", err)
	}
	return sync(filepath.Dir(place))
}
