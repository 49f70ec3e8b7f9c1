package practice

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// saveAfter gathers changes into one write. A killed process loses what is younger.
const saveAfter = 300 * time.Millisecond

// saver writes the workspace to its DataFile, one write at a time.
type saver struct {
	timer *time.Timer // guarded by Workspace.mu
	mu    sync.Mutex  // held while writing
	err   error       // of the last write
}

// record is one line of the DataFile, which holds a record for each thing kept. The blocks
// of a message or Home follow its JSON after a tab and are not parsed again on loading:
// they are nearly all of the file, and starting has to be quick.
type record struct {
	LastTS  int64             `json:"last_ts,omitempty"`
	Read    map[string]string `json:"read,omitempty"`
	User    *User             `json:"user,omitempty"`
	Room    string            `json:"room,omitempty"`
	Members []string          `json:"members,omitempty"`
	Message *message          `json:"message,omitempty"`
	File    *file             `json:"file,omitempty"`
	Home    *view             `json:"home,omitempty"`
	blocks  json.RawMessage
}

// changed arranges for a save soon. Called under the lock.
func (w *Workspace) changed() {
	if w.opts.DataFile == "" || w.saver.timer != nil || w.closed {
		return
	}
	w.saver.timer = time.AfterFunc(saveAfter, func() { _ = w.saver.save(w) })
}

func (s *saver) finish(w *Workspace) error {
	w.mu.Lock()
	if s.timer != nil {
		s.timer.Stop()
	}
	w.mu.Unlock()
	if w.opts.DataFile == "" {
		return nil
	}
	return s.save(w)
}

// save writes all of it beside the old file and swaps them, so that there is a whole
// file at every moment.
func (s *saver) save(w *Workspace) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	w.mu.Lock()
	s.timer = nil
	records := w.snapshot()
	w.mu.Unlock()
	s.err = replaceFile(w.opts.DataFile, func(f io.Writer) error {
		for _, r := range records {
			line, err := json.Marshal(r)
			if err != nil {
				return err
			}
			if r.blocks != nil {
				line = append(append(line, '\t'), r.blocks...)
			}
			if _, err := f.Write(append(line, '\n')); err != nil {
				return err
			}
		}
		return nil
	})
	return s.err
}

// writeFile stores the bytes of an uploaded file.
func (s *saver) writeFile(path string, data []byte) error {
	return replaceFile(path, func(f io.Writer) error {
		_, err := f.Write(data)
		return err
	})
}

func (s *saver) drop(path string) { _ = os.Remove(path) }

func replaceFile(path string, write func(io.Writer) error) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("practice: making the data folder: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("practice: saving: %w", err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
			err = fmt.Errorf("practice: saving: %w", err)
		}
	}()
	buf := bufio.NewWriterSize(f, 1<<16)
	if err := errors.Join(write(buf), buf.Flush(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// snapshot copies what is kept; see message for why copies of the structs are enough.
func (w *Workspace) snapshot() []record {
	read := make(map[string]string, len(w.read))
	for k, v := range w.read {
		read[k] = v
	}
	out := []record{{LastTS: w.lastTS, Read: read}}
	for _, u := range w.people {
		copied := *u
		out = append(out, record{User: &copied})
	}
	for _, c := range w.channels {
		out = append(out, record{Room: c.ID, Members: c.Members})
	}
	for _, f := range w.files {
		copied := *f
		out = append(out, record{File: &copied})
	}
	for _, v := range w.homes {
		copied := *v
		copied.Blocks = nil
		out = append(out, record{Home: &copied, blocks: v.Blocks})
	}
	for _, list := range w.messages {
		for _, m := range list {
			if m.Only == "" {
				copied := *m
				copied.Blocks = nil
				out = append(out, record{Message: &copied, blocks: m.Blocks})
			}
		}
	}
	return out
}

// load reads the DataFile over what Options brought: people changed since, members who
// joined, and everything said.
func (w *Workspace) load() error {
	if w.opts.DataFile == "" {
		return nil
	}
	f, err := os.Open(w.opts.DataFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("practice: loading: %w", err)
	}
	defer func() { _ = f.Close() }()
	lines := bufio.NewScanner(f)
	lines.Buffer(make([]byte, 1<<16), 8<<20)
	for n := 1; lines.Scan(); n++ {
		var r record
		head, blocks, _ := bytes.Cut(lines.Bytes(), []byte{'\t'})
		if err := json.Unmarshal(head, &r); err != nil {
			return fmt.Errorf("practice: loading %s, record %d: %w", w.opts.DataFile, n, err)
		}
		r.blocks = bytes.Clone(blocks)
		w.take(r)
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("practice: loading %s: %w", w.opts.DataFile, err)
	}
	return nil
}

func (w *Workspace) take(r record) {
	switch {
	case r.LastTS != 0:
		w.lastTS = r.LastTS
		if r.Read != nil {
			w.read = r.Read
		}
	case r.User != nil:
		if u := w.user(r.User.ID); u != nil {
			*u = *r.User
		} else {
			w.people = append(w.people, r.User)
		}
	case r.Room != "":
		for _, c := range w.channels {
			if c.ID == r.Room {
				c.Members = r.Members
			}
		}
	case r.File != nil:
		w.files[r.File.ID] = r.File
	case r.Home != nil:
		r.Home.Blocks = r.blocks
		r.Home.State = initialValues(r.Home.Blocks, nil)
		w.homes[r.Home.User] = r.Home
	case r.Message != nil:
		r.Message.Blocks = r.blocks
		w.messages[r.Message.Channel] = append(w.messages[r.Message.Channel], r.Message)
	}
}
