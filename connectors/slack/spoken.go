package slack

import (
	"regexp"
	"strings"
)

// marked is how Slack writes links, channels and groups in a text, and mentions
// of people (docs.slack.dev/messaging/formatting-message-text).
var marked = regexp.MustCompile(`<([^<> ][^<>]*)>`)

// spoken gives a text as the person typed it: links and channels by what they
// show, escapes undone. Mentions of people stay as <@U…>, since only the house
// knows who they are.
func spoken(text string) string {
	text = marked.ReplaceAllStringFunc(text, func(m string) string {
		target, label, labelled := strings.Cut(m[1:len(m)-1], "|")
		switch {
		case strings.HasPrefix(target, "@"):
			return "<" + target + ">"
		case strings.HasPrefix(target, "#") && labelled:
			return "#" + label
		case labelled && label != "":
			return label
		default:
			return strings.TrimPrefix(target, "mailto:")
		}
	})
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(text)
}
