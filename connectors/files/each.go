package files

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// Each calls do with the hash of everything that is kept, in their order, until
// it fails.
func (s *Store) Each(ctx context.Context, do func(hash string) error) error {
	folders, err := os.ReadDir(s.dir)
	if err != nil {
		return fmt.Errorf("files: list folder: %w", err)
	}
	for _, folder := range folders {
		if !folder.IsDir() {
			continue
		}
		kept, err := os.ReadDir(filepath.Join(s.dir, folder.Name()))
		if err != nil {
			return fmt.Errorf("files: list folder: %w", err)
		}
		for _, file := range kept {
			if err := ctx.Err(); err != nil {
				return err
			}
			hash := folder.Name() + file.Name()
			if _, err := s.path(hash); err != nil {
				continue // not ours
			}
			if err := do(hash); err != nil {
				return err
			}
		}
	}
	return nil
}
