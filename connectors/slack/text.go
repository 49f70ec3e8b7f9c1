package slack

import (
	"strings"
	"unicode"
)

// maxText is what chat.update takes, in code points; above it answers
// msg_too_long (docs.slack.dev/reference/methods/chat.update).
const maxText = 4000

// cut shortens a text to so many code points, the last being an ellipsis. It
// splits neither a letter from its accents or an emoji from its parts, nor an
// escape such as &amp;.
func cut(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	end := most - 1
	for end > 0 && (joins(runes[end]) || runes[end-1] == zeroWidthJoiner) {
		end--
	}
	short := string(runes[:end])
	if amp := strings.LastIndexByte(short, '&'); amp >= len(short)-len("&amp") && amp >= 0 && !strings.Contains(short[amp:], ";") {
		short = short[:amp]
	}
	return short + "…"
}

const zeroWidthJoiner = '\u200d'

// joins tells whether a code point belongs to the one before it: marks,
// variation selectors, the joiner itself, skin tones.
func joins(r rune) bool {
	return r == zeroWidthJoiner || unicode.Is(unicode.M, r) || (r >= 0x1F3FB && r <= 0x1F3FF)
}
