package e2e

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"factotum/jobs"
	"github.com/stretchr/testify/require"
)

func TestHomeShowsWhatWaitsAndWhatIsMine(t *testing.T) {
	t.Parallel()
	w, n := asked(t)
	w.Pass(3 * time.Hour)
	home := w.As(jules).SeesHome("Waiting for you (1)").Words()
	assert.Contains(t, home, "*"+n+" Taxi* · 12.00 EUR\nfrom Ana Ruiz, waiting for 3 hours")
	assert.Contains(t, home, "You have not asked for anything yet.")
	assert.NotContains(t, home, "Health:")
	home = w.As(ana).SeesHome("Your requests (1)").Words()
	assert.Contains(t, home, "*"+n+" Taxi* · 12.00 EUR\n⏳ with Jules Moreau for 3 hours")
	assert.Contains(t, home, "Nothing waits for you.")

	w.Decides(jules, n, "Approve", "")
	w.As(ana).SeesHome("✅ approved, waiting for Payables ")
	assert.Contains(t, w.As(lena).SeesHome("*"+n+" Taxi* · 12.00 EUR\nfrom Ana Ruiz, waiting ").Words(), " · mark as reimbursed")
	w.As(jules).SeesHome("Nothing waits for you.")
}

func TestDecidingFromHomeBringsHomeUpToDate(t *testing.T) {
	t.Parallel()
	w, n := asked(t)
	w.As(jules).ClickHome("Open")
	w.As(jules).SeesModal("*Why you:* you are the manager of Ana Ruiz.").Click("Approve")
	w.As(jules).SeesModal("✅ Approved. Waiting for *Payables*").Shut()
	w.HomeSays(jules, "Nothing waits for you.")
	w.Locked(ana, n, "✅ Approved.")

	other := w.Asks(ana, "/expense 9 EUR taxi yesterday")
	w.As(jules).SeesHome(other).Click("Open")
	w.As(jules).SeesModal("What happened").Click("Reject…")
	w.As(jules).SeesModal("Why do you reject it?").Fill("text", "No.").Submit()
	w.HomeSays(jules, "Nothing waits for you.")
	assert.False(t, w.As(jules).HasModal())
}

func TestSomethingIsStartedFromHome(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.As(ana).SeesHome("Start something").Click("start:leave")
	w.Fills(ana, "First day", "2026-12-07", "Last day", "2026-12-08").Submit()
	w.Sends(ana)
	w.As(ana).SeesHome("*LVE-1 Annual leave, Mon 7 Dec to Tue 8 Dec*\n⏳ with Jules Moreau ")
}

func TestHomeIsPaged(t *testing.T) {
	t.Parallel()
	w := start(t)
	for n := range 25 {
		w.As(ana).Command(fmt.Sprintf("/expense %d EUR taxi yesterday", n+1))
		w.As(ana).Modal().Submit()
		w.As(ana).SeesModal("Who decides").Submit()
	}
	var seen []string
	home := w.As(jules).SeesHome("Waiting for you (25)")
	for page := 0; ; page++ {
		rows := number.FindAllString(home.Words(), -1)
		seen = append(seen, rows...)
		if !home.Has("Show more") {
			assert.Len(t, rows, 5)
			break
		}
		assert.Len(t, rows, 10)
		home.Click("Show more")
		home = w.HomeSays(jules, fmt.Sprintf("EXP-%d ", 10*(page+1)+1))
	}
	assert.Len(t, seen, 25)
	assert.Equal(t, "EXP-1", seen[0], "the oldest first")
	assert.Equal(t, "EXP-25", seen[24])
	home.Click("First page")
	w.HomeSays(jules, "EXP-1 ")
	w.As(jules).SeesHome("Morning message…").Click("Morning message…")
	w.As(jules).Modal().Fill("At", "10:00").Submit()
	w.demo.Ring(jobs.Digest)
	w.As(jules).Sees("and 17 more").Click("Show all…")
	w.As(jules).SeesModal("EXP-25")
	mine := w.As(ana).SeesHome("Your requests (25)").Words()
	assert.Less(t, strings.Index(mine, "EXP-25"), strings.Index(mine, "EXP-16"), "the newest first")
	w.As(ana).Command("/desk mine")
	w.As(ana).Sees("These are the newest of 25. The others are on Home.")
}

func TestAnAdministratorSeesWhatCouldNotBeDelivered(t *testing.T) {
	t.Parallel()
	w := start(t)
	receipt := w.As(ana).Upload("flight.pdf", paper("Atlantic Air"))
	n := w.Asks(ana, "/expense 600 EUR flight yesterday", "Cost centre", "300 Operations", "Receipt", receipt)
	w.Opens(jules, n, "flight.pdf")
	assert.Contains(t, w.As(daan).SeesHome("*Health:* Connected to Slack since 18 Nov 09:0").Words(), " UTC. The books are ")

	restore := w.hideFiles()
	w.Decides(jules, n, "Approve", "")
	w.Card(aisha, n, "Approve")
	w.Eventually("the delivery is given up", func() bool {
		return strings.Contains(w.As(daan).Home().Words(), "⚠️ *1 message could not be delivered*\n*"+n+"* to Aisha Rahman\n"+
			"app: our own copy of flight.pdf cannot be read; bring the folder of files back from a backup, then try again: ")
	})
	restore()
	w.As(daan).LooksAtHome("Try again").Click("Try again")
	assert.Contains(t, w.Opens(aisha, n, "flight.pdf"), "Atlantic Air")
	w.Eventually("the list of failed deliveries is empty again", func() bool {
		return !strings.Contains(w.As(daan).Home().Words(), "could not be delivered")
	})
	assert.NotContains(t, w.As(ana).Home().Words(), "Health:")
}

// hideFiles takes our own copies of files away until restore is called.
func (w *world) hideFiles() (restore func()) {
	w.t.Helper()
	folder := filepath.Join(w.Folder, "data", "files")
	var hidden []string
	require.NoError(w.t, filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			hidden = append(hidden, path)
			err = os.Rename(path, filepath.Join(w.Folder, filepath.Base(path)))
		}
		return err
	}))
	require.NotEmpty(w.t, hidden)
	return func() {
		for _, path := range hidden {
			require.NoError(w.t, os.Rename(filepath.Join(w.Folder, filepath.Base(path)), path))
		}
	}
}
