package view

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/level"
	"factotum/automations/request"
)

// clocks says what was promised and how that stands: one line of small text, or
// nothing. What is left can be told only where it is read at once.
func (l look) clocks(left bool) []slack.Block {
	var parts []string
	first, solve := l.Clocks.First, l.Clocks.Solve
	switch l.r.State {
	case request.Open:
		parts = append(parts, l.due("First answer", first, left), l.due("Solution", solve, left))
	case request.Done:
		parts = append(parts, reached("First answer", first))
		if l.r.Work == nil || l.r.Work.By != "" { // what silence closed was not solved
			parts = append(parts, reached("solved", solve))
		}
		parts = append(parts, l.reopens())
	case request.Waiting, request.Pending:
		parts = append(parts, stands(solve), l.ends())
	default: // nothing is awaited of anybody
	}
	parts = slices.DeleteFunc(parts, func(p string) bool { return p == "" })
	if len(parts) == 0 {
		return nil
	}
	return []slack.Block{small(capital(strings.Join(parts, " · ")))}
}

// due says until when something is promised.
func (l look) due(what string, c level.Clock, left bool) string {
	switch {
	case c.Due.IsZero() || !c.Ended.IsZero():
		return ""
	case c.Late(l.Now):
		return fmt.Sprintf("🔥 *%s late*: it was due %s", what, l.moment(c.Due))
	case left:
		return fmt.Sprintf("⏱️ %s due *%s*, in %s of working time", what, l.moment(c.Due), hours(c.Target-c.Used))
	}
	return fmt.Sprintf("⏱️ %s due *%s*", what, l.moment(c.Due))
}

// pressing is what is due next, or late, for a list.
func (l look) pressing() string {
	for _, c := range []struct {
		what string
		level.Clock
	}{{"first answer", l.Clocks.First}, {"solution", l.Clocks.Solve}} {
		switch {
		case c.Due.IsZero() || !c.Ended.IsZero():
		case c.Late(l.Now):
			return fmt.Sprintf(" · 🔥 %s late since %s", c.what, l.moment(c.Due))
		default:
			return fmt.Sprintf(" · ⏱️ %s due %s", c.what, l.moment(c.Due))
		}
	}
	return ""
}

// reached says how long something took.
func reached(what string, c level.Clock) string {
	if c.Target == 0 || c.Ended.IsZero() {
		return ""
	}
	kept := "within"
	if c.Late(c.Ended) {
		kept = "🔥 later than"
	}
	return fmt.Sprintf("%s after %s of working time, %s the promised %s", what, hours(c.Used), kept, hours(c.Target))
}

// stands says that the clock does not run.
func stands(c level.Clock) string {
	if c.Target == 0 || c.Used == 0 {
		return ""
	}
	return fmt.Sprintf("⏸️ The clock stands still: %s of %s of working time are used", hours(c.Used), hours(c.Target))
}

// ends says when a question that nobody answers ends it.
func (l look) ends() string {
	if l.r.State != request.Waiting || l.Clocks.Ends.IsZero() {
		return ""
	}
	return fmt.Sprintf("without an answer it is closed %s", l.moment(l.Clocks.Ends))
}

// reopens says for how long it can be taken up again.
func (l look) reopens() string {
	switch {
	case l.r.Work != nil && !l.r.Work.Settled.IsZero():
		return "closed since " + l.moment(l.r.Work.Settled)
	case l.Clocks.Ends.IsZero():
		return ""
	}
	return fmt.Sprintf("an answer opens it again until %s", l.moment(l.Clocks.Ends))
}

// hours is a length of working time: 2 h, 1 h 30 min, 45 min.
func hours(d time.Duration) string {
	minutes := int(d.Round(time.Minute) / time.Minute)
	switch {
	case minutes < 60:
		return fmt.Sprintf("%d min", max(minutes, 0))
	case minutes%60 == 0:
		return fmt.Sprintf("%d h", minutes/60)
	}
	return fmt.Sprintf("%d h %d min", minutes/60, minutes%60)
}

// alerts are the sentences of a line that tells of the clocks.
func (l look) alerts(what string) string {
	var all []string
	for key := range strings.FieldsSeq(l.Notice.Says.Text) {
		all = append(all, l.alert(key, what))
	}
	return strings.Join(append(all, l.holder()+l.above()), " ")
}

func (l look) alert(key, what string) string {
	name, clock, rung := "has had no answer", l.Clocks.First, key
	switch key {
	case automations.SolveWarn, automations.SolveLate, automations.SolveOver:
		name, clock = "is not solved", l.Clocks.Solve
	}
	due := l.moment(clock.Due)
	switch rung {
	case automations.FirstWarn, automations.SolveWarn:
		return fmt.Sprintf("⏱️ %s %s yet, and the time for it is nearly over: it is due *%s*.", what, name, due)
	case automations.FirstOver, automations.SolveOver:
		return fmt.Sprintf("🔥 %s still %s. That was due *%s*, and half as much time again has passed.", what, name, due)
	}
	return fmt.Sprintf("🔥 %s %s. That was due *%s*.", what, name, due)
}

// holder says who has the work.
func (l look) holder() string {
	if l.r.Work == nil || l.r.Work.Assignee == "" {
		return "Nobody has it yet."
	}
	return "It is with " + l.by(l.r.Work.Assignee) + "."
}

// above says why somebody is told who does not work on it.
func (l look) above() string {
	team, _ := l.dir.Team(l.r.Work.Team)
	switch {
	case !slices.Contains(l.r.Work.Heard, l.Reader.ID):
		return ""
	case team.Lead == l.Reader.ID:
		return fmt.Sprintf(" You are told because you lead %s.", Escape(l.team(), 80))
	case team.Lead == "": // nobody leads it any more
		return " You are told because it has waited too long."
	}
	return fmt.Sprintf(" You are told because %s leads %s and you are their manager.", l.by(team.Lead), Escape(l.team(), 80))
}

// nudge reminds who asked of a question.
func (l look) nudge(by, what string) string {
	text := fmt.Sprintf("❓ %s still waits for your answer about %s.", capital(by), what)
	if l.Clocks.Ends.IsZero() {
		return text + " Answer in the thread of this message:"
	}
	return text + fmt.Sprintf(" Answer in the thread of this message; without an answer it is closed on *%s*.", l.moment(l.Clocks.Ends))
}

// lapsed says that nobody answered.
func (l look) lapsed(what string) string {
	text := fmt.Sprintf("⌛ %s was closed, because the question about it was not answered.", what)
	if l.part() == requester {
		return text + " Write in the thread of this message to open it again."
	}
	return text
}

// back is when the team works again, in the reader's own time, and says so where
// the team's is another.
func (c clock) back(at time.Time) string {
	theirs, mine := at.Format("-0700"), at.In(c.zone).Format("-0700")
	if text := "*" + c.moment(at) + "*"; c.told || theirs == mine {
		return text
	}
	return "*" + c.moment(at) + "*, your time"
}

// asleep says that the team was not at work when it came, and when it is back;
// nothing once it is.
func (l look) asleep() []slack.Block {
	if l.Back.IsZero() {
		return nil
	}
	return []slack.Block{small(l.awayUntil(l.Back))}
}

func (l look) awayUntil(at time.Time) string {
	return fmt.Sprintf("🌙 %s is not at work now and is back %s. What you write until then is not lost.", Escape(l.team(), 80), l.back(at))
}

// away says when the team works again, as somebody opens a ticket again.
func (l look) away(what string) string {
	back, err := time.Parse(time.RFC3339, l.Notice.Says.Text)
	if err != nil {
		back = l.Now
	}
	return l.awayUntil(back) + " " + what + " waits for them."
}
