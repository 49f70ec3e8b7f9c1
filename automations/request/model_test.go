package request_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"factotum/automations/form"
	"factotum/automations/request"
)

// The full proof is -moves=1000000, which the race detector makes slow.
var steps = flag.Int("moves", 200_000, "random moves tried against the model")

// model is the state machine a second time, written from STATES.md and the
// comments alone: what it says of a move must be what Apply does.
type model struct {
	state, owner    string
	needs           []int
	step, round     int
	approved        []string // of the step
	work            bool
	holds           map[string][]string // kind to those who have confirmed
	ended           map[string]bool     // kinds that somebody has ended
	excluded        []string
	seen            bool            // a document was read
	makers          []string        // who have a hand in where the money goes
	files           map[string]bool // source to copied
	decided, spoken int
	has             string            // to whom it is assigned
	said            map[string]string // id of a sentence to who said it
	told            []string          // alerts
	settled         bool
	concealed       bool
	raised          map[int]bool // steps whose ladder was climbed
}

func (m *model) send(s *request.Submission) {
	m.take(s)
	m.step, m.approved = 0, nil
	m.settle()
}

// take is what was sent, instead of what was there.
func (m *model) take(s *request.Submission) {
	m.needs = needs(s)
	m.seen, m.makers = s.Reading != nil, nil
	before := m.holds
	m.raised = map[int]bool{}
	m.work, m.holds = s.Work != nil, map[string][]string{}
	if !m.work {
		m.has, m.told, m.concealed = "", nil, false
	}
	for _, h := range s.Holds {
		kind := string(h.Kind)
		if m.ended[kind] && h.Key != "" {
			continue
		}
		m.holds[kind] = before[kind]
		if _, known := before[kind]; !known && len(h.Voices) > 0 {
			m.holds[kind] = []string{h.Voices[0].By}
		}
	}
	m.files = filesOf(s)
}

func needs(s *request.Submission) []int {
	var all []int
	for _, step := range s.Steps {
		all = append(all, step.Need)
	}
	return all
}

func filesOf(s *request.Submission) map[string]bool {
	files := map[string]bool{}
	for _, line := range s.Values["lines"].Lines {
		for _, f := range line["receipt"].Files {
			files[f.Source] = f.Hash != ""
		}
	}
	return files
}

// hand notes that somebody else than the owner changed the files, which is
// what decides over the money here.
func (m *model) hand(mv request.Move) (material bool) {
	material = len(filesOf(mv.Sent)) != len(m.files)
	if material && mv.By != m.owner && !slices.Contains(m.excluded, mv.By) {
		m.excluded = append(m.excluded, mv.By)
	}
	return material
}

func (m *model) correct(mv request.Move) {
	again := m.hand(mv) || !slices.Equal(needs(mv.Sent), m.needs)
	held := len(m.holds) > 0
	copied := m.files
	m.take(mv.Sent)
	for source := range m.files {
		m.files[source] = m.files[source] && copied[source]
	}
	switch {
	case again:
		m.round++
		m.step, m.approved = 0, nil
		m.settle()
	case held && len(m.holds) == 0:
		m.settle()
	}
}

// end is a confirm or a release.
func (m *model) end(mv request.Move, mine, asked, words bool) string {
	kind, _, _ := strings.Cut(mv.Hold, "-")
	voices, held := m.holds[kind]
	switch {
	case m.state != "pending":
		return "not now"
	case !held:
		return "over"
	case mine:
		return "own"
	case !asked:
		return "not asked"
	case !words:
		return "wordless"
	case (mv.Action == "confirm") != (kind == "bank"):
		return "malformed"
	case slices.Contains(voices, mv.By):
		return "twice"
	}
	m.spoken++
	if m.holds[kind] = append(voices, mv.By); kind == "bank" && len(voices) == 0 {
		return ""
	}
	if kind == "bank" && m.seen {
		m.makers = append(m.makers, m.holds[kind]...)
	}
	delete(m.holds, kind)
	m.ended[kind] = true
	if len(m.holds) == 0 {
		m.settle()
	}
	return ""
}

func (m *model) settle() {
	switch {
	case len(m.holds) > 0 || m.step < len(m.needs):
		m.state = "pending"
	case m.work:
		m.state = "open"
	default:
		m.state = "done"
	}
}

// do gives "" where the move is made, else why not.
func (m *model) do(mv request.Move) string {
	words, mine := strings.TrimSpace(mv.Text) != "", mv.By == m.owner || slices.Contains(m.excluded, mv.By)
	barred := mine || slices.Contains(m.makers, mv.By)
	asked := slices.Contains(mv.Asked, mv.By)
	again := m.said[mv.Remark] != ""
	says := words || len(mv.Files) > 0
	speaks := mv.By == m.owner || slices.Contains(mv.Speakers, mv.By)
	_, rateless := m.holds["rate"]
	at := func(states ...string) bool { return slices.Contains(states, m.state) }
	refused := func(tests ...any) string { // condition, cause, condition, cause …
		for i := 0; i < len(tests); i += 2 {
			if tests[i].(bool) {
				return tests[i+1].(string)
			}
		}
		return ""
	}
	no := func(states ...string) []any { return []any{!at(states...), "not now"} }
	var why string
	switch mv.Action {
	case "submit", "resubmit":
		from := map[request.Action]string{"submit": "draft", "resubmit": "returned"}[mv.Action]
		again := mv.Action == "resubmit"
		why = refused(append(no(from), mv.Sent == nil, "malformed", !again && mv.Sent != nil && mv.By != mv.Sent.Requester, "stranger",
			again && mv.Sent != nil && mv.Sent.Requester != m.owner, "stranger", again && !speaks, "stranger")...)
		if why == "" {
			if again {
				m.hand(mv)
			} else {
				m.owner, m.excluded = mv.By, []string{bea}
			}
			m.round += map[request.Action]int{"resubmit": 1}[mv.Action]
			m.send(mv.Sent)
		}
	case "approve", "return", "reject":
		return m.decide(mv, barred, asked, words)
	case "ask", "answer":
		why = refused(append(no("pending"), !says, "wordless", again, "twice", mv.Action == "ask" && mine, "own",
			mv.Action == "ask" && !asked, "not asked", mv.Action == "answer" && !speaks, "stranger")...)
		m.say(mv, why)
	case "price":
		why = refused(append(no("pending"), !rateless, "not asked", mv.Sent == nil || mv.Sent.Requester != m.owner, "malformed",
			mv.Sent != nil && len(mv.Sent.Sum.Missing) > 0, "unpriced", mine, "own")...)
		if why == "" {
			m.send(mv.Sent)
		}
	case "correct":
		why = refused(append(no("pending"), mv.Sent == nil || mv.Sent.Requester != m.owner, "malformed", !speaks, "stranger")...)
		if why == "" {
			m.spoken++
			m.correct(mv)
		}
	case "confirm", "release":
		return m.end(mv, barred, asked, words)
	case "note":
		why = refused(m.state == "draft", "not now", !words, "wordless")
		m.spoken += map[string]int{"": 1}[why]
	case "withdraw":
		why = m.to("withdrawn", refused(append(no("draft", "pending", "returned"), m.state != "draft" && !speaks, "stranger")...))
	case "expire":
		why = m.to("expired", refused(no("pending", "returned")...))
	case "cancel", "merge":
		why = m.to(map[request.Action]string{"cancel": "cancelled", "merge": "merged"}[mv.Action], refused(no("open", "waiting")...))
	case "resolve":
		why = m.to("done", refused(append(no("open", "waiting"), barred, "own")...))
	case "await":
		why = m.to("waiting", refused(append(no("open"), again, "twice", !says, "wordless")...))
		m.say(mv, why)
	case "resume":
		why = m.to("open", refused(append(no("waiting"), again, "twice", !says, "wordless")...))
		m.say(mv, why)
	case "lapse":
		why = m.to("done", refused(no("waiting")...))
	case "reopen":
		if why = m.to("open", refused(append(no("done"), !m.work, "no work", again, "twice", m.settled, "over")...)); says {
			m.say(mv, why)
		}
	case "refer":
		why = refused(append(no("open"), again, "twice", mv.Sent == nil || len(mv.Sent.Steps) == 0, "unrouted")...)
		if why == "" {
			m.state, m.step, m.needs, m.approved = "pending", 0, nil, nil
			m.raised = map[int]bool{}
			m.round++
			if says {
				m.say(mv, why)
			}
			for _, s := range mv.Sent.Steps {
				m.needs = append(m.needs, s.Need)
			}
		}
	case "keep":
		fits := true
		for source := range mv.Copies {
			_, known := m.files[source]
			fits = fits && known
		}
		if why = refused(m.state == "draft", "not now", !fits, "unfit copy"); why == "" {
			for source := range mv.Copies {
				m.files[source] = true
			}
		}
	case "show":
		why = refused(no("pending", "returned", "open", "waiting", "done")...)
	case "escalate": // every ladder here has one rung
		stage := fmt.Sprintf("%d.%d", m.round, m.step)
		why = refused(append(no("pending"), m.step >= len(m.needs), "malformed", mv.Stage != stage || m.raised[m.step], "over")...)
		if why == "" {
			m.raised[m.step] = true
		}
	case "remind":
		why = refused(no("pending", "open", "waiting")...)
	default:
		return m.converse(mv, says, speaks)
	}
	return why
}

func (m *model) to(state, why string) string {
	if why == "" {
		m.state = state
	}
	return why
}

func (m *model) decide(mv request.Move, mine, asked, words bool) string {
	approve := mv.Action == "approve"
	uncopied := false
	for _, copied := range m.files {
		uncopied = uncopied || !copied
	}
	switch {
	case m.state != "pending":
		return "not now"
	case len(m.holds) > 0:
		return "held"
	case mine:
		return "own"
	case !asked:
		return "not asked"
	case approve && slices.Contains(m.approved, mv.By):
		return "twice"
	case approve && uncopied:
		return "copying"
	case !approve && !words:
		return "wordless"
	}
	m.decided++
	switch mv.Action {
	case "return":
		m.state = "returned"
	case "reject":
		m.state = "rejected"
	default:
		m.approved = append(m.approved, mv.By)
		left := slices.DeleteFunc(slices.Clone(mv.Asked), func(p string) bool { return slices.Contains(m.approved, p) })
		if need := m.needs[m.step]; need > 0 && len(m.approved) >= need || len(left) == 0 {
			m.step, m.approved = m.step+1, nil
			m.settle()
		}
	}
	return ""
}

func TestRandomMovesGoAsTheModelSays(t *testing.T) {
	t.Parallel()
	dice := rand.New(rand.NewPCG(1, 2))
	moves := make([]request.Move, 20_000) // made once, drawn from again and again
	for i := range moves {
		moves[i] = lean(randomMove(dice.IntN, 0))
	}
	var r request.Request
	var m model
	made := map[string]int{}
	for n := range *steps {
		if n%15 == 0 || r.State.Final() {
			r, m = draft(), model{state: "draft", ended: map[string]bool{}, said: map[string]string{}}
		}
		mv := likely(moves, string(r.State), dice)
		after, err := r.Apply(mv)
		want, got := m.do(mv), ""
		if err != nil {
			got = string(cause(t, err))
		}
		if want != got || string(after.State) != m.state || after.Step != m.step || after.Round != m.round ||
			len(after.Decisions) != m.decided || len(after.Thread) != m.spoken || len(after.Approvals()) != len(m.approved) {
			require.Failf(t, "the model disagrees", "move %d, %s by %s while %s: want %q, got %q; %+v; %s", n, mv.Action, mv.By, r.State, want, got, m, text(t, after))
		}
		made[string(r.State)+" "+string(mv.Action)+" "+got]++
		r = after
	}
	require.Greater(t, len(made), 160, "the moves reach everything: %v", made)
}

// lean leaves out of a move what the model does not look at, for speed.
func lean(m request.Move) request.Move {
	if m.Sent == nil {
		return m
	}
	line := form.Values{}
	if files := m.Sent.Values["lines"].Lines[0]["receipt"]; len(files.Files) > 0 {
		line["receipt"] = files
	}
	m.Sent.Values = form.Values{"lines": {Lines: []form.Values{line}}}
	m.Sent.Accounts, m.Sent.Warnings, m.Sent.Sum.Rates = nil, nil, nil
	for i := range m.Sent.Steps {
		m.Sent.Steps[i].Rules, m.Sent.Steps[i].Otherwise = nil, nil
	}
	return m
}

// likely draws a move that is more often one of those that begin something.
func likely(moves []request.Move, state string, dice *rand.Rand) request.Move {
	want := map[string]request.Action{"draft": "submit", "returned": "resubmit"}[state]
	mv := moves[dice.IntN(len(moves))]
	for range 200 {
		if want == "" || mv.Action == want && mv.By == ana && mv.Sent != nil {
			return mv
		}
		mv = moves[dice.IntN(len(moves))]
	}
	return mv
}
