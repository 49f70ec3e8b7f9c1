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

// PlanOf reads the form of a schedule. Returns invalid, with a sentence, for what
// cannot be read; block is the input that it is about.
func PlanOf(meta string, in payload.Inputs, dir people.Directory, by people.Person) (p automations.Plan, block string, err error) {
	var about planMeta
	if err := json.Unmarshal([]byte(meta), &about); err != nil {
		return p, BlockPlanHow, fault.Wrap(err, fault.Invalid, "This form is too old. Open it again below the answer of a report.")
	}
	p = automations.Plan{ID: about.ID, Report: about.Report, Words: about.Words}
	p.Filled = slices.Contains(in[BlockPlanOnly].List, planFilled)
	p.Over, p.Under = threshold(in[BlockPlanOver].Text), threshold(in[BlockPlanUnder].Text)
	if p.Earlier = in[BlockPlanEarlier].Text; p.Earlier == "keep" {
		p.Earlier = automations.KeepEarlier
	}
	if p.To, err = Destination(in, dir, by); err != nil {
		return p, BlockReportChannel, err
	}
	if days := strings.TrimSpace(in[BlockPlanRemove].Text); p.Earlier == automations.RemoveEarlier {
		if p.Days, err = strconv.Atoi(days); err != nil {
			return p, BlockPlanRemove, fault.New(fault.Invalid, "Write a number of days, such as 7.")
		}
	}
	block, err = whenOf(in, &p.When)
	return p, block, err
}

func threshold(text string) string { return strings.ReplaceAll(strings.TrimSpace(text), ",", "") }

func whenOf(in payload.Inputs, w *report.When) (block string, err error) {
	w.Zone = strings.TrimSpace(in[BlockPlanZone].Text)
	if clock, err := time.Parse("15:04", in[BlockPlanClock].Text); err == nil {
		w.Clock = time.Duration(clock.Hour())*time.Hour + time.Duration(clock.Minute())*time.Minute
	}
	switch in[BlockPlanHow].Text {
	case PlanCron:
		w.Cron, w.Clock = strings.TrimSpace(in[BlockPlanCron].Text), 0
		return BlockPlanCron, w.Check()
	case PlanWorkday:
		if w.Workday, err = strconv.Atoi(strings.TrimSpace(in[BlockPlanWorkday].Text)); err != nil || w.Workday == 0 {
			return BlockPlanWorkday, fault.New(fault.Invalid, "Write 1 for the first working day of the month, or -1 for the last.")
		}
		return BlockPlanWorkday, w.Check()
	}
	for _, day := range in[BlockPlanDays].List {
		if n, err := strconv.Atoi(day); err == nil {
			w.Days = append(w.Days, time.Weekday(n))
		}
	}
	slices.SortFunc(w.Days, func(a, b time.Weekday) int { return (int(a)+6)%7 - (int(b)+6)%7 })
	return BlockPlanDays, w.Check()
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
