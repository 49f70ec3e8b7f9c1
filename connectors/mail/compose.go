package mail

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"path"
	"strings"

	"github.com/emersion/go-message"
	"github.com/emersion/go-message/mail"

	"factotum/automations/outbox"
)

// compose writes a mail (RFC 5322) from an address. The same mail is the same
// bytes but for the boundaries of its parts.
func compose(from mail.Address, m outbox.Mail) ([]byte, error) {
	h := headerOf(from, m)
	var raw bytes.Buffer
	text := []byte(strings.ReplaceAll(m.Text, "\n", "\r\n"))
	if m.File == nil {
		worded(&h.Header)
		err := written(&raw, h.Header, text)
		return raw.Bytes(), err
	}
	h.SetContentType("multipart/mixed", nil)
	out, err := message.CreateWriter(&raw, h.Header)
	if err != nil {
		return nil, fmt.Errorf("mail: composing: %w", err)
	}
	var words, file message.Header
	worded(&words)
	kind := mime.TypeByExtension(path.Ext(m.File.Name))
	if kind == "" || strings.HasPrefix(kind, "text/") || strings.HasPrefix(kind, "message/") {
		kind = "application/octet-stream" // as it is: no line end of it is touched
	}
	file.SetContentType(kind, nil)
	file.SetContentDisposition("attachment", map[string]string{"filename": m.File.Name})
	file.Set("Content-Transfer-Encoding", "base64")
	err = errors.Join(part(out, words, text), part(out, file, m.File.Data), out.Close())
	return raw.Bytes(), err
}

// headerOf is the header of a mail without what says how its body is written.
func headerOf(from mail.Address, m outbox.Mail) mail.Header {
	var h mail.Header
	h.SetAddressList("From", []*mail.Address{&from})
	h.SetAddressList("To", []*mail.Address{{Name: m.Name, Address: m.To}})
	h.SetSubject(m.Subject)
	h.SetDate(m.At)
	h.SetMessageID(m.ID + from.Address[strings.LastIndexByte(from.Address, '@'):])
	thread := m.Thread
	if m.Answers != "" {
		h.Set("In-Reply-To", m.Answers)
		thread = append(thread[:len(thread):len(thread)], m.Answers)
	}
	if len(thread) > 0 {
		h.Set("References", strings.Join(thread, " "))
	}
	if m.Machine { // RFC 3834, section 5
		h.Set("Auto-Submitted", "auto-generated")
		h.Set("X-Auto-Response-Suppress", "All")
	}
	h.Set("MIME-Version", "1.0")
	return h
}

// worded says that a part is text.
func worded(h *message.Header) {
	h.SetContentType("text/plain", map[string]string{"charset": "utf-8"})
	h.Set("Content-Transfer-Encoding", "quoted-printable")
}

func written(to io.Writer, h message.Header, body []byte) error {
	w, err := message.CreateWriter(to, h)
	if err != nil {
		return fmt.Errorf("mail: composing: %w", err)
	}
	_, err = w.Write(body)
	return errors.Join(err, w.Close())
}

func part(out *message.Writer, h message.Header, body []byte) error {
	w, err := out.CreatePart(h)
	if err != nil {
		return fmt.Errorf("mail: composing: %w", err)
	}
	_, err = w.Write(body)
	return errors.Join(err, w.Close())
}
