package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/slack/practice/story"
)

const itPrivate = "C07ITPRIVATE" // where IT works on what only some may see

func TestATicketIsMadePrivateLater(t *testing.T) {
	t.Parallel()
	w := start(t, setup{desk: true})
	n := w.Asks(ana, "/ticket my laptop shows strange letters")
	mine, desk := w.Card(ana, n, n), w.At(priya, itDesk, n, "Claim")
	desk.Click("Claim")
	w.As(ana).Reply(mine.TS, "They are from my doctor", w.As(ana).Upload("letter.pdf", paper("Letter")))
	w.Hears(priya, itDesk, desk.TS, "They are from my doctor")
	w.Eventually("the file comes along", func() bool { return len(filed(w.Story.As(priya).In(itDesk).Thread(desk.TS))) == 1 })
	w.As(priya).In(itDesk).Reply(desk.TS, "note: close the door")
	w.Works(priya, n, "Change…", "Who follows it", ben)
	w.Card(ben, n, "takes care of it")

	w.Press(ana, n, "Make private…")
	w.As(ana).SeesModal("This cannot be undone").Submit()
	private := w.At(daan, itPrivate, n, "Nobody has taken it yet")
	w.Hears(daan, itPrivate, private.TS, "They are from my doctor")
	w.Hears(daan, itPrivate, private.TS, "close the door")
	for who, channel := range map[string]string{priya: itDesk, ben: dm(ben)} {
		left := w.At(who, channel, n, "This ticket is private now.")
		assert.NotContains(t, left.Words()+left.Text, "strange letters")
	}
	w.Eventually("nothing is left of what they were told", func() bool {
		return !strings.Contains(w.says(ben)+w.says(priya), "strange letters")
	})
	w.Eventually("nothing is left at the desk", func() bool {
		thread := w.Story.As(priya).In(itDesk).Thread(desk.TS)
		for _, m := range thread {
			if strings.Contains(m.Words()+m.Text, "doctor") {
				return false
			}
		}
		return len(filed(thread)) == 0
	})
	for _, who := range []string{priya, ben} {
		w.As(who).Command("/desk " + n)
		w.As(who).Sees("There is no request " + n + " that you may see.")
		w.As(who).Command("/desk find strange letters")
		w.As(who).Sees("Nothing that you may see")
	}

	w.As(ana).Reply(mine.TS, "And one from the hospital")
	w.Hears(daan, itPrivate, private.TS, "And one from the hospital")
	w.At(daan, itPrivate, n, "Claim").Click("Claim")
	w.Card(ana, n, "Daan de Vries of IT takes care of it")
	assert.NotContains(t, strings.Join(w.thread(priya, itDesk, desk.TS), "\n"), "hospital")
}

func TestATicketStaysWhereNothingPrivateIs(t *testing.T) {
	t.Parallel()
	w := start(t, setup{desk: true, company: func(folder string) {
		file := filepath.Join(folder, "company.yaml")
		body, err := os.ReadFile(file)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(file, []byte(strings.Replace(string(body), ", private: "+itPrivate, "", 1)), 0o600))
	}})
	n := w.Asks(ana, "/ticket printer on floor 2 is broken")
	assert.False(t, w.Card(ana, n, "Nobody has taken it yet").Has("Make private…"))
}

func filed(thread []*story.Message) []string {
	var names []string
	for _, m := range thread {
		for _, f := range m.Files {
			names = append(names, f.Name)
		}
	}
	return names
}
