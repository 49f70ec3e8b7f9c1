package e2e

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/slack/practice/story"
	"factotum/jobs"
)

// due is Monday morning, when the schedule of weekly comes.
func due() time.Time { return time.Date(2026, time.November, 23, 8, 0, 30, 0, time.UTC) }

// weekly is a world with a report that comes to #finance every Monday.
func weekly(t *testing.T) *world {
	w := spent(t)
	w.order("channel", map[string]any{"channel": financeRoom, "members": []string{"U00FACTOTUM", tomas, marek, noor}})
	w.Answered(tomas, "spend this month").Click("Every Monday…")
	w.As(tomas).SeesModal("comes by itself").Fill("Or to a channel", financeRoom).Submit()
	w.As(tomas).SeesModal("next on Monday 23 November at 08:00").Shut()
	return w
}

// inFinance are the answers in #finance.
func (w *world) inFinance() []*story.Message {
	var all []*story.Message
	for _, m := range w.As(marek).In(financeRoom).Messages() {
		if strings.Contains(m.Words(), "📊") {
			all = append(all, m)
		}
	}
	return all
}

// files counts those in #finance, in threads too.
func (w *world) filesPosted() (n int) {
	for _, m := range w.As(marek).In(financeRoom).Messages() {
		n += len(m.Files)
		if m.ReplyCount > 0 {
			for _, reply := range w.As(marek).In(financeRoom).Thread(m.TS)[1:] {
				n += len(reply.Files)
			}
		}
	}
	return n
}

// standing is what the owner reads of the schedule.
func (w *world) standing() string {
	w.As(tomas).Command("/report schedules")
	return w.As(tomas).Sees("Your scheduled reports").Words()
}

// arrivesOnce waits for all of it, lets an hour go by, and looks that it came once.
func (w *world) arrivesOnce() {
	w.t.Helper()
	step := time.Duration(0)
	w.Eventually("the answer and its files arrive", func() bool {
		step = min(step+10*time.Second, time.Minute) // a run is tried again after 1, 4 and 16 minutes
		w.Pass(step)
		return len(w.inFinance()) == 1 && w.filesPosted() == 2 && strings.Contains(w.standing(), "✅ Arrived")
	})
	w.Pass(time.Hour)
	assert.Len(w.t, w.inFinance(), 1, "twice")
	assert.Equal(w.t, 2, w.filesPosted(), "twice")
}

// met tells whether a call met what was ordered of the workspace.
func (w *world) met(method string) bool {
	res, err := http.Get(w.URL + "/control/log?as=" + ana)
	require.NoError(w.t, err)
	var all []struct{ What, Status string }
	require.NoError(w.t, json.NewDecoder(res.Body).Decode(&all))
	require.NoError(w.t, res.Body.Close())
	http.DefaultClient.CloseIdleConnections()
	return slices.ContainsFunc(all, func(e struct{ What, Status string }) bool {
		return strings.Contains(e.What, method) && e.Status != "ok" && e.Status != "200"
	})
}

func TestWhatPassesDelaysAReportAndLosesNothing(t *testing.T) {
	t.Parallel()
	post, share, address := []string{"chat.postMessage"}, []string{"files.completeUploadExternal"}, []string{"files.getUploadURLExternal"}
	for name, how := range map[string]map[string]any{
		"posting is limited":             {"limit": 1, "retry_after": 3, "only": post},
		"posting fails":                  {"fail": 1, "only": post},
		"the reply to a post is lost":    {"lose": 1, "only": post},
		"uploading is limited":           {"limit": 1, "retry_after": 3, "only": address},
		"an upload cannot begin":         {"fail": 1, "only": address},
		"the upload is half done":        {"fail": 1, "only": share},
		"the reply to a file is lost":    {"lose": 1, "only": share},
		"the reply to its bytes is lost": {"lose": 1, "only": []string{"upload"}},
		"who is in the channel is lost":  {"fail": 1, "only": []string{"conversations.info", "conversations.members"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := weekly(t)
			w.order("misbehave", how)
			w.Until(due())
			w.Eventually("Slack was asked", func() bool { return w.met(how["only"].([]string)[0]) })
			sent := strings.Contains(w.standing(), "✅") // what only lost its reply may have been found meanwhile
			assert.True(t, !sent || len(w.inFinance()) == 1 && w.filesPosted() == 2, "it is not called sent before it is")
			w.order("misbehave", map[string]any{"reset": true})
			w.arrivesOnce()
		})
	}
}

func TestWhatDoesNotPassIsToldToTheOwner(t *testing.T) {
	t.Parallel()
	members := func(all ...string) map[string]any { return map[string]any{"channel": financeRoom, "members": all} }
	for name, tt := range map[string]struct {
		path      string
		bad, good map[string]any
		says      string
	}{
		"the channel is archived":   {"channel", map[string]any{"channel": financeRoom, "archived": true}, map[string]any{"channel": financeRoom, "archived": false}, "#finance is archived"},
		"the bot was removed":       {"channel", members(tomas, marek, noor), members("U00FACTOTUM", tomas, marek, noor), "I cannot see this channel."},
		"somebody joined":           {"channel", members("U00FACTOTUM", tomas, marek, noor, ben), members("U00FACTOTUM", tomas, marek, noor), "Not everybody in #finance may read the report “spend”: Ben Okafor."},
		"an unknown account joined": {"channel", members("U00FACTOTUM", tomas, marek, "U99NOBODY"), members("U00FACTOTUM", tomas, marek), "U99NOBODY, which is not in the directory"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := weekly(t)
			w.order(tt.path, tt.bad)
			w.Until(due())
			m := w.As(tomas).Sees("did not arrive")
			assert.Contains(t, m.Words(), tt.says)
			assert.Contains(t, w.standing(), "⚠️ Not delivered")
			w.As(tomas).SeesHome("Reports that did not arrive (1)")
			w.demo.Still(jobs.Deliver, func() { w.order(tt.path, tt.good) }) // once all parts of it were refused
			assert.Empty(t, w.inFinance())
			m.Click("Send it again")
			w.arrivesOnce()
			w.Eventually("Home is calm", func() bool { return !strings.Contains(w.As(tomas).Home().Words(), "Reports that did not arrive") })
		})
	}
}

func TestATokenThatIsTakenBackCallsNothingSent(t *testing.T) {
	t.Parallel()
	w := weekly(t)
	w.order("token", map[string]any{"revoked": true})
	w.Until(due())
	for range 14 {
		w.Pass(10 * time.Minute)
	}
	w.order("token", map[string]any{"revoked": false})
	w.Eventually("the owner is told, or it arrived", func() bool {
		w.Pass(time.Minute)
		return len(w.inFinance()) == 1 || !w.As(tomas).SeesNo("did not arrive")
	})
	if !w.As(tomas).SeesNo("did not arrive") {
		assert.NotContains(t, w.standing(), "✅")
		w.As(tomas).Sees("did not arrive").Click("Send it again")
	}
	w.arrivesOnce()
}
