package app

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"factotum/automations/fault"
)

//go:embed demo
var sample embed.FS

// marker is the file by which a folder is known as a demonstration's. Its first
// line tells whether the first run came to its end.
const marker = ".factotum-demo"

const (
	begun   = "begun"
	settled = "settled"
)

// Prepare makes the folder of a demonstration, with the sample company in it.
// Fresh, or a first run that did not come to its end, removes what is there
// first, but only from a folder that is a demonstration's: any other that holds
// something is refused as invalid.
func Prepare(folder string, fresh bool) error {
	state, err := readMarker(folder)
	if err != nil {
		return err
	}
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("app: look into the folder of the demonstration: %w", err)
	}
	if state == "" && len(entries) > 0 {
		return fault.New(fault.Invalid, "%s holds something that is not a demonstration's, so nothing was touched. Name an empty folder, or a new one, with --data.", folder)
	}
	if state == settled && !fresh {
		return nil
	}
	if state == begun && !fresh {
		fresh = unfinished(folder)
	}
	if err := writeMarker(folder, begun); err != nil {
		return err
	}
	if fresh {
		if err := forget(folder); err != nil {
			return err
		}
	}
	return unpack(folder)
}

// unfinished tells whether a run has left anything behind.
func unfinished(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, "data"))
	return err == nil
}

// forget removes what a demonstration keeps and leaves the folder itself with
// its marker.
func forget(folder string) error {
	for _, name := range []string{"data", "company", mailFolder, "workspace.jsonl", "workspace.jsonl.files"} {
		if err := os.RemoveAll(filepath.Join(folder, name)); err != nil {
			return fmt.Errorf("app: remove the old demonstration: %w", err)
		}
	}
	return nil
}

func readMarker(folder string) (string, error) {
	body, err := os.ReadFile(filepath.Join(folder, marker))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("app: read the marker of the demonstration: %w", err)
	}
	state, _, _ := strings.Cut(string(body), "\n")
	return state, nil
}

func writeMarker(folder, state string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("app: make the folder of the demonstration: %w", err)
	}
	text := state + "\nThis folder belongs to `factotum demo`, which may delete all of it.\n"
	if err := os.WriteFile(filepath.Join(folder, marker), []byte(text), 0o600); err != nil {
		return fmt.Errorf("app: mark the folder of the demonstration: %w", err)
	}
	return nil
}

// unpack writes the sample company, leaving what is there already: that may
// have been changed.
func unpack(folder string) error {
	return fs.WalkDir(sample, "demo/company", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		to := filepath.Join(folder, strings.TrimPrefix(name, "demo/"))
		if entry.IsDir() {
			return os.MkdirAll(to, 0o700)
		}
		if _, err := os.Stat(to); err == nil {
			return nil
		}
		body, err := sample.ReadFile(name)
		if err != nil {
			return fmt.Errorf("app: read the sample company: %w", err)
		}
		if err := os.WriteFile(to, body, 0o600); err != nil {
			return fmt.Errorf("app: write the sample company: %w", err)
		}
		return nil
	})
}
