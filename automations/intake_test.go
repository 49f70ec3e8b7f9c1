package automations_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/mail"
	"factotum/automations/state"
)

func TestAMailWithAnInvoiceBecomesARequest(t *testing.T) {
	t.Parallel()
	c := taking(setup(t))
	c.post("one")
	c.run()
	r := c.numbered("INV-1")
	assert.Equal(t, "RE-1", r.Values["number"].Text)
	assert.Equal(t, "mail:invoices", r.Requester)
	assert.Equal(t, "Lumen <bills@lumen.example>", r.Reading.From)
	assert.False(t, r.Reading.Verified)
	assert.Empty(t, r.Reading.Odd, "that no server is configured says nothing about the mail")
	assert.Equal(t, "RE-1.pdf", r.Values["document"].Files[0].Name)
	assert.Equal(t, map[uint32]mail.Outcome{1: mail.Done}, c.mails.settled)
	assert.Equal(t, automations.Status{Success: start(), Taken: 1}, c.Status())
	docs, err := c.store.Load(c.ctx, "mail/position/invoices/INBOX")
	require.NoError(t, err)
	assert.JSONEq(t, `{"account":"invoices","folder":"INBOX","validity":7,"uid":1,"taken":1,"apart":0}`, string(docs[0].Body))
	c.run()
	assert.Equal(t, 1, c.opens.looks, "it is read once")
	assert.Zero(t, c.opens.kept, "the invoice has a file of its own")
	c.same(r.ID)
}

func TestTwoInvoicesInAMailAreTwoRequests(t *testing.T) {
	t.Parallel()
	c := taking(setup(t))
	c.post("two")
	c.run()
	assert.Equal(t, "RE-2", c.numbered("INV-1").Values["number"].Text)
	assert.Equal(t, "RE-3", c.numbered("INV-2").Values["number"].Text)
	assert.Equal(t, 1, c.Status().Taken)
}

func TestTheSameInvoiceInAnotherMailIsARemark(t *testing.T) {
	t.Parallel()
	c := taking(setup(t))
	c.post("one")
	c.post("one")
	c.run()
	c.none("INV-2", "MAIL-1")
	r := c.numbered("INV-1")
	require.Len(t, r.Thread, 1)
	assert.Equal(t, "It arrived again in the mailbox Invoices mailbox: from Lumen <bills@lumen.example> (unverified sender: anybody can write this address).", r.Thread[0].Text)
	assert.Equal(t, map[uint32]mail.Outcome{1: mail.Done, 2: mail.Done}, c.mails.settled)

	c.post("two")
	c.post("both") // its second part belongs to another request than its first
	c.run()
	assert.Len(t, c.numbered("INV-1").Thread, 2)
	c.none("INV-4", "MAIL-1")
}

func TestWhatComesBesideAnInvoiceGoesWithIt(t *testing.T) {
	t.Parallel()
	c := taking(setup(t))
	c.post("with")
	c.post("bare")
	c.run()
	r := c.numbered("INV-1")
	assert.Equal(t, []string{"It came with something else. terms.pdf: There is no invoice in it."}, r.Reading.Odd)
	assert.Len(t, r.Values["document"].Files, 2)
	assert.Equal(t, "mail.eml", c.numbered("INV-2").Values["document"].Files[0].Name, "the mail stands in for the file")
}

func TestWhatCannotBeReadBesideAnInvoiceIsForAPerson(t *testing.T) {
	t.Parallel()
	c := taking(setup(t))
	c.post("beside")
	c.run()
	assert.Equal(t, "RE-6", c.numbered("INV-1").Values["number"].Text)
	r := c.numbered("MAIL-1")
	assert.Equal(t, "locked.pdf: It is locked with a password.", r.Values["reason"].Text)
	assert.Len(t, r.Values["mail"].Files, 1)
	assert.Len(t, c.numbered("INV-1").Values["document"].Files, 1)
	assert.Equal(t, map[uint32]mail.Outcome{1: mail.Done}, c.mails.settled)
	c.run()
	c.none("MAIL-2")
}

func TestAMailWithoutAnInvoiceIsForAPerson(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		body, trouble   string
		allowed         []string
		subject, reason string
		outcome         mail.Outcome
	}{
		"nothing in it":      {body: "none", subject: "Newsletter", reason: "No invoice was found in this mail.", outcome: mail.Done},
		"refused parts":      {body: "large", subject: "(no subject)", reason: "scan.pdf: It is larger than 25 MB.\nArchives are not opened.", outcome: mail.Quarantine},
		"too large":          {body: "one", trouble: "It is larger than 40 MB.", subject: "(no subject)", reason: "It is larger than 40 MB.", outcome: mail.Quarantine},
		"too long a reason":  {body: "one", trouble: strings.Repeat("x", 4000), subject: "(no subject)", reason: strings.Repeat("x", 2999) + "…", outcome: mail.Quarantine},
		"sender not allowed": {body: "one", allowed: []string{"other.example", "x@lumen.example"}, subject: "Your invoice", reason: "The sender is not among those whose mail is taken in here.", outcome: mail.Quarantine},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := taking(setup(t))
			c.Allowed = tt.allowed
			c.post(tt.body)
			c.mails.mails[0].Trouble = tt.trouble
			c.run()
			c.none("INV-1")
			r := c.numbered("MAIL-1")
			assert.Equal(t, tt.subject, r.Values["subject"].Text)
			assert.Equal(t, tt.reason, r.Values["reason"].Text)
			assert.Equal(t, "Lumen <bills@lumen.example>", r.Values["sender"].Text)
			assert.Equal(t, tt.trouble == "", len(r.Values["mail"].Files) == 1)
			assert.Equal(t, map[uint32]mail.Outcome{1: tt.outcome}, c.mails.settled)
			apart := 0
			if tt.outcome == mail.Quarantine {
				apart = 1
			}
			assert.Equal(t, automations.Status{Success: start(), Taken: 1, Apart: apart}, c.Status())
		})
	}
}

func TestThoseWhoMaySendAreTakenIn(t *testing.T) {
	t.Parallel()
	for _, allowed := range []string{"Bills@lumen.example", "lumen.example", "@LUMEN.example"} {
		c := taking(setup(t))
		c.Allowed = []string{"other.example", allowed}
		c.Trust = mail.Trust{Server: "mx.sample.example"}
		c.post("one")
		c.run()
		assert.Equal(t, []string{mail.Unstated.Says()}, c.numbered("INV-1").Reading.Odd, allowed)
	}
	c := taking(setup(t))
	c.mails.put(mail.Message{Raw: []byte("From: bills@lumen.example\r\nSubject: x\r\n\r\none")})
	c.run()
	assert.Equal(t, "bills@lumen.example", c.numbered("INV-1").Reading.From)
}

func TestWhatCannotBeReadNowIsTriedAgain(t *testing.T) {
	t.Parallel()
	c := taking(setup(t))
	c.post("large")
	c.opens.err = fault.New(fault.Unavailable, "No child starts.")
	require.ErrorIs(t, c.Run(c.ctx), c.opens.err)
	assert.Equal(t, automations.Status{Waiting: 1}, c.Status())
	c.none("MAIL-1")
	c.opens.err, c.opens.keeps = nil, errors.New("disk full")
	require.ErrorIs(t, c.Run(c.ctx), c.opens.keeps)
	assert.Empty(t, c.mails.settled)
	c.opens.keeps = nil
	c.run()
	assert.Equal(t, mail.Quarantine, c.mails.settled[1])
	assert.NotEmpty(t, c.numbered("MAIL-1").ID)
	assert.Equal(t, 3, c.opens.looks)
}

func TestAMailboxThatFailsSaysSo(t *testing.T) {
	t.Parallel()
	c := taking(setup(t))
	c.post("one")
	for _, call := range []string{"waiting", "next", "settle", "unsettled"} {
		c.mails.broken = map[string]error{call: errors.New(call + " is broken")}
		require.ErrorIs(t, c.Run(c.ctx), c.mails.broken[call])
		assert.True(t, c.Status().Success.IsZero(), call)
	}
	c.mails.broken = nil
	c.wait(2 * time.Minute)
	c.run()
	assert.Equal(t, automations.Status{Success: c.clock(), Taken: 1}, c.Status())

	c.Box.Key = "unknown"
	err := c.Run(c.ctx)
	assert.Equal(t, fault.Unavailable, fault.CodeOf(err))
	assert.ErrorContains(t, err, "is not in the directory yet")
}

func TestWhatIsKeptOfAMailAndDamagedIsNotGuessed(t *testing.T) {
	t.Parallel()
	for _, prefix := range []string{"mail/position/", "mail/at/", "mail/print/"} {
		c := taking(setup(t))
		c.post("one")
		spoil := func(ch state.Change) error {
			for i := range ch.Documents {
				if strings.HasPrefix(ch.Documents[i].ID, prefix) {
					ch.Documents[i].Body = []byte(`"spoiled"`)
				}
			}
			return nil
		}
		c.Store = &ending{Store: c.store, fails: spoil}
		c.mails.broken["settle"] = errors.New("no line")
		require.Error(t, c.Run(c.ctx))
		c.mails.renumber()
		if prefix == "mail/at/" {
			c.mails.validity, c.mails.mails[0].At.Validity = 7, 7
		}
		assert.ErrorContains(t, c.Run(c.ctx), "automations: decode "+prefix)
	}
}
