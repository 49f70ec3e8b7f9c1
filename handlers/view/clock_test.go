package view_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/catalogue"
	"factotum/automations/form"
	"factotum/automations/level"
	"factotum/automations/request"
	"factotum/handlers/view"
)

// promising is a kind that promises something.
const promising = `kind: fault
title: Fault
about: Something is broken
prefix: FLT
summary: "{what}"
fields: [{key: what, type: text}]
work: {team: it, do: Resolve, done: Resolved, ticket: {}}
levels: {warn: 75, normal: {first: 4h, solve: 16h}, nudge: 2, lapse: 5, settle: 3}
`

// broken is a ticket of ines, sent on Friday at 14:05 in Berlin.
func broken(t *testing.T) *paper {
	t.Helper()
	return setup(t, catalogue.File{Name: "fault.yaml", Body: []byte(promising)}).sent("fault", form.Values{"what": {Text: "Printer"}})
}

// clocks are those of a first answer due in an hour, and of a solution due on Monday.
func clocks(now time.Time) automations.Clocks {
	return automations.Clocks{
		First: level.Clock{Target: 4 * time.Hour, Used: 3 * time.Hour, Due: now.Add(time.Hour), Runs: true},
		Solve: level.Clock{Target: 16 * time.Hour, Used: 3 * time.Hour, Due: now.AddDate(0, 0, 3), Runs: true},
	}
}

func TestACardSaysWhatIsDueAndWhatIsLate(t *testing.T) {
	t.Parallel()
	p := broken(t)
	card := func(name string, c automations.Clocks) string {
		s := p.before(name)
		s.Clocks = c
		m, err := view.Card(s)
		require.NoError(t, err)
		return string(m.Blocks)
	}
	c := clocks(p.now)
	for _, reader := range []string{"ines", "paula", "omar"} {
		assert.Contains(t, card(reader, c), "⏱️ First answer due *Fri 20 Nov, 17:05* · ⏱️ Solution due *Mon 23 Nov, 16:05*")
	}
	c.First.Due = p.now.Add(-time.Hour)
	assert.Contains(t, card("paula", c), "🔥 *First answer late*: it was due")
	c.First.Ended, c.First.Due = p.now, p.now.Add(time.Hour)
	assert.NotContains(t, card("paula", c), "First answer")
	assert.NotContains(t, card("paula", automations.Clocks{}), "⏱️")

	p.does("paula", request.Await, "Which printer?")
	c = automations.Clocks{Solve: level.Clock{Target: 16 * time.Hour, Used: 210 * time.Minute}, Ends: p.now.AddDate(0, 0, 7)}
	assert.Contains(t, card("ines", c), "⏸️ The clock stands still: 3 h 30 min of 16 h of working time are used · without an answer it is closed")
	p.does("ines", request.Resume, "Floor 2").does("paula", request.Resolve, "Cable")
	c.Solve.Ended, c.First = p.now, level.Clock{Target: 4 * time.Hour, Used: 5 * time.Hour, Due: p.now.Add(-time.Hour), Ended: p.now}
	assert.Contains(t, card("ines", c), "First answer after 5 h of working time, 🔥 later than the promised 4 h · solved after 3 h 30 min of working time, within the promised 16 h · an answer opens it again until")
	p.file.Request.Work.By = ""
	assert.NotContains(t, card("ines", c), "solved after", "silence solves nothing")
	p.file.Request.Work.Settled = p.now
	assert.Contains(t, card("ines", c), "closed since Fri 20 Nov")
}

func TestAQueueSaysWhatPresses(t *testing.T) {
	t.Parallel()
	p := broken(t)
	c := clocks(p.now)
	queue := func() string {
		rows := automations.Rows{Rows: []automations.Row{{File: p.file, Kind: p.kind("fault"), Clocks: c}}}
		_, blocks := view.QueueList(view.QueueInput{Rows: rows, Works: true, Reader: p.who("paula"), Now: p.now})
		return written(t, blocks)
	}
	assert.Contains(t, queue(), "nobody has it · ⏱️ first answer due")
	c.First.Due = p.now.Add(-time.Hour)
	assert.Contains(t, queue(), "nobody has it · 🔥 first answer late since")
	c.First.Ended = p.now
	assert.Contains(t, queue(), "nobody has it · ⏱️ solution due")
	c.Solve.Due = time.Time{}
	assert.NotContains(t, queue(), "due")
}

func TestDetailsSayHowMuchIsLeft(t *testing.T) {
	t.Parallel()
	p := broken(t)
	s := p.before("paula")
	s.Clocks = clocks(p.now)
	assert.Contains(t, written(t, view.Details(s, view.Meta{})), "in 1 h of working time")
}

func TestLinesOfTheClocks(t *testing.T) {
	t.Parallel()
	p := broken(t)
	p.file.Request.Work.Heard = []string{"omar@example.com"}
	for name, c := range map[string]struct{ to, line, says, want string }{
		"warned":    {"paula", automations.AlertLine, automations.FirstWarn, "⏱️ Printer (FLT-12) has had no answer yet, and the time for it is nearly over: it is due Fri 20 Nov, 17:05. Nobody has it yet."},
		"late":      {"omar", automations.AlertLine, automations.FirstLate, "🔥 Printer (FLT-12) has had no answer. That was due Fri 20 Nov, 17:05. Nobody has it yet."},
		"both":      {"paula", automations.AlertLine, automations.FirstOver + " " + automations.SolveWarn, "That was due Fri 20 Nov, 17:05, and half as much time again has passed. ⏱️ Printer (FLT-12) is not solved yet"},
		"away":      {"ines", automations.AwayLine, "2026-11-23T08:00:00Z", "🌙 IT is not at work now and is back Mon 23 Nov, 09:00, your time. What you write until then is not lost. Printer (FLT-12) waits for them"},
		"nudged":    {"ines", automations.NudgeLine, "Which printer?", "❓ Paula Reyes still waits for your answer about Printer (FLT-12). Answer in the thread of this message; without an answer it is closed on Fri 27 Nov, 09:00. “Which printer?”"},
		"lapsed":    {"ines", string(request.Lapse), "", "⌛ Printer (FLT-12) was closed, because the question about it was not answered. Write in the thread of this message to open it again."},
		"lapsed it": {"paula", string(request.Lapse), "", "⌛ Printer (FLT-12) was closed, because the question about it was not answered."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := p.told(c.to, c.line, "paula", c.says)
			s.Clocks = clocks(p.now)
			s.Clocks.Ends = time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC)
			m, err := view.Line(s)
			require.NoError(t, err)
			assert.Contains(t, m.Text, c.want)
		})
	}
	s := p.told("omar", automations.AlertLine, "paula", automations.FirstOver)
	m, err := view.Line(s)
	require.NoError(t, err)
	assert.Contains(t, m.Text, "You are told because it has waited too long.")
}

func written(t *testing.T, v any) string {
	t.Helper()
	body, err := json.Marshal(v)
	require.NoError(t, err)
	return string(body)
}

func TestWhatIsToldOfTicketsChangesInItsPlace(t *testing.T) {
	t.Parallel()
	p := broken(t)
	line := func(to, name, says string) string {
		m, err := view.Line(p.told(to, name, "ines", says))
		require.NoError(t, err)
		return m.Text
	}
	assert.Contains(t, line("paula", string(request.Assign), "Omar Haddad does not work on it any more."), "📬 Printer (FLT-12) is free again, and somebody has to take it: “Omar Haddad does not work on it any more.”")
	p.does("paula", request.Resolve, "Cable")
	p.file.Request.Work.Rating = &request.Rating{Score: 1, Text: "Slow"}
	assert.Contains(t, line("omar", string(request.Rate), ""), "🙁 Ines Moreau is not content with Printer (FLT-12), which Paula Reyes did. “Slow”")
	p.file.Request.Work.Rating = &request.Rating{Score: 3}
	assert.Contains(t, line("omar", string(request.Rate), ""), "😀 Ines Moreau was not content with Printer (FLT-12), and thinks better of it now.")
}
