package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// timeout is how long a click may take before the run is given up.
const timeout = 10 * time.Second

// times are how long the clicks of a run took, sorted, and the run itself.
type times struct {
	each []time.Duration
	all  time.Duration
}

// at is the time below which a share of the clicks stayed.
func (t times) at(share float64) time.Duration {
	return t.each[min(int(share*float64(len(t.each))), len(t.each)-1)]
}

func (t times) rate() float64 { return float64(len(t.each)) / t.all.Seconds() }

// drive sends the clicks over as many connections as there are clients. Without
// a rate each client sends its next click when the last was answered. With a
// rate a click counts from the moment at which it was due, so that a server
// that stalls is charged for the queue behind it. Every answer must be 200.
func drive(ctx context.Context, host string, requests [][]byte, clients, rate int) (times, error) {
	took := make([]time.Duration, len(requests))
	var next atomic.Int64
	var failed atomic.Pointer[error]
	var working sync.WaitGroup
	start := time.Now()
	for range clients {
		working.Go(func() {
			client := client{host: host}
			defer client.close()
			for failed.Load() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(requests) {
					return
				}
				due := time.Now()
				if rate > 0 {
					due = start.Add(time.Duration(i) * time.Second / time.Duration(rate))
					time.Sleep(time.Until(due))
				}
				if err := client.send(ctx, requests[i]); err != nil {
					failed.Store(&err)
				}
				took[i] = time.Since(due)
			}
		})
	}
	working.Wait()
	t := times{each: took, all: time.Since(start)}
	slices.Sort(t.each)
	if err := failed.Load(); err != nil {
		return t, *err
	}
	return t, nil
}

// client is one connection.
type client struct {
	host   string
	conn   net.Conn
	reader *bufio.Reader
}

func (c *client) send(ctx context.Context, request []byte) error {
	if c.conn == nil {
		dialer := net.Dialer{Timeout: timeout}
		conn, err := dialer.DialContext(ctx, "tcp", c.host)
		if err != nil {
			return err
		}
		c.conn, c.reader = conn, bufio.NewReader(conn)
	}
	if err := c.conn.SetDeadline(time.Now().Add(timeout)); err != nil {
		return err
	}
	if _, err := c.conn.Write(request); err != nil {
		return err
	}
	answer, err := http.ReadResponse(c.reader, nil)
	if err != nil {
		return err
	}
	said, err := io.ReadAll(answer.Body)
	if err = errors.Join(err, answer.Body.Close()); err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("a click was answered %s: %.200s", answer.Status, said)
	}
	return nil
}

func (c *client) close() {
	if c.conn != nil {
		_ = c.conn.Close() // everything was answered
	}
}
