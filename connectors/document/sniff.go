package document

import (
	"bytes"
	"regexp"
)

// form is what a file is by its first bytes; its name and what a mail calls it
// mean nothing.
type form string

const (
	formPDF     form = "pdf"
	formXML     form = "xml"
	formPicture form = "picture"
	formMail    form = "mail"
	formArchive form = "archive"
	formWinmail form = "winmail"
	formPhoto   form = "photo" // of a kind that is not read
	formOther   form = "other"
)

// sniff tells what a file is. A PDF may begin within the first 1,024 bytes.
func sniff(raw []byte) form {
	head := raw[:min(len(raw), 1024)]
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	has := func(magic string) bool { return bytes.HasPrefix(head, []byte(magic)) }
	switch {
	case has("\x89PNG\r\n\x1a\n"), has("\xff\xd8\xff"):
		return formPicture
	case has("PK\x03\x04"), has("PK\x05\x06"), has("\x1f\x8b"), has("Rar!"), has("7z\xbc\xaf"):
		return formArchive
	case has("\x78\x9f\x3e\x22"):
		return formWinmail
	case has("GIF8"), has("II*\x00"), has("MM\x00*"), has("BM"), len(head) > 12 && string(head[4:8]) == "ftyp", has("RIFF"):
		return formPhoto
	case bytes.HasPrefix(text, []byte("<")), has("\xff\xfe<\x00"), has("\xfe\xff\x00<"), has("<\x00?\x00"), has("\x00<\x00?"):
		if page := bytes.ToLower(text[:min(len(text), 200)]); bytes.Contains(page, []byte("<!doctype html")) || bytes.HasPrefix(page, []byte("<html")) {
			return formOther
		}
		return formXML
	case mailHead(head):
		return formMail
	case bytes.Contains(head, []byte("%PDF-")):
		return formPDF
	}
	return formOther
}

// mailHead tells whether a header begins here (RFC 5322, 2.2); programs that
// keep mails put a line beginning with "From " above.
func mailHead(head []byte) bool {
	return regexp.MustCompile(`\A(>?From [^\n]*\n)?([!-9;-~]+:[^\n]*\n([ \t][^\n]*\n)*){2}`).Match(head) ||
		regexp.MustCompile(`(?i)\A(received|from|return-path|delivered-to|message-id|date|subject|mime-version):`).Match(head)
}
