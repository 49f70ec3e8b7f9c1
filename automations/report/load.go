package report

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// Load reads the built-in reports of a folder, by name. Returns all mistakes at
// once.
func Load(folder fs.FS) ([]Report, error) {
	names, err := fs.Glob(folder, "*.sql")
	if err != nil {
		return nil, fmt.Errorf("report: list the reports: %w", err)
	}
	var all []Report
	var wrong []error
	for _, name := range names {
		text, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, fmt.Errorf("report: read %s: %w", name, err)
		}
		r, err := Parse(strings.TrimSuffix(path.Base(name), ".sql"), string(text))
		all, wrong = append(all, r), append(wrong, err)
	}
	return all, errors.Join(wrong...)
}
