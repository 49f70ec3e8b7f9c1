package view

import (
	"fmt"
	"strings"
	"time"

	"factotum/automations"
	"factotum/automations/mail"
	"factotum/automations/outbox"
	"factotum/automations/request"
)

// ByMail renders a notice for somebody outside, as plain text; due is false for
// what they need not know. They get what the requester gets: that their mail came
// in, what is said to them, and how it ends.
func ByMail(m automations.ByMail) (letter outbox.Mail, due bool, err error) {
	l := lookAt(m.Sight)
	says, machine, due := l.mailing(m)
	if !due {
		return outbox.Mail{}, false, nil
	}
	letter = outbox.Mail{
		Subject: fmt.Sprintf("[%s] %s", l.File.Number, OneLine(orElse(m.Subject, l.r.Title), 200)),
		Text:    mail.Above + "\n\n" + says + "\n\n" + l.foot(),
		Machine: machine,
	}
	if m.Notice.Says.Name == automations.FileLine {
		file, err := fileLine(m.Sight)
		letter.File = file.File
		return letter, true, err
	}
	return letter, true, nil
}

func orElse(text, otherwise string) string {
	if strings.TrimSpace(text) == "" {
		return otherwise
	}
	return text
}

// mailing is what is written; machine tells that nobody wrote it.
func (l look) mailing(m automations.ByMail) (says string, machine, due bool) {
	switch {
	case m.Notice.Shape == outbox.Copy:
		says, due = l.writes()
		return says, false, due
	case m.Quiet && m.Notice.Says.Name != automations.FileLine:
		return "", true, false
	case m.Notice.Shape == outbox.Card:
		says, due = l.welcome(m.Name)
		return says, true, due
	}
	says, due = l.news()
	return says, true, due
}

// writes is a sentence of the conversation.
func (l look) writes() (string, bool) {
	said, ok := l.File.Request.Said(l.Notice.Says.Text)
	if !ok || !l.Hears() {
		return "", false // a mail cannot be taken back
	}
	head := " writes:"
	switch {
	case !said.Amended.IsZero():
		head = " has changed what was written; it reads now:"
	case said.Question:
		head = " asks, and waits for your answer:"
	case said.Act == request.Reopen:
		head = " has opened " + l.File.Number + " again and writes:"
	}
	text := mentioned(Clean(said.Text), l.dir)
	for _, f := range said.Files {
		text += "\n[" + OneLine(f.Name, 150) + " follows in a mail of its own]"
	}
	return l.named(said.By) + head + "\n\n" + strings.TrimSpace(text), true
}

// welcome says that the mail came in. Whoever has a ticket already needs none.
func (l look) welcome(name string) (string, bool) {
	if l.r.State != request.Open && l.r.State != request.Pending {
		return "", false
	}
	hello := "Hello"
	if name = OneLine(name, 100); name != "" {
		hello += " " + name
	}
	says := fmt.Sprintf("%s,\n\nyour mail has come in and is %s now. %s takes care of it and answers by mail.", hello, l.File.Number, OneLine(l.team(), 80))
	if !l.Back.IsZero() {
		says += fmt.Sprintf("\n%s is not at work now and is back %s.", OneLine(l.team(), 80), l.moment(l.Back))
	}
	return says, true
}

// news is what became of the ticket.
func (l look) news() (string, bool) {
	by, number, text := l.named(l.Notice.Says.By), l.File.Number, Clean(l.Notice.Says.Text)
	switch l.Notice.Says.Name {
	case string(request.Resolve):
		return worded(fmt.Sprintf("%s is done: %s. By %s.", number, lower(l.r.Work.Done), by), text, howWasIt), true
	case string(request.Reopen):
		return fmt.Sprintf("%s was opened again by %s. %s takes care of it and answers by mail.", number, by, OneLine(l.team(), 80)), true
	case string(request.Cancel):
		return worded(fmt.Sprintf("%s was closed by %s without being done.", number, by), text, ""), true
	case automations.NudgeLine:
		return worded(fmt.Sprintf("%s waits for your answer. %s asked:", number, by), text, ""), true
	case string(request.Lapse):
		return number + " was closed, since there was no answer for a while. If it is still needed, just answer, and it is opened again.", true
	case automations.AwayLine:
		back, err := time.Parse(time.RFC3339, l.Notice.Says.Text)
		return fmt.Sprintf("%s is not at work now and is back %s. %s waits for them; what you write until then is not lost.", OneLine(l.team(), 80), l.moment(back), number), err == nil
	case automations.FileLine:
		return by + " sends you this file.", true
	}
	return "", false
}

// howWasIt ends the news that something is done.
const howWasIt = "How was it? Answer with a number: 3 good, 2 so-so, 1 not good. A line below it may say why.\nIf something is still wrong, answer in words, and it is opened again."

// worded is a piece of news with what was typed beside it, and what to do.
func worded(news, text, do string) string {
	parts := []string{news}
	for _, more := range []string{text, do} {
		if strings.TrimSpace(more) != "" {
			parts = append(parts, more)
		}
	}
	return strings.Join(parts, "\n\n")
}

// named is the name of somebody of the company.
func (l look) named(id string) string { return OneLine(personName(l.dir, id), 80) }

// foot ends every mail.
func (l look) foot() string {
	return fmt.Sprintf("%s: %s\nAnswer this mail to write to %s.", l.File.Number, OneLine(l.r.Title, 150), OneLine(l.team(), 80))
}
