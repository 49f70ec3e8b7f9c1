package mail

import (
	"cmp"
	"regexp"
	"strings"
)

// Above is the line in our own mails above which an answer is written: what
// stands below it is ours.
const Above = "--- Please write your answer above this line ---"

// wrote ends the line that mail programs put before what they quote: “On Monday,
// Ana wrote:”. Each language has its own word, and the line names a day or an
// address, so that a sentence of a person is none.
var wrote = regexp.MustCompile(`(?i)(wrote|schrieb( .{0,200})?|a écrit|escribió|ha scritto|escreveu|schreef( .{0,200})?|napisał\(?a?\)?|skrev( .{0,200})?|kirjoitti|написал\(?а?\)?)\s*:\s*$`)

var (
	dated      = regexp.MustCompile(`[0-9]{4}|[0-9]{1,2}[:.][0-9]{2}`)
	attributed = regexp.MustCompile(`@|` + dated.String())
)

// headed is the beginning of a mail that is quoted with its header.
var headed = regexp.MustCompile(`(?i)^[\s>*]*(-{2,}\s*(original message|original appointment|ursprüngliche nachricht|message d'origine|mensaje original|messaggio originale|forwarded message|oorspronkelijk bericht).*|_{20,})\s*$`)

var fieldLine = regexp.MustCompile(`(?i)^[\s>*]*(from|von|de|da|van|från|fra|od)\s*:\*?\s.*(@|<)`)

var sentLine = regexp.MustCompile(`(?i)^[\s>*]*(sent|date|gesendet|datum|envoyé|enviado|fecha|inviato|data|verzonden|skickat|to|an|à|para|subject|betreff|objet|asunto)\s*:`)

// Fresh is what somebody wrote newly in a mail: without what it quotes at its
// end, and without the signature. Where nothing would be left everything stays,
// since a word too many is better than one that is lost.
func Fresh(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	lines := strings.Split(text, "\n")
	kept := lines[:quoteAt(lines)]
	kept = unquoted(kept)
	if signed := joined(kept[:signedAt(kept)]); signed != "" {
		return signed
	}
	return cmp.Or(joined(kept), strings.TrimSpace(text))
}

// mostSigned is how many lines a signature has that is left out of a first mail:
// RFC 3676 has it at four or fewer, which few keep to.
const mostSigned = 10

// Unsigned is what a first mail says without the signature: what it quotes, or
// sends on, stays. More lines than a signature has stay too.
func Unsigned(text string) string {
	lines := strings.Split(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"), "\n")
	quote := quoteAt(lines)
	at := signedAt(lines[:quote])
	own := joined(lines[:at])
	if own == "" || at == quote || quote-at > mostSigned {
		return strings.TrimSpace(text)
	}
	return strings.TrimSpace(own + "\n\n" + joined(lines[quote:]))
}

// signedAt is the line at which the signature begins.
func signedAt(lines []string) int {
	for i, line := range lines {
		if strings.TrimRight(line, " ") == "--" && joined(lines[:i]) != "" { // RFC 3676, section 4.3
			return i
		}
	}
	return len(lines)
}

func joined(lines []string) string { return strings.TrimSpace(strings.Join(lines, "\n")) }

// quoteAt is the line at which the quoted part begins that goes to the end.
func quoteAt(lines []string) int {
	for i, line := range lines {
		switch {
		case strings.Contains(line, Above):
			return attributionAt(lines, i)
		case headed.MatchString(line):
			return i
		case fieldLine.MatchString(line) && i+1 < len(lines) && sentLine.MatchString(lines[i+1]):
			return i
		case attributes(lines, i) && quotesFrom(lines[i+1:]):
			return attributionAt(lines, i+1)
		}
	}
	return len(lines)
}

// attributes tells whether a line says who wrote what follows. Some programs
// break it in two.
func attributes(lines []string, i int) bool {
	line := strings.TrimSpace(lines[i])
	if len(line) > 400 || !wrote.MatchString(line) {
		return false
	}
	return attributed.MatchString(line) || i > 0 && attributed.MatchString(lines[i-1])
}

// attributionAt steps back over the lines that lead to a quotation.
func attributionAt(lines []string, at int) int {
	for i := at - 1; i >= 0 && i >= at-4; i-- {
		line := strings.Trim(lines[i], " \t>")
		switch {
		case line == "":
		case wrote.MatchString(line):
			if i > 0 && !dated.MatchString(line) && dated.MatchString(lines[i-1]) {
				return i - 1
			}
			return i
		default:
			return at
		}
	}
	return at
}

// quotesFrom tells whether a quotation follows: each line that is not empty is
// marked, or none is, as in mails that were HTML.
func quotesFrom(lines []string) bool {
	for _, line := range lines {
		if line = strings.TrimSpace(line); line != "" {
			return strings.HasPrefix(line, ">") || !strings.Contains(strings.Join(lines, "\n"), "\n>")
		}
	}
	return true
}

// unquoted leaves out marked lines at the end.
func unquoted(lines []string) []string {
	end := len(lines)
	for end > 0 {
		line := strings.TrimSpace(lines[end-1])
		if line != "" && !strings.HasPrefix(line, ">") {
			break
		}
		end--
	}
	if end > 0 && end < len(lines) && attributes(lines, end-1) {
		end = attributionAt(lines, end)
	}
	return lines[:end]
}
