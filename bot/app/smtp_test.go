package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/bot/app"
	"factotum/connectors/mail"
	"factotum/connectors/mail/practice"
)

const deskMail = "builtin: [ticket, expense, mail]\nmailboxes:\n  - {key: desk, name: IT desk, host: imap.example.com, user: desk@example.com, makes: ticket, "

// desk is a company with IT and a mailbox: the file of its configuration.
func desk(t *testing.T, mailbox string) string {
	t.Helper()
	folder := company(t, "")
	for name, change := range map[string][2]string{
		"factotum.yaml": {"builtin: [expense]\n", mailbox}, "teams.yaml": {"teams:\n", "teams:\n  - {key: it, name: IT}\n"},
	} {
		file := filepath.Join(folder, name)
		body, err := os.ReadFile(file)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(file, bytes.Replace(body, []byte(change[0]), []byte(change[1]), 1), 0o600))
	}
	return filepath.Join(folder, "factotum.yaml")
}

func loadDesk(t *testing.T, env map[string]string, mailbox string) (*app.Settings, string) {
	t.Helper()
	file := desk(t, mailbox)
	s, problems := app.Load(file, func(name string) string { return env[name] })
	return s, said(filepath.Dir(file), problems)
}

func TestAMailboxBecomesADesk(t *testing.T) {
	t.Parallel()
	env := map[string]string{"FACTOTUM_MAIL_DESK_PASSWORD": "in", "FACTOTUM_MAIL_DESK_SMTP_PASSWORD": "out"}
	s, wrong := loadDesk(t, env, deskMail+"team: it, smtp: {host: smtp.example.com, from: desk@example.com}}\n")
	require.Empty(t, wrong)
	require.Len(t, s.Inboxes, 1)
	box := s.Inboxes[0]
	assert.Equal(t, &automations.Tickets{Kind: "ticket", Team: "it"}, box.Tickets)
	got, err := box.Out.Secret.Read()
	require.NoError(t, err)
	assert.Equal(t, "out", got)
	box.Out.Secret = mail.Secret{}
	assert.Equal(t, &mail.SendConfig{Address: "smtp.example.com:587", Security: mail.StartTLS, User: "desk@example.com", From: "desk@example.com", Name: "IT desk"}, box.Out)

	delete(env, "FACTOTUM_MAIL_DESK_SMTP_PASSWORD")
	s, wrong = loadDesk(t, env, deskMail+"smtp: {host: smtp.example.com, tls: tls, from: desk@example.com}}\n")
	require.Empty(t, wrong)
	got, err = s.Inboxes[0].Out.Secret.Read()
	require.NoError(t, err)
	assert.Equal(t, "in", got, "the password that reads is that which sends, where there is no other")
	assert.Equal(t, "smtp.example.com:465", s.Inboxes[0].Out.Address)
}

func TestADeskThatCannotAnswerIsRefused(t *testing.T) {
	t.Parallel()
	env := map[string]string{"FACTOTUM_MAIL_DESK_PASSWORD": "in"}
	for more, says := range map[string]string{
		"}\n": "name the server that sends by smtp",
		"smtp: {host: smtp.example.com, from: the desk}}\n":                                         "is no address that mail can be from",
		"smtp: {host: smtp.example.com, from: desk@example.com, tls: none}}\n":                      "is tls, starttls or plain",
		"team: nobody, smtp: {host: smtp.example.com, from: desk@example.com}}\n":                   `there is no team "nobody"`,
		"kind: expense, smtp: {host: smtp.example.com, from: desk@example.com}}\n":                  "keep one of them",
		"smtp: {host: smtp.example.com, from: desk@example.com}}\n  - {key: two, makes: expense}\n": `no kind of ticket is called "expense"`,
		"smtp: {host: smtp.example.com, from: desk@example.com}}\n  - {key: two, team: it}\n":       "add makes: ticket",
	} {
		_, wrong := loadDesk(t, env, deskMail+more)
		require.NotEmpty(t, wrong, more)
		assert.Contains(t, wrong, says)
	}
}

func TestCheckLogsInToSend(t *testing.T) {
	t.Parallel()
	users := map[string]string{"desk": "hunter2"}
	in, err := practice.Start(t.Context(), practice.Config{Address: "127.0.0.1:0", Users: users, Validity: uint32(time.Now().Unix())})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, in.Close()) })
	out, err := practice.StartOutgoing(t.Context(), practice.SendConfig{Address: "127.0.0.1:0", Users: users, Now: time.Now})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, out.Close()) })
	secret := filepath.Join(t.TempDir(), "password")
	for password, says := range map[string]string{
		"hunter2": "ok    Mailbox desk: answers go out by " + out.Address() + " as desk@example.com.",
		"wrong":   "wrong Mailbox desk, sending: The mail server " + out.Address() + " does not accept the login of desk",
	} {
		require.NoError(t, os.WriteFile(secret, []byte(password), 0o600))
		box := "builtin: [ticket, expense, mail]\nmailboxes:\n  - {key: desk, host: 127.0.0.1, port: " + in.Address()[10:] + ", tls: plain, user: desk, makes: ticket, password_file: " + secret +
			", smtp: {host: 127.0.0.1, port: " + out.Address()[10:] + ", tls: plain, from: desk@example.com}}\n"
		var told bytes.Buffer
		_, err := app.Check(t.Context(), desk(t, box), none, &told)
		require.NoError(t, err)
		assert.Contains(t, told.String(), says)
	}
}
