package document

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"strings"

	"github.com/emersion/go-message"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"factotum/automations/fault"
)

// maxSaid is how much of the words of a mail is taken, in bytes.
const maxSaid = 256 << 10

// letter takes a mail apart for what somebody wrote in it and the files that
// came along. Nothing is read in the files.
func (r *reading) letter(raw []byte) {
	e, err := open(bytes.NewReader(raw))
	l := correspondence{reading: r}
	if err == nil {
		r.result.Mail = &Envelope{Subject: shownField(e.Header.Get("Subject"))}
		err = l.entity(e, 0)
	}
	switch {
	case errors.Is(err, errBomb):
		r.refuse("", "", fault.Wrap(err, fault.Invalid, "The mail has more than 100 parts or 10 of them inside one another, so it was not taken apart. Look at it by hand."))
		return
	case err != nil:
		r.refuse("", "", fault.Wrap(err, fault.Invalid, "The mail is damaged, so it was not taken apart. Look at it by hand, or ask the sender to send it again."))
		return
	}
	words := l.plain.String()
	if strings.TrimSpace(words) == "" {
		words = inWords(l.html.String())
	}
	r.result.Mail.Words = strings.ToValidUTF8(words, "\ufffd")
}

// correspondence is a mail while what was written in it is looked for.
type correspondence struct {
	*reading
	plain, html strings.Builder
	count       int
}

func (l *correspondence) entity(e *message.Entity, depth int) error {
	if l.count++; l.count > maxParts || depth > mailDepth || e.Header.Len() > maxFields {
		return errBomb
	}
	if parts := e.MultipartReader(); parts != nil {
		for {
			part, err := parts.NextPart()
			if part == nil {
				_ = err // the end, or cut off: what came until here counts
				return nil
			}
			if err := l.entity(part, depth+1); err != nil {
				return err
			}
		}
	}
	kind, about, _ := e.Header.ContentType() // a broken type is a file
	how, named, _ := e.Header.ContentDisposition()
	name := shownField(first(named["filename"], about["name"]))
	body, err := io.ReadAll(io.LimitReader(e.Body, MaxSize))
	if err != nil && len(body) == 0 || len(bytes.TrimSpace(body)) == 0 {
		return nil //nolint:nilerr // a part that is damaged from its first byte is no file
	}
	l.leaf(strings.ToLower(kind), strings.EqualFold(how, "attachment"), e.Header.Get("Content-Id") != "", name, body)
	return nil
}

// leaf keeps a part: words, or a file.
func (l *correspondence) leaf(kind string, attached, inText bool, name string, body []byte) {
	switch {
	case kind == "text/plain" && !attached && name == "":
		l.plain.Write(body[:min(len(body), max(0, maxSaid-l.plain.Len()))])
		return
	case kind == "text/html" && !attached && name == "":
		l.html.Write(body[:min(len(body), max(0, maxSaid-l.html.Len()))])
		return
	case kind == "application/pgp-signature", kind == "application/pkcs7-signature", kind == "application/x-pkcs7-signature":
		return
	case kind == "message/rfc822" && name == "":
		name = "mail.eml"
	}
	if f := (part{form: sniff(body), body: body}); f.form == formPicture && inText && !attached && ornament(f) {
		return // the logo of a signature
	}
	sum := sha256.Sum256(body)
	kept := l.body(body)
	if kept == nil {
		l.refuse(Label(name), "", fault.New(fault.Invalid, "The file is too large together with the others."))
		return
	}
	l.result.Parts = append(l.result.Parts, Copy{Label: Label(name), Hash: hex.EncodeToString(sum[:]), Body: kept})
}

func first(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// inWords are the words of a page in HTML: what programs and styles hold is left
// out, and what is quoted is marked as in plain text.
func inWords(page string) string {
	w := wording{}
	for tokens := html.NewTokenizer(strings.NewReader(page)); ; {
		switch kind := tokens.Next(); kind {
		case html.ErrorToken:
			return strings.TrimSpace(w.out.String())
		case html.TextToken:
			w.text(string(tokens.Text()))
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			name, _ := tokens.TagName()
			w.tag(atom.Lookup(name), kind == html.EndTagToken)
		case html.CommentToken, html.DoctypeToken:
		}
	}
}

// wording is a page that becomes plain words.
type wording struct {
	out    strings.Builder
	hidden atom.Atom // of what is not shown: the element that it ends with
	quoted int
	begun  bool // something stands on this line
}

func (w *wording) tag(name atom.Atom, end bool) {
	switch name {
	case atom.Script, atom.Style, atom.Head, atom.Title, atom.Template:
		if w.hidden == 0 && !end {
			w.hidden = name
		} else if end && w.hidden == name {
			w.hidden = 0
		}
	case atom.Blockquote:
		w.line()
		if end {
			w.quoted = max(0, w.quoted-1)
		} else {
			w.quoted++
		}
	case atom.Br, atom.Hr:
		w.out.WriteByte('\n')
		w.begun = false
	case atom.P, atom.Div, atom.Tr, atom.Li, atom.Table, atom.Ul, atom.Ol, atom.H1, atom.H2, atom.H3, atom.H4, atom.Pre:
		w.line()
	default: // within a line
	}
}

// line begins a new line, unless nothing stands on this one.
func (w *wording) line() {
	if w.begun {
		w.out.WriteByte('\n')
		w.begun = false
	}
}

func (w *wording) text(text string) {
	if w.hidden != 0 {
		return
	}
	fields := strings.Fields(text)
	if len(fields) == 0 {
		if w.begun && text != "" {
			w.out.WriteByte(' ')
		}
		return
	}
	if !w.begun {
		w.out.WriteString(strings.Repeat("> ", min(w.quoted, 5)))
	} else if text[0] == ' ' || text[0] == '\n' || text[0] == '\t' {
		w.out.WriteByte(' ')
	}
	w.out.WriteString(strings.Join(fields, " "))
	if last := text[len(text)-1]; last == ' ' || last == '\n' || last == '\t' {
		w.out.WriteByte(' ')
	}
	w.begun = true
}
