package e2e

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/request"
)

var acts = flag.Int("acts", 60, "how many messages, edits and deletions are mirrored; 1000 take minutes")

// sentence is what somebody said in the mirror, and what it says by now.
type sentence struct {
	n       int
	text    string
	ts      string
	by      string
	file    string
	gone    bool
	secret  bool
	touched bool // edited or taken back, perhaps before it was brought
}

// side is one side of a ticket: a thread in a channel, and who writes there.
type side struct {
	people  []string
	channel string
	thread  string
	said    []*sentence
}

// mirror is a number of tickets that are talked about from both sides.
type mirror struct {
	*world
	random *rand.Rand
	sides  [][2]*side // of each ticket: who asked, and the desk
	names  []string
	n      int
}

// TestAThousandMessagesAreMirrored is demand 2: messages, edits, deletions and
// files from both sides in random order, with redelivery, lost answers and a
// restart between: each stands exactly once on the other side, in the order in
// which it was heard, and no note ever outside.
func TestAThousandMessagesAreMirrored(t *testing.T) {
	t.Parallel()
	m := mirrored(t, start(t, setup{desk: true}))
	m.misbehave(map[string]any{"seed": 7, "redeliver": 0.3, "lose": 0.03, "fail": 0.02, "only": []string{"chat.postMessage", "chat.update"}})
	for i := range *acts {
		m.act()
		time.Sleep(haste)
		if i == *acts/2 {
			m.Restart()
			m.misbehave(map[string]any{"seed": 8, "redeliver": 0.3, "lose": 0.03, "only": []string{"chat.postMessage"}})
		}
		if i%10 == 0 {
			m.Pass(time.Second)
		}
	}
	m.misbehave(map[string]any{"reset": true})
	m.settle()
	heard := m.heard()
	for i, sides := range m.sides {
		m.compare(heard, sides[0], sides[1], m.names[i])
		m.compare(heard, sides[1], sides[0], m.names[i])
	}
}

func mirrored(t *testing.T, w *world) *mirror {
	t.Helper()
	m := &mirror{world: w, random: rand.New(rand.NewPCG(1, 2))}
	for _, who := range []string{ana, ben, carl, rosa, mei, jules, sofie, chiara} {
		n := w.Asks(who, "/ticket something does not work for "+who)
		mine, desk := w.Card(who, n, n), w.At(priya, itDesk, n, n)
		m.names = append(m.names, n)
		m.sides = append(m.sides, [2]*side{
			{people: []string{who}, channel: dm(who), thread: mine.TS}, {people: []string{priya, daan}, channel: itDesk, thread: desk.TS},
		})
	}
	return m
}

func (w *world) misbehave(how map[string]any) {
	w.t.Helper()
	raw, err := json.Marshal(how)
	require.NoError(w.t, err)
	res, err := http.Post(w.URL+"/control/misbehave", "application/json", bytes.NewReader(raw))
	require.NoError(w.t, err)
	require.NoError(w.t, res.Body.Close())
	require.Equal(w.t, http.StatusOK, res.StatusCode)
	http.DefaultClient.CloseIdleConnections()
}

// act is somebody who writes, edits, or takes back.
func (m *mirror) act() {
	s := m.sides[m.random.IntN(len(m.sides))][m.random.IntN(2)]
	if len(s.said) > 0 && m.random.IntN(5) == 0 {
		old := s.said[m.random.IntN(len(s.said))]
		who := m.As(old.by).In(s.channel)
		switch {
		case old.gone:
			return
		case m.random.IntN(6) == 0:
			old.gone, old.touched = true, true
			who.Delete(old.ts)
		default:
			m.n++
			old.text, old.touched = fmt.Sprintf("m-%d. edited-%d", old.n, m.n), true
			if old.secret {
				old.text = "note: " + strings.Replace(old.text, "m-", "secret-", 1)
			}
			who.Edit(old.ts, old.text)
		}
		return
	}
	m.n++
	one := &sentence{n: m.n, by: s.people[m.random.IntN(len(s.people))], text: fmt.Sprintf("m-%d. said", m.n)}
	who := m.As(one.by).In(s.channel)
	if s.channel == itDesk && m.random.IntN(8) == 0 {
		one.secret, one.text = true, fmt.Sprintf("note: secret-%d.", m.n)
	}
	var files []string
	if !one.secret && m.random.IntN(25) == 0 {
		one.file = fmt.Sprintf("file-%d.pdf", m.n)
		files = append(files, who.Upload(one.file, paper(one.file)))
	}
	one.ts = who.Reply(s.thread, one.text, files...)
	s.said = append(s.said, one)
}

// haste is how long a second takes at least. Were it shorter, leases would end
// while their notices are still being posted.
const haste = 200 * time.Millisecond

// settle lets time go by until nothing is due any more.
func (m *mirror) settle() {
	m.t.Helper()
	for quiet, before := 0, ""; quiet < 4; {
		for range 10 { // Slack takes a message a second in a channel
			m.Pass(1100 * time.Millisecond)
			time.Sleep(haste)
		}
		now := ""
		for _, sides := range m.sides {
			for _, s := range sides {
				now += strings.Join(m.thread(s.people[0], s.channel, s.thread), "\n")
			}
		}
		if quiet++; now != before {
			quiet, before = 0, now
		}
	}
}

// heard is the place of each sentence in the order in which it was committed.
func (m *mirror) heard() map[string]int {
	m.t.Helper()
	order := map[string]int{}
	for _, r := range m.Log() {
		var move request.Move
		if json.Unmarshal(r.Payload, &move) == nil && move.Remark != "" && move.Action != request.Amend {
			order[move.Remark] = len(order) + 1
		}
	}
	return order
}

var token = regexp.MustCompile(`\bm-([0-9]+)\.`)

// compare looks for what was said on one side in the thread of the other.
func (m *mirror) compare(heard map[string]int, from, to *side, name string) {
	m.t.Helper()
	var texts []string
	files := map[string]int{}
	for _, msg := range m.Story.As(to.people[0]).In(to.channel).Thread(to.thread)[1:] {
		if msg.User != "U00FACTOTUM" {
			continue
		}
		words := msg.Words()
		assert.NotContains(m.t, strings.ToLower(words), "secret", "%s: a note is outside", name)
		for _, f := range msg.Files {
			files[f.Name]++
		}
		if token.MatchString(words) {
			texts = append(texts, words)
		}
	}
	for _, one := range from.said {
		at, times := 0, 0
		for i, words := range texts {
			if token.FindStringSubmatch(words)[1] == fmt.Sprint(one.n) {
				at, times = i+1, times+1
			}
		}
		if one.file != "" && !one.gone {
			assert.Equal(m.t, 1, files[one.file], "%s: %s", name, one.file)
		}
		if one.gone || one.secret {
			assert.Zero(m.t, times, "%s: %s is still there", name, one.text)
			continue
		}
		if assert.Equal(m.t, 1, times, "%s: %s", name, one.text) {
			assert.Contains(m.t, texts[at-1], one.text, name)
		}
	}
	for i := 1; i < len(texts); i++ {
		assert.Less(m.t, m.place(heard, from, texts[i-1]), m.place(heard, from, texts[i]), "%s: the order", name)
	}
}

// place is where a sentence stands in the order in which all were heard.
func (m *mirror) place(heard map[string]int, from *side, words string) int {
	for _, one := range from.said {
		if token.FindStringSubmatch(words)[1] == fmt.Sprint(one.n) {
			return heard[from.channel+"-"+one.ts]
		}
	}
	return 0
}
