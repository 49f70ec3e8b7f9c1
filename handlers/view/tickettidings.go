package view

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/request"
)

// ticketTidings is the sentence of a line about a ticket.
func (l look) ticketTidings(by, what string) (string, bool) {
	switch l.Notice.Says.Name {
	case string(request.Assign):
		if l.dir.Same(l.r.Work.Assignee, l.Reader.ID) {
			return fmt.Sprintf("📥 %s gave you %s.", by, what), true
		}
		if l.r.Work.Assignee == "" && l.inside() {
			return fmt.Sprintf("📬 %s is free again, and somebody has to take it:", what), true
		}
		return fmt.Sprintf("📤 %s is no longer with you: %s", what, l.underway()), true
	case string(request.Follow):
		return fmt.Sprintf("👀 %s lets you follow %s.", by, what), true
	case string(request.Reopen):
		if strings.TrimSpace(l.Notice.Says.Text) == "" {
			return fmt.Sprintf("🔁 %s opened %s again.", by, what), true
		}
		return fmt.Sprintf("🔁 %s opened %s again:", by, what), true
	case string(request.Cancel):
		return fmt.Sprintf("🗑️ %s ended %s without solving it:", by, what), true
	case string(request.Conceal):
		return fmt.Sprintf("🔒 %s made %s private. Only who asked, and who takes care of it, see it now.", by, what), true
	case string(request.Merge):
		return fmt.Sprintf("🔗 %s found that %s is about the same as another one. It goes on as:", by, what), true
	case string(request.Rate):
		return l.rated(by, what), true
	}
	return "", false
}

// rated says to the lead of the team how content who asked is. It changes in its
// place where they think better of it.
func (l look) rated(by, what string) string {
	if r := l.r.Work.Rating; r != nil && r.Score != automations.Unhappy {
		return fmt.Sprintf("%s %s was not content with %s, and thinks better of it now.", scoreMark(r.Score), by, what)
	}
	return fmt.Sprintf("🙁 %s is not content with %s, which %s did.", by, what, l.by(l.r.Work.By))
}

// given says until when somebody has what was given, and that it is over. The card
// is drawn again as it ends, since a task comes of that.
func (l look) given() []slack.Block {
	last := l.kind.Until(l.r)
	if !l.desk() || l.r.State != request.Done || last.IsZero() {
		return nil
	}
	if end := automations.EndsOn(last, l.r, l.dir); l.now.Before(end) {
		return []slack.Block{section(fmt.Sprintf("⌛ It ends on *%s*. Who needs it for longer asks for it again.", l.moment(end)))}
	}
	return []slack.Block{section(fmt.Sprintf("⌛ It has ended on *%s*. Who still needs it asks for it again.", l.day(last)))}
}

// untilThen says that something given ends soon.
func (l look) untilThen(what string) string {
	end := automations.EndsOn(l.kind.Until(l.r), l.r, l.dir)
	if calendar.DateOf(end, l.zone) == calendar.DateOf(l.now, l.zone) {
		return fmt.Sprintf("⌛ %s ends *today at %s*. Who still needs it asks for it again.", what, end.In(l.zone).Format("15:04"))
	}
	return fmt.Sprintf("⌛ %s ends on *%s*. Who still needs it asks for it again.", what, l.moment(end))
}
