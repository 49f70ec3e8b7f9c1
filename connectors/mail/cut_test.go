package mail

import (
	"io"
	"math/rand/v2"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/emersion/go-imap/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/mail"
)

// cutter stands between the connector and the server, and cuts connections.
type cutter struct {
	listener net.Listener
	to       string
	left     atomic.Int64 // connections to cut after a while
	mutex    sync.Mutex
	open     map[net.Conn]bool
	copying  sync.WaitGroup
}

func startCutter(t *testing.T, to string, cuts int64) *cutter {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	c := &cutter{listener: l, to: to, open: make(map[net.Conn]bool)}
	c.left.Store(cuts)
	c.copying.Go(func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			c.copying.Go(func() { c.join(in) })
		}
	})
	t.Cleanup(func() {
		assert.NoError(t, l.Close())
		c.cut()
		c.copying.Wait()
	})
	return c
}

// address is that of the cutter, by the name in the server's certificate.
func (c *cutter) address() string {
	_, port, _ := net.SplitHostPort(c.listener.Addr().String())
	return net.JoinHostPort("localhost", port)
}

func (c *cutter) join(in net.Conn) {
	out, err := net.Dial("tcp", c.to)
	if err != nil {
		_ = in.Close()
		return
	}
	c.mutex.Lock()
	c.open[in], c.open[out] = true, true
	c.mutex.Unlock()
	var both sync.WaitGroup
	both.Go(func() { _, _ = io.Copy(out, in); _ = out.Close() })
	// Between the login and many mails: most cuts are in the middle of one.
	_, err = io.CopyN(in, out, 4_000+rand.Int64N(90_000))
	if err == nil && c.left.Add(-1) >= 0 {
		_ = in.(*net.TCPConn).SetLinger(0) // as when the line goes
	} else {
		_, _ = io.Copy(in, out)
	}
	_ = in.Close()
	_ = out.Close()
	both.Wait()
	c.mutex.Lock()
	delete(c.open, in)
	delete(c.open, out)
	c.mutex.Unlock()
}

// cut ends every connection that is open.
func (c *cutter) cut() {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for conn := range c.open {
		_ = conn.Close()
	}
}

// ledger stands for what keeps what was made of mails: one commit holds the
// position, the place as once key and the mail's fingerprint.
type ledger struct {
	mutex sync.Mutex
	at    mail.Position
	once  map[string]bool          // places
	made  map[string]mail.Position // by fingerprint
	again map[string]mail.Position // fingerprints seen at a second place
	raw   map[string]string        // by fingerprint
}

func newLedger(folder string) *ledger {
	return &ledger{
		at: mail.Position{Folder: folder}, once: make(map[string]bool), made: make(map[string]mail.Position),
		again: make(map[string]mail.Position), raw: make(map[string]string),
	}
}

func (l *ledger) position() mail.Position {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.at
}

// commit tells whether it was the first for this place.
func (l *ledger) commit(m mail.Message) bool {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.once[m.At.String()] {
		return false
	}
	l.once[m.At.String()] = true
	if l.at.Validity != m.At.Validity || l.at.UID < m.At.UID {
		l.at = m.At
	}
	print := m.Fingerprint()
	if _, known := l.made[print]; known {
		l.again[print] = m.At
		return true
	}
	l.made[print], l.raw[print] = m.At, string(m.Raw)
	return true
}

func TestOfAThousandMailsNoneIsLostOrDoubledThroughAHundredCuts(t *testing.T) {
	t.Parallel()
	const mails, cuts = 1000, 100
	d := startDovecot(t)
	c := d.client(t)
	want := make(map[string]bool)
	for n := range mails {
		raw := letter(n, rand.IntN(16_000))
		want[raw] = true
		deliver(t, c, "INBOX", raw)
	}
	line := startCutter(t, d.tls, cuts)
	book := newLedger("INBOX")
	var pollers sync.WaitGroup
	for range 2 { // replicas
		a := d.account(t, func(cfg *Config) {
			cfg.Address, cfg.Flag, cfg.Folder = line.address(), "", "Processed"
		})
		pollers.Go(func() { poll(t, a, book, mails) })
	}
	pollers.Wait()
	require.LessOrEqual(t, line.left.Load(), int64(0), "all cuts were made")

	assert.Len(t, book.made, mails)
	assert.Empty(t, book.again, "the same mail at two places")
	for _, raw := range book.raw {
		assert.True(t, want[raw], "a mail is not what was sent")
	}
	sweep(t, d.account(t, func(cfg *Config) { cfg.Flag, cfg.Folder = "", "Processed" }), book.position())
	assert.Empty(t, subjects(t, c, "INBOX"))
	processed := subjects(t, c, "Processed")
	slices.Sort(processed)
	assert.Len(t, processed, mails)
	assert.Len(t, slices.Compact(processed), mails)
}

// poll reads and settles until everything is in the book.
func poll(t *testing.T, a *Account, book *ledger, mails int) {
	ctx := within(t)
	for ctx.Err() == nil {
		for m, err := range a.Next(ctx, book.position(), 40) {
			if err != nil {
				break // the line was cut: what was committed counts
			}
			assert.Empty(t, m.Trouble)
			if book.commit(m) {
				// What is cut here is found by Unsettled.
				_ = a.Settle(ctx, m.At, mail.Done)
			}
		}
		book.mutex.Lock()
		done := len(book.made) >= mails
		book.mutex.Unlock()
		if done {
			return
		}
	}
	assert.NoError(t, ctx.Err(), "not all mails were read in time")
}

// sweep settles what the cuts left unsettled.
func sweep(t *testing.T, a *Account, at mail.Position) {
	t.Helper()
	for {
		left, err := a.Unsettled(t.Context(), at, 100)
		require.NoError(t, err)
		if len(left) == 0 {
			return
		}
		for _, p := range left {
			require.NoError(t, a.Settle(t.Context(), p, mail.Done))
		}
	}
}

func TestAFolderNumberedAnewIsReadAgainAndItsMailsAreRecognised(t *testing.T) {
	t.Parallel()
	d := startDovecot(t)
	c := d.client(t)
	require.NoError(t, c.Create("Bills", nil).Wait())
	deliver(t, c, "Bills", letter(1, 10), letter(2, 10), letter(3, 10))
	a := d.account(t, func(cfg *Config) { cfg.Folders = []string{"Bills"} })
	book := newLedger("Bills")
	for _, m := range readAll(t, a, book.position(), 10) {
		book.commit(m)
	}
	before := book.position()
	require.Len(t, book.made, 3)

	// Another folder with the same mails takes its name.
	require.NoError(t, c.Create("New", nil).Wait())
	_, err := c.Select("Bills", nil).Wait()
	require.NoError(t, err)
	_, err = c.Copy(imap.SeqSetNum(2, 3), "New").Wait()
	require.NoError(t, err)
	require.NoError(t, c.UnselectAndExpunge().Wait())
	require.NoError(t, c.Delete("Bills").Wait())
	require.NoError(t, c.Rename("New", "Bills", nil).Wait())
	deliver(t, c, "Bills", letter(4, 10))

	require.ErrorIs(t, a.Settle(t.Context(), before, mail.Done), errRenumbered)
	assert.Empty(t, subjects(t, c, "Bills", "$Done"), "the UID is another mail's now")
	left, err := a.Unsettled(t.Context(), before, 10)
	require.NoError(t, err)
	assert.Empty(t, left)

	for _, m := range readAll(t, a, book.position(), 10) {
		assert.NotEqual(t, before.Validity, m.At.Validity)
		book.commit(m)
	}
	assert.Len(t, book.made, 4, "one is new")
	assert.Len(t, book.again, 2, "two are recognised")
	assert.Empty(t, readAll(t, a, book.position(), 10), "the new numbers go on")
}
