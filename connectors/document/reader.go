package document

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"factotum/automations/fault"
)

// Options tell a Reader how to work.
type Options struct {
	Command []string // starts a child: a program with its arguments, the first one as the program is to call itself
	Jobs    int      // children at a time; at least one
	Limits  Limits
	Tools   Tools
}

// Itself is the command that starts this very program as a child.
func Itself(args ...string) ([]string, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("document: finding this program: %w", err)
	}
	return append([]string{self, os.Args[0]}, args...), nil
}

// Reader reads documents in children that are kept warm. It may be used by many
// goroutines at once.
type Reader struct {
	options Options
	slots   chan *child // nil where a child has yet to be started
}

// New starts no child yet. Close ends them all.
func New(o Options) *Reader {
	o.Jobs = max(1, o.Jobs)
	r := &Reader{options: o, slots: make(chan *child, o.Jobs)}
	for range o.Jobs {
		r.slots <- nil
	}
	return r
}

// Read takes a document apart. What is wrong with the document is in the result;
// an error means that the machine could not do it: a child does not start, or
// the context ended.
func (r *Reader) Read(ctx context.Context, s Source, ask Ask) (Result, error) {
	if s.Size > MaxSize {
		return refused(s, "It is larger than 50 MB, which is more than Factotum reads. Ask the sender for a smaller file."), nil
	}
	if s.Size == 0 {
		return refused(s, "The file is empty. Ask the sender to send it again."), nil
	}
	var c *child
	select {
	case c = <-r.slots:
	case <-ctx.Done():
		return Result{}, fmt.Errorf("document: waiting to read: %w", ctx.Err())
	}
	defer func() { r.slots <- c }()
	most := r.options.Limits.time()
	end := time.Now().Add(most)
	result, c, err := r.try(ctx, c, s, request{Ask: ask}, end)
	if died(err) && time.Until(end) > most/5 {
		result, c, err = r.try(ctx, c, s, request{Ask: ask, Salvage: true}, end)
	}
	switch {
	case errors.Is(err, errLate):
		return refused(s, "Reading it took too long, so it was stopped. Look at the file by hand, or ask the sender for a plain PDF."), nil
	case died(err):
		return refused(s, "The file is damaged, or made so that it cannot be read safely. Look at it by hand, or ask the sender for a plain PDF."), nil
	}
	return result, err
}

func refused(s Source, say string) Result {
	return Result{Refused: []Refused{{Label: Label(s.Name), Code: fault.Invalid, Say: say}}}
}

// try gives the document to a child and returns the child if it can be used
// again.
func (r *Reader) try(ctx context.Context, c *child, s Source, ask request, end time.Time) (Result, *child, error) {
	if c == nil {
		var err error
		if c, err = start(r.options); err != nil {
			return Result{}, nil, err
		}
	}
	ask.Name, ask.Size, ask.Time = s.Name, s.Size, time.Until(end)
	result, err := c.read(ctx, ask, s.Body, end)
	if err != nil || result.Spent || c.reads >= r.options.Limits.Reads {
		c.end()
		c = nil
	}
	return result, c, err
}

// Close ends the children once each has answered.
func (r *Reader) Close() {
	for range cap(r.slots) {
		if c := <-r.slots; c != nil {
			c.end()
		}
	}
}
