// Package files owns the folder in which documents that people sent are kept:
// each under the SHA-256 of its content, so that the same document is kept once
// and nobody can change one unseen. It must not know what a document is, whose
// it is, or how it was called: a stranger's file name never reaches the disk.
// Beside the folder it keeps the published heads of the audit log.
//
// A file appears under its hash only once it is on the disk whole: it is written
// beside its place, synced, renamed, and the folders synced. A process killed
// at any moment leaves either the file or a temporary one, which Open removes.
package files

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// temporary begins the names of files that are being written.
const temporary = ".put-"

// abandoned is how long a temporary file must have rested before Open takes it
// for a leftover. Another process may be writing beside us, and Slack takes
// minutes for a large file, not an hour.
const abandoned = time.Hour

// The errors that callers tell apart.
var (
	ErrTooBig   = errors.New("files: content is larger than allowed")
	ErrNotFound = errors.New("files: no content with this hash")
	ErrBadHash  = errors.New("files: not a SHA-256 in lower-case hex")
	ErrDamaged  = errors.New("files: content does not match its hash")
)

// Store is one folder. It may be used by several goroutines, and several
// processes may use one folder.
type Store struct{ dir string }

// Open makes the folder if there is none (0700) and removes what was left half
// written for more than an hour at now.
func Open(dir string, now time.Time) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("files: make folder: %w", err)
	}
	s := &Store{dir: dir}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("files: list folder: %w", err)
	}
	for _, entry := range entries {
		if err := s.sweep(entry, now); err != nil {
			return nil, fmt.Errorf("files: remove leftover: %w", err)
		}
	}
	return s, nil
}

func (s *Store) sweep(entry os.DirEntry, now time.Time) error {
	if !strings.HasPrefix(entry.Name(), temporary) {
		return nil
	}
	info, err := entry.Info()
	if errors.Is(err, os.ErrNotExist) {
		return nil // its writer finished meanwhile
	}
	if err != nil {
		return err
	}
	if now.Sub(info.ModTime()) <= abandoned {
		return nil
	}
	if err := os.Remove(filepath.Join(s.dir, entry.Name())); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// path is where the content of a hash lies: two letters of folder keep folders
// small. Only 64 digits of lower-case hex pass, so that no hash leads elsewhere.
func (s *Store) path(hash string) (string, error) {
	if len(hash) != 64 || strings.Trim(hash, "0123456789abcdef") != "" {
		return "", ErrBadHash
	}
	return filepath.Join(s.dir, hash[:2], hash[2:]), nil
}
