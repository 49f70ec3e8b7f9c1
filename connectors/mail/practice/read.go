package practice

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/emersion/go-message/mail"
)

// Reading is a mail as its reader sees it.
type Reading struct {
	ID      string // Message-ID, with its brackets
	Answers string // the header In-Reply-To, as it stands
	Machine bool   // it says that nobody wrote it
	From    string
	To      string
	Subject string
	Text    string
	Files   []Attachment
}

// Read takes a mail apart.
func (s Sent) Read() (r Reading, err error) {
	m, err := mail.CreateReader(bytes.NewReader(s.Raw))
	if err != nil {
		return r, fmt.Errorf("mail practice: %w", err)
	}
	r.ID, r.Answers, r.Machine = m.Header.Get("Message-Id"), m.Header.Get("In-Reply-To"), m.Header.Get("Auto-Submitted") != ""
	r.From, r.To = m.Header.Get("From"), strings.Join(s.To, ", ")
	if r.Subject, err = m.Header.Subject(); err != nil {
		return r, fmt.Errorf("mail practice: %w", err)
	}
	for {
		part, err := m.NextPart()
		if errors.Is(err, io.EOF) {
			return r, nil
		}
		if err != nil {
			return r, fmt.Errorf("mail practice: %w", err)
		}
		body, err := io.ReadAll(part.Body)
		if err != nil {
			return r, fmt.Errorf("mail practice: %w", err)
		}
		head, attached := part.Header.(*mail.AttachmentHeader)
		if !attached {
			r.Text += strings.ReplaceAll(string(body), "\r\n", "\n")
			continue
		}
		name, err := head.Filename()
		if err != nil {
			return r, fmt.Errorf("mail practice: %w", err)
		}
		r.Files = append(r.Files, Attachment{Name: name, Body: body})
	}
}
