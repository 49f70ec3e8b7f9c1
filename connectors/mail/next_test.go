package mail

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/mail"
)

// readAll is the mails beyond a position.
func readAll(t *testing.T, a *Account, after mail.Position, limit int) []mail.Message {
	t.Helper()
	var mails []mail.Message
	for m, err := range a.Next(within(t), after, limit) {
		require.NoError(t, err)
		mails = append(mails, m)
	}
	return mails
}

func TestMailsAreReadWholeInOrderAndLeaveNoTrace(t *testing.T) {
	t.Parallel()
	d := startDovecot(t)
	c := d.client(t)
	want := []string{letter(1, 10), letter(2, 200_000), letter(3, 10), letter(4, 10)}
	deliver(t, c, "INBOX", want...)
	a := d.account(t)

	mails := readAll(t, a, mail.Position{Folder: "INBOX"}, 3)
	require.Len(t, mails, 3)
	for i, m := range mails {
		assert.Equal(t, want[i], string(m.Raw))
		assert.Equal(t, int64(len(want[i])), m.Size)
		assert.Equal(t, mail.Position{Account: "bills", Folder: "INBOX", Validity: mails[0].At.Validity, UID: uint32(i + 1)}, m.At)
		assert.Empty(t, m.Trouble)
	}
	rest := readAll(t, a, mails[2].At, 3)
	require.Len(t, rest, 1)
	assert.Equal(t, want[3], string(rest[0].Raw))
	assert.Empty(t, readAll(t, a, rest[0].At, 3), "the range beyond the last mail is answered with the last mail")
	assert.Empty(t, subjects(t, c, "INBOX", `\Seen`))
}
