package view

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/request"
)

// Opened says to whoever asked for it that a ticket is open, and when its team is
// back; the zero moment: it is at work.
func Opened(f automations.File, reader people.Person, back, now time.Time) (string, []slack.Block) {
	text := fmt.Sprintf("🎫 *%s* is open: %s. The answers come to you from Factotum.", f.Number, Escape(f.Request.Title, 150))
	switch {
	case !f.Again && f.Request.State == request.Pending:
		text = fmt.Sprintf("🎫 *%s* is sent: %s. It is decided on first; what comes of it comes to you from Factotum.", f.Number, Escape(f.Request.Title, 150))
	case f.Again:
		text = fmt.Sprintf("🎫 This message is %s already: %s.", f.Number, Escape(f.Request.Title, 150))
	case !f.Dir.Same(f.Request.Requester, reader.ID):
		text = fmt.Sprintf("🎫 *%s* is open: %s. The answers go to %s.", f.Number, Escape(f.Request.Title, 150), Escape(personName(f.Dir, f.Request.Requester), 80))
	}
	if !back.IsZero() {
		l := lookAt(automations.Sight{File: f, Reader: reader, Now: now})
		text += "\n" + l.awayUntil(back)
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

// overheard is the card of the thread from which a ticket was opened: how it
// stands, and nothing that was said elsewhere.
func overheard(s automations.Sight) (outbox.Message, error) {
	r, number := s.File.Request, Escape(s.File.Number, 40)
	switch r.State { //nolint:exhaustive // in all others it is under way
	case request.Done:
		return quietly(fmt.Sprintf("✅ *%s*: %s.", number, Escape(r.Work.Done, 80)))
	case request.Cancelled:
		return quietly("🗑️ *" + number + "* was ended without solving it: “" + Escape(r.Closing, 200) + "”")
	case request.Merged:
		return quietly("🔗 *" + number + "* goes on together with another ticket about the same.")
	}
	if r.State.Final() {
		return quietly("*" + number + "* has ended.")
	}
	author, _ := s.File.Dir.Person(r.Requester)
	text, blocks := OpenedHere(s.File, author)
	return message(text, blocks)
}

func quietly(text string) (outbox.Message, error) { return message(text, []slack.Block{small(text)}) }

// overheardLine is what is told once in that thread: that it is done.
func overheardLine(s automations.Sight) (outbox.Message, error) {
	r := s.File.Request
	text := fmt.Sprintf("🎉 *%s*: %s. Done by %s.", Escape(s.File.Number, 40), Escape(r.Work.Done, 80), Escape(personName(s.File.Dir, s.Notice.Says.By), 80))
	blocks := []slack.Block{section(text)}
	if said := s.Notice.Says.Text; said != "" {
		cited := lookAt(s).cited(s.Notice.Says.By, said, 2000)
		blocks = append(blocks, rich(cited))
		text += " “" + Escape(unmarked(cited.Elements), 200) + "”"
	}
	return message(text, blocks)
}

// origin leads to the message that the ticket was opened from.
func (l look) origin() []slack.Block {
	link := l.Origin.Link
	if !strings.HasPrefix(link, "https://") && !strings.HasPrefix(link, "http://") || strings.ContainsAny(link, "|<> \n") {
		return nil
	}
	text := "💬 <" + link + "|The message it came from>"
	if l.desk() && l.r.Work.Private && l.part() == requester && !l.r.State.Final() {
		text += " is still where you wrote it, for all who read there. Delete it there if nobody else is to read it."
	}
	return []slack.Block{small(text)}
}
