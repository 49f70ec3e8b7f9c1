package view

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/calendar"
	"factotum/automations/outbox"
	"factotum/automations/policy"
	"factotum/automations/request"
)

// The action, modal and inputs of the morning message.
const (
	ActionMorning   = "morning"
	CallbackMorning = "morning"
	BlockHour       = "hour"
	BlockDays       = "days"
	BlockParts      = "parts"
	BlockWeek       = "week"
)

// morning renders what waits, what is due and what has moved. What the reader has
// dealt with since it was posted stays, and says so instead of its button.
func morning(s automations.Sight) (outbox.Message, error) {
	m := greeted{Sight: s, head: fmt.Sprintf("☀️ Good morning, %s.", Escape(personNameOf(s.Reader), 80))}
	blocks := []slack.Block{section("*" + m.head + "*")}
	add := func(title, part string, rows []automations.Row, second func(look) string) {
		blocks = append(append(blocks, m.part(title, rows, s.Morning.Rest[part], second)...), rest(part, s.Morning.Rest[part])...)
	}
	add("Waiting for you", automations.WaitingPart, s.Morning.Waiting.Rows, func(l look) string { return l.waits() + l.comesUp() })
	add("Your duties", automations.DutyPart, s.Morning.Duties.Rows, look.dutyStanding)
	add("Due", automations.DuePart, s.Morning.Due.Rows, func(l look) string { return l.dueBy() + l.comesUp() })
	add("What has moved", "", s.Morning.Moved, look.brief)
	return message(m.head, append(blocks, small("When this comes, and what is in it, is set on Home.")))
}

// greeted is a morning message with its first sentence as it grows.
type greeted struct {
	automations.Sight
	head string
}

// part is one list of it.
func (m *greeted) part(title string, rows []automations.Row, rest int, second func(look) string) []slack.Block {
	if len(rows) == 0 {
		return nil
	}
	m.head += fmt.Sprintf(" %s: %d.", title, len(rows)+rest)
	blocks := []slack.Block{section(fmt.Sprintf("*%s (%d)*", title, len(rows)+rest))}
	for _, r := range rows {
		l := lookAt(automations.Sight{File: r.File, Kind: r.Kind, Reader: m.Reader, Now: m.Now, Clocks: r.Clocks, Unmet: r.Unmet})
		if text := l.settled(); text != "" && !r.Awaits(m.Reader) {
			blocks = append(blocks, l.row(text))
			continue
		}
		blocks = append(blocks, l.row(second(l)))
		switch duty := l.r.IsDuty(); {
		case r.MayApprove(m.Reader) && duty:
			blocks = append(blocks, slack.NewActionBlock("", button(ActionApprove, l.ref(), "Sign off").WithStyle(slack.StylePrimary), button(ActionReturn, l.ref(), "Send back…")))
		case r.MayApprove(m.Reader):
			blocks = append(blocks, slack.NewActionBlock("", button(ActionApprove, l.ref(), "Approve").WithStyle(slack.StylePrimary)))
		case duty && l.r.State == request.Open && r.Awaits(m.Reader) && len(r.Unmet) == 0:
			blocks = append(blocks, slack.NewActionBlock("", button(ActionProve, l.ref(), "Done: add evidence…").WithStyle(slack.StylePrimary)))
		}
	}
	return blocks
}

// comesUp says which days of a request come near, but for that by which its work is
// due: that is said by itself.
func (l look) comesUp() string {
	text, today := "", calendar.DateOf(l.now, l.zone)
	for _, due := range l.kind.Due {
		day := l.r.Values[due.Field].Date
		if day.IsZero() || day.Before(today) || day.AddDays(-due.Before).After(today) || l.r.State == request.Open && l.r.Work.Due == day.String() {
			continue
		}
		text += fmt.Sprintf(" · ⏰ on *%s* %s", l.day(day), Escape(l.kind.DueSay(due.Field, l.r.Values, l.dir), 120))
	}
	return text
}

// settled says what the reader has decided; empty where they have not, or it
// waits for them again.
func (l look) settled() string {
	last, decided := l.r.LastDecision()
	if !decided || last.By != l.Reader.ID || last.Round != l.r.Round || slices.ContainsFunc(policy.Open(l.r, l.dir), func(c policy.Candidate) bool { return c.Person.ID == l.Reader.ID }) {
		return ""
	}
	said := map[request.Verdict]string{request.Approved: "✅ approved by you", request.TurnedDown: "❌ rejected by you", request.SentBack: "↩️ sent back by you"}[last.Verdict]
	if l.r.IsDuty() && last.Verdict == request.Approved {
		said = "✅ signed off by you"
	}
	return said
}

// MorningForm asks when somebody wants their morning message.
func MorningForm(wish automations.MorningWish, meta Meta) slack.ModalViewRequest {
	hours := []*slack.OptionBlockObject{option("0", "No message", "")}
	for h := 6; h <= 12; h++ {
		hours = append(hours, option(strconv.Itoa(h), fmt.Sprintf("%d:00", h), ""))
	}
	var days, parts []*slack.OptionBlockObject
	for _, d := range []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday} {
		days = append(days, option(strconv.Itoa(int(d)), d.String(), ""))
	}
	for i, name := range []string{"What waits for me", "What is due", "What has moved of my own", "Once a week: my people; for admins what does not work"} {
		parts = append(parts, option(automations.MorningParts()[i], name, ""))
	}
	on, week := slack.NewCheckboxGroupsBlockElement(BlockParts, parts...), slack.NewCheckboxGroupsBlockElement(BlockDays, days...)
	for _, o := range parts {
		if !slices.Contains(wish.Skip, o.Value) {
			on.InitialOptions = append(on.InitialOptions, o)
		}
	}
	for _, o := range days {
		if d, _ := strconv.Atoi(o.Value); slices.Contains(wish.Days, time.Weekday(d)) {
			week.InitialOptions = append(week.InitialOptions, o)
		}
	}
	var weeks []*slack.OptionBlockObject
	for d := time.Monday; d <= time.Friday; d++ {
		weeks = append(weeks, option(strconv.Itoa(int(d)), d.String(), ""))
	}
	return modal(CallbackMorning, "Morning message", "Save", "Cancel", meta, []slack.Block{
		section("One message in the morning instead of single reminders. It does not come when there is nothing to tell, or while you are away."),
		chooser(BlockHour, "At", hours, strconv.Itoa(wish.Hour), "0"),
		slack.NewInputBlock(BlockDays, plain("On", 150), plain("None chosen: on your working days.", 150), week).WithOptional(true),
		slack.NewInputBlock(BlockParts, plain("With", 150), nil, on).WithOptional(true),
		chooser(BlockWeek, "The week comes on", weeks, strconv.Itoa(int(wish.Week)), "1"),
	})
}
