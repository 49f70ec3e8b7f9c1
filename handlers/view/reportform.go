package view

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/people"
	"factotum/automations/report"
)

// The views about reports. Their metadata is the name of the report, the id of
// the run, or PlanMeta.
const (
	CallbackReport      = "report"
	CallbackReportShare = "report_share"
	CallbackReportPlan  = "report_plan"
	CallbackReportList  = "report_list"
)

// The inputs of a schedule and of sharing. Those of a report are reportBlock and
// the name of the parameter.
const (
	BlockReportPerson  = "person"
	BlockReportChannel = "channel"
	BlockPlanHow       = "how"
	BlockPlanDays      = "days"
	BlockPlanWorkday   = "workday"
	BlockPlanCron      = "cron"
	BlockPlanClock     = "clock"
	BlockPlanZone      = "zone"
	BlockPlanOnly      = "only"
	BlockPlanOver      = "over"
	BlockPlanUnder     = "under"
	BlockPlanEarlier   = "earlier"
	BlockPlanRemove    = "remove"
	reportBlock        = "p_"
)

// ReportForm is the form of a report: its parameters, with what is assumed where
// nothing is said. Wrong is a sentence on top.
func ReportForm(r report.Report, words report.Words, dir people.Directory, wrong string) slack.ModalViewRequest {
	blocks := []slack.Block{section("*" + Escape(r.Title, 100) + "*\n" + Escape(r.About, 500))}
	if wrong != "" {
		blocks = append(blocks, section("⚠️ "+Escape(wrong, 500)))
	}
	for _, p := range r.Parameters {
		if p.Type != report.Choice || len(p.Choices) > 0 { // a form may offer none
			blocks = append(blocks, parameter(p, words[p.Name], dir))
		}
	}
	return reportView(CallbackReport, r.Name, "Report", "Run", blocks)
}

func reportView(callback, meta, title, submit string, blocks []slack.Block) slack.ModalViewRequest {
	v := slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: callback, PrivateMetadata: meta, Title: plain(title, maxTitle), Close: plain("Cancel", maxTitle), Blocks: slack.Blocks{BlockSet: blocks},
	}
	if submit != "" {
		v.Submit = plain(submit, maxTitle)
	}
	return v
}

func parameter(p report.Parameter, word string, dir people.Directory) slack.Block {
	if word == "" {
		word = p.Default
	}
	label := p.Label
	if label == "" {
		label = capital(strings.ReplaceAll(p.Name, "_", " "))
	}
	var element slack.BlockElement
	hint := ""
	switch p.Type {
	case report.Choice:
		var choices [][2]string
		for _, c := range p.Choices[:min(len(p.Choices), maxOptions)] {
			choices = append(choices, [2]string{c, capital(strings.ReplaceAll(c, "_", " "))})
		}
		element = choose(word, choices...)
	case report.Person:
		menu := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, nil, "value")
		if who, ok := dir.Person(word); ok && len(who.Accounts) > 0 {
			menu.InitialUser = who.Accounts[0]
		}
		element = menu
	case report.Period:
		element, hint = textInput(word), "last month, this quarter, Q3 2026, since 1 March, 2026-01..2026-03, year to date"
	case report.Text, report.Number, report.Money, report.Percent, report.Date, report.Moment, report.Hours, report.Request:
		element = textInput(word)
	}
	return inputOf(reportBlock+p.Name, label, hint, element, !p.Required)
}

func textInput(word string) *slack.PlainTextInputBlockElement {
	element := slack.NewPlainTextInputBlockElement(nil, "value")
	element.InitialValue, element.MaxLength = Cut(word, 200), 200
	return element
}

func inputOf(block, label, hint string, element slack.BlockElement, optional bool) *slack.InputBlock {
	var more *slack.TextBlockObject
	if hint != "" {
		more = plain(hint, 300)
	}
	b := slack.NewInputBlock(block, plain(OneLine(label, 100), 100), more, element)
	b.Optional = optional
	return b
}

// ReportWords reads the form of a report.
func ReportWords(r report.Report, dir people.Directory, of func(block string) string) report.Words {
	words := report.Words{}
	for _, p := range r.Parameters {
		text := strings.TrimSpace(of(reportBlock + p.Name))
		if p.Type == report.Person && text != "" {
			text = personOf(dir, text)
		}
		if text != "" {
			words[p.Name] = text
		}
	}
	return words
}

// ReportBlock is the input of a parameter; empty for a report without any.
func ReportBlock(r report.Report, about string) string {
	for _, p := range r.Parameters {
		if strings.Contains(about, p.Name) {
			return reportBlock + p.Name
		}
	}
	if len(r.Parameters) > 0 {
		return reportBlock + r.Parameters[0].Name
	}
	return ""
}

// ShareReport asks to whom an answer is sent.
func ShareReport(run automations.Run, title string) slack.ModalViewRequest {
	text := fmt.Sprintf("*%s*\nWhoever gets it must be allowed to read it: in a channel, every member.", Escape(title, 100))
	return reportView(CallbackReportShare, run.ID, "Share", "Share", append([]slack.Block{section(text)}, destinations("", "")...))
}

// Shared says where an answer goes.
func Shared(run automations.Run, dir people.Directory) string {
	place := run.Place
	if !run.Room() {
		place = personName(dir, run.To)
	}
	if place == "" {
		place = "the channel"
	}
	return fmt.Sprintf("📊 %s goes to %s, with its files. You hear of it again only if it does not arrive.", run.Title, place)
}

// destinations are a person, or a channel.
func destinations(account, channel string) []slack.Block {
	person := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, nil, "value")
	person.InitialUser = account
	room := slack.NewOptionsSelectBlockElement(slack.OptTypeConversations, nil, "value")
	room.Filter = &slack.SelectBlockElementFilter{Include: []string{"public", "private"}, ExcludeExternalSharedChannels: true}
	room.InitialConversation = channel
	return []slack.Block{
		inputOf(BlockReportPerson, "To a person", "", person, true),
		inputOf(BlockReportChannel, "Or to a channel", "I must be in it: /invite @Factotum.", room, true),
	}
}
