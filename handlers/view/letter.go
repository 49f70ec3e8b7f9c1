package view

import (
	"fmt"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/outbox"
)

// Letter renders what is told about no single request. Returns an error for a
// letter of a name that nobody wrote.
func Letter(s automations.Sight) (outbox.Message, error) {
	switch s.Notice.Says.Name {
	case automations.MorningLetter:
		return morning(s)
	case automations.WeeklyLetter:
		return weekly(s)
	case automations.YearPicture, automations.YearTable, automations.YearFile:
		return yearSheet(s)
	}
	a, who := s.Written()
	c := clockOf(s.Reader, s.Now)
	days := fmt.Sprintf("from %s to %s", c.day(a.First), c.day(a.Last))
	if a.First == a.Last {
		days = "on " + c.day(a.First)
	}
	stand := "Nobody stands in for you: what only you may decide waits until you are back. Name somebody on Home."
	if a.Substitute != "" {
		stand = fmt.Sprintf("*%s* stands in for you.", Escape(named(s.File.Dir, a.Substitute, s.Reader), 80))
	}
	var text string
	switch s.Notice.Says.Name {
	case automations.StandInLetter:
		text = fmt.Sprintf("🤝 *%s* is away %s and named you to stand in. What waits for their decision, and their duties, come to you in this time, and so do their tickets where you work on them too; their own requests never do.", Escape(personNameOf(who), 80), days)
	case automations.AwayLetter:
		text = fmt.Sprintf("🌴 Your leave is approved: you are away %s. %s When you are back earlier, say so on Home.", days, stand)
	case automations.AloneLetter:
		text = fmt.Sprintf("🌴 Your leave is approved: you are away %s. Who you named cannot stand in: %s", days, Escape(s.Notice.Says.Text, 400))
	case automations.BackLetter:
		text = "👋 Welcome back. From now on you are asked again as always; what still waits for you is on Home."
	default:
		return outbox.Message{}, fmt.Errorf("view: there is no letter called %q", s.Notice.Says.Name)
	}
	blocks := []slack.Block{section(text)}
	if a.Note != "" && s.Notice.Says.Name == automations.StandInLetter {
		blocks = append(blocks, rich(quote(a.Note, 500)))
	}
	return message(text, blocks)
}
