package mail

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/automations/mail"
)

// try reads the INBOX and gives what went wrong.
func try(t *testing.T, a *Account) error {
	t.Helper()
	for _, err := range a.Next(within(t), mail.Position{Folder: "INBOX"}, 1) {
		if err != nil {
			return err
		}
	}
	return nil
}

func TestEveryWayInWorks(t *testing.T) {
	t.Parallel()
	d := startDovecot(t)
	named := func(address string) string { return strings.Replace(address, "127.0.0.1", "localhost", 1) }
	require.NoError(t, try(t, d.account(t)))
	require.NoError(t, try(t, d.account(t, func(cfg *Config) { cfg.Security, cfg.Address = StartTLS, named(d.plain) })))
	require.NoError(t, try(t, d.account(t, func(cfg *Config) { cfg.Security, cfg.Address, cfg.CAFile = Plain, named(d.plain), "" })))
}

func TestAServerThatTakesNoPasswordsIsNotGivenOne(t *testing.T) {
	t.Parallel()
	d := startDovecot(t, "auth_mechanisms = login")
	assert.Contains(t, fault.Say(try(t, d.account(t))), "takes no passwords in this way")
}

func TestTheSecretIsReadAnewAtEachLogin(t *testing.T) {
	t.Parallel()
	d := startDovecot(t)
	file := secretFile(t, "old")
	a := d.account(t, func(cfg *Config) { cfg.Secret = secretIn(file) })
	require.Error(t, try(t, a))
	require.NoError(t, os.WriteFile(file, []byte(password), 0o600))
	require.NoError(t, try(t, a))
}

func TestTokensLogIn(t *testing.T) {
	t.Parallel()
	company := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"email":"bills","active":"%t"}`, r.Header.Get("Authorization") == "Bearer good")
	}))
	t.Cleanup(company.Close)
	for _, mechanism := range []string{"oauthbearer", "xoauth2"} {
		t.Run(mechanism, func(t *testing.T) {
			t.Parallel()
			settings := filepath.Join(t.TempDir(), "oauth2")
			for _, folder := range []string{filepath.Dir(settings), filepath.Dir(filepath.Dir(settings))} {
				require.NoError(t, os.Chmod(folder, 0o755)) // Dovecot may run as somebody else
			}
			require.NoError(t, os.WriteFile(settings, []byte("introspection_url = "+company.URL+"/\nintrospection_mode = auth\nactive_attribute = active\nactive_value = true\n"), 0o644))
			d := startDovecot(t, "auth_mechanisms = "+mechanism, "passdb {\n driver = oauth2\n mechanisms = "+mechanism+"\n args = "+settings+"\n}")
			file := secretFile(t, "expired")
			a := d.account(t, func(cfg *Config) { cfg.Secret = tokenIn(file) })
			assert.Contains(t, fault.Say(try(t, a)), "does not accept the login of bills: check the user and the OAuth2 token in the file "+file)
			require.NoError(t, os.WriteFile(file, []byte("good"), 0o600))
			require.NoError(t, try(t, a))

			withPassword := d.account(t)
			assert.Error(t, try(t, withPassword))
		})
	}
}

func TestWhatIsWrongIsSaidPlainly(t *testing.T) {
	t.Parallel()
	d := startDovecot(t)
	deliver(t, d.client(t), "INBOX", letter(1, 10))
	require.NoError(t, d.client(t).Create("Bills/Paid", nil).Wait())
	others := t.TempDir()
	certify(t, others, "elsewhere.example", time.Hour)
	nobody := free(t)
	loose := secretFile(t, password)
	require.NoError(t, os.Chmod(loose, 0o640))
	for name, c := range map[string]struct {
		change func(*Config)
		code   fault.Code
		says   string
	}{
		"wrong password":              {func(cfg *Config) { cfg.Secret = secretIn(secretFile(t, "wrong")) }, fault.Invalid, "does not accept the login of bills: check the user and the password in the file /"},
		"wrong user":                  {func(cfg *Config) { cfg.User = "bells" }, fault.Invalid, "does not accept the login of bells"},
		"no authority":                {func(cfg *Config) { cfg.CAFile = "" }, fault.Invalid, "signed by an authority that is not known here"},
		"wrong authority":             {func(cfg *Config) { cfg.CAFile = filepath.Join(others, "cert.pem") }, fault.Invalid, "signed by an authority that is not known here"},
		"authority missing":           {func(cfg *Config) { cfg.CAFile = filepath.Join(others, "none.pem") }, fault.Invalid, "cannot be read: correct the path"},
		"authority is no certificate": {func(cfg *Config) { cfg.CAFile = loose }, fault.Invalid, "holds no certificate"},
		"wrong name":                  {func(cfg *Config) { cfg.Address = d.tls }, fault.Invalid, "is not for 127.0.0.1 but for localhost"},
		"no TLS there":                {func(cfg *Config) { cfg.Address = d.plain }, fault.Invalid, "does not begin with TLS on this port"},
		"nobody there":                {func(cfg *Config) { cfg.Address = nobody }, fault.Unavailable, "Nothing answers on " + nobody},
		"token":                       {func(cfg *Config) { cfg.Secret.Token = true }, fault.Invalid, "takes no OAuth2 tokens"},
		"no such folder":              {func(cfg *Config) {}, fault.Invalid, "has no folder Invoices that can be read. It has: Bills/Paid, INBOX."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := "INBOX"
			if name == "no such folder" {
				folder = "Invoices"
			}
			a := d.account(t, c.change, func(cfg *Config) { cfg.Folders = []string{folder} })
			var err error
			for _, err = range a.Next(within(t), mail.Position{Folder: folder}, 1) {
				require.Error(t, err)
			}
			assert.Contains(t, fault.Say(err), c.says)
			assert.Equal(t, c.code, fault.CodeOf(err))
			assert.NotContains(t, err.Error(), password)
			findings := a.Check(within(t))
			last := findings[len(findings)-1]
			if name == "no such folder" {
				last = findings[1]
			}
			assert.False(t, last.OK)
			assert.Contains(t, last.Says, c.says)
		})
	}
}

func TestAnExpiredCertificateSaysUntilWhen(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	certify(t, folder, "localhost", -time.Hour)
	l := listenTLS(t, folder)
	a := open(t, Config{
		Name: "bills", Address: l, Security: TLS, CAFile: filepath.Join(folder, "cert.pem"), User: "bills",
		Secret: secretIn(secretFile(t, password)), Folders: []string{"INBOX"}, Flag: "$Done", Quarantine: "Quarantine",
	})
	assert.Contains(t, fault.Say(try(t, a)), "is valid from")
}

// elsewhere is a connection to another machine.
type elsewhere struct{ net.Conn }

func (elsewhere) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 143} }

func TestNothingIsSentInTheClearToAnotherMachine(t *testing.T) {
	t.Parallel()
	a := open(t, Config{
		Name: "bills", Address: "mail.example:143", Security: Plain, User: "bills",
		Secret: secretIn(""), Folders: []string{"INBOX"}, Flag: "$Done", Quarantine: "Quarantine",
	})
	err := a.protect(t.Context(), &session{conn: elsewhere{}}, nil)
	assert.Contains(t, fault.Say(err), "a plain connection would show the password")
	_, say := a.sentence(&net.DNSError{Name: "mail.example", IsNotFound: true})
	assert.Contains(t, say, "There is no machine called mail.example")
}

func TestAnAccountThatCannotWorkIsRefused(t *testing.T) {
	t.Parallel()
	for says, change := range map[string]func(*Config){
		"a name and a user":      func(cfg *Config) { cfg.Name = "" },
		"host:port":              func(cfg *Config) { cfg.Address = "mail.example" },
		"tls, starttls or plain": func(cfg *Config) { cfg.Security = "ssl" },
		"a password or token":    func(cfg *Config) { cfg.Secret = Secret{} },
		"the folders to read":    func(cfg *Config) { cfg.Folders = nil },
		"either a flag or":       func(cfg *Config) { cfg.Folder = "Done" },
		"get either":             func(cfg *Config) { cfg.Flag = "" },
		"a word of letters":      func(cfg *Config) { cfg.Flag = `\Deleted` },
		"must look at":           func(cfg *Config) { cfg.Quarantine = "" },
		"cannot be moved there":  func(cfg *Config) { cfg.Quarantine = "Inbox" },
	} {
		cfg := Config{
			Name: "bills", Address: "mail.example:993", Security: TLS, User: "bills", Secret: secretIn(""),
			Folders: []string{"INBOX"}, Flag: "$Done", Quarantine: "Quarantine",
		}
		change(&cfg)
		_, err := New(cfg)
		assert.Equal(t, fault.Invalid, fault.CodeOf(err))
		assert.Contains(t, fault.Say(err), says)
	}
}
