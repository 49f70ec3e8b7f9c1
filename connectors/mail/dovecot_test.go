package mail

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ample is how long what must come is waited for: only a test that fails waits as long,
// and a busy machine may take minutes for what is otherwise there at once.
const ample = 8 * time.Minute

// dovecot is a real server with one user, bills, in a folder of its own.
type dovecot struct {
	folder string
	plain  string // host:port of the port for STARTTLS
	tls    string // host:port of the port for TLS
	ca     string // PEM file
}

const password = "a password of the test"

// startDovecot runs Dovecot as an ordinary user; more is added to its
// configuration.
func startDovecot(t testing.TB, more ...string) dovecot {
	t.Helper()
	binary := "/usr/sbin/dovecot" // not in the PATH of ordinary users
	if found, err := exec.LookPath("dovecot"); err == nil {
		binary = found
	}
	require.FileExists(t, binary, "install dovecot-imapd, or run deploy/test")
	// Not t.TempDir: others cannot look into that, and the paths of sockets are short.
	folder, err := os.MkdirTemp("", "imap")
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, os.RemoveAll(folder)) })
	d := dovecot{folder: folder, plain: free(t), tls: free(t), ca: filepath.Join(folder, "cert.pem")}
	certify(t, folder, "localhost", time.Hour)
	as := runner(t)
	text := d.configuration(as) + strings.Join(more, "\n")
	require.NoError(t, os.WriteFile(filepath.Join(folder, "conf"), []byte(text), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "users"), []byte("bills:{PLAIN}"+password+"\n"), 0o600))
	command := exec.Command(binary, "-F", "-c", filepath.Join(folder, "conf"))
	if os.Geteuid() == 0 {
		// Dovecot keeps no mail for root.
		command.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: as.uid, Gid: as.gid}}
		require.NoError(t, filepath.Walk(folder, func(path string, _ os.FileInfo, err error) error {
			require.NoError(t, err)
			return os.Chown(path, int(as.uid), int(as.gid))
		}))
	}
	var said bytes.Buffer
	command.Stdout, command.Stderr = &said, &said
	require.NoError(t, command.Start())
	t.Cleanup(func() {
		assert.NoError(t, command.Process.Signal(syscall.SIGTERM))
		_ = command.Wait() // it was told to end
		if t.Failed() {
			text, _ := os.ReadFile(filepath.Join(folder, "log"))
			t.Logf("dovecot said: %s\n%s", said.String(), tail(text))
		}
	})
	require.Eventually(t, func() bool {
		c, err := net.Dial("tcp", d.plain)
		if err != nil {
			return false
		}
		defer func() { _ = c.Close() }()
		n, err := c.Read(make([]byte, 4))
		return err == nil && n == 4
	}, ample, 20*time.Millisecond, "Dovecot does not answer")
	return d
}

type account struct {
	uid, gid    uint32
	user, group string
}

// runner is who Dovecot runs as: we, or nobody if we are root.
func runner(t testing.TB) account {
	t.Helper()
	me, err := user.Current()
	require.NoError(t, err)
	if os.Geteuid() == 0 {
		me, err = user.Lookup("nobody")
		require.NoError(t, err)
	}
	group, err := user.LookupGroupId(me.Gid)
	require.NoError(t, err)
	var a account
	_, err = fmt.Sscan(me.Uid+" "+me.Gid, &a.uid, &a.gid)
	require.NoError(t, err)
	a.user, a.group = me.Username, group.Name
	return a
}

func (d dovecot) configuration(as account) string {
	port := func(address string) string {
		_, port, _ := net.SplitHostPort(address)
		return port
	}
	return strings.NewReplacer("DIR", d.folder, "USER", as.user, "GROUP", as.group, "UID", fmt.Sprint(as.uid),
		"GID", fmt.Sprint(as.gid), "PLAIN", port(d.plain), "SECURE", port(d.tls)).Replace(`
base_dir = DIR/run
state_dir = DIR/state
log_path = DIR/log
default_internal_user = USER
default_internal_group = GROUP
default_login_user = USER
protocols = imap
ssl = yes
ssl_cert = <DIR/cert.pem
ssl_key = <DIR/key.pem
ssl_min_protocol = TLSv1.2
disable_plaintext_auth = no
auth_mechanisms = plain
auth_failure_delay = 0
auth_cache_size = 0
mail_location = maildir:DIR/mail
mail_max_userip_connections = 200
first_valid_uid = 1
first_valid_gid = 0
mail_fsync = never
namespace inbox {
  inbox = yes
  separator = /
}
passdb {
  driver = passwd-file
  args = DIR/users
}
userdb {
  driver = static
  args = uid=UID gid=GID home=DIR/home
}
service anvil {
  chroot =
  # No waiting after wrong passwords.
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service imap-login {
  chroot =
  inet_listener imap {
    address = 127.0.0.1
    port = PLAIN
  }
  inet_listener imaps {
    address = 127.0.0.1
    port = SECURE
  }
}
`)
}

func tail(text []byte) []byte { return text[max(0, len(text)-4000):] }

// free is an address of this machine that nobody listens on.
func free(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// certify writes cert.pem and key.pem for a name.
func certify(t testing.TB, folder, name string, valid time.Duration) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name}, IsCA: true,
		NotBefore: now.Add(-2 * time.Hour), NotAfter: now.Add(valid), BasicConstraintsValid: true,
	}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	require.NoError(t, err)
	private, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(t, err)
	for file, block := range map[string]*pem.Block{
		"cert.pem": {Type: "CERTIFICATE", Bytes: cert}, "key.pem": {Type: "PRIVATE KEY", Bytes: private},
	} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, file), pem.EncodeToMemory(block), 0o600))
	}
}

// account is an account of this server over TLS, with short pauses. change may
// alter its settings.
func (d dovecot) account(t testing.TB, change ...func(*Config)) *Account {
	t.Helper()
	return open(t, Config{
		Name: "bills", Address: strings.Replace(d.tls, "127.0.0.1", "localhost", 1), Security: TLS, CAFile: d.ca,
		User: "bills", Secret: secretIn(secretFile(t, password)),
		Folders: []string{"INBOX"}, Flag: "$Done", Quarantine: "Quarantine",
	}, change...)
}

// secretIn is the password in a file, as it is at each login.
func secretIn(file string) Secret {
	return Secret{Where: "the file " + file, Read: func() (string, error) {
		text, err := os.ReadFile(file)
		return strings.TrimSpace(string(text)), err
	}}
}

func tokenIn(file string) Secret {
	s := secretIn(file)
	s.Token = true
	return s
}

func secretFile(t testing.TB, secret string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "secret")
	require.NoError(t, os.WriteFile(file, []byte(secret+"\n"), 0o600))
	return file
}

func open(t testing.TB, cfg Config, change ...func(*Config)) *Account {
	t.Helper()
	for _, f := range change {
		f(&cfg)
	}
	a, err := New(cfg)
	require.NoError(t, err)
	a.pace.firstRetry, a.pace.lastRetry, a.pace.loginRetry = time.Millisecond, 50*time.Millisecond, time.Millisecond
	t.Cleanup(a.Close)
	return a
}

// client is a mail program of somebody else, in the clear.
func (d dovecot) client(t testing.TB) *imapclient.Client {
	t.Helper()
	c, err := imapclient.DialInsecure(d.plain, nil)
	require.NoError(t, err)
	t.Cleanup(func() { _ = c.Close() })
	require.NoError(t, c.Login("bills", password).Wait())
	return c
}

// deliver puts mails into a folder.
func deliver(t testing.TB, c *imapclient.Client, folder string, mails ...string) {
	t.Helper()
	for _, raw := range mails {
		command := c.Append(folder, int64(len(raw)), nil)
		_, err := command.Write([]byte(raw))
		require.NoError(t, err)
		require.NoError(t, command.Close())
		_, err = command.Wait()
		require.NoError(t, err)
	}
}

// subjects are those of the mails in a folder that carry all the flags, in order.
func subjects(t testing.TB, c *imapclient.Client, folder string, flags ...imap.Flag) []string {
	t.Helper()
	_, err := c.Select(folder, nil).Wait()
	require.NoError(t, err)
	found, err := c.UIDSearch(&imap.SearchCriteria{Flag: flags}, nil).Wait()
	require.NoError(t, err)
	var subjects []string
	if len(found.AllUIDs()) == 0 {
		return nil
	}
	mails, err := c.Fetch(imap.UIDSetNum(found.AllUIDs()...), &imap.FetchOptions{Envelope: true}).Collect()
	require.NoError(t, err)
	for _, m := range mails {
		subjects = append(subjects, m.Envelope.Subject)
	}
	return subjects
}

// letter is a mail of about size bytes.
func letter(n, size int) string {
	head := fmt.Sprintf("Message-ID: <%d@acme.example>\r\nFrom: billing@acme.example\r\nSubject: Invoice %d\r\n\r\n", n, n)
	line := strings.Repeat("0123456789", 7) + "\r\n"
	return head + strings.Repeat(line, 1+size/len(line))
}

func within(t testing.TB) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), ample)
	t.Cleanup(cancel)
	return ctx
}
