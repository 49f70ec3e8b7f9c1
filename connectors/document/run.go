package document

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
)

// maxOutput is what a program outside may answer: a page of 25 cm by 35 cm at
// 300 dots an inch, grey.
const maxOutput = 40 << 20

var errTooMuch = errors.New("document: a program answers more than it may")

// run lets one of the tools work on what stands in this process's folder, under
// this process's limits and with nothing in its environment that is a secret.
func (t Tools) run(ctx context.Context, in io.Reader, program string, args ...string) ([]byte, error) {
	return t.runInto(ctx, &bounded{left: 1 << 20}, in, program, args...)
}

// runInto keeps what the tool complains about as well.
func (t Tools) runInto(ctx context.Context, said *bounded, in io.Reader, program string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = []string{"OMP_THREAD_LIMIT=1", "LC_ALL=C.UTF-8"}
	cmd.Stdin = in
	out := &bounded{left: maxOutput}
	cmd.Stdout, cmd.Stderr = out, said
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("document: starting %s: %w", program, err)
	}
	limitProcess(cmd.Process.Pid, t.memory)
	err := cmd.Wait()
	if out.full {
		return nil, errTooMuch
	}
	return out.Bytes(), err
}

// bounded keeps what is written to it up to a size.
type bounded struct {
	bytes.Buffer
	left int
	full bool
}

// Write fails beyond the size.
func (b *bounded) Write(p []byte) (int, error) {
	if b.left -= len(p); b.left < 0 {
		b.full = true
		return 0, io.ErrShortWrite
	}
	return b.Buffer.Write(p)
}
