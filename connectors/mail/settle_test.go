package mail

import (
	"testing"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/mail"
)

// three delivers three mails and gives their positions.
func three(t *testing.T, d dovecot, a *Account) (*imapclient.Client, []mail.Position) {
	t.Helper()
	c := d.client(t)
	deliver(t, c, "INBOX", letter(1, 10), letter(2, 10), letter(3, 10))
	var at []mail.Position
	for _, m := range readAll(t, a, mail.Position{Folder: "INBOX"}, 10) {
		at = append(at, m.At)
	}
	require.Len(t, at, 3)
	return c, at
}

func TestWhatBecameOfAMailIsShownInTheMailbox(t *testing.T) {
	t.Parallel()
	for name, server := range map[string]struct {
		more    string
		expunge bool // mails that were moved vanish
	}{
		"MOVE":    {"", true},
		"UIDPLUS": {"imap_capability = IMAP4rev1 SASL-IR UIDPLUS", true},
		"neither": {"imap_capability = IMAP4rev1 SASL-IR", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := startDovecot(t, server.more)
			a := d.account(t, func(cfg *Config) { cfg.Flag, cfg.Folder = "", "Dealt with" })
			c, at := three(t, d, a)
			for range 2 { // again changes nothing
				require.NoError(t, a.Settle(t.Context(), at[0], mail.Done))
				require.NoError(t, a.Settle(t.Context(), at[1], mail.Quarantine))
			}
			assert.Equal(t, []string{"Invoice 1"}, subjects(t, c, "Dealt with"))
			assert.Equal(t, []string{"Invoice 2"}, subjects(t, c, "Quarantine"))
			if server.expunge {
				assert.Equal(t, []string{"Invoice 3"}, subjects(t, c, "INBOX"))
			} else {
				assert.Equal(t, []string{"Invoice 1", "Invoice 2"}, subjects(t, c, "INBOX", imap.FlagDeleted))
			}
			left, err := a.Unsettled(t.Context(), at[2], 10)
			require.NoError(t, err)
			assert.Equal(t, at[2:], left)
			assert.Len(t, readAll(t, a, mail.Position{Folder: "INBOX"}, 10), 1, "what was marked as deleted is not read again")
		})
	}
}

func TestAMailThatCannotBeCopiedIsNotDeleted(t *testing.T) {
	t.Parallel()
	d := startDovecot(t, "imap_capability = IMAP4rev1 SASL-IR UIDPLUS")
	a := d.account(t, func(cfg *Config) { cfg.Flag, cfg.Folder = "", "no~/../such" })
	c, at := three(t, d, a)
	require.Error(t, a.Settle(t.Context(), at[0], mail.Done))
	assert.Len(t, subjects(t, c, "INBOX"), 3)
	assert.Empty(t, subjects(t, c, "INBOX", imap.FlagDeleted))
}

func TestMailsAreFlaggedAndThoseWithoutTheFlagAreFound(t *testing.T) {
	t.Parallel()
	for _, flag := range []string{"$Done", `\Seen`, `\Flagged`} {
		t.Run(flag, func(t *testing.T) {
			t.Parallel()
			d := startDovecot(t)
			a := d.account(t, func(cfg *Config) { cfg.Flag = flag })
			c, at := three(t, d, a)
			require.NoError(t, a.Settle(t.Context(), at[1], mail.Done))
			assert.Equal(t, []string{"Invoice 2"}, subjects(t, c, "INBOX", imap.Flag(flag)))
			left, err := a.Unsettled(t.Context(), at[2], 10)
			require.NoError(t, err)
			assert.Equal(t, []mail.Position{at[0], at[2]}, left)
			left, err = a.Unsettled(t.Context(), at[1], 10)
			require.NoError(t, err)
			assert.Equal(t, at[:1], left, "what lies beyond was not dealt with")
		})
	}
}
