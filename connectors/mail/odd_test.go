package mail

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/automations/mail"
)

// listenTLS is a port that begins with TLS and says nothing.
func listenTLS(t *testing.T, folder string) string {
	t.Helper()
	pair, err := tls.LoadX509KeyPair(filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem"))
	require.NoError(t, err)
	return listen(t, func(conn net.Conn) {
		_ = tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{pair}}).Handshake()
	}, "localhost")
}

func listen(t *testing.T, serve func(net.Conn), host string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	var all sync.WaitGroup
	all.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() { serve(conn); _ = conn.Close() })
		}
	})
	t.Cleanup(func() { assert.NoError(t, l.Close()); all.Wait() })
	_, port, err := net.SplitHostPort(l.Addr().String())
	require.NoError(t, err)
	return net.JoinHostPort(host, port)
}

// odd is a server with three mails whose second one is answered as the test
// likes; hang up is an answer too. The others are sound.
func odd(t *testing.T, second string, gone bool) *Account {
	t.Helper()
	address := listen(t, func(conn net.Conn) {
		say := func(lines ...string) { _, _ = fmt.Fprint(conn, strings.Join(lines, "\r\n")+"\r\n") }
		say("* OK [CAPABILITY IMAP4rev1] here")
		for in := bufio.NewScanner(conn); in.Scan(); {
			tag, rest, _ := strings.Cut(in.Text(), " ")
			switch {
			case strings.HasPrefix(rest, "CAPABILITY"):
				say("* CAPABILITY IMAP4rev1", tag+" OK done")
			case strings.HasPrefix(rest, "SELECT"):
				say("* 3 EXISTS", "* OK [UIDVALIDITY 7] here", tag+" OK done")
			case strings.HasPrefix(rest, "UID SEARCH UID 2:2") || strings.HasPrefix(rest, "UID SEARCH UID 2 "):
				if gone {
					say("* SEARCH", tag+" OK done")
				} else {
					say("* SEARCH 2", tag+" OK done")
				}
			case strings.HasPrefix(rest, "UID SEARCH"):
				say("* SEARCH 3 1 2", tag+" OK done")
			case strings.HasPrefix(rest, "UID FETCH 1:3"):
				say("* 3 FETCH (UID 3 RFC822.SIZE 4)", "* 1 FETCH (UID 1 RFC822.SIZE 4)", "* 2 FETCH (UID 2 RFC822.SIZE 4)", tag+" OK done")
			case strings.HasPrefix(rest, "UID FETCH 2") && second == "hang up":
				return
			case strings.HasPrefix(rest, "UID FETCH 2"):
				say(strings.ReplaceAll(second, "TAG", tag))
			case strings.HasPrefix(rest, "UID FETCH"):
				say("* 1 FETCH (UID "+rest[10:11]+" BODY[] {4}", "a: b)", tag+" OK done")
			default:
				say(tag + " OK done")
			}
		}
	}, "127.0.0.1")
	a := open(t, Config{
		Name: "bills", Address: address, Security: Plain, User: "bills", Secret: secretIn(secretFile(t, password)),
		Folders: []string{"INBOX"}, Flag: "$Done", Quarantine: "Quarantine",
	})
	a.pace.body = ample
	return a
}

func TestOneBadMailStopsNoOther(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		second, says string
		gone         bool
	}{
		"refused":              {"TAG NO [PARSE] broken on disk", "refuses to give it (imap: NO [PARSE] broken on disk)", false},
		"refused as bad":       {"TAG BAD what", "refuses to give it", false},
		"nothing of it":        {"* 2 FETCH (UID 2 BODY[] NIL)\r\nTAG OK done", "gives nothing of it", false},
		"not mentioned":        {"TAG OK done", "gives nothing of it", false},
		"empty":                {"* 2 FETCH (UID 2 BODY[] {0}\r\n)\r\nTAG OK done", "gives nothing of it", false},
		"larger than it says":  {"* 2 FETCH (UID 2 BODY[] {52428801}\r\n" + strings.Repeat("a", 52428801) + ")\r\nTAG OK done", "larger than the mail server says", false},
		"moved away":           {"* 2 FETCH (UID 2 BODY[] NIL)\r\nTAG OK done", "", true},
		"moved away and told":  {"TAG NO [EXPUNGEISSUED] gone", "", true},
		"moved away, not told": {"TAG OK done", "", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mails := readAll(t, odd(t, c.second, c.gone), mail.Position{Folder: "INBOX"}, 3)
			if c.gone {
				require.Len(t, mails, 2)
				assert.Equal(t, uint32(3), mails[1].At.UID)
				return
			}
			require.Len(t, mails, 3)
			assert.Contains(t, mails[1].Trouble, c.says)
			assert.Empty(t, mails[1].Raw)
			for i, m := range mails {
				assert.Equal(t, mail.Position{Account: "bills", Folder: "INBOX", Validity: 7, UID: uint32(i + 1)}, m.At)
			}
			assert.Equal(t, "a: b", string(mails[2].Raw))
		})
	}
}

func TestAMailThatEndsEveryConnectionIsShownToAPersonInTheEnd(t *testing.T) {
	t.Parallel()
	for _, second := range []string{"hang up", "* 2 FETCH (UID 2 BODY[] what", "* 2 FETCH (UID 2 BODY[] {9}\r\nabc"} {
		t.Run(second, func(t *testing.T) {
			t.Parallel()
			a := odd(t, second, false)
			a.pace.body = 100 * time.Millisecond
			for range maxBroken {
				var uids []uint32
				for m, err := range a.Next(t.Context(), mail.Position{Folder: "INBOX"}, 3) {
					if err != nil {
						assert.Equal(t, fault.Unavailable, fault.CodeOf(err))
						break
					}
					uids = append(uids, m.At.UID)
				}
				require.Equal(t, []uint32{1}, uids, "those after it must wait: it may be the line")
			}
			mails := readAll(t, a, mail.Position{Folder: "INBOX"}, 3)
			require.Len(t, mails, 3)
			assert.Contains(t, mails[1].Trouble, "ended 10 times while it was read")
		})
	}
}

func TestAServerInTroubleIsNoTroubleOfTheMail(t *testing.T) {
	t.Parallel()
	var uids []uint32
	var last error
	for m, err := range odd(t, "TAG NO [UNAVAILABLE] later", false).Next(t.Context(), mail.Position{Folder: "INBOX"}, 3) {
		if last = err; err == nil {
			uids = append(uids, m.At.UID)
		}
	}
	assert.Equal(t, []uint32{1}, uids)
	assert.Equal(t, fault.Unavailable, fault.CodeOf(last))
	assert.Contains(t, fault.Say(last), "refuses: later. It is tried again.")
}

func TestAServerThatSaysNothingIsNotWaitedForLong(t *testing.T) {
	t.Parallel()
	a := open(t, Config{
		Name: "bills", Address: listen(t, func(conn net.Conn) { _, _ = conn.Read(make([]byte, 1)) }, "127.0.0.1"),
		Security: Plain, User: "bills", Secret: secretIn(secretFile(t, password)),
		Folders: []string{"INBOX"}, Flag: "$Done", Quarantine: "Quarantine",
	})
	a.pace.dial = 50 * time.Millisecond
	assert.Contains(t, fault.Say(try(t, a)), "does not answer in time")
}

func TestATooLargeMailIsNotFetchedButItsHeaderIs(t *testing.T) {
	t.Parallel()
	d := startDovecot(t)
	deliver(t, d.client(t), "INBOX", letter(1, maxSize), letter(2, 10))
	mails := readAll(t, d.account(t), mail.Position{Folder: "INBOX"}, 10)
	require.Len(t, mails, 2)
	assert.Equal(t, "The mail was not read: it has 51 MiB, and more than 50 MiB are not taken.", mails[0].Trouble)
	assert.Contains(t, string(mails[0].Raw), "Subject: Invoice 1\r\n")
	assert.Less(t, len(mails[0].Raw), 200)
	assert.Equal(t, letter(2, 10), string(mails[1].Raw))
}
