package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	mails "factotum/automations/mail"
	"factotum/bot/app"
	"factotum/connectors/mail"
	"factotum/connectors/mail/practice"
)

const readMail = "builtin: [expense, invoice, mail]\nmailboxes:\n"

func TestAMailboxIsReadWithWhatIsLeftOut(t *testing.T) {
	t.Parallel()
	env := map[string]string{"FACTOTUM_MAIL_BILLS_PASSWORD": "hunter2", "FACTOTUM_MAIL_MORE_BILLS_TOKEN": "token"}
	s, wrong := load(t, env, "builtin: [expense]\n", readMail+
		"  - {key: bills, name: Bills, host: imap.example.com, user: bills@example.com}\n"+
		"  - {key: more-bills, name: More, host: imap.example.com, port: 1143, tls: starttls, user: more, folders: [A, B], after: {move: Done}, quarantine: Odd, "+
		"authserv_id: mx.example.com, hops: 2, allowed_senders: [example.com], kind: expense}\n"+
		"  - {key: by-hand, name: By hand}\n")
	require.Empty(t, wrong)
	require.Len(t, s.Inboxes, 2)
	for i, want := range []string{"hunter2", "token"} {
		secret := &s.Inboxes[i].Config.Secret
		got, err := secret.Read()
		require.NoError(t, err)
		assert.Equal(t, want, got)
		secret.Read = nil // functions cannot be compared
	}
	assert.Equal(t, mail.Config{
		Name: "bills", Address: "imap.example.com:993", Security: mail.TLS, User: "bills@example.com",
		Secret:  mail.Secret{Where: "FACTOTUM_MAIL_BILLS_PASSWORD in the environment"},
		Folders: []string{"INBOX"}, Flag: "$Factotum", Quarantine: "Quarantine",
	}, s.Inboxes[0].Config)
	assert.Equal(t, "invoice", s.Inboxes[0].Kind)
	more := s.Inboxes[1]
	assert.Equal(t, mail.Secret{Where: "FACTOTUM_MAIL_MORE_BILLS_TOKEN in the environment", Token: true}, more.Config.Secret)
	assert.Equal(t, "imap.example.com:1143", more.Config.Address)
	assert.Equal(t, mails.Trust{Server: "mx.example.com", Hops: 2}, more.Trust)
	assert.Equal(t, []string{"example.com"}, more.Allowed)
	assert.Equal(t, "Europe/Paris", more.Zone)
}

func TestTheSecretInAFileIsReadAnewAtEachLogin(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "secret")
	write := func(text string, mode os.FileMode) {
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		require.NoError(t, os.Chmod(file, mode))
	}
	write("old\n", 0o600)
	s, wrong := load(t, nil, "builtin: [expense]\n", readMail+
		"  - {key: bills, name: Bills, host: imap.example.com, user: bills@example.com, token_file: "+file+"}\n")
	require.Empty(t, wrong)
	secret := s.Inboxes[0].Config.Secret
	assert.True(t, secret.Token)
	assert.Equal(t, "the file "+file, secret.Where)
	write("new", 0o600)
	got, err := secret.Read()
	require.NoError(t, err)
	assert.Equal(t, "new", got)
	write("new", 0o640)
	_, err = secret.Read()
	assert.ErrorContains(t, err, "run chmod 600 "+file)
	write(" ", 0o600)
	_, err = secret.Read()
	assert.ErrorContains(t, err, "is empty: write the secret into it")
	require.NoError(t, os.Remove(file))
	_, err = secret.Read()
	assert.ErrorContains(t, err, "cannot be read (")
	assert.Equal(t, fault.Invalid, fault.CodeOf(err))
}

func TestCheckTestsTheLoginAndCountsWhatWaits(t *testing.T) {
	t.Parallel()
	server, err := practice.Start(t.Context(), practice.Config{Address: "127.0.0.1:0", Users: map[string]string{"bills": "hunter2"}, Validity: uint32(time.Now().Unix())})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, server.Close()) })
	require.NoError(t, server.Deliver("bills", []byte("Subject: x\r\n\r\nx")))
	secret := filepath.Join(t.TempDir(), "password")
	require.NoError(t, os.WriteFile(secret, []byte("hunter2\n"), 0o600))
	host, port := server.Address()[:9], server.Address()[10:]
	box := readMail + "  - {key: bills, name: Bills, host: " + host + ", port: " + port + ", tls: plain, user: bills, password_file: " + secret
	said := func(more string) string {
		folder := company(t, "")
		file := filepath.Join(folder, "factotum.yaml")
		body, err := os.ReadFile(file)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(file, bytes.Replace(body, []byte("builtin: [expense]\n"), []byte(box+more+"}\n"), 1), 0o600))
		var out bytes.Buffer
		_, err = app.Check(t.Context(), file, none, &out)
		require.NoError(t, err)
		return out.String()
	}
	good := said("")
	assert.Contains(t, good, "ok    Mailbox bills: The folder INBOX has 1 mail waiting.")
	assert.Contains(t, good, "note  Mailbox bills: no authserv_id is given")
	require.NoError(t, os.WriteFile(secret, []byte("wrong"), 0o600))
	assert.Contains(t, said(", authserv_id: mx"), "wrong Mailbox bills: The mail server "+server.Address()+" does not accept the login of bills")
}
