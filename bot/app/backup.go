package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"factotum/automations/fault"
	"factotum/automations/state"
	"factotum/connectors/files"
)

// part is how many bytes of a file one row holds.
const part = 1 << 20

// Packed is what a backup holds.
type Packed struct {
	Rows  int64 // of the store
	Files int64
}

// String is the result in a line.
func (p Packed) String() string { return fmt.Sprintf("%d rows and %d files", p.Rows, p.Files) }

// Backup writes everything that a store keeps as of one moment, and the copies
// of files, into one new file, also while the bot is running. The store is read
// first: what it names is in the folders by then, and nothing leaves those but
// answers whose time is over.
func Backup(ctx context.Context, from Place, name string) (packed Packed, err error) {
	store, err := from.read(ctx)
	if err != nil {
		return packed, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return packed, fault.Wrap(err, fault.Invalid, "The backup cannot be written to %s (%s). Name a file that does not exist, in a folder that does.", name, reason(err))
	}
	c := &container{file: file}
	err = store.Dump(ctx, c.put)
	packed.Rows = c.rows
	if err == nil {
		packed.Files, err = c.files(ctx, from.Data)
	}
	if err == nil {
		err = c.end()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return packed, fmt.Errorf("app: back up: %w", errors.Join(err, os.Remove(name)))
	}
	return packed, nil
}

// files adds what the folders of a place keep.
func (c *container) files(ctx context.Context, data string) (count int64, err error) {
	for _, folder := range []string{filesFolder, answersFolder} {
		n, err := c.folder(ctx, data, folder)
		if count += n; err != nil {
			return count, err
		}
	}
	return count, nil
}

// cellOf is how a backup calls a file: by its hash, and the folder before it where
// that is not the one of what people sent.
func cellOf(folder, hash string) string {
	if folder == filesFolder {
		return hash
	}
	return folder + "/" + hash
}

// folder adds what one folder keeps.
func (c *container) folder(ctx context.Context, data, name string) (count int64, err error) {
	folder := filepath.Join(data, name)
	if _, err := os.Stat(folder); errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	kept, err := files.Open(folder, time.Time{}) // at no time is anything a leftover
	if err != nil {
		return 0, err
	}
	buffer := make([]byte, part)
	err = kept.Each(ctx, func(hash string) error {
		content, err := kept.Get(ctx, hash)
		if name == answersFolder && errors.Is(err, files.ErrNotFound) {
			return nil // its time was over meanwhile
		}
		if err != nil {
			return err
		}
		count++
		defer content.Close() //nolint:errcheck // nothing was written
		for first := true; ; first = false {
			n, err := io.ReadFull(content, buffer)
			if n > 0 || first && errors.Is(err, io.EOF) {
				if err := c.put(state.Row{Kind: fileRow, Cells: []string{cellOf(name, hash), string(buffer[:n])}}); err != nil {
					return err
				}
			}
			if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
				return nil
			}
			if err != nil {
				return err
			}
		}
	})
	return count, err
}

// Restore puts a backup into an empty store of either kind and its folder of
// files. Nothing is written before the whole backup was found to be as it was
// made; nobody else can write meanwhile. Returns conflict when the store is not
// empty or somebody is at work on it.
func Restore(ctx context.Context, to Place, name string, log *slog.Logger) (packed Packed, err error) {
	file, err := os.Open(name)
	if err != nil {
		return packed, fault.Wrap(err, fault.NotFound, "The backup %s cannot be read (%s).", name, reason(err))
	}
	defer file.Close() //nolint:errcheck // nothing was written
	backup, err := unpackWhole(file)
	if err != nil {
		return packed, err
	}
	store, err := to.open(ctx, log)
	if err != nil {
		return packed, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	r := restoring{backup: backup, data: to.Data, kept: map[string]*files.Store{}}
	// Files come last, and the store is done when all of them are there.
	err = store.Fill(ctx, func() (state.Row, error) { return r.next(ctx) })
	return r.packed, err
}

// restoring gives the rows of a backup to a store and keeps its files.
type restoring struct {
	backup *unpacked
	data   string
	kept   map[string]*files.Store // by folder
	packed Packed
}

func (r *restoring) next(ctx context.Context) (state.Row, error) {
	row, err := r.backup.next()
	if err == nil && row.Kind == fileRow {
		return state.Row{}, r.files(ctx, row)
	}
	if err == nil {
		r.packed.Rows++
	}
	return row, err
}

// store is the folder that a file goes to; answers are apart.
func (r *restoring) store(apart bool) (*files.Store, error) {
	folder := filesFolder
	if apart {
		folder = answersFolder
	}
	if r.kept[folder] != nil {
		return r.kept[folder], nil
	}
	kept, err := files.Open(filepath.Join(r.data, folder), time.Time{})
	r.kept[folder] = kept
	return kept, err
}

// files keeps all files, beginning with a part, and ends as the backup does.
func (r *restoring) files(ctx context.Context, row state.Row) error {
	for {
		one := &parts{backup: r.backup, hash: row.Cells[0], row: row}
		want, apart := strings.CutPrefix(one.hash, cellOf(answersFolder, ""))
		kept, err := r.store(apart)
		if err != nil {
			return err
		}
		hash, _, err := kept.Put(ctx, one, maxFile)
		if err != nil {
			return err
		}
		if hash != want {
			return fault.New(fault.Invalid, "The backup holds a file that was damaged before it was backed up (%s), so nothing was restored.", want)
		}
		r.packed.Files++
		if one.end != nil {
			return one.end
		}
		row = one.row
	}
}

// parts reads one file; afterwards row is the first part of the next one, or
// end is why there is none.
type parts struct {
	backup *unpacked
	hash   string
	row    state.Row
	end    error
}

// Read gives what is left of a part, then the next.
func (p *parts) Read(into []byte) (int, error) {
	for p.end == nil && p.row.Cells[0] == p.hash && p.row.Cells[1] == "" {
		p.row, p.end = p.backup.next()
		if p.end == nil && (p.row.Kind != fileRow || len(p.row.Cells) != 2) {
			p.end = fmt.Errorf("app: a row of kind %q among the files of the backup", p.row.Kind)
		}
	}
	if p.end != nil && !errors.Is(p.end, io.EOF) {
		return 0, p.end
	}
	if p.end != nil || p.row.Cells[0] != p.hash {
		return 0, io.EOF
	}
	n := copy(into, p.row.Cells[1])
	p.row.Cells[1] = p.row.Cells[1][n:]
	return n, nil
}
