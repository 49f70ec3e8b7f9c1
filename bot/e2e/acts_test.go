package e2e

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
	"factotum/bot/app"
	"factotum/connectors/slack/practice/story"
)

var number = regexp.MustCompile(`\b[A-Z]{3}-[0-9]+\b`)

// Asks fills a form in, label by label, sends it, and gives the number of the
// request.
func (w *world) Asks(who, command string, fill ...string) string {
	w.t.Helper()
	if len(fill) == 0 && strings.HasPrefix(command, "/ticket ") { // opened at once
		return w.news(who, func() { w.As(who).Command(command) })
	}
	w.As(who).Command(command)
	w.Fills(who, fill...).Submit()
	return w.Sends(who)
}

// Fills puts values into the form in front of somebody: label, value, label,
// value.
func (w *world) Fills(who string, fill ...string) *story.Modal {
	w.t.Helper()
	m := w.As(who).Modal()
	for i := 0; i < len(fill); i += 2 {
		m.Fill(fill[i], fill[i+1])
	}
	return m
}

// Sends presses Send on the check-and-send screen and gives the number of the
// request.
func (w *world) Sends(who string) string {
	w.t.Helper()
	return w.news(who, func() { w.As(who).SeesModal("Who decides").Submit() })
}

// news gives the number of the request whose card comes of what somebody does.
func (w *world) news(who string, does func()) string {
	w.t.Helper()
	before := w.numbers(who)
	does()
	var got string
	w.Eventually(who+" has the card of what was sent", func() bool {
		for n := range w.numbers(who) {
			if !before[n] {
				got = n
			}
		}
		return got != ""
	})
	return got
}

func (w *world) numbers(who string) map[string]bool {
	w.t.Helper()
	found := map[string]bool{}
	for _, m := range w.Story.As(who).Messages() {
		for _, n := range number.FindAllString(m.Text, -1) {
			found[n] = true
		}
	}
	return found
}

// says is everything that stands in somebody's direct messages.
func (w *world) says(who string) string {
	w.t.Helper()
	var all string
	for _, m := range w.Story.As(who).Messages() {
		all += m.Text + "\n"
	}
	return all
}

// Card waits until somebody's card of the request says something, and gives it.
func (w *world) Card(who, number, says string) *story.Message {
	w.t.Helper()
	return w.At(who, dm(who), number, says)
}

var minute = regexp.MustCompile(`\b(\d\d:\d)\d\b`)

// about is a text whose clocks are read to ten minutes: on a slow machine a story
// that begins at 10:00 goes on at 10:01.
func about(text string) string { return minute.ReplaceAllString(text, "$1") }

// Decides uses a button of the card and, where a form opens, gives the words.
func (w *world) Decides(who, number, button, words string) {
	w.t.Helper()
	w.Press(who, number, button)
	if person := w.As(who); person.HasModal() {
		person.Modal().Fill("text", words).Submit()
	} else {
		require.Empty(w.t, words, "%s asks for no words", button)
	}
}

// Locked tells that somebody's card says how it ended and can do nothing more.
func (w *world) Locked(who, number, says string) {
	w.t.Helper()
	card := w.Card(who, number, says)
	for _, button := range []string{"Approve", "Return…", "Reject…", "Ask…", "Withdraw"} {
		assert.False(w.t, card.Has(button), "%s still has %s", who, button)
	}
	assert.True(w.t, card.Has("Details"), "%s may still look", who)
}

// Opens waits for a file in the thread of somebody's card and reads it as they
// would.
func (w *world) Opens(who, number, name string) string {
	w.t.Helper()
	card := w.Card(who, number, number)
	var link string
	w.Eventually(who+" has "+name+" in the thread", func() bool {
		for _, m := range w.Story.As(who).Thread(card.TS) {
			for _, f := range m.Files {
				if f.Name == name {
					link = f.URL
				}
			}
		}
		return link != ""
	})
	res, err := http.Get(w.URL + link)
	require.NoError(w.t, err)
	defer http.DefaultClient.CloseIdleConnections()
	defer func() { _ = res.Body.Close() }()
	require.Equal(w.t, http.StatusOK, res.StatusCode)
	body, err := io.ReadAll(res.Body)
	require.NoError(w.t, err)
	return string(body)
}

// Log is the audit log as an auditor exports it.
func (w *world) Log() []audit.Record {
	w.t.Helper()
	var out bytes.Buffer
	_, err := app.ExportAudit(context.Background(), w.demo.Place(), &out)
	require.NoError(w.t, err)
	var log []audit.Record
	lines := bufio.NewScanner(&out)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var line struct {
			Entry   audit.Entry
			Payload json.RawMessage
			Head    string // of the last line, the proof
		}
		require.NoError(w.t, json.Unmarshal(lines.Bytes(), &line))
		if line.Head == "" {
			log = append(log, audit.Record{Entry: line.Entry, Payload: line.Payload})
		}
	}
	return log
}

// Opened is the window with the whole request, opened from somebody's card. It
// stays as it is when the card changes.
func (w *world) Opened(who, number string) *story.Modal {
	w.t.Helper()
	w.Card(who, number, "Open details").Click("Open details")
	return w.As(who).SeesModal("What happened")
}

// Refused tells that somebody read exactly this sentence, alone, in a message or
// in a window, and that the log ends with this refusal of theirs.
func (w *world) Refused(who, move, sentence string) {
	w.t.Helper()
	person := w.Story.As(who)
	begins := minute.Split(sentence, 2)[0]
	if person.HasModal() {
		assert.Equal(w.t, about(sentence), about(person.SeesModal(begins).Words()))
	} else {
		m := person.Sees(begins)
		assert.Equal(w.t, about(sentence), about(m.Text))
		assert.True(w.t, m.Ephemeral, "others can read it")
	}
	w.Audited(who, move)
}

// Audited tells that the log ends with one refusal of this move by this person.
func (w *world) Audited(who, move string) {
	w.t.Helper()
	log := w.Log()
	last := log[len(log)-1]
	assert.Equal(w.t, "refused "+move, last.Move)
	assert.Zero(w.t, last.Version, "a refusal changes nothing")
	assert.Contains(w.t, strings.ToUpper(last.Actor), who[3:])
}

// paper is a file that looks like a PDF from outside.
func paper(text string) []byte { return []byte("%PDF-1.4\n% " + text + "\n%%EOF\n") }

// HomeSays waits until somebody's Home, which they look at, says something.
func (w *world) HomeSays(who, says string) *story.Home {
	w.t.Helper()
	return w.Story.As(who).LooksAtHome(says)
}
