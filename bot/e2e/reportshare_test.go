package e2e

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/slack/practice/story"
)

// Two channels of the sample company: a private one of finance, a public one.
const (
	financeRoom = "C04FINANCE"
	generalRoom = "C01GENERAL"
)

// order tells the practice workspace to be otherwise.
func (w *world) order(path string, how map[string]any) {
	w.t.Helper()
	raw, err := json.Marshal(how)
	require.NoError(w.t, err)
	res, err := http.Post(w.URL+"/control/"+path, "application/json", bytes.NewReader(raw))
	require.NoError(w.t, err)
	require.NoError(w.t, res.Body.Close())
	require.Equal(w.t, http.StatusOK, res.StatusCode)
	http.DefaultClient.CloseIdleConnections()
}

// spent is a world in which 42.50 EUR were spent.
func spent(t *testing.T) *world {
	w := start(t)
	n := w.Asks(ana, "/expense 42.50 EUR taxi to the airport in Lisbon yesterday")
	w.Decides(jules, n, "Approve", "")
	w.Found(ana, "state:open lisbon", n) // the books have it
	return w
}

func TestEverybodyReadsTheirOwnRowsAlone(t *testing.T) {
	t.Parallel()
	w := spent(t)
	assert.Contains(t, w.Answered(ana, "spend this month").Words(), "42.50 EUR")
	assert.Contains(t, w.Answered(ben, "spend this month").Words(), "There is nothing of yours to show for this. What is not about you is for finance, director, auditor only.")
	w.As(ben).Command("/report vendors")
	w.As(ben).Sees("is for finance, director, auditor only")
	w.As(gus).Command("/report spend")
	w.As(gus).Sees("is for finance, director, auditor only")
	w.As(gus).Command("/report")
	w.As(gus).Sees("There is no report that you may read.")
}

func TestAnAnswerIsSharedOnlyWhereAllMayReadIt(t *testing.T) {
	t.Parallel()
	w := spent(t)
	w.Answered(tomas, "spend this month").Click("Share to…")
	m := w.As(tomas).SeesModal("Whoever gets it must be allowed to read it")
	errors := m.Fill("Or to a channel", generalRoom).Errors()
	assert.Contains(t, errors["Or to a channel"], "Everybody here can read the public channel #general")
	errors = m.Fill("Or to a channel", financeRoom).Errors()
	assert.Equal(t, "Not everybody in #finance may read the report “spend”: Lena Vogt. Nothing was sent there. Take them out of the channel, or choose another.", errors["Or to a channel"])
	w.order("channel", map[string]any{"channel": financeRoom, "members": []string{"U00FACTOTUM", tomas, marek, noor}})
	m.Submit()
	w.As(tomas).SeesModal("📊 Spend goes to #finance, with its files. You hear of it again only if it does not arrive.").Shut()
	post := w.As(marek).In(financeRoom).Sees("42.50 EUR")
	assert.Contains(t, post.Words(), "Shared by Tomás Ferreira")
	assert.Len(t, w.inThreadOf(marek, financeRoom, post, 2), 2)

	post.Click("As file")
	w.Eventually("the files come", func() bool {
		n := 0
		for _, m := range w.As(marek).Messages() {
			n += len(m.Files)
		}
		return n == 2
	})
	w.As(tomas).Sees("📊").Click("Share to…")
	errors = w.As(tomas).SeesModal("Whoever gets it").Fill("To a person", ben).Errors()
	assert.Contains(t, errors["To a person"], "Ben Okafor may not read the report “spend”")
}

func (w *world) inThreadOf(who, channel string, m *story.Message, files int) (names []string) {
	w.t.Helper()
	w.Eventually("the files are in the thread", func() bool {
		names = nil
		for _, reply := range w.As(who).In(channel).Thread(m.TS) {
			for _, f := range reply.Files {
				names = append(names, f.Name)
			}
		}
		return len(names) >= files
	})
	return names
}

func TestAReportComesEveryMonday(t *testing.T) {
	t.Parallel()
	w := spent(t)
	w.Answered(tomas, "spend this month").Click("Every Monday…")
	w.As(tomas).SeesModal("comes by itself").Submit()
	w.As(tomas).SeesModal("next on Monday 23 November at 08:00").Shut()
	had := len(w.answers(tomas))
	w.Until(time.Date(2026, time.November, 23, 8, 0, 30, 0, time.UTC))
	w.Eventually("it comes", func() bool { return len(w.answers(tomas)) == had+1 })
	all := w.answers(tomas)
	assert.Contains(t, all[had].Words(), "Schedule of Tomás Ferreira: every Monday at 08:00 (Europe/Lisbon)")
	assert.Len(t, w.inThread(tomas, all[had]), 2)

	w.Eventually("it is told to have arrived, once Slack's answer to its last file is kept", func() bool {
		return strings.Contains(w.standing(), "✅ Arrived")
	})
	m := w.As(tomas).Sees("✅ Arrived")
	assert.Contains(t, m.Words(), "next Mon 30 Nov 08:00")
	m.Click("Stop")
	w.As(tomas).Sees("The schedule is stopped")
	w.Until(time.Date(2026, time.November, 30, 9, 0, 0, 0, time.UTC))
	w.As(tomas).Command("/report schedules")
	w.As(tomas).Sees("No report comes to you by itself")
	assert.Len(t, w.answers(tomas), had+1)
}

// shares tries to share the answer that was asked about with somebody.
func (w *world) shares(with string) bool {
	m := w.As(tomas).SeesModal("Whoever gets it")
	m.Fill("To a person", with)
	if refused := m.SubmitForged(nil); len(refused) > 0 {
		m.Shut()
		return false
	}
	w.As(tomas).SeesModal("Spend goes to Marek Nowak").Shut()
	return true
}

func TestAScheduleGoesToTheManagerOfWhoLeft(t *testing.T) {
	t.Parallel()
	w := spent(t)
	w.Answered(marek, "spend this month").Click("Every Monday…")
	w.As(marek).SeesModal("comes by itself").Submit()
	w.As(marek).SeesModal("next on Monday").Shut()
	w.Deactivate(marek)
	w.Eventually("he is known to have left", func() bool {
		w.Answered(tomas, "spend this month").Click("Share to…")
		return !w.shares(marek)
	})
	w.Until(time.Date(2026, time.November, 23, 8, 0, 30, 0, time.UTC))
	w.As(tomas).Sees("is yours now, since whoever had it has left")
	w.As(tomas).Sees("Schedule of Tomás Ferreira")
}
