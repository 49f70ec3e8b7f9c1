package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sync"

	"factotum/automations/invoice"
	"factotum/connectors/document"
)

// childCommand is what this program is called with to be a child that reads
// documents. It is not for people.
const childCommand = "read-child"

// ReadChild is the life of such a child.
func ReadChild(in io.Reader, out io.Writer) error { return document.Child(in, out) }

// ReadOptions are those of the command read.
type ReadOptions struct {
	Files    []string
	PageOnly bool
	Words    bool // the words of the pages instead of invoices
	Jobs     int
}

// every is after how many files the command says how far it is.
const every = 100

// Read is the command: it writes a line of JSON for each invoice to out, in the
// order of the files, and to told a sentence for each file that gave none. It
// gives how many those were.
func Read(ctx context.Context, o ReadOptions, out, told io.Writer) (int, error) {
	reader, err := documents(ctx, o.Jobs)
	if err != nil {
		return 0, err
	}
	defer reader.Close()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	unread, n := 0, 0
	for read := range readAll(ctx, reader, o) {
		n++
		if read.err != nil {
			return unread, read.err
		}
		if !read.print(o, out, told, &err) {
			unread++
		}
		if err != nil {
			return unread, fmt.Errorf("app: writing what was read: %w", err)
		}
		if n%every == 0 {
			_, _ = fmt.Fprintf(told, "%d of %d files read\n", n, len(o.Files)) // progress is a courtesy
		}
	}
	return unread, ctx.Err()
}

// documents starts children of this very program.
func documents(ctx context.Context, jobs int) (*document.Reader, error) {
	command, err := document.Itself(childCommand)
	if err != nil {
		return nil, err
	}
	return document.New(document.Options{
		Command: command, Jobs: jobs, Limits: document.Usual(), Tools: document.FindTools(ctx),
	}), nil
}

// readFile is what came of one file.
type readFile struct {
	name   string
	result document.Result
	err    error
}

// readAll reads the files side by side and gives what came of them in their
// order, as soon as it is known; at most twice as many as there are jobs wait.
func readAll(ctx context.Context, r *document.Reader, o ReadOptions) <-chan readFile {
	jobs := max(1, o.Jobs)
	slots := make(chan chan readFile, jobs)
	out := make(chan readFile)
	var work sync.WaitGroup
	go func() {
		defer close(slots)
		for _, name := range o.Files {
			slot := make(chan readFile, 1)
			select {
			case slots <- slot:
			case <-ctx.Done():
				return
			}
			work.Go(func() { slot <- readOne(ctx, r, name, o) })
		}
	}()
	go func() {
		defer close(out)
		defer work.Wait()
		for slot := range slots {
			select {
			case out <- <-slot:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

func readOne(ctx context.Context, r *document.Reader, name string, o ReadOptions) readFile {
	read := readFile{name: name}
	refuse := func(err error) readFile {
		read.result.Refused = []document.Refused{{Say: fmt.Sprintf("The file cannot be opened: %s.", err)}}
		return read
	}
	file, err := os.Open(name)
	if err != nil {
		return refuse(err)
	}
	defer func() { _ = file.Close() }() // nothing was written to it
	info, err := file.Stat()
	if err != nil {
		return refuse(err)
	}
	if !info.Mode().IsRegular() {
		return refuse(fmt.Errorf("%s is a folder or a device", name))
	}
	read.result, read.err = r.Read(ctx, document.Source{Name: name, Size: info.Size(), Body: file}, document.Ask{PageOnly: o.PageOnly, Words: o.Words})
	return read
}

// print writes what came of a file, and tells whether that is anything.
func (f readFile) print(o ReadOptions, out, told io.Writer, failed *error) bool {
	put := func(line []byte, err error) {
		if err == nil {
			_, err = fmt.Fprintf(out, "%s\n", line)
		}
		if *failed == nil {
			*failed = err
		}
	}
	if o.Words {
		put(json.Marshal(f.result.Words))
		return f.result.Words != nil
	}
	for _, found := range f.result.Found {
		put(invoice.Print(f.name, found.Invoice))
	}
	for _, refused := range f.result.Refused {
		label := f.name
		if f.result.Mail != nil && refused.Label != "" {
			label += " (" + refused.Label + ")"
		}
		_, _ = fmt.Fprintf(told, "%s: %s\n", label, refused.Say) // there is nowhere left to complain
	}
	return len(f.result.Found) > 0
}
