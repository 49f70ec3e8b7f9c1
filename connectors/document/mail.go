package document

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"slices"
	"strings"

	"github.com/emersion/go-message"
	"github.com/emersion/go-message/charset"

	"factotum/automations/fault"
)

// The limits of a mail. One beyond them is not taken apart at all: what is made
// to break a reader is looked at by a person.
const (
	maxParts  = 100
	mailDepth = 10
	maxFields = 1000
	maxHead   = 512 << 10
)

// Envelope is what a mail says about itself, to show. It proves nothing: who
// sent a mail is for automations/mail to judge, by its raw header.
type Envelope struct {
	Subject string
	Words   string `json:",omitempty"` // of a letter: what is written in it
}

// part is a file in a mail.
type part struct {
	name   string
	form   form
	inline bool // shown within the text
	body   []byte
}

// post is a mail while it is taken apart.
type post struct {
	files []part
	count int
	shown strings.Builder // the HTML texts, which name the pictures within them
}

var errBomb = errors.New("document: a mail beyond the limits")

// mail reads every invoice in a mail and in the mails forwarded inside it.
func (r *reading) mail(raw []byte) {
	if bytes.HasPrefix(raw, []byte("From ")) || bytes.HasPrefix(raw, []byte(">From ")) {
		_, raw, _ = bytes.Cut(raw, []byte("\n"))
	}
	e, err := open(bytes.NewReader(raw))
	if err == nil {
		r.result.Mail = &Envelope{Subject: shownField(e.Header.Get("Subject"))}
		var p post
		if err = p.entity(e, 0); err == nil {
			r.files(p)
			return
		}
	}
	if errors.Is(err, errBomb) {
		r.refuse("", "", fault.Wrap(err, fault.Invalid,
			"The mail has more than 100 parts, 1,000 lines of header or 10 mails inside one another, so it was not taken apart. Look at it by hand."))
		return
	}
	r.refuse("", "", fault.Wrap(err, fault.Invalid, "The mail is damaged, so it was not taken apart. Look at it by hand, or ask the sender to send it again."))
}

// open reads the header of a mail. An unknown charset or encoding leaves the
// bytes as they are.
func open(raw io.Reader) (*message.Entity, error) {
	e, err := message.ReadWithOptions(raw, &message.ReadOptions{MaxHeaderBytes: maxHead})
	switch {
	case err == nil, message.IsUnknownCharset(err), message.IsUnknownEncoding(err):
		return e, nil
	case strings.Contains(err.Error(), "header exceeds maximum size"): // go-message does not export it
		return nil, fmt.Errorf("%w: %w", errBomb, err)
	}
	return nil, fmt.Errorf("document: reading a mail: %w", err)
}

// shownField decodes a field (RFC 2047) and puts it on one line that can be shown.
func shownField(field string) string {
	decoder := mime.WordDecoder{CharsetReader: charset.Reader}
	if text, err := decoder.DecodeHeader(field); err == nil {
		field = text
	}
	letters := []rune(strings.Join(strings.FieldsFunc(tidy(strings.ToValidUTF8(field, "\ufffd")), empty), " "))
	return string(letters[:min(len(letters), 500)])
}

// entity walks one part and those inside it.
func (p *post) entity(e *message.Entity, depth int) error {
	if p.count++; p.count > maxParts || depth > mailDepth || e.Header.Len() > maxFields {
		return errBomb
	}
	if parts := e.MultipartReader(); parts != nil {
		return p.multipart(parts, depth)
	}
	kind, about, _ := e.Header.ContentType() // a broken type is sniffed below
	how, named, _ := e.Header.ContentDisposition()
	name := named["filename"]
	if name == "" {
		name = about["name"]
	}
	body, err := io.ReadAll(io.LimitReader(e.Body, MaxSize))
	if err != nil && len(body) == 0 {
		return nil //nolint:nilerr // a part that is damaged from its first byte is no file
	}
	if strings.EqualFold(kind, "message/rfc822") || strings.EqualFold(kind, "message/global") {
		inner, err := open(bytes.NewReader(body))
		if err != nil {
			return err
		}
		return p.entity(inner, depth+1)
	}
	p.leaf(strings.ToLower(kind), strings.EqualFold(how, "attachment"), e.Header.Get("Content-Id"), shownField(name), body)
	return nil
}

func (p *post) multipart(parts message.MultipartReader, depth int) error {
	for {
		e, err := parts.NextPart()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case e == nil: // cut off: what came until here counts
			return nil //nolint:nilerr // the files that came whole are read
		}
		if err := p.entity(e, depth+1); err != nil {
			return err
		}
	}
}

// leaf keeps a part if it is a file, and the mail's text for what it names.
func (p *post) leaf(kind string, attached bool, id, name string, body []byte) {
	f := sniff(body)
	text := strings.HasPrefix(kind, "text/") && !attached && name == ""
	quiet := []string{"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature", "text/calendar", "text/vcard", "text/rfc822-headers", "message/delivery-status"}
	switch {
	case text && f != formPDF && (f != formXML || kind == "text/html"), slices.Contains(quiet, kind), len(bytes.TrimSpace(body)) == 0:
		if kind == "text/html" && p.shown.Len() < 1<<20 {
			p.shown.Write(body[:min(len(body), 1<<20)])
		}
		return
	}
	id = strings.Trim(id, "<> ")
	p.files = append(p.files, part{
		name: name, form: f, body: body,
		inline: !attached && (id != "" || name == "") || id != "" && strings.Contains(p.shown.String(), "cid:"+id),
	})
}
