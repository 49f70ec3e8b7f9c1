package practice

import (
	"bufio"
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

// record is one line of the DataFile, which holds a record for each thing kept. Lines
// let it be written and read without holding all of it as text.
type record struct {
	LastTS  int64             `json:"last_ts,omitempty"`
	Read    map[string]string `json:"read,omitempty"`
	User    *User             `json:"user,omitempty"`
	Room    string            `json:"room,omitempty"`
	Members []string          `json:"members,omitempty"`
	Message *message          `json:"message,omitempty"`
	File    *file             `json:"file,omitempty"`
	Home    *view             `json:"home,omitempty"`
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
		enc := json.NewEncoder(f)
		for _, r := range records {
			if err := enc.Encode(r); err != nil {
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
		out = append(out, record{Home: &copied})
	}
	for _, list := range w.messages {
		for _, m := range list {
			if m.Only == "" {
				copied := *m
				out = append(out, record{Message: &copied})
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
	dec := json.NewDecoder(bufio.NewReaderSize(f, 1<<16))
	for n := 1; ; n++ {
		var r record
		if err := dec.Decode(&r); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("practice: loading %s, record %d: %w", w.opts.DataFile, n, err)
		}
		w.take(r)
	}
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
		r.Home.State = initialValues(r.Home.Blocks, nil)
		w.homes[r.Home.User] = r.Home
	case r.Message != nil:
		w.messages[r.Message.Channel] = append(w.messages[r.Message.Channel], r.Message)
	}
}
