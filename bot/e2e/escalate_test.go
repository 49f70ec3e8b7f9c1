package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const ladder = `
  escalate:
    - {after: 4h, remind: true}
    - {after: 8h, add: managers_manager}
    - {after: 16h, to: {team: payables}}
    - {after: 24h, expire: true}
`

func TestAnApprovalThatNobodyGivesGoesUpAndExpires(t *testing.T) {
	t.Parallel()
	w := start(t, setup{company: func(folder string) {
		file := filepath.Join(folder, "factotum.yaml")
		body, err := os.ReadFile(file)
		require.NoError(t, err)
		text := strings.Replace(string(body), "  remind: 8h ", strings.TrimPrefix(ladder, "\n")+"  remind: 8h ", 1)
		require.NotEqual(t, string(body), text)
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	}})
	n := w.Asks(ana, "/expense 12 EUR taxi yesterday") // Wednesday, 10:00
	w.Card(jules, n, "Approve")
	w.Until(at(t, "2026-11-18 14:01"))
	w.As(jules).Sees(reminder)
	w.Until(at(t, "2026-11-19 09:31"))
	w.Card(ingrid, n, "you are the manager of Jules Moreau, because nobody has decided it for 8 h of working time")
	w.As(ana).SeesReply(w.Card(ana, n, n).TS, "⬆️ Nobody has decided")
	w.Until(at(t, "2026-11-20 09:01"))
	w.Card(lena, n, "you are in the team Payables, because nobody has decided it for 16 h of working time")
	w.Locked(jules, n, "Waiting for")
	card := w.Card(lena, n, "Approve")
	w.Until(at(t, "2026-11-23 10:01"))
	if card.ClickFails("Approve") == "" { // the button was still there
		w.As(lena).Sees(n + " expired on")
	}
	w.Locked(lena, n, "⌛ Expired on")
	w.As(ana).Sees("has expired, since nobody decided it in time. Ask again if it is still wanted")
}
