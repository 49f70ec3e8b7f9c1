package files

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"factotum/automations/audit"
)

// Heads is the file in which the heads of the audit log are published, a line
// each, beside the store and not in it: a store that comes back from an older
// copy does not bring it back as well.
type Heads struct{ path string }

// OpenHeads names the file; it is made with the first head.
func OpenHeads(path string) *Heads { return &Heads{path: path} }

// Publish adds a head and returns once it is on the disk.
func (h *Heads) Publish(_ context.Context, head audit.Head, at time.Time) error {
	return h.add(audit.Published{Head: head, At: at})
}

// Accept adds that somebody goes on with the log as it is.
func (h *Heads) Accept(head audit.Head, at time.Time, by string) error {
	return h.add(audit.Published{Head: head, At: at, Accepted: by})
}

// add writes a line. What a crash left of an earlier one is ended first.
func (h *Heads) add(p audit.Published) error {
	_, statErr := os.Stat(h.path)
	file, err := os.OpenFile(h.path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("files: open the published heads: %w", err)
	}
	line := p.String() + "\n"
	last := make([]byte, 1)
	if end, err := file.Seek(0, io.SeekEnd); err == nil && end > 0 {
		if _, err := file.ReadAt(last, end-1); err == nil && last[0] != '\n' {
			line = "\n" + line
		}
	}
	_, err = file.WriteString(line)
	if err = errors.Join(err, file.Sync(), file.Close()); err == nil && statErr != nil {
		err = sync(filepath.Dir(h.path))
	}
	if err != nil {
		return fmt.Errorf("files: publish a head: %w", err)
	}
	return nil
}

// Last gives the newest line; the zero Published where there is none.
func (h *Heads) Last(context.Context) (audit.Published, error) {
	file, err := os.Open(h.path)
	if errors.Is(err, os.ErrNotExist) {
		return audit.Published{}, nil
	}
	if err != nil {
		return audit.Published{}, fmt.Errorf("files: read the published heads: %w", err)
	}
	defer file.Close()  //nolint:errcheck // nothing was written
	const enough = 4096 // several lines
	if info, err := file.Stat(); err == nil && info.Size() > enough {
		if _, err := file.Seek(-enough, io.SeekEnd); err != nil {
			return audit.Published{}, fmt.Errorf("files: read the published heads: %w", err)
		}
	}
	all, err := lines(file)
	if err != nil || len(all) == 0 {
		return audit.Published{}, err
	}
	return all[len(all)-1], nil
}

// Since gives the heads that count: those published after an admin last went on
// with the log as it was, and that one.
func (h *Heads) Since() ([]audit.Head, error) {
	file, err := os.Open(h.path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("files: read the published heads: %w", err)
	}
	defer file.Close() //nolint:errcheck // nothing was written
	all, err := lines(file)
	var heads []audit.Head
	for _, p := range all {
		if p.Accepted != "" {
			heads = nil
		}
		if p.Head.Position > 0 {
			heads = append(heads, p.Head)
		}
	}
	return heads, err
}

// lines reads those that are whole: a crash may leave half of one, and reading
// may begin within one.
func lines(file io.Reader) (all []audit.Published, err error) {
	scanner := bufio.NewScanner(file)
	for scanner.Scan() {
		if p, err := audit.ParsePublished(scanner.Text()); err == nil {
			all = append(all, p)
		}
	}
	if err := scanner.Err(); err != nil {
		return nil, fmt.Errorf("files: read the published heads: %w", err)
	}
	return all, nil
}
