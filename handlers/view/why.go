package view

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
)

// whyYou says to the reader why they are asked.
func (l look) whyYou() []slack.Block {
	reason, refused := policy.May(l.r, l.Reader, l.dir)
	if mine := l.endable(); l.held() && len(mine) > 0 {
		reason, refused = policy.MayEnd(l.r, mine[0], l.Reader, l.dir)
	}
	if refused != "" {
		return nil
	}
	if l.held() {
		reason.Because = "" // the hold itself is told beside
	}
	return []slack.Block{small("*Why you:* " + Escape(reason.String(), 500) + ".")}
}

// chosen says to somebody else why these people are asked: "the manager of Ines
// Moreau". For mrkdwn.
func chosen(reason policy.Reason, reader people.Person) string {
	var text string
	subject := Escape(reason.Subject, 80)
	switch reason.Rule.Kind {
	case request.ByPerson:
		text = "named for this step"
		if reason.Rule.For != "" {
			text = "substitute of " + subject
		}
	case request.ByRole:
		text = "role " + Escape(reason.Rule.Of, 60)
	case request.ByTeam:
		text = "team " + subject
	case request.ManagerOf:
		text = "manager of " + subject
		if reason.Rule.Of == reader.ID {
			text = "your manager"
		}
	case request.OwnerOf:
		text = "owner of the cost centre " + subject
	}
	if reason.For != "" {
		text += ", " + Escape(reason.StandIn.String(), 120)
	}
	if reason.Instead {
		text += ", since nobody named first may decide this"
	}
	if reason.Because != "" {
		text += ", because " + Escape(reason.Because, 200)
	}
	return text
}

// warnings says what did not pass a check, at most so many.
func (p paper) warnings(list []request.Warning, most int) []slack.Block {
	var lines []string
	for _, w := range list[:min(most, len(list))] {
		lines = append(lines, "⚠️ "+p.at(w.Path)+Escape(w.Say, 400))
	}
	if more := len(list) - most; more > 0 {
		lines = append(lines, "⚠️ and "+count(more, "more warning"))
	}
	if len(lines) == 0 {
		return nil
	}
	return []slack.Block{section(strings.Join(lines, "\n"))}
}

// at names the line that a path is about: "Item 2: ".
func (p paper) at(path string) string {
	parts := strings.Split(path, ".")
	if len(parts) < 2 {
		return ""
	}
	field, _ := p.kind.Form.Field(parts[0])
	var n int
	if _, err := fmt.Sscanf(parts[1], "%d", &n); err != nil {
		return ""
	}
	return "*" + Escape(p.nth(field, n), 80) + ":* "
}
