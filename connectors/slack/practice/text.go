package practice

import (
	"regexp"
	"sort"
	"strings"
)

var (
	reference = regexp.MustCompile(`<[@#!][^<>\s]*>`)
	link      = regexp.MustCompile(`https?://[^\s<>|]*[^\s<>|.,;:!?)]`)
	mailbox   = regexp.MustCompile(`(^|\s)([\w.+-]+@[\w-]+\.[\w.-]*\w)`)
	markup    = regexp.MustCompile(`<([^<>]+)>`)
)

// typed turns what a person typed into the text an app receives: &, < and > escaped,
// @names as <@U…>, addresses as links. Slack does this to every message, and a bot that
// reads text has to cope with it.
// docs.slack.dev/messaging/formatting-message-text.
func (w *Workspace) typed(text string) string {
	var out strings.Builder
	last := 0
	for _, at := range reference.FindAllStringIndex(text, -1) {
		out.WriteString(w.escape(text[last:at[0]]) + text[at[0]:at[1]])
		last = at[1]
	}
	out.WriteString(w.escape(text[last:]))
	return out.String()
}

func (w *Workspace) escape(text string) string {
	text = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
	text = link.ReplaceAllString(text, "<$0>")
	text = mailbox.ReplaceAllString(text, "$1<mailto:$2|$2>")
	if !strings.Contains(text, "@") {
		return text
	}
	var pairs []string
	for _, u := range w.people {
		for _, name := range []string{u.RealName, u.Name} {
			if name != "" {
				pairs = append(pairs, "@"+name, "<@"+u.ID+">")
			}
		}
	}
	return strings.NewReplacer(longestFirst(pairs)...).Replace(text)
}

// longestFirst orders pairs of (old, new) so that "@Ana Lopez" wins over "@Ana":
// a Replacer tries them in the order given.
func longestFirst(pairs []string) []string {
	byLength := make([][2]string, 0, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		byLength = append(byLength, [2]string{pairs[i], pairs[i+1]})
	}
	sort.SliceStable(byLength, func(i, j int) bool { return len(byLength[i][0]) > len(byLength[j][0]) })
	out := pairs[:0:0]
	for _, p := range byLength {
		out = append(out, p[0], p[1])
	}
	return out
}

// richText is the block Slack adds to every message sent without blocks.
func richText(id, text string) []any {
	var parts []any
	add := func(kind, key, value string) {
		if value != "" {
			parts = append(parts, map[string]any{"type": kind, key: value})
		}
	}
	plain := strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")
	last := 0
	for _, at := range markup.FindAllStringSubmatchIndex(text, -1) {
		add("text", "text", plain.Replace(text[last:at[0]]))
		token, _, _ := strings.Cut(text[at[2]:at[3]], "|")
		switch {
		case strings.HasPrefix(token, "@"):
			add("user", "user_id", token[1:])
		case strings.HasPrefix(token, "#"):
			add("channel", "channel_id", token[1:])
		case strings.HasPrefix(token, "!"):
			add("text", "text", token)
		default:
			add("link", "url", plain.Replace(token))
		}
		last = at[1]
	}
	add("text", "text", plain.Replace(text[last:]))
	section := map[string]any{"type": "rich_text_section", "elements": parts}
	return []any{map[string]any{"type": "rich_text", "block_id": "r" + strings.ReplaceAll(id, ".", ""), "elements": []any{section}}}
}

// cut shortens a string to n characters; Slack counts code points.
func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}
