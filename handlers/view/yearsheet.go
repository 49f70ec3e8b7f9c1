package view

import (
	"fmt"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/obligation"
	"factotum/automations/outbox"
)

// yearSheet renders a letter that brings a year of duties: its picture, or a file.
func yearSheet(s automations.Sight) (outbox.Message, error) {
	a := s.Sheet.Agenda
	if s.Sheet.Name != "" {
		return outbox.Message{Text: s.Sheet.Name, File: &outbox.Attachment{Name: s.Sheet.Name, Hash: s.Sheet.Hash}}, nil
	}
	text := "📊 " + Escape(a.Finding(), 300) + "."
	blocks := []slack.Block{
		section("*" + text + "*"),
		slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: PictureID + s.Sheet.Hash}, OneLine(yearInWords(a), 1500), "", nil),
		small(tallied(a)),
		slack.NewActionBlock("", button(ActionYear, automations.YearAsk{Year: a.Year}.Encode(), "Open the year"), button(ActionYearTable, automations.YearAsk{Year: a.Year}.Encode(), "As table")),
	}
	return message(text, blocks)
}

// yearInWords says what the picture shows to whoever does not see it.
func yearInWords(a obligation.Agenda) string {
	text := a.Finding() + "."
	for _, subject := range a.Subjects() {
		n := a.Only("", subject).Tally()
		text += " " + subject + ":"
		sign := " "
		for _, m := range obligation.Marks() {
			if n[m] > 0 {
				text += fmt.Sprintf("%s%d %s", sign, n[m], m)
				sign = ", "
			}
		}
		text += "."
	}
	return text
}
