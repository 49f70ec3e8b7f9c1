package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestANewKindFromFormToDone(t *testing.T) {
	t.Parallel()
	w := start(t, setup{company: func(folder string) {
		require.NoError(t, os.WriteFile(filepath.Join(folder, "kinds", "badge.yaml"), []byte(badge), 0o600))
	}})
	w.As(ana).Command("/desk")
	w.As(ana).Sees("*Visitor badge*\nGet a badge for somebody who visits us").Click("start:badge")
	w.Fills(ana, "Who visits?", "Eva Kral", "Day", "2026-11-20", "Floors", "Workshop").Submit()
	check := w.As(ana).SeesModal("Who decides").Words()
	assert.Contains(t, check, "⚠️ The workshop is closed on Fridays.")
	assert.Contains(t, check, "1. Host: *Jules Moreau* (your manager)")
	assert.Contains(t, check, "2. Security: *Hanna Lindqvist* (role security, because the workshop has machines)")
	assert.Contains(t, check, "Then IT: Badge printed.")
	n := w.Sends(ana)
	assert.Equal(t, "BDG-1", n)
	w.Card(jules, n, "*Ana Ruiz* asks: *Eva Kral on Fri 20 Nov*")
	w.Decides(jules, n, "Approve", "")
	w.Decides(hanna, n, "Approve", "")
	w.Decides(priya, n, "Print the badge", "At the reception")
	w.Locked(ana, n, "🎉 *Badge printed*: done by *Priya Nair* on Wed 18 Nov, 10:00.")

	w.As(ben).Command("/desk visitor badge")
	w.Fills(ben, "Who visits?", "Tom", "Day", "2026-11-19", "Floors", "Office").Submit()
	w.As(ben).SeesModal("1. Host: *Jules Moreau* (your manager)\nThen IT: Badge printed.")
	w.As(ben).Modal().Shut()
	w.As(ben).Say("badge for a guest tomorrow")
	w.As(ben).Sees("Visitor badge, not sent yet")
}

// badge is a kind without a command of its own.
const badge = `
kind: badge
title: Visitor badge
about: Get a badge for somebody who visits us
prefix: BDG
words: [badge, visitor, guest]
summary: "{visitor} on {day}"
fields:
  - {key: visitor, label: Who visits?, type: text, required: true}
  - {key: day, label: Day, type: date, required: true, min: today}
  - key: floor
    label: Floors
    type: select
    required: true
    options:
      - {value: office, label: Office}
      - {value: workshop, label: Workshop}
checks:
  - {field: day, when: 'floor == "workshop" && day.Weekday().String() == "Friday"', warn: The workshop is closed on Fridays.}
route:
  - step: Host
    approvers: [{manager_of: requester}]
  - step: Security
    approvers: [{role: security}]
    when: floor == "workshop"
    why: the workshop has machines
work:
  team: it
  do: Print the badge
  done: Badge printed
`
