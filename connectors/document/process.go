package document

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// child is a process that reads documents, one after another.
type child struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *bufio.Reader
	folder string // it may write here and loses it with its end
	most   int
	memory uint64
	reads  int
}

var (
	errDied = errors.New("document: the child died")
	errLate = errors.New("document: the child took too long")
)

func died(err error) bool { return errors.Is(err, errDied) || errors.Is(err, errFrame) }

// start runs a child in a process group and a folder of its own, with nothing in
// its environment.
func start(o Options) (*child, error) {
	folder, err := os.MkdirTemp("", "factotum-read-")
	if err != nil {
		return nil, fmt.Errorf("document: making a folder for a child: %w", err)
	}
	c := &child{folder: folder, most: o.Limits.Reply, memory: o.Limits.Memory}
	c.cmd = &exec.Cmd{Path: o.Command[0], Args: o.Command[1:], Dir: folder, Env: []string{}, SysProcAttr: apart()}
	in, err1 := c.cmd.StdinPipe()
	out, err2 := c.cmd.StdoutPipe()
	if err := errors.Join(err1, err2); err != nil {
		_ = os.Remove(folder) // the first error is the one to tell
		return nil, fmt.Errorf("document: connecting a child: %w", err)
	}
	if err := c.cmd.Start(); err != nil {
		_ = os.Remove(folder) // likewise
		return nil, fmt.Errorf("document: starting a child: %w", err)
	}
	c.in, c.out = in, bufio.NewReader(out)
	if err := send(in, hello{o.Tools, o.Limits}); err != nil {
		c.end()
		return nil, fmt.Errorf("%w: %w", errDied, err)
	}
	return c, nil
}

// read sends one document and waits for what is in it. Whatever goes wrong, the
// child is of no use afterwards.
func (c *child) read(ctx context.Context, ask request, body io.ReaderAt, end time.Time) (Result, error) {
	c.reads++
	outer := ctx
	ctx, stop := context.WithDeadline(ctx, end)
	defer stop()
	killer := context.AfterFunc(ctx, c.kill) // pipes of a killed process end
	defer killer()
	defer c.watch()()
	err := send(c.in, ask)
	if err == nil {
		_, err = io.Copy(c.in, io.NewSectionReader(body, 0, ask.Size))
	}
	var result Result
	if err == nil {
		err = receive(c.out, c.most, &result)
	}
	switch {
	case outer.Err() != nil:
		return Result{}, fmt.Errorf("document: reading: %w", outer.Err())
	case ctx.Err() != nil:
		return Result{}, errLate
	case errors.Is(err, errFrame):
		return Result{}, err
	case err != nil:
		return Result{}, fmt.Errorf("%w: %w", errDied, err)
	}
	return result, nil
}

// end kills the child with everything it started, and takes its folder away.
func (c *child) end() {
	c.kill()
	_ = c.cmd.Wait() // it was killed, which is what Wait would say
	_ = os.RemoveAll(c.folder)
}
