package mail

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/mail"
	"factotum/connectors/mail/practice"
)

func TestCheckLogsInAndCountsWhatIsWaiting(t *testing.T) {
	t.Parallel()
	d := startDovecot(t)
	a := d.account(t, func(cfg *Config) { cfg.Folders = []string{"INBOX", "Bills"} })
	c, at := three(t, d, a)
	require.NoError(t, c.Create("Bills", nil).Wait())
	deliver(t, c, "Bills", letter(9, 10))
	require.NoError(t, a.Settle(t.Context(), at[0], mail.Done))
	assert.Equal(t, []Finding{
		{true, "The mail server " + a.cfg.Address + " accepts the login of bills."},
		{true, "The folder INBOX has 2 mails waiting."},
		{true, "The folder Bills has 1 mail waiting."},
		{true, "The folder Quarantine is not there yet: it is made with the first mail for it."},
	}, a.Check(t.Context()))
	assert.Empty(t, subjects(t, c, "INBOX", `\Seen`))
}

func TestCheckSaysWhatTheServerCannot(t *testing.T) {
	t.Parallel()
	d := startDovecot(t, "imap_capability = IMAP4rev1 SASL-IR")
	var says []string
	for _, f := range d.account(t).Check(t.Context()) {
		says = append(says, f.Says)
	}
	assert.Contains(t, says, "The mail server does not tell of new mail: it is looked for every 4m0s.")
}

// The practice server is another implementation of the other side: what holds
// with Dovecot holds with it.
func TestThePracticeServerServesTheConnector(t *testing.T) {
	t.Parallel()
	s, err := practice.Start(t.Context(), practice.Config{Address: "127.0.0.1:0", Users: map[string]string{"bills": password}, Validity: 1000})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	require.NoError(t, s.Deliver("bills", []byte(letter(1, 5_000))))
	a := open(t, Config{
		Name: "bills", Address: s.Address(), Security: Plain, User: "bills", Secret: secretIn(secretFile(t, password)),
		Folders: []string{"INBOX"}, Folder: "Done", Quarantine: "Quarantine", Poll: time.Hour,
	})
	for _, f := range a.Check(t.Context()) {
		assert.True(t, f.OK, f.Says)
	}
	mails := readAll(t, a, mail.Position{Folder: "INBOX"}, 10)
	require.Len(t, mails, 1)
	assert.Equal(t, letter(1, 5_000), string(mails[0].Raw))
	assert.Equal(t, uint32(1001), mails[0].At.Validity)

	w := startWatcher(t, a)
	assert.Equal(t, fingerprint(letter(1, 5_000)), w.wait(t))
	require.NoError(t, s.Deliver("bills", []byte(letter(2, 10))))
	assert.Equal(t, fingerprint(letter(2, 10)), w.wait(t))
	require.NoError(t, a.Settle(t.Context(), mails[0].At, mail.Done))
	left, err := a.Unsettled(t.Context(), mail.Position{Folder: "INBOX", Validity: 1001, UID: 2}, 10)
	require.NoError(t, err)
	assert.Len(t, left, 1)
	assert.Error(t, s.Deliver("bells", nil))
}
