package view

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/automations/report"
	"factotum/handlers/payload"
)

// planMeta is what the form of a schedule is about. It is a key, never a fact:
// what it names is looked up, and rights are asked for, when it is sent.
type planMeta struct {
	ID     string       `json:"id,omitempty"`
	Report string       `json:"report"`
	Words  report.Words `json:"words,omitempty"`
}

// PlanMeta is the metadata of the form of a schedule.
func PlanMeta(p automations.Plan) string {
	body, err := json.Marshal(planMeta{p.ID, p.Report, p.Words})
	if err != nil || len(body) > 3000 { // docs.slack.dev/reference/views: private_metadata
		return ""
	}
	return string(body)
}

// PlanTyped is what stands in the form of a schedule while it is filled in, right
// or wrong: what the form is drawn from anew.
func PlanTyped(meta string, in payload.Inputs) PlanInput {
	about := planAbout(meta)
	typed := PlanInput{How: in[BlockPlanHow].Text, Only: in[BlockPlanOnly].Text, Plan: automations.Plan{ID: about.ID, Report: about.Report, Words: about.Words}}
	p := &typed.Plan
	p.Over, p.Under = in[BlockPlanOver].Text, in[BlockPlanUnder].Text
	if p.Earlier = in[BlockPlanEarlier].Text; p.Earlier == planKept {
		p.Earlier = automations.KeepEarlier
	}
	p.Days, _ = strconv.Atoi(strings.TrimSpace(in[BlockPlanRemove].Text)) // what is no number is none
	p.When.Zone = strings.TrimSpace(in[BlockPlanZone].Text)
	p.When.Clock = 8 * time.Hour
	if clock, err := time.Parse("15:04", in[BlockPlanClock].Text); err == nil {
		p.When.Clock = time.Duration(clock.Hour())*time.Hour + time.Duration(clock.Minute())*time.Minute
	}
	switch typed.How {
	case PlanCron:
		p.When.Cron, p.When.Clock = strings.TrimSpace(in[BlockPlanCron].Text), 0
	case PlanWorkday:
		p.When.Workday, _ = strconv.Atoi(strings.TrimSpace(in[BlockPlanWorkday].Text))
	default:
		for _, day := range in[BlockPlanDays].List {
			if n, err := strconv.Atoi(day); err == nil {
				p.When.Days = append(p.When.Days, time.Weekday(n))
			}
		}
		slices.SortFunc(p.When.Days, func(a, b time.Weekday) int { return (int(a)+6)%7 - (int(b)+6)%7 })
	}
	return typed
}

func planAbout(meta string) (about planMeta) {
	if err := json.Unmarshal([]byte(meta), &about); err != nil {
		return planMeta{} // of no report, which is refused
	}
	return about
}

// PlanOf reads the form of a schedule that is sent. Returns invalid, with a
// sentence, for what cannot be read; block is the input that it is about.
func PlanOf(meta string, in payload.Inputs, dir people.Directory, by people.Person) (p automations.Plan, block string, err error) {
	typed := PlanTyped(meta, in)
	p = typed.Plan
	if p.Report == "" {
		return p, BlockPlanHow, fault.New(fault.Invalid, "This form is too old. Open it again below the answer of a report.")
	}
	p.Filled = typed.only() == PlanFilled
	p.Over, p.Under = threshold(p.Over), threshold(p.Under)
	if p.To, err = Destination(in, dir, by); err != nil {
		return p, BlockReportChannel, err
	}
	switch {
	case typed.how() == PlanWorkday && p.When.Workday == 0:
		return p, BlockPlanWorkday, fault.New(fault.Invalid, "Write 1 for the first working day of the month, or -1 for the last.")
	case typed.how() == PlanCron && p.When.Cron == "":
		return p, BlockPlanCron, fault.New(fault.Invalid, "Write a cron line, such as 30 8 1 * * for 08:30 on the first of each month.")
	case p.Earlier == automations.RemoveEarlier && p.Days == 0:
		return p, BlockPlanRemove, fault.New(fault.Invalid, "Write a number of days, such as 7.")
	case typed.Only == PlanBeyond && p.Over == "" && p.Under == "":
		return p, BlockPlanOver, fault.New(fault.Invalid, "Write a figure above or below which it is sent, such as 10000.")
	}
	return p, typed.PartBlock(automations.PlanMoment), p.When.Check()
}

func threshold(text string) string { return strings.ReplaceAll(strings.TrimSpace(text), ",", "") }

// PartBlock is the input of a part of a schedule.
func (in PlanInput) PartBlock(part automations.PlanPart) string {
	switch part {
	case automations.PlanZone:
		return BlockPlanZone
	case automations.PlanOver:
		return BlockPlanOver
	case automations.PlanUnder:
		return BlockPlanUnder
	case automations.PlanDays:
		return BlockPlanRemove
	case automations.PlanPlace:
		return BlockReportChannel
	case automations.PlanMoment:
	}
	switch in.how() {
	case PlanCron:
		return BlockPlanCron
	case PlanWorkday:
		return BlockPlanWorkday
	}
	return BlockPlanDays
}

// PlaceBlock is the input in which a place was chosen.
func PlaceBlock(in payload.Inputs) string {
	if in[BlockReportChannel].Text == "" && in[BlockReportPerson].Text != "" {
		return BlockReportPerson
	}
	return BlockReportChannel
}

// Destination is the person or channel that was chosen. Returns invalid where it
// is not exactly one; oneself, who stands there from the beginning, gives way to a
// channel.
func Destination(in payload.Inputs, dir people.Directory, by people.Person) (string, error) {
	account, channel := in[BlockReportPerson].Text, in[BlockReportChannel].Text
	if channel != "" && personOf(dir, account) == by.ID {
		account = ""
	}
	switch {
	case account == "" && channel == "", account != "" && channel != "":
		return "", fault.New(fault.Invalid, "Choose a person or a channel, one of them.")
	case account != "":
		return personOf(dir, account), nil
	case channel[0] == 'D':
		return "", fault.New(fault.Invalid, "This is a direct message. Choose a channel, or the person above.")
	}
	return channel, nil
}
