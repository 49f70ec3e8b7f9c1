package view

import (
	"cmp"
	"fmt"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/people"
	"factotum/automations/report"
)

// The choices of BlockPlanHow.
const (
	PlanWeekly  = "days"
	PlanWorkday = "workday"
	PlanCron    = "cron"
)

// The choices of BlockPlanOnly.
const (
	PlanAlways = "always"
	PlanFilled = "filled" // only when there is something to show
	PlanBeyond = "beyond" // only when the headline is beyond a figure
)

// planKept is the choice of BlockPlanEarlier for automations.KeepEarlier.
const planKept = "keep"

// PlanInput is what the form of a schedule shows. How and Only say what was chosen
// last; empty: as the schedule has it.
type PlanInput struct {
	Plan   automations.Plan
	Report report.Report
	Dir    people.Directory
	How    string
	Only   string
}

// how is by what the moments are chosen.
func (in PlanInput) how() string {
	switch {
	case in.How != "":
		return in.How
	case in.Plan.When.Cron != "":
		return PlanCron
	case in.Plan.When.Workday != 0:
		return PlanWorkday
	}
	return PlanWeekly
}

// only is when it is sent.
func (in PlanInput) only() string {
	switch {
	case in.Only != "":
		return in.Only
	case in.Plan.Over != "" || in.Plan.Under != "":
		return PlanBeyond
	case in.Plan.Filled:
		return PlanFilled
	}
	return PlanAlways
}

// PlanForm asks when a report comes by itself, and to whom. It shows the inputs of
// what is chosen, and is drawn anew when that changes.
func PlanForm(in PlanInput) slack.ModalViewRequest {
	blocks := []slack.Block{section("*" + Escape(in.Report.Title, 100) + "* comes by itself. Words such as “last month” mean the month before each time.")}
	var account, channel string
	if who, ok := in.Dir.Person(in.Plan.To); ok && len(who.Accounts) > 0 {
		account = who.Accounts[0]
	} else {
		channel = in.Plan.To
	}
	blocks = append(blocks, in.when()...)
	blocks = append(blocks, destinations(account, channel)...)
	return reportView(CallbackReportPlan, PlanMeta(in.Plan), "Schedule", "Save", append(append(blocks, in.conditions()...), in.earlier()...))
}

// when are the inputs of the moments.
func (in PlanInput) when() []slack.Block {
	w := in.Plan.When
	how := choose(in.how(), [2]string{PlanWeekly, "On days of the week"}, [2]string{PlanWorkday, "On a working day of the month"}, [2]string{PlanCron, "By a cron line"})
	blocks := []slack.Block{steers(inputOf(BlockPlanHow, "When", "", how, false))}
	clock := slack.NewTimePickerBlockElement("value")
	clock.InitialTime = fmt.Sprintf("%02d:%02d", int(w.Clock.Hours()), int(w.Clock.Minutes())%60)
	at := inputOf(BlockPlanClock, "At", "", clock, false)
	switch in.how() {
	case PlanCron:
		blocks = append(blocks, inputOf(BlockPlanCron, "Cron line", "Minute, hour, day, month and weekday: 30 8 1 * * is 08:30 on the first of each month", textInput(w.Cron), false))
	case PlanWorkday:
		day := strconv.Itoa(cmp.Or(w.Workday, 1))
		blocks = append(blocks, inputOf(BlockPlanWorkday, "Working day of the month", "1 is the first, 2 the second, -1 the last", textInput(day), false), at)
	default:
		blocks = append(blocks, inputOf(BlockPlanDays, "Days of the week", "", weekdays(w.Days), false), at)
	}
	return append(blocks, inputOf(BlockPlanZone, "Time zone", "Such as Europe/Paris", textInput(w.Zone), false))
}

// weekdays is a menu of the days of the week, from Monday on.
func weekdays(chosen []time.Weekday) *slack.MultiSelectBlockElement {
	if len(chosen) == 0 {
		chosen = []time.Weekday{time.Monday}
	}
	days := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, nil, "value")
	for n := range 7 {
		day := time.Weekday((n + 1) % 7)
		o := option(strconv.Itoa(int(day)), day.String(), "")
		days.Options = append(days.Options, o)
		for _, d := range chosen {
			if d == day {
				days.InitialOptions = append(days.InitialOptions, o)
			}
		}
	}
	return days
}

// conditions are the inputs of when it is not sent.
func (in PlanInput) conditions() []slack.Block {
	choices := [][2]string{{PlanAlways, "Every time"}, {PlanFilled, "Only when there is something to show"}}
	if in.Report.Headline != "" {
		choices = append(choices, [2]string{PlanBeyond, "Only when " + in.figure() + " is above or below a figure"})
	}
	blocks := []slack.Block{steers(inputOf(BlockPlanOnly, "Sent", "", choose(in.only(), choices...), false))}
	if in.only() == PlanBeyond {
		blocks = append(blocks,
			inputOf(BlockPlanOver, "When "+in.figure()+" is above", "A figure such as 10000", textInput(in.Plan.Over), true),
			inputOf(BlockPlanUnder, "Or when it is below", "", textInput(in.Plan.Under), true))
	}
	return blocks
}

// figure is what the headline of the report counts.
func (in PlanInput) figure() string {
	if title := in.Report.Measure(report.Table{Columns: in.Report.Columns}); title != "" {
		return "“" + OneLine(title, 40) + "”"
	}
	return "the headline"
}

// earlier are the inputs of what becomes of earlier posts.
func (in PlanInput) earlier() []slack.Block {
	menu := choose(cmp.Or(in.Plan.Earlier, planKept), [2]string{planKept, "Stay"}, [2]string{automations.ReplaceEarlier, "Go when the next has arrived"}, [2]string{automations.RemoveEarlier, "Go after some days"})
	blocks := []slack.Block{steers(inputOf(BlockPlanEarlier, "Earlier posts", "", menu, false))}
	if in.Plan.Earlier == automations.RemoveEarlier {
		blocks = append(blocks, inputOf(BlockPlanRemove, "After how many days", "1 to 365", textInput(strconv.Itoa(cmp.Or(in.Plan.Days, 7))), false))
	}
	return blocks
}

// steers makes an input tell at once when it changes.
func steers(b *slack.InputBlock) *slack.InputBlock {
	b.DispatchAction = true
	return b
}

// choose is a menu of a few choices, each with its text.
func choose(chosen string, choices ...[2]string) *slack.SelectBlockElement {
	var options []*slack.OptionBlockObject
	for _, c := range choices {
		options = append(options, option(c[0], c[1], ""))
	}
	return dropdown("value", "", options, chosen)
}
