package mail_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"factotum/automations/mail"
)

func TestWhereAMailStandsAmongOthers(t *testing.T) {
	t.Parallel()
	raw := "Message-ID: <own@x.example>\r\nIn-Reply-To: <near@us.example>\r\nReferences: <far@us.example>\r\n <near@us.example> <bad id@x> <\x01@x>\r\n\r\nHello"
	got := mail.ThreadOf([]byte(raw), "Re: [tkt-12] Printer [INV-3]")
	assert.Equal(t, mail.Thread{ID: "<own@x.example>", Answers: []string{"<near@us.example>", "<far@us.example>"}, Numbers: []string{"TKT-12", "INV-3"}}, got)
	assert.Empty(t, mail.ThreadOf([]byte("Message-ID: <a@x> <b@x>\r\n\r\n"), "TKT-12").ID)
	many := mail.ThreadOf([]byte("References: "+strings.Repeat("<a@x> ", 30)+"<last@x>\r\n\r\n"), "")
	assert.Equal(t, []string{"<last@x>", "<a@x>"}, many.Answers)
}

func TestASubjectIsWhatItWasBeforeItWasAnswered(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Re: AW: [TKT-12] Printer": "Printer", "Printer": "Printer", "[TKT-1] Re[2]: Fwd: x": "x", "": "", "Rebecca: hello": "Rebecca: hello",
	} {
		assert.Equal(t, want, mail.Subject(text), text)
	}
}

func TestMachinesAreKnown(t *testing.T) {
	t.Parallel()
	const from = "From: Jo <jo@client.example>\r\n"
	for name, c := range map[string]struct {
		header string
		is     bool
	}{
		"a person":                 {from, false},
		"a person, said so":        {from + "Auto-Submitted: no\r\n", false},
		"on holiday":               {from + "Auto-Submitted: auto-replied; owner-email=\"x\"\r\n", true},
		"a newsletter":             {from + "Precedence: bulk\r\n", true},
		"a list":                   {from + "Precedence: List\r\n", true},
		"a bounce":                 {"Return-Path: <>\r\n" + from, true},
		"with a way back":          {"Return-Path: <jo@client.example>\r\n" + from, false},
		"a report":                 {from + "Content-Type: multipart/report; report-type=delivery-status\r\n", true},
		"a mail server":            {"From: MAILER-DAEMON@mx.client.example\r\n", true},
		"first class of its class": {from + "Precedence: first-class\r\n", false},
	} {
		assert.Equal(t, c.is, mail.Automatic([]byte(c.header+"\r\nHello")), name)
	}
	assert.True(t, mail.Judge([]byte(from+"\r\n"), mail.Trust{}).Answerable())
	assert.False(t, mail.Judge([]byte("From: a@x.example, b@x.example\r\n\r\n"), mail.Trust{}).Answerable())
	assert.False(t, mail.Judge([]byte("From: jo@xn--clent-9sa.example\r\n\r\n"), mail.Trust{}).Answerable())
}

func TestWhatIsQuotedIsLeftOut(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"nothing quoted":        {"It works now.\nThank you\n", "It works now.\nThank you"},
		"English":               {"Yes, please.\n\nOn Mon, 2 Nov 2026 at 10:02, Desk <desk@us.example> wrote:\n> Shall we?\n> Desk\n", "Yes, please."},
		"in two lines":          {"Yes.\r\n\r\nOn Mon, 2 Nov 2026 at 10:02, A Long Name\r\n<desk@us.example> wrote:\r\n\r\n> Shall we?\r\n", "Yes."},
		"German":                {"Ja.\n\nAm 02.11.2026 um 10:02 schrieb Desk:\n> Sollen wir?", "Ja."},
		"German, other way":     {"Ja.\n\nAm Mo., 2. Nov. 2026 um 10:02 Uhr schrieb Desk <desk@us.example>:\n\n> Sollen wir?", "Ja."},
		"French":                {"Oui.\n\nLe lun. 2 nov. 2026 à 10:02, Desk <desk@us.example> a écrit :\n> On y va ?", "Oui."},
		"Spanish":               {"Sí.\n\nEl lun, 2 nov 2026 a las 10:02, Desk (<desk@us.example>) escribió:\n> ¿Vamos?", "Sí."},
		"Outlook":               {"Yes.\n\n________________________________\nFrom: Desk <desk@us.example>\nSent: Monday\nTo: Jo\nSubject: x\n\nShall we?", "Yes."},
		"Outlook without line":  {"Yes.\n\nFrom: Desk <desk@us.example>\nSent: Monday\nSubject: x\n\nShall we?", "Yes."},
		"Outlook in German":     {"Ja.\n\nVon: Desk <desk@us.example>\nGesendet: Montag\n\nSollen wir?", "Ja."},
		"original message":      {"Yes.\n-----Original Message-----\nFrom: Desk\n\nShall we?", "Yes."},
		"our own line":          {"Yes.\n\nDesk schreef op 2 nov 2026:\n> " + mail.Above + "\n> Shall we?", "Yes."},
		"our own line alone":    {"Yes.\n\n" + mail.Above + "\nShall we?", "Yes."},
		"a signature":           {"Yes.\n-- \nJo Client\nDirector", "Yes."},
		"between the lines":     {"> Shall we?\nYes.\n> Now?\nTomorrow.\n", "> Shall we?\nYes.\n> Now?\nTomorrow."},
		"a person wrote so":     {"My boss wrote:\nplease help me", "My boss wrote:\nplease help me"},
		"a dash in a text":      {"a -- b\nc", "a -- b\nc"},
		"only a quotation":      {"> Shall we?\n", "> Shall we?"},
		"a signature alone":     {"-- \nJo", "-- \nJo"},
		"From in a sentence":    {"From: nowhere\nit came.", "From: nowhere\nit came."},
		"quoted without a head": {"Yes.\n\n> Shall we?\n>\n> Desk\n", "Yes."},
		"empty":                 {"", ""},
	} {
		assert.Equal(t, c.want, mail.Fresh(c.text), name)
	}
}

func TestAFirstMailLosesItsSignatureOnly(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"The portal is down.\r\n\r\n-- \r\nPetra\r\nKunde GmbH":             "The portal is down.",
		"The portal is down.\n--\nPetra":                                    "The portal is down.",
		"See below.\n-- \nPetra\n\n-----Original Message-----\nFrom: a@b.c": "See below.\n\n-----Original Message-----\nFrom: a@b.c",
		"-- \nPetra": "-- \nPetra",
		"First\n--\n" + strings.Repeat("line\n", 20): "First\n--\n" + strings.TrimSpace(strings.Repeat("line\n", 20)),
		"No signature\n": "No signature",
	} {
		assert.Equal(t, want, mail.Unsigned(text), text)
	}
}
