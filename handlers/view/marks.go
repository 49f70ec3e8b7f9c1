package view

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

// smile is how Slack writes an emoji into what people say, whose name has a letter
// or is that of a thumb.
const smile = `:(?:[a-z0-9_'+-]*[a-z][a-z0-9_'+-]*|[+-]1):(?::skin-tone-[2-6]:)?`

// marks are what people write for bold, italic, struck and code, emoji, and addresses
// of pages (docs.slack.dev/messaging/formatting-message-text). Other addresses stay
// words.
var marks, smiles = regexp.MustCompile(smile + `|https?://[^\s<>‹›"|]+|\*[^*\s](?:[^*\n]*[^*\s])?\*|_[^_\s](?:[^_\n]*[^_\s])?_|~[^~\s](?:[^~\n]*[^~\s])?~|` + "`[^`\n]+`"), regexp.MustCompile(smile)

// maxMarks is how many marks of a text are shown; with the words between them they
// stay far below what Slack draws in one section.
const maxMarks = 60

// formatted is what somebody of the house typed, with its marks and links. A link
// shows its whole address, so that it leads nowhere else than it says.
func formatted(text string) []slack.RichTextSectionElement { return readMarks(text, marks) }

// unformatted is what anybody says: words, and the emoji among them.
func unformatted(text string) []slack.RichTextSectionElement { return readMarks(text, smiles) }

// readMarks parts a text at its marks.
func readMarks(text string, signs *regexp.Regexp) []slack.RichTextSectionElement {
	var all []slack.RichTextSectionElement
	plain := 0
	for _, at := range signs.FindAllStringIndex(text, maxMarks) {
		begin, end := at[0], at[1]
		if strings.HasPrefix(text[begin:end], "http") {
			end = begin + len(strings.TrimRight(text[begin:end], ".,;:!?)'*_~`"))
		}
		if adjoins(text[:begin], text[end:], text[begin:end]) {
			continue
		}
		if begin > plain {
			all = append(all, words(text[plain:begin]))
		}
		all, plain = append(all, element(text[begin:end])), end
	}
	if plain < len(text) || len(all) == 0 {
		all = append(all, words(text[plain:]))
	}
	return all
}

// element is what a mark stands for.
func element(mark string) slack.RichTextSectionElement {
	switch {
	case mark[0] == ':':
		name, tone, _ := strings.Cut(strings.Trim(mark, ":"), "::skin-tone-")
		number, _ := strconv.Atoi(tone) // none is 0, which is left out
		return slack.NewRichTextSectionEmojiElement(name, number, nil)
	case strings.HasPrefix(mark, "http"):
		return slack.NewRichTextSectionLinkElement(mark, "", nil)
	}
	return slack.NewRichTextSectionTextElement(mark[1:len(mark)-1], style(mark[0]))
}

// adjoins tells whether a mark stands inside of a word, where it is none: 2*3*4. An
// emoji may stand at one: fine:smile:.
func adjoins(before, after, mark string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(after)
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	if mark[0] == ':' {
		return word(last) && word(next) || last == ':' || next == ':'
	}
	return word(last) || word(next) && !strings.HasPrefix(mark, "http")
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
		case *slack.RichTextSectionEmojiElement:
			b.WriteString(":" + e.Name + ":")
		}
	}
	return b.String()
}
