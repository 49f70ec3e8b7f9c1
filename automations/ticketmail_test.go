package automations_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/mail"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

// deskMail is an office whose mailbox is for tickets. Mails go out into sent.
type deskMail struct {
	*counter
	says map[string]automations.Post // by the bodies of mails
	sent []outbox.Mail
	err  error // of who takes mails apart
	out  error // of who sends
}

// Letter reads a mail as the test says.
func (d *deskMail) Letter(_ context.Context, raw []byte) (automations.Post, error) {
	head, body, _ := strings.Cut(string(raw), "\r\n\r\n")
	_, subject, _ := strings.Cut(head, "Subject: ")
	subject, _, _ = strings.Cut(subject, "\r\n")
	post := d.says[body]
	if post.Words == "" && len(post.Refused) == 0 {
		post.Words = body
	}
	post.Subject = subject
	return post, d.err
}

// Send keeps a mail.
func (d *deskMail) Send(_ context.Context, m outbox.Mail) error {
	if d.out == nil {
		d.sent = append(d.sent, m)
	}
	return d.out
}

func desked(t *testing.T) *deskMail {
	t.Helper()
	o := desks(t, "round_robin")
	d := &deskMail{counter: taking(o), says: map[string]automations.Post{}}
	d.Opener, d.Tickets = d, &automations.Tickets{Kind: "ticket", Team: "procurement"}
	d.Own, d.Trust = []string{"desk@example.com"}, mail.Trust{Server: "mx.example.com"}
	o.courier.Mailer = d
	o.courier.Write = func(m automations.ByMail) (outbox.Mail, bool, error) {
		said, _ := m.File.Request.Said(m.Notice.Says.Text)
		return outbox.Mail{Subject: m.Subject, Text: string(m.Notice.Shape) + " " + m.Notice.Says.Name + " " + said.Text}, true, nil
	}
	return d
}

// brings puts a mail into the mailbox and takes it in. Those that begin with a
// star are vouched for.
func (d *deskMail) brings(from, header, subject, body string) {
	d.t.Helper()
	n := len(d.mails.mails) + 1
	verified := ""
	if address, ok := strings.CutPrefix(from, "*"); ok {
		_, domain, _ := strings.Cut(address, "@")
		from, verified = address, "Authentication-Results: mx.example.com; dmarc=pass header.from="+domain+"\r\n"
	}
	d.mails.put(mail.Message{Raw: fmt.Appendf(nil, "%s%sFrom: Jo <%s>\r\nMessage-ID: <%d@client.example>\r\nSubject: %s\r\n\r\n%s", verified, header, from, n, subject, body)})
	d.run()
}

func (d *deskMail) open(number string) request.Request {
	d.t.Helper()
	id, err := d.store.Lookup(d.ctx, number)
	require.NoError(d.t, err)
	require.NotEmpty(d.t, id, number)
	return d.request(id)
}

func TestAMailToTheDeskIsATicketAndItsAnswersAreSentences(t *testing.T) {
	t.Parallel()
	d := desked(t)
	d.says["first"] = automations.Post{Words: "It smokes.", Files: []form.File{{Name: "a.png", Source: "kept-1", Hash: "h1"}}}
	d.brings("*jo@client.example", "", "Re: The printer", "first")
	r := d.open("TKT-1")
	assert.Equal(t, "mail:jo@client.example", r.Requester)
	assert.Equal(t, "The printer", r.Title)
	assert.Equal(t, "procurement", r.Work.Team)
	assert.Equal(t, "a.png", r.Values["files"].Files[0].Name)
	assert.Contains(t, r.Values["details"].Text, "It smokes.")
	assert.Contains(t, r.Shown, "mail:jo@client.example")
	d.deliver()
	require.NotEmpty(t, d.sent)
	ack := d.sent[0]
	assert.Equal(t, "jo@client.example", ack.To)
	assert.Equal(t, "invoices", ack.Box)
	assert.Equal(t, "<1@client.example>", ack.Answers)
	assert.Empty(t, ack.Thread)

	_, err := d.Say(d.ctx, d.who("omar"), automations.Saying{Ticket: r.ID, ID: "C1-1", Text: "Which one?"})
	require.NoError(t, err)
	d.deliver()
	last := d.sent[len(d.sent)-1]
	assert.Equal(t, "copy copy Which one?", last.Text)
	d.brings("*jo@client.example", "In-Reply-To: <"+last.ID+"@example.com>\r\n", "Re: x", "The red one.\n\n> Which one?")
	r = d.open("TKT-1")
	require.Len(t, r.Thread, 2)
	assert.Equal(t, "The red one.", r.Thread[1].Text)
	assert.Equal(t, "mail:jo@client.example", r.Thread[1].By)

	// What was changed goes out once more, under another id and in the same thread.
	_, err = d.Amend(d.ctx, d.who("omar"), d.id(), automations.Saying{Ticket: r.ID, ID: "C1-1", Text: "Which printer?"})
	require.NoError(t, err)
	d.deliver()
	changed := d.sent[len(d.sent)-1]
	assert.Equal(t, "copy copy Which printer?", changed.Text)
	assert.NotEqual(t, last.ID, changed.ID)
	assert.Equal(t, "<2@client.example>", changed.Answers)
	assert.Equal(t, []string{"<1@client.example>"}, changed.Thread)
	n := len(d.sent)
	d.mails.renumber()
	d.run()
	d.deliver()
	assert.Len(t, d.sent, n, "a mail that is read anew changes nothing")
	assert.Len(t, d.open("TKT-1").Thread, 2)
	d.none("TKT-2")

	d.says["many"] = automations.Post{Words: "See.", Files: make([]form.File, 12)}
	for i := range d.says["many"].Files {
		d.says["many"].Files[i] = form.File{Name: fmt.Sprint(i), Source: fmt.Sprint("kept-", i), Hash: "h"}
	}
	d.brings("*jo@client.example", "", "Many", "many")
	files := d.open("TKT-2").Values["files"].Files
	require.Len(t, files, 10)
	assert.Equal(t, "mail.eml", files[9].Name)

	// How it was is a number in an answer; who opens it again without a word sends a mail.
	_, err = d.Resolve(d.ctx, d.who("omar"), d.id(), r.ID, automations.Finish{Note: "New drum"})
	require.NoError(t, err)
	d.brings("*jo@client.example", "In-Reply-To: <"+last.ID+"@example.com>\r\n", "Re: x", "3\nThat was fast\n\n> Which one?")
	r = d.open("TKT-1")
	assert.Equal(t, request.Done, r.State)
	require.NotNil(t, r.Work.Rating)
	assert.Equal(t, "3 That was fast", fmt.Sprint(r.Work.Rating.Score, " ", r.Work.Rating.Text))
	_, err = d.Reopen(d.ctx, d.who("omar"), d.id(), r.ID, "")
	require.NoError(t, err)
	d.deliver()
	assert.Equal(t, "line reopen ", d.sent[len(d.sent)-1].Text)
}

func TestWhoWroteAMailIsNeverTakenOnTrust(t *testing.T) {
	t.Parallel()
	d := desked(t)
	d.brings("*ines@example.com", "", "Chair", "broken")
	assert.Equal(t, "ines@example.com", d.open("TKT-1").Requester)
	d.brings("ines@example.com", "", "[TKT-1] Chair", "I am not Ines")
	forged := d.open("TKT-2")
	assert.Equal(t, "mail:ines@example.com/unverified", forged.Requester)
	assert.Empty(t, d.open("TKT-1").Thread)
	d.deliver()
	ack := d.sent[0]
	d.brings("*eve@elsewhere.example", "References: <"+ack.ID+"@example.com>\r\n", "Re: Chair", "let me in")
	own := d.open("TKT-3")
	assert.Equal(t, "mail:eve@elsewhere.example", own.Requester)
	require.Len(t, own.Work.Ties, 1)
	assert.Equal(t, "TKT-2", own.Work.Ties[0].Number)
	assert.Empty(t, d.open("TKT-2").Thread)
	d.brings("*eve@elsewhere.example", "", "[TKT-3] [TKT-99]", "more")
	assert.Len(t, d.open("TKT-3").Thread, 1)
	// A ticket that takes no words any more leads to a new one.
	_, err := d.Cancel(d.ctx, d.who("omar"), d.id(), own.ID, "no")
	require.NoError(t, err)
	d.brings("*eve@elsewhere.example", "", "[TKT-3]", "and yet")
	assert.Equal(t, "TKT-3", d.open("TKT-4").Work.Ties[0].Number)
}

func TestWhatNobodyWroteStaysInTheQuarantine(t *testing.T) {
	t.Parallel()
	d := desked(t)
	d.brings("*jo@client.example", "", "Printer", "It smokes.")
	d.deliver()
	ack := d.sent[0].ID
	d.brings("*jo@client.example", "Auto-Submitted: auto-replied\r\n", "Away", "I am away")
	d.brings("*desk@example.com", "", "Ours", "came back")
	d.brings("mailer-daemon@client.example", "References: <"+strings.Repeat("0", 40)+"@x> <"+ack+"@example.com>\r\n", "Undelivered", "sorry")
	for uid := uint32(2); uid <= 4; uid++ {
		assert.Equal(t, mail.Quarantine, d.mails.settled[uid])
	}
	d.none("TKT-2", "MAIL-1")
	r := d.open("TKT-1")
	require.Len(t, r.Thread, 1)
	assert.True(t, r.Thread[0].Internal)
	assert.Contains(t, r.Thread[0].Text, "A mail to jo@client.example could not be delivered")

	d.Allowed = []string{"client.example"}
	d.brings("*eve@elsewhere.example", "", "Hello", "x")
	assert.Contains(t, d.open("MAIL-1").Values["reason"].Text, "not among those")
	d.says["bomb"] = automations.Post{Refused: []automations.Refused{{Say: "It has more than 100 parts."}}}
	d.brings("*jo@client.example", "", "Hello", "bomb")
	assert.Equal(t, "It has more than 100 parts.", d.open("MAIL-2").Values["reason"].Text)
	d.says["half"] = automations.Post{Words: "See.", Refused: []automations.Refused{{Name: "a.iso", Say: "It is too large."}}}
	d.brings("*jo@client.example", "", "Half", "half")
	assert.Contains(t, d.open("TKT-2").Values["details"].Text, "a.iso: It is too large.")
	d.err = errors.New("no child starts")
	d.mails.put(mail.Message{Raw: []byte("From: jo@client.example\r\n\r\nlater")})
	require.ErrorContains(t, d.Run(d.ctx), "no child starts")
	d.err = nil
	d.run()
	d.open("TKT-3")
}

func TestAMailIsSentOnceItIsTakenAndKeepsItsID(t *testing.T) {
	t.Parallel()
	d := desked(t)
	d.out = fault.New(fault.Unavailable, "The mail server is away.")
	d.brings("*jo@client.example", "", "Printer", "It smokes.")
	d.deliver()
	docs, err := d.store.Load(d.ctx, outbox.DeliveryID(outbox.CardKey(d.open("TKT-1").ID, people.ContactID("jo@client.example", true))))
	require.NoError(t, err)
	assert.Equal(t, []state.Document{{ID: docs[0].ID}}, docs, "nothing is said to be delivered")
	d.out = fault.New(fault.Invalid, "No such user.")
	d.wait(outbox.Backoff(1))
	d.deliver()
	failed := d.failed()
	require.Len(t, failed, 1)
	assert.Contains(t, failed[0].Reason, "No such user.")
	d.out = nil
	d.courier.Mailer = nil
	require.NoError(t, d.store.RetryFailed(d.ctx, failed[0].Key, d.clock()))
	d.deliver()
	assert.Contains(t, d.failed()[0].Reason, "No mail account is configured")
}
