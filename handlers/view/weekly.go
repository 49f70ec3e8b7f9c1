package view

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/outbox"
)

// weekly renders the letter of the week.
func weekly(s automations.Sight) (outbox.Message, error) {
	w, head := s.Week, "📅 The week of your people"
	if !w.Team() {
		head = "🩺 How Factotum is"
	}
	blocks := []slack.Block{section("*" + head + "*")}
	if w.Team() {
		lines := weekOfPeople(s)
		head += ": " + strings.ReplaceAll(lines[0], "*", "") + "."
		blocks = append(blocks, section(strings.Join(lines, "\n")))
	}
	for _, r := range w.Late {
		l := lookAt(automations.Sight{File: r.File, Kind: r.Kind, Reader: s.Reader, Now: s.Now, Clocks: r.Clocks})
		text := "🔴 late"
		if l.r.IsDuty() {
			text = l.dutyStanding()
		}
		blocks = append(blocks, l.row(text))
	}
	if w.Ill() {
		blocks = append(blocks, section("*What does not work, for you as administrator*\n"+strings.Join(weekOfIlls(w), "\n")))
	}
	return message(head, append(blocks, small("Once a week. The day, and whether it comes, is set on Home under Morning message.")))
}

// weekOfPeople says how the reader's people stand, what is late first.
func weekOfPeople(s automations.Sight) []string {
	w := s.Week
	var lines []string
	standing := func(what string, n automations.Standing) {
		if n.Open > 0 {
			late := "none late"
			if n.Late > 0 {
				late = fmt.Sprintf("*%d late*", n.Late)
			}
			if n.Soon > 0 {
				late += fmt.Sprintf(", %d about to be", n.Soon)
			}
			lines = append(lines, fmt.Sprintf("%s: %s, %d open", what, late, n.Open))
		}
	}
	standing("🎫 Tickets of your teams", w.Tickets)
	standing("🗓️ Duties", w.Duties)
	if w.Asked > 0 {
		lines = append(lines, "⏳ "+counted(w.Asked, "request of your people waits", "requests of your people wait")+" for a decision")
	}
	if !w.Spent.IsZero() || !w.Before.IsZero() {
		lines = append(lines, fmt.Sprintf("💶 Asked for in the last 7 days: *%s*, in the 7 before: %s", w.Spent, w.Before))
	}
	if len(w.Ratings) > 0 {
		sum := 0
		for _, score := range w.Ratings {
			sum += score
		}
		lines = append(lines, fmt.Sprintf("🙂 %s, on average %.1f of 3", counted(len(w.Ratings), "rating", "ratings"), float64(sum)/float64(len(w.Ratings))))
	}
	if away := awayOf(s); len(away) > 0 {
		lines = append(lines, "🌴 Away: "+strings.Join(away[:min(len(away), 10)], ", "))
	}
	return lines
}

// awayOf says who of them is away, or is soon, and until when.
func awayOf(s automations.Sight) (away []string) {
	c := clockOf(s.Reader, s.Now)
	for _, a := range s.Week.Away {
		when := "until " + c.day(a.Last)
		if a.From.After(s.Now) {
			when = "from " + c.day(a.First) + " " + when
		}
		away = append(away, Escape(named(s.File.Dir, a.Person, s.Reader), 80)+" "+when)
	}
	return away
}

// weekOfIlls says what admins look after.
func weekOfIlls(w automations.Week) []string {
	var lines []string
	if w.Failed > 0 {
		line := "📪 " + counted(w.Failed, "delivery was", "deliveries were") + " given up"
		if w.Hooks > 0 {
			line += fmt.Sprintf(", %d of them to webhooks", w.Hooks)
		}
		lines = append(lines, line+": they are on Home, with a button to try again.")
	}
	if w.Apart > 0 {
		lines = append(lines, "📨 "+counted(w.Apart, "mail was", "mails were")+" put aside and wait for somebody.")
	}
	if w.Overdue > 0 {
		lines = append(lines, "⏰ "+counted(w.Overdue, "timer is", "timers are")+" more than an hour late: look at the log.")
	}
	for _, job := range w.Jobs {
		lines = append(lines, "⚠️ "+Escape(job, 300))
	}
	return lines
}

// counted says how many there are of something.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
