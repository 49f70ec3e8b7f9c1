package view

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

// marks are what people write for bold, italic, struck and code, and addresses of
// pages (docs.slack.dev/messaging/formatting-message-text). Other addresses stay words.
var marks = regexp.MustCompile(`https?://[^\s<>‹›"|]+|\*[^*\s](?:[^*\n]*[^*\s])?\*|_[^_\s](?:[^_\n]*[^_\s])?_|~[^~\s](?:[^~\n]*[^~\s])?~|` + "`[^`\n]+`")

// maxMarks is how many marks of a text are shown; with the words between them they
// stay far below what Slack draws in one section.
const maxMarks = 60

// formatted is what somebody of the house typed, with its marks and links. A link
// shows its whole address, so that it leads nowhere else than it says.
func formatted(text string) []slack.RichTextSectionElement {
	var all []slack.RichTextSectionElement
	plain := 0
	for _, at := range marks.FindAllStringIndex(text, maxMarks) {
		begin, end := at[0], at[1]
		link := strings.HasPrefix(text[begin:end], "http")
		if link {
			end = begin + len(strings.TrimRight(text[begin:end], ".,;:!?)'*_~`"))
		}
		if adjoins(text[:begin], text[end:], link) {
			continue
		}
		if begin > plain {
			all = append(all, words(text[plain:begin]))
		}
		if found := text[begin:end]; link {
			all = append(all, slack.NewRichTextSectionLinkElement(found, "", nil))
		} else {
			all = append(all, slack.NewRichTextSectionTextElement(found[1:len(found)-1], style(found[0])))
		}
		plain = end
	}
	if plain < len(text) || len(all) == 0 {
		all = append(all, words(text[plain:]))
	}
	return all
}

// adjoins tells whether a mark stands inside of a word, where it is none: 2*3*4.
func adjoins(before, after string, link bool) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(after)
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	return word(last) || !link && word(next)
}

func style(mark byte) *slack.RichTextSectionTextStyle {
	return &slack.RichTextSectionTextStyle{Bold: mark == '*', Italic: mark == '_', Strike: mark == '~', Code: mark == '`'}
}

// unmarked is the text of formatted without its marks, for where none are shown.
func unmarked(elements []slack.RichTextSectionElement) string {
	var b strings.Builder
	for _, e := range elements {
		switch e := e.(type) {
		case *slack.RichTextSectionTextElement:
			b.WriteString(e.Text)
		case *slack.RichTextSectionLinkElement:
			b.WriteString(e.URL)
		}
	}
	return b.String()
}
