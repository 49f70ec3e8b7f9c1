package document

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"time"

	"factotum/automations/invoice/page"
)

// Child is the whole life of a child process: it reads documents from in, one
// after another, and answers on out until in ends. It lives in a folder that is
// its own, and under limits that it cannot lift again.
func Child(in io.Reader, out io.Writer) error {
	input := bufio.NewReaderSize(in, 64<<10)
	h, err := greeted(input)
	if err != nil {
		return err
	}
	pages := page.New()
	h.Tools.memory = h.Limits.Memory
	for {
		var ask request
		if err := receive(input, 1<<20, &ask); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
		if ask.Size < 0 || ask.Size > MaxSize {
			return errFrame
		}
		body := make([]byte, ask.Size)
		if _, err := io.ReadFull(input, body); err != nil {
			return fmt.Errorf("document: receiving: %w", err)
		}
		limitTime(uint64(min(ask.Time, h.Limits.Wall)/time.Second) + 1)
		if err := send(out, answer(h.Tools, pages, ask, body)); err != nil {
			return err
		}
	}
}

// greeted hears with what, and within which limits, documents are read, and puts
// them on.
func greeted(input io.Reader) (h hello, err error) {
	if err := receive(input, 1<<20, &h); err != nil {
		return h, fmt.Errorf("document: no greeting: %w", err)
	}
	runtime.GOMAXPROCS(1) // the other processors are for who is waiting
	if err := limitSelf(h.Limits); err != nil {
		return h, err
	}
	if h.Limits.Memory > 0 {
		debug.SetMemoryLimit(int64(h.Limits.Memory / 4 * 3)) // collect before the kernel refuses
	}
	overrun := make(chan os.Signal, 1)
	signal.Notify(overrun, outOfTime()...)
	go func() {
		<-overrun
		os.Exit(1)
	}()
	return h, nil
}

// answer reads one document within the time that is left for it, less what it
// takes to send the answer.
func answer(t Tools, pages *page.Reader, ask request, body []byte) Result {
	ctx, stop := context.WithTimeout(context.Background(), ask.Time-ask.Time/20)
	defer stop()
	r := reading{ctx: ctx, tools: t, pages: pages, request: ask}
	if ask.Table {
		r.table(body)
		return r.result
	}
	if ask.Letter {
		r.letter(body)
		return r.result
	}
	r.file(ask.Name, body)
	return r.result
}
