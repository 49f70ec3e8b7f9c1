package sqlite

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"factotum/automations/fault"
)

// lockFile takes the lock that keeps a second writer out. The kernel drops it
// when the process ends, however it ends, so that no stale lock is left behind.
func lockFile(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fault.Wrap(fmt.Errorf("sqlite: lock: %w", err), fault.Invalid, "Factotum cannot write in %s. Create this folder, allow it to be written, or name another one.", filepath.Dir(path))
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = fault.Wrap(err, fault.Conflict, "Another Factotum is running on this data (its lock is %s). Stop that one first, or give this one a folder of its own.", path)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("sqlite: lock: %w", err), file.Close())
	}
	return file, nil
}
