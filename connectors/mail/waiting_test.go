package mail

import (
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/mail"
	"factotum/connectors/mail/practice"
)

func TestWaitingMailsAreCounted(t *testing.T) {
	t.Parallel()
	server, err := practice.Start(t.Context(), practice.Config{Address: "127.0.0.1:0", Users: map[string]string{"bills": password}, Validity: 1000})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, server.Close()) })
	file := filepath.Join(t.TempDir(), "password")
	require.NoError(t, os.WriteFile(file, []byte(password), 0o600))
	a, err := New(Config{
		Name: "bills", Address: server.Address(), Security: Plain, User: "bills", Secret: secretIn(file), Folders: []string{"INBOX"},
		Flag: "Done", Quarantine: "Odd",
	})
	require.NoError(t, err)
	t.Cleanup(a.Close)
	for range 3 {
		require.NoError(t, server.Deliver("bills", []byte("Subject: x\r\n\r\nx")))
	}
	count := func(after mail.Position) int {
		n, err := a.Waiting(t.Context(), after)
		require.NoError(t, err)
		return n
	}
	assert.Equal(t, 3, count(mail.Position{Folder: "INBOX"}))
	var last mail.Position
	for m, err := range a.Next(t.Context(), mail.Position{Folder: "INBOX"}, 2) {
		require.NoError(t, err)
		last = m.At
	}
	assert.Equal(t, 1, count(last))
	last.UID = math.MaxUint32
	assert.Equal(t, 0, count(last))
	last.Validity++
	assert.Equal(t, 3, count(last), "a folder that was numbered anew is read from its beginning")
}
