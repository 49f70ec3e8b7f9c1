package mail

import (
	"bytes"
	"context"
	"crypto/tls"
	"io"
	netmail "net/mail"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-message/mail"
	"github.com/emersion/go-smtp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/connectors/mail/practice"
)

// outgoing is a server that sends, over TLS, and how it is reached.
func outgoing(t *testing.T, wrapped bool) (*practice.Outgoing, SendConfig) {
	t.Helper()
	folder := t.TempDir()
	certify(t, folder, "localhost", time.Hour)
	pair, err := tls.LoadX509KeyPair(filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem"))
	require.NoError(t, err)
	server, err := practice.StartOutgoing(t.Context(), practice.SendConfig{
		Address: "127.0.0.1:0", TLS: &tls.Config{Certificates: []tls.Certificate{pair}}, Wrapped: wrapped,
		Users: map[string]string{"desk": password}, Now: time.Now,
	})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, server.Close()) })
	cfg := SendConfig{
		Address: strings.Replace(server.Address(), "127.0.0.1", "localhost", 1), Security: StartTLS, CAFile: filepath.Join(folder, "cert.pem"),
		User: "desk", Secret: secretIn(secretFile(t, password)), From: "desk@us.example", Name: "IT-Büro",
	}
	if wrapped {
		cfg.Security = TLS
	}
	return server, cfg
}

func letterToJo() outbox.Mail {
	return outbox.Mail{
		ID: strings.Repeat("0a", 20), To: "jo@client.example", Name: "Jo \"the\" Client", Subject: "[TKT-1] Drücker\r\nBcc: x@evil.example",
		Text: "Wie geht es?\n.\nGrüße\n" + strings.Repeat("lang ", 300), Answers: "<2@client.example>", Thread: []string{"<1@client.example>", "<" + strings.Repeat("f", 200) + "@client.example>"},
		At: time.Date(2026, 11, 22, 6, 0, 0, 0, time.UTC),
	}
}

func TestMailGoesOutOverTLSAndReadsAsItWasWritten(t *testing.T) {
	t.Parallel()
	for _, wrapped := range []bool{false, true} {
		server, cfg := outgoing(t, wrapped)
		s, err := NewSender(cfg)
		require.NoError(t, err)
		require.NoError(t, s.Check(within(t)))
		m := letterToJo()
		require.NoError(t, s.Send(within(t), m))
		m.Machine, m.File = true, &outbox.Attachment{Name: "Plan ä.csv", Data: []byte("a;b\nc\r\n\xff")}
		require.NoError(t, s.Send(within(t), m))
		sent := server.Sent()
		require.Len(t, sent, 2)
		assert.Equal(t, "desk@us.example", sent[0].From)
		assert.Equal(t, []string{"jo@client.example"}, sent[0].To)

		r, err := mail.CreateReader(bytes.NewReader(sent[0].Raw))
		require.NoError(t, err)
		subject, err := r.Header.Subject()
		require.NoError(t, err)
		assert.Equal(t, m.Subject, subject, "a line break stays within the subject")
		id, err := r.Header.MessageID()
		require.NoError(t, err)
		assert.Equal(t, m.ID+"@us.example", id)
		references, err := r.Header.MsgIDList("References")
		require.NoError(t, err)
		assert.Len(t, references, 3)
		assert.Empty(t, r.Header.Get("Bcc"))
		assert.Empty(t, r.Header.Get("Auto-Submitted"))
		to, err := r.Header.AddressList("To")
		require.NoError(t, err)
		assert.Equal(t, "Jo \"the\" Client", to[0].Name)
		p, err := r.NextPart()
		require.NoError(t, err)
		text, err := io.ReadAll(p.Body)
		require.NoError(t, err)
		assert.Equal(t, m.Text, strings.TrimSuffix(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n"))

		withFile, err := mail.CreateReader(bytes.NewReader(sent[1].Raw))
		require.NoError(t, err)
		assert.Equal(t, "auto-generated", withFile.Header.Get("Auto-Submitted"))
		_, err = withFile.NextPart()
		require.NoError(t, err)
		file, err := withFile.NextPart()
		require.NoError(t, err)
		data, err := io.ReadAll(file.Body)
		require.NoError(t, err)
		assert.Equal(t, m.File.Data, data)
		head, ok := file.Header.(*mail.AttachmentHeader)
		require.True(t, ok)
		name, err := head.Filename()
		require.NoError(t, err)
		assert.Equal(t, "Plan ä.csv", name)
		_, err = netmail.ReadMessage(bytes.NewReader(sent[1].Raw))
		require.NoError(t, err)
	}
}

func TestWhatBecomesOfAMailIsTold(t *testing.T) {
	t.Parallel()
	server, cfg := outgoing(t, false)
	s, err := NewSender(cfg)
	require.NoError(t, err)
	for judge, want := range map[error]fault.Code{
		&smtp.SMTPError{Code: 550, Message: "No such user"}:   fault.Invalid,
		&smtp.SMTPError{Code: 451, Message: "Come back soon"}: fault.Unavailable,
	} {
		server.Refuse(func(string, []byte) error { return judge })
		err := s.Send(within(t), letterToJo())
		assert.Equal(t, want, fault.CodeOf(err), "%v", judge)
	}
	assert.Empty(t, server.Sent())
	slow := make(chan struct{})
	server.Refuse(func(string, []byte) error { <-slow; return nil })
	late := make(chan error)
	ctx, stop := context.WithTimeout(t.Context(), time.Second)
	defer stop()
	go func() { late <- s.Send(ctx, letterToJo()) }()
	assert.Equal(t, fault.Unavailable, fault.CodeOf(<-late), "nobody knows whether it was taken")
	close(slow)
}

func TestAnAccountThatCannotSendIsToldSo(t *testing.T) {
	t.Parallel()
	_, cfg := outgoing(t, false)
	for name, c := range map[string]struct {
		change func(*SendConfig)
		says   string
	}{
		"wrong password": {func(c *SendConfig) { c.Secret = secretIn(secretFile(t, "wrong")) }, "does not accept the login of desk"},
		"no authority":   {func(c *SendConfig) { c.CAFile = "" }, "signed by an authority that is not known here"},
		"nobody there":   {func(c *SendConfig) { c.Address = free(t) }, "cannot be reached"},
		"TLS at once":    {func(c *SendConfig) { c.Security = TLS }, "does not begin with TLS"},
	} {
		changed := cfg
		c.change(&changed)
		s, err := NewSender(changed)
		require.NoError(t, err, name)
		err = s.Send(within(t), letterToJo())
		assert.Contains(t, fault.Say(err), c.says, name)
		assert.Equal(t, fault.Unavailable, fault.CodeOf(err), name)
		assert.NotContains(t, err.Error(), password)
	}
	s, err := NewSender(cfg)
	require.NoError(t, err)
	gone, stop := context.WithCancel(t.Context())
	stop()
	require.Error(t, s.Send(gone, letterToJo()))
	for name, change := range map[string]func(*SendConfig){
		"no port": func(c *SendConfig) { c.Address = "localhost" }, "no address": func(c *SendConfig) { c.From = "Desk <desk@us.example>" },
		"no security": func(c *SendConfig) { c.Security = "" }, "no user": func(c *SendConfig) { c.User = "" }, "no secret": func(c *SendConfig) { c.Secret = Secret{} },
	} {
		changed := cfg
		change(&changed)
		_, err := NewSender(changed)
		assert.Equal(t, fault.Invalid, fault.CodeOf(err), name)
	}
}
