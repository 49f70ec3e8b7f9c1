package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"factotum/automations/policy"
	"factotum/automations/request"
)

// PictureID stands in a block for the file of a picture until whoever posts the
// message has put it into Slack: the hash of our own copy follows.
const PictureID = "picture-"

// read is what is known of the document beside its values: a picture of its
// first page, who sent it, what was matched, and what is odd.
func (l look) read() []slack.Block {
	r := l.r.Reading
	if r == nil {
		return nil
	}
	var lines []string
	switch {
	case r.From == "":
	case r.Verified:
		lines = append(lines, "✉️ Sent by "+Escape(r.From, 120)+", which our mail server has verified.")
	default:
		lines = append(lines, "⚠️ *Unverified sender:* "+Escape(r.From, 120)+". Anybody can write this address.")
	}
	for _, say := range r.Matched[:min(len(r.Matched), 6)] {
		lines = append(lines, "🔎 "+Escape(say, 300))
	}
	for _, say := range r.Odd[:min(len(r.Odd), 8)] {
		lines = append(lines, "⚠️ "+Escape(say, 300))
	}
	if more := len(r.Odd) - 8; more > 0 {
		lines = append(lines, "⚠️ and "+count(more, "more oddity"))
	}
	if say := l.kept(); say != "" {
		lines = append(lines, "🔒 "+say)
	}
	if len(lines) == 0 {
		return nil
	}
	return []slack.Block{section(strings.Join(lines, "\n"))}
}

// kept says why somebody of the team whose work it is does not do it; empty where
// they do, or are not of the team.
func (l look) kept() string {
	if l.r.State != request.Open || l.r.Work == nil || !slices.Contains(l.Reader.Teams, l.r.Work.Team) {
		return ""
	}
	switch {
	case policy.Own(l.r, l.Reader, l.dir) && !l.dir.Same(l.Reader.ID, l.r.Requester):
		return "You changed what decides over the money, so somebody else does the rest."
	case policy.Made(l.r, l.Reader, l.dir):
		return "You had a hand in taking on its vendor, or in saying where the money goes, so somebody else does the rest."
	}
	return ""
}

// picture is the first page.
func (l look) picture() []slack.Block {
	if l.r.Reading == nil || l.r.Reading.Picture == "" {
		return nil
	}
	alt := fmt.Sprintf("First page of %s", OneLine(l.title(150), 150))
	return []slack.Block{slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: PictureID + l.r.Reading.Picture}, alt, "", nil)}
}
