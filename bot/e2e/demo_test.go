package e2e

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/bot/app"
)

func TestTheDemonstrationBeginsWithAHistory(t *testing.T) {
	t.Parallel()
	w := start(t, setup{history: true})
	v := w.Verify()
	assert.GreaterOrEqual(t, v.Replayed, 13+5, "requests, and vendors; the first mails may have come")
	assert.Zero(t, v.Refusals)

	w.As(ana).Sees("EXP-")
	w.As(jules).SeesHome("Ana Ruiz")
	card := w.As(lena).Sees("EXP-1 ")
	replies := w.As(lena).Thread(card.TS)
	require.Len(t, replies, 3, "the card and our own copies of both receipts")
	assert.Len(t, replies[1].Files, 1)
}

func TestWhatHappenedIsThereAfterARestart(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(ana).Say("42.50 EUR taxi to the airport yesterday")
	w.As(ana).Sees("42.50")
	w.Restart()
	w.As(ana).Sees("42.50")
}

func TestANewKindNeedsAFileAndNothingElse(t *testing.T) {
	t.Parallel()
	w := start(t, setup{company: func(folder string) {
		require.NoError(t, os.WriteFile(filepath.Join(folder, "kinds", "parking.yaml"), []byte(parking), 0o600))
	}})
	w.As(ana).Command("/parking")
	w.As(ana).SeesModal("Parking space")
}

// parking is a kind that no built-in one resembles.
const parking = `
kind: parking
title: Parking space
about: Reserve a parking space for a visitor
prefix: PRK
command: /parking
summary: "{visitor} on {day}"
fields:
  - {key: visitor, label: Visitor, type: text, required: true}
  - {key: day, label: Day, type: date, required: true, min: today}
route:
  - step: Reception
    approvers: [{team: people}]
`

func TestAForeignFolderIsLeftAlone(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	mine := filepath.Join(folder, "thesis.txt")
	require.NoError(t, os.WriteFile(mine, []byte("mine"), 0o600))
	for _, fresh := range []bool{false, true} {
		require.ErrorContains(t, app.Prepare(folder, fresh), "nothing was touched")
	}
	require.FileExists(t, mine)
}

func TestFreshForgetsWhatHappenedButOnlyThat(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(ana).Say("42.50 EUR taxi yesterday")
	w.As(ana).Sees("42.50")
	w.end()
	mine := filepath.Join(w.Folder, "notes.txt")
	require.NoError(t, os.WriteFile(mine, nil, 0o600))
	require.NoError(t, app.Prepare(w.Folder, true))
	require.FileExists(t, mine)
	w.run(true)
	w.Connected(ana)
	assert.True(t, w.As(ana).SeesNo("42.50"))
}

func TestThePageAnswersAtOnceAndToThisMachineOnly(t *testing.T) {
	t.Parallel()
	w := start(t)
	for host, want := range map[string]int{"": http.StatusOK, "evil.example": http.StatusForbidden} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.URL, nil)
		require.NoError(t, err)
		r.Host = host
		res, err := http.DefaultClient.Do(r)
		require.NoError(t, err)
		require.NoError(t, res.Body.Close())
		assert.Equal(t, want, res.StatusCode, host)
	}
	http.DefaultClient.CloseIdleConnections()
}
