package view

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean makes foreign text safe for plain_text and rich_text, where Slack reads
// no marks: control and bidirectional characters go, runs of line breaks
// shrink, and what begins like <!channel> or <https://…> begins with ‹ so that
// it stays harmless wherever it is copied to.
func Clean(text string) string {
	var b strings.Builder
	breaks := 0
	for _, r := range strings.ToValidUTF8(text, "\uFFFD") {
		switch {
		case r == '\n':
			if breaks++; breaks > 2 {
				continue
			}
		case r == '\t' || r == '\u2028' || r == '\u2029':
			r = ' '
		case unsafe(r):
			continue
		default:
			breaks = 0
		}
		b.WriteRune(r)
	}
	return strings.TrimSpace(disarm(b.String()))
}

// unsafe tells characters that change how others are read: controls, and
// the marks that turn the direction of text or hide in it (UAX #9). The joiner
// of emoji and of some scripts stays.
func unsafe(r rune) bool {
	switch {
	case unicode.IsControl(r):
		return true
	case r == '\u200b' || r == '\u200e' || r == '\u200f' || r == '\u061c' || r == '\ufeff' || r == '\u2060' || r == '\u00ad':
		return true
	case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
		return true
	case r >= 0xE0000 && r <= 0xE007F: // tags, which nobody sees
		return true
	}
	return false
}

// disarm replaces the < of everything that Slack would read as a mention, a
// date or a link.
func disarm(text string) string {
	if !strings.Contains(text, "<") {
		return text
	}
	var b strings.Builder
	for i, r := range text {
		if r == '<' && startsMark(text[i+1:]) {
			r = '‹'
		}
		b.WriteRune(r)
	}
	return b.String()
}

func startsMark(rest string) bool {
	if rest == "" {
		return false
	}
	if strings.ContainsRune("!@#", rune(rest[0])) {
		return true
	}
	scheme, _, ok := strings.Cut(rest, ":")
	letters := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	return ok && scheme != "" && strings.IndexFunc(scheme, letters) < 0
}

// OneLine is Clean without line breaks, cut to so many characters.
func OneLine(text string, most int) string {
	rest := ""
	if far := 16*most + 64; len(text) > far { // what is cut away anyway need not be cleaned
		for far > 0 && !utf8.RuneStart(text[far]) {
			far--
		}
		text, rest = text[:far], "…"
	}
	return Cut(strings.Join(strings.Fields(Clean(text)), " ")+rest, most)
}

// Escape makes foreign text safe inside mrkdwn: one line, &, < and > escaped
// once, marks that would format it replaced by letters that look like them
// (mrkdwn has no escape for them), addresses and @words no longer links.
// See docs.slack.dev/messaging/formatting-message-text.
func Escape(text string, most int) string {
	text = strings.ReplaceAll(calm(OneLine(text, most)), "&", "&amp;") // a Replacer costs more to be made than all of this
	return strings.ReplaceAll(strings.ReplaceAll(text, "<", "&lt;"), ">", "&gt;")
}

// noLink stands for :// in foreign text, so that no address becomes a link.
const noLink = ":\u2215\u2215"

// calm takes the meaning of formatting from text.
func calm(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "://", noLink), "`", "\u02cb")
	runes := []rune(text)
	word := func(i int) bool {
		return i >= 0 && i < len(runes) && (unicode.IsLetter(runes[i]) || unicode.IsDigit(runes[i]))
	}
	for i, r := range runes {
		inside := word(i-1) && word(i+1)
		switch {
		case r == '@' && word(i+1) && !word(i-1):
			runes[i] = '＠'
		case r == ':' && word(i+1) && i > 0 && !word(i-1), r == ':' && i == 0:
			runes[i] = '\u2236' // :tada: stays words
		case r == '>' && i == 0:
			runes[i] = '›' // a quotation
		case r == '*':
			runes[i] = '\u2217'
		case inside:
		case r == '_':
			runes[i] = '\uff3f'
		case r == '~':
			runes[i] = '\u223c'
		}
	}
	return string(runes)
}

// Cut shortens a text to so many code points, the last being an ellipsis. It
// parts neither a letter from its accents nor an emoji from its parts.
func Cut(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	end := max(most-1, 0)
	for end > 0 && (joins(runes[end]) || runes[end-1] == '\u200d') {
		end--
	}
	return strings.TrimRight(string(runes[:end]), " \n") + "…"
}

// joins tells whether a code point belongs to the one before it: marks,
// variation selectors, the joiner itself, skin tones.
func joins(r rune) bool {
	return r == '\u200d' || unicode.Is(unicode.M, r) || (r >= 0x1F3FB && r <= 0x1F3FF)
}
