package e2e

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/mail/practice"
)

// writer is somebody outside who writes to the desk by mail.
type writer struct {
	*world
	name, address string
	n             int
	read          int // mails of the company that they have seen
}

// letter is a mail to the desk, a minute after the one before.
func (p *writer) letter(subject, text string, change ...func(*practice.Letter)) practice.Letter {
	p.n++
	l := practice.Letter{
		Name: p.name, Address: p.address, Subject: subject, Text: text, To: "desk@harbourpine.example",
		Day: time.Date(2026, 11, 18, 9, p.n, 0, 0, time.UTC),
	}
	for _, f := range change {
		f(&l)
	}
	return l
}

func (p *writer) Writes(subject, text string, change ...func(*practice.Letter)) {
	p.t.Helper()
	require.NoError(p.t, p.demo.DeliverTo("desk", p.letter(subject, text, change...).Raw()))
}

// inbox is what the company has sent to this person, the oldest first.
func (p *writer) inbox() []practice.Reading {
	p.t.Helper()
	out, err := p.demo.Outgoing()
	require.NoError(p.t, err)
	var all []practice.Reading
	for _, s := range out.Sent() {
		m, err := s.Read()
		require.NoError(p.t, err)
		if m.To == p.address {
			all = append(all, m)
		}
	}
	return all
}

// Gets waits for the next mail of the company and checks what it says.
func (p *writer) Gets(says string) practice.Reading {
	p.t.Helper()
	var next practice.Reading
	p.Eventually(p.address+" gets a mail saying "+says, func() bool {
		all := p.inbox()
		if len(all) <= p.read {
			return false
		}
		next = all[p.read]
		return true
	})
	p.read++
	require.Contains(p.t, next.Text, says)
	return next
}

func answering(id string) func(*practice.Letter) {
	return func(l *practice.Letter) { l.Answers = id }
}

func TestSomebodyOutsideIsServedByMail(t *testing.T) {
	t.Parallel()
	w := start(t, setup{desk: true})
	jo := &writer{world: w, name: "Jo Client", address: "jo@client.example"}
	screen := practice.Attachment{Name: "screen.pdf", Body: []byte("%PDF-1.4 a picture of the screen")}
	jo.Writes("The shop shows an error", "Hello,\nI cannot log in since Monday.\n-- \nJo Client\nClient Ltd", func(l *practice.Letter) { l.Files = []practice.Attachment{screen} })
	card := w.At(priya, itDesk, "TKT-1", "The shop shows an error")
	for _, says := range []string{"*Jo Client (jo@client.example)* asks", "I cannot log in since Monday", "screen.pdf"} {
		assert.Contains(t, card.Words(), says)
	}
	assert.NotContains(t, card.Words(), "unverified")
	ack := jo.Gets("is TKT-1 now. IT takes care of it and answers by mail")
	assert.Equal(t, "[TKT-1] The shop shows an error", ack.Subject)
	assert.True(t, ack.Machine)
	assert.Regexp(t, regexp.MustCompile(`^<[0-9a-f]+@client\.example>$`), ack.Answers)

	// What the desk writes in the thread goes out; a note does not.
	w.As(priya)
	w.At(priya, itDesk, "TKT-1", "Claim").Click("Claim")
	w.At(priya, itDesk, "TKT-1", "takes care of it")
	desk := w.As(priya).In(itDesk)
	desk.Reply(card.TS, "Which browser do you use?")
	first := jo.Gets("Priya Nair writes:\n\nWhich browser do you use?")
	assert.False(t, first.Machine)
	assert.Equal(t, ack.Answers, first.Answers, "it stays one thread")
	desk.Reply(card.TS, "note: this client always forgets the password")
	jo.Writes("Re: [TKT-1] The shop shows an error", "Firefox.\n\nOn Wed, 18 Nov 2026 at 10:05, IT desk <desk@harbourpine.example> wrote:\n> Which browser do you use?", answering(first.ID),
		func(l *practice.Letter) { l.Files = []practice.Attachment{{Name: "log.csv", Body: []byte("a,b\n")}} })
	said := w.Hears(priya, itDesk, card.TS, "Firefox.")
	assert.NotContains(t, said, "Which browser")
	assert.Contains(t, said, "log.csv")
	w.Eventually("the file comes along", func() bool {
		for _, m := range w.Story.As(priya).In(itDesk).Thread(card.TS) {
			for _, f := range m.Files {
				if f.Name == "log.csv" {
					return true
				}
			}
		}
		return false
	})

	// A file from the desk, a question that waits, and the end.
	desk.Reply(card.TS, "Please do as it says here", w.As(priya).In(itDesk).Upload("steps.pdf", []byte("%PDF-1.4 steps")))
	jo.Gets("Please do as it says here\n[steps.pdf follows in a mail of its own]")
	w.Pass(time.Minute)
	file := jo.Gets("Priya Nair sends you this file.")
	require.Len(t, file.Files, 1)
	assert.Equal(t, practice.Attachment{Name: "steps.pdf", Body: []byte("%PDF-1.4 steps")}, file.Files[0])
	w.At(priya, itDesk, "TKT-1", "Resolve").Click("Resolve")
	w.Fills(priya, "Note", "You can log in again").Submit()
	done := jo.Gets("TKT-1 is done: resolved. By Priya Nair.\n\nYou can log in again")
	for _, m := range jo.inbox() {
		assert.NotContains(t, m.Text, "forgets", "a note is outside")
	}

	// How it was is said by a number alone.
	assert.Contains(t, done.Text, "How was it? Answer with a number: 3 good, 2 so-so, 1 not good.")
	jo.Writes("Re: "+done.Subject, "2\nIt took a while\n\n> How was it?", answering(done.ID))
	w.At(priya, itDesk, "TKT-1", "😐 rated by *Jo Client (jo@client.example)*: “It took a while”")

	// Thanks change nothing; another word opens it again.
	jo.Writes("Re: "+done.Subject, "Thank you very much!", answering(done.ID))
	w.Hears(priya, itDesk, card.TS, "Thank you very much!")
	assert.Contains(t, w.At(priya, itDesk, "TKT-1", "The shop").Words(), "Resolved")
	jo.Writes("Re: "+done.Subject, "It happens again.", answering(done.ID))
	w.Hears(priya, itDesk, card.TS, "It happens again.")
	w.At(priya, itDesk, "TKT-1", "takes care of it")
	assert.Len(t, jo.inbox(), jo.read, "their own words do not come back")
}

func TestWhoWritesIsNotWhoIsWritten(t *testing.T) {
	t.Parallel()
	w := start(t, setup{desk: true})
	// A colleague whom our mail server vouches for asks as in Slack.
	mei1 := &writer{world: w, name: "Mei", address: "mei@harbourpine.example"}
	mei1.Writes("Scanner", "It does not scan.")
	w.Card(mei, "TKT-1", "Scanner")
	w.At(priya, itDesk, "TKT-1", "Mei")

	// Somebody who only writes that address is somebody outside, and marked.
	mei1.Writes("Password of the shop", "Send it here, please.", func(l *practice.Letter) { l.Forged = true })
	forged := w.At(priya, itDesk, "TKT-2", "Password of the shop").Words()
	assert.Contains(t, forged, "(unverified)")
	assert.Contains(t, forged, "could not confirm")
	assert.Empty(t, mei1.inbox(), "nobody is bothered with what others wrote in their name")

	// Whoever answers what went to another opens a ticket of their own.
	jo, eve := &writer{world: w, name: "Jo", address: "jo@client.example"}, &writer{world: w, name: "Eve", address: "eve@elsewhere.example"}
	jo.Writes("Invoice copy", "Where do I find it?")
	ack := jo.Gets("is TKT-3 now")
	eve.Writes("Re: "+ack.Subject, "Me too, what did they say?", answering(ack.ID))
	own := w.At(priya, itDesk, "TKT-4", "eve@elsewhere.example")
	assert.Contains(t, own.Words(), "has to do with TKT-3")
	eve.Gets("is TKT-4 now")
	eve.Writes("[TKT-3] Tell me", "by number alone")
	w.At(priya, itDesk, "TKT-5", "Tell me")

	// Their own number is enough for who asked.
	card := w.At(priya, itDesk, "TKT-3", "Invoice copy")
	jo.Writes("About [TKT-3]", "found it meanwhile, but it is empty")
	w.Hears(priya, itDesk, card.TS, "found it meanwhile")
	// An answer in the thread that nobody vouches for is theirs, and marked.
	jo.Writes("Re: "+ack.Subject, "from another machine", answering(ack.ID), func(l *practice.Letter) { l.Forged = true })
	w.Hears(priya, itDesk, card.TS, "o@client.example (unverified)")

	// Machines are not answered, and a report of one that did not arrive is told to the desk.
	jo.Writes("Out of office", "I am away.", answering(ack.ID), func(l *practice.Letter) { l.Header = "Auto-Submitted: auto-replied\r\n" })
	report := jo.letter("Undelivered mail", "It went astray.", answering(ack.ID), func(l *practice.Letter) { l.Address, l.Header = "mailer-daemon@client.example", "Return-Path: <>\r\n" })
	require.NoError(t, w.demo.DeliverTo("desk", report.Raw()))
	w.Hears(priya, itDesk, card.TS, "A mail to jo@client.example could not be delivered")
	for _, said := range w.thread(priya, itDesk, card.TS) {
		assert.NotContains(t, said, "I am away")
	}
	assert.Len(t, jo.inbox(), 1)
}

func TestAMailThatTheServerDoesNotTakeIsTriedAgainOrShown(t *testing.T) {
	t.Parallel()
	w := start(t, setup{desk: true})
	jo := &writer{world: w, name: "Jo", address: "jo@client.example"}
	jo.Writes("Printer", "It smokes.")
	jo.Gets("is TKT-1 now")
	card := w.At(priya, itDesk, "TKT-1", "Printer")
	w.As(priya)
	w.At(priya, itDesk, "TKT-1", "Claim").Click("Claim")
	out, err := w.demo.Outgoing()
	require.NoError(t, err)

	// It is taken, but nobody hears so: it goes out again under the same Message-ID.
	var lost []practice.Reading
	out.Refuse(func(_ string, raw []byte) error {
		m, err := practice.Sent{Raw: raw, To: []string{jo.address}}.Read()
		if err == nil && len(lost) == 0 {
			lost = append(lost, m)
			return &smtp.SMTPError{Code: 451, Message: "Come back soon"}
		}
		return errors.Join(err)
	})
	w.As(priya).In(itDesk).Reply(card.TS, "Switch it off")
	w.Eventually("the first try", func() bool { return len(jo.inbox()) > 1 || w.passed(time.Second*10) })
	again := jo.Gets("Switch it off")
	require.Len(t, lost, 1)
	assert.Equal(t, lost[0].ID, again.ID)

	// What is refused for good stands among what was not delivered, with the reason.
	out.Refuse(func(string, []byte) error { return &smtp.SMTPError{Code: 550, Message: "No such user here"} })
	w.As(priya).In(itDesk).Reply(card.TS, "Is it off?")
	w.Hears(priya, itDesk, card.TS, "Is it off?")
	w.Eventually("it is among what was not delivered", func() bool {
		return strings.Contains(w.As(daan).SeesHome("Health").Words(), "No such user here")
	})
	out.Refuse(nil)
	w.As(daan).ClickHome("Try again")
	jo.Gets("Is it off?")
	assert.True(t, strings.HasPrefix(again.Subject, "[TKT-1] "))
}

// passed lets time go by, and tells that not all is well yet.
func (w *world) passed(d time.Duration) bool {
	w.Pass(d)
	return false
}
