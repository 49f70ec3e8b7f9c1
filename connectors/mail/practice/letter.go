package practice

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"mime"
	"net/mail"
	"path"
	"strings"
	"time"
)

// AuthServer is the mail server whose word about senders counts in the sample
// company.
const AuthServer = "mx.harbourpine.example"

// Letter is a mail to the sample company's mailbox.
type Letter struct {
	Name, Address string // of the sender
	Subject       string
	Text          string
	Day           time.Time
	Files         []Attachment
	Forged        bool   // our server could not confirm the sender
	Again         string // makes another mail of it, with a Message-ID of its own
	To            string // address; empty: that of the mailbox for invoices
	Answers       string // Message-ID of the mail that it answers, with its brackets
	Header        string // further fields, each with its line end
}

// Attachment is a file in a mail.
type Attachment struct {
	Name string
	Body []byte
}

// Raw is the mail as the mailbox has it: the same for the same letter.
func (l Letter) Raw() []byte {
	var m strings.Builder
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %s %s %s", l.Address, l.Subject, l.Day, l.Again))
	verdict := "pass"
	if l.Forged {
		verdict = "fail"
	}
	_, domain, _ := strings.Cut(l.Address, "@")
	from := mail.Address{Name: l.Name, Address: l.Address}
	fmt.Fprintf(&m, "Authentication-Results: %s; dmarc=%s header.from=%s\r\n", AuthServer, verdict, domain)
	fmt.Fprintf(&m, "Received: from %s by %s; %s\r\n", domain, AuthServer, l.Day.Format(time.RFC1123Z))
	to := l.To
	if to == "" {
		to = "invoices@harbourpine.example"
	}
	m.WriteString(l.Header)
	if l.Answers != "" {
		fmt.Fprintf(&m, "In-Reply-To: %s\r\nReferences: %s\r\n", l.Answers, l.Answers)
	}
	fmt.Fprintf(&m, "From: %s\r\nTo: %s\r\nSubject: %s\r\nDate: %s\r\n", from.String(), to, mime.QEncoding.Encode("utf-8", l.Subject), l.Day.Format(time.RFC1123Z))
	fmt.Fprintf(&m, "Message-ID: <%s@%s>\r\nMIME-Version: 1.0\r\n", hex.EncodeToString(sum[:8]), domain)
	m.WriteString("Content-Type: multipart/mixed; boundary=\"next-part\"\r\n\r\n")
	m.WriteString("--next-part\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + wrapped([]byte(l.Text)))
	for _, f := range l.Files {
		name := mime.FormatMediaType("attachment", map[string]string{"filename": f.Name})
		fmt.Fprintf(&m, "\r\n--next-part\r\nContent-Type: %s\r\nContent-Disposition: %s\r\nContent-Transfer-Encoding: base64\r\n\r\n%s", kindOf(f.Name), name, wrapped(f.Body))
	}
	m.WriteString("\r\n--next-part--\r\n")
	return []byte(m.String())
}

func kindOf(name string) string {
	if kind := mime.TypeByExtension(path.Ext(name)); kind != "" && !strings.Contains(kind, "rfc822") {
		return kind
	}
	return "application/octet-stream"
}

// wrapped is Base64 in lines of 76 letters (RFC 2045, section 6.8).
func wrapped(body []byte) string {
	text := base64.StdEncoding.EncodeToString(body)
	var out strings.Builder
	for len(text) > 76 {
		out.WriteString(text[:76] + "\r\n")
		text = text[76:]
	}
	return out.String() + text
}
