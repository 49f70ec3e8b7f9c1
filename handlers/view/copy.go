package view

import (
	"regexp"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
)

// maxCopy is how much of a message is copied, in characters: from about 13,000 on
// Slack answers msg_blocks_too_long (slackapi/bolt-js#2509). People write less,
// and what is longer comes better as a file.
const maxCopy = 9_000

// Copy renders what somebody said elsewhere: who, the words, and the names of
// the files, which follow. What was taken back, or is not for the reader any
// more, leaves only that it was.
func Copy(s automations.Sight) (outbox.Message, error) {
	l := lookAt(s)
	m, _ := s.File.Request.Said(s.Notice.Says.Text) // also what the reader does not hear any more
	who := capital(named(l.dir, m.By, l.Reader))
	if !s.Hears() {
		text := "🗑️ " + Escape(who, 80) + " took back what stood here."
		return message(text, []slack.Block{small(text)})
	}
	said := Cut(mentioned(Clean(m.Text), l.dir), maxCopy)
	body, said := paragraphs(said, l.says(m.By))
	blocks := []slack.Block{rich(append([]slack.RichTextElement{l.spokenBy(m, who)}, body...)...)}
	fallback := who + ": " + said
	for _, f := range m.Files {
		blocks = append(blocks, small("📎 "+Escape(f.Name, 150)))
		fallback += " 📎 " + f.Name
	}
	return message(Escape(fallback, 500), blocks)
}

// spokenBy is the head of a copy: "🔒 Priya Nair, for the team only".
func (l look) spokenBy(m request.Remark, who string) *slack.RichTextSection {
	head := []slack.RichTextSectionElement{words("💬 "), bold(OneLine(who, 80))}
	if m.Internal {
		head = []slack.RichTextSectionElement{words("🔒 "), bold(OneLine(who, 80)), words(", for the team only")}
	}
	if !m.Amended.IsZero() {
		head = append(head, words(" (edited)"))
	}
	return sentence(head...)
}

// says is how what somebody typed is shown. About a ticket people talk, with emoji;
// marks are read in what those write who work on it. All else stays words.
func (l look) says(by string) func(string) []slack.RichTextSectionElement {
	if !l.desk() {
		return func(text string) []slack.RichTextSectionElement { return []slack.RichTextSectionElement{words(text)} }
	}
	if p, ok := l.dir.Person(by); ok && policy.Works(l.r, p, l.dir) {
		return formatted
	}
	return unformatted
}

// cited is what somebody typed, set apart.
func (l look) cited(by, text string, most int) *slack.RichTextQuote {
	return &slack.RichTextQuote{Type: slack.RTEQuote, Elements: l.says(by)(orDash(Cut(Clean(mentioned(text, l.dir)), most)))}
}

// paragraphs are a text in pieces that one element holds, and its words without
// marks.
func paragraphs(text string, shown func(string) []slack.RichTextSectionElement) (all []slack.RichTextElement, plain string) {
	for runes := []rune(text); len(runes) > 0; {
		n := min(len(runes), maxRichText)
		some := shown(string(runes[:n]))
		all, plain = append(all, sentence(some...)), plain+unmarked(some)
		runes = runes[n:]
	}
	return all, plain
}

var mention = regexp.MustCompile(`[<‹]@([UW][A-Z0-9]+)>`)

// mentioned puts names where accounts are mentioned: whoever is meant was told
// where it was said.
func mentioned(text string, dir people.Directory) string {
	return mention.ReplaceAllStringFunc(text, func(found string) string {
		p, ok := dir.ByAccount(mention.FindStringSubmatch(found)[1])
		if !ok {
			return "@somebody"
		}
		return "@" + OneLine(p.Name, 80)
	})
}
