package view

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/people"
)

// Opened says to whoever asked for it that a ticket is open.
func Opened(f automations.File, reader people.Person) (string, []slack.Block) {
	text := fmt.Sprintf("🎫 *%s* is open: %s. The answers come to you from Factotum.", f.Number, Escape(f.Request.Title, 150))
	switch {
	case f.Again:
		text = fmt.Sprintf("🎫 This message is %s already: %s.", f.Number, Escape(f.Request.Title, 150))
	case !f.Dir.Same(f.Request.Requester, reader.ID):
		text = fmt.Sprintf("🎫 *%s* is open: %s. The answers go to %s.", f.Number, Escape(f.Request.Title, 150), Escape(personName(f.Dir, f.Request.Requester), 80))
	}
	return text, []slack.Block{section(text)}
}

// OpenedHere says in the thread of a message that a ticket was opened from it,
// with a way out.
func OpenedHere(f automations.File, author people.Person) (string, []slack.Block) {
	text := fmt.Sprintf("🎫 This is *%s* now. The answers go to %s; what they write in this thread reaches those who work on it.", f.Number, Escape(author.Name, 80))
	out := button(ActionDisown, Ref(f.Request.ID, f.Request.Stage()), "Not a ticket").WithConfirm(confirm(
		"Not a ticket?", fmt.Sprintf("%s ends here and nobody works on it.", f.Number), "Not a ticket", "Keep it"))
	return text, []slack.Block{section(text), slack.NewActionBlock("", out)}
}

// Disowned is what is left of that where it was no ticket.
func Disowned(f automations.File, by people.Person) (string, []slack.Block) {
	text := fmt.Sprintf("%s was no ticket, says %s.", f.Number, Escape(by.Name, 80))
	return text, []slack.Block{small(text)}
}

// origin leads to the message that the ticket was opened from.
func (l look) origin() []slack.Block {
	link := l.Origin.Link
	if !strings.HasPrefix(link, "https://") && !strings.HasPrefix(link, "http://") || strings.ContainsAny(link, "|<> \n") {
		return nil
	}
	return []slack.Block{small("💬 <" + link + "|The message it came from>")}
}
