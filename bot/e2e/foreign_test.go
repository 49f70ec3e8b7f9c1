package e2e

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestWhatIsMeantForAnotherWorkspaceLeavesATraceAndNothingElse is S5: signed
// rightly, and not ours.
func TestWhatIsMeantForAnotherWorkspaceLeavesATraceAndNothingElse(t *testing.T) {
	t.Parallel()
	w := start(t, setup{http: true})
	n := w.Asks(ana, "/expense 12 EUR taxi yesterday")
	defer http.DefaultClient.CloseIdleConnections()
	commands, clicks := "command=%%2Fdesk&text=%s&user_id=%s&trigger_id=t%d&team_id=%s&api_app_id=%s", `{"type":"block_actions","trigger_id":"c%d","team":{"id":%q},"api_app_id":%q,"user":{"id":%q},"actions":[{"type":"button","action_id":"approve","value":%q}]}`
	approve := w.Card(jules, n, "Approve").Value("Approve")
	knock := func(round int) {
		for i, from := range [][2]string{{"T66OTHER", "A01FACTOTUM"}, {"T01HARBOUR", "A66OTHER"}} {
			for _, body := range []string{
				strings.Replace(strings.Replace(wrote(ben, fmt.Sprintf("1795000%03d.00010%d", round, i), "77 EUR taxi yesterday"), "T01HARBOUR", from[0], 1), "A01FACTOTUM", from[1], 1),
				fmt.Sprintf(commands, n, noor, 10*round+i, from[0], from[1]),
				url.Values{"payload": {fmt.Sprintf(clicks, 10*round+i, from[0], from[1], jules, approve)}}.Encode(),
			} {
				code, said := w.knocked(signingSecret, body, w.clock.Now())
				assert.Equal(t, []any{http.StatusOK, ""}, []any{code, said}, "no data is shown")
			}
		}
	}
	traces := func() (found []string) {
		for _, r := range w.Log() {
			if r.Move == "refused foreign" {
				found = append(found, string(r.Payload))
			}
		}
		return found
	}
	for round := range 100 {
		knock(round)
	}
	want := []string{`{"app":"A01FACTOTUM","organisation":false,"team":"T66OTHER"}`, `{"app":"A66OTHER","organisation":false,"team":"T01HARBOUR"}`}
	w.Eventually("both left a trace", func() bool { return len(traces()) == 2 })
	w.end()
	w.run(true) // and who has forgotten what it noted looks into the store
	w.Connected(ana)
	knock(101)
	w.As(ana).Say("8 EUR taxi yesterday")
	w.As(ana).Sees("8.00 EUR")
	assert.ElementsMatch(t, want, traces(), "once a day of each")
	assert.True(t, w.As(ben).SeesNo("77.00 EUR"))
	w.Card(ana, n, "⏳ Waiting for *Jules Moreau*")
}
