package handlers

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/automations/report"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// report answers /report: what one may ask for, one's schedules, or the answer,
// which comes to one's messages as soon as it is there.
func (b *Bot) report(ctx context.Context, c payload.Command, by people.Person) payload.Reply {
	line := strings.TrimSpace(c.Text)
	switch strings.ToLower(line) {
	case "", "help", "list":
		return b.say(ctx)(view.Reports(b.Desk.ReportsFor(by)))
	case "schedule", "schedules":
		return b.plans(ctx, by)
	}
	r, words, err := b.Desk.Question(ctx, by, line)
	if err != nil {
		return b.fail(ctx, err)
	}
	_, err = b.Desk.Fetch(ctx, by, c.Once, automations.Fetching{Report: r.Name, Words: words})
	var missing report.MissingError
	if errors.As(err, &missing) {
		return b.askReport(ctx, payload.Click{Trigger: c.Trigger, Message: payload.Place{Channel: c.Channel}}, r, words, fault.Say(err))
	}
	if err != nil {
		return b.fail(ctx, err)
	}
	return payload.Reply{Text: asked(c.Channel, r)}
}

// asked says where the answer comes, unless that is where it was asked for.
func asked(channel string, r report.Report) string {
	if strings.HasPrefix(channel, "D") {
		return ""
	}
	return fmt.Sprintf("📊 %s: the answer comes to your messages with me, where nobody else reads it.", view.Escape(r.Title, 100))
}

// elsewhere marks a form that was opened where its answer does not come to.
const elsewhere = "@elsewhere"

// askReport opens the form of a report.
func (b *Bot) askReport(ctx context.Context, c payload.Click, r report.Report, words report.Words, wrong string) payload.Reply {
	dir, err := b.Desk.Directory(ctx)
	if err != nil {
		return b.fail(ctx, err)
	}
	form := view.ReportForm(r, words, dir, wrong)
	if !strings.HasPrefix(c.Message.Channel, "D") {
		form.PrivateMetadata += elsewhere
	}
	return b.open(ctx, c, form)
}

// reportAction tells whether an action is about reports.
func reportAction(action string) bool { return strings.HasPrefix(action, "report_") }

// clickReport answers a button about reports.
func (b *Bot) clickReport(ctx context.Context, c payload.Click, by people.Person) payload.Reply {
	if c.View.Callback == view.CallbackReportPlan {
		return b.redrawPlan(ctx, c, by)
	}
	var err error
	switch c.Action {
	case view.ActionReportList:
		return b.showReports(ctx, c)(view.Reports(b.Desk.ReportsFor(by)))
	case view.ActionReportOpen:
		r, err := b.Desk.ReportFor(by, c.Value)
		if err != nil {
			return b.fail(ctx, err)
		}
		return b.askReport(ctx, c, r, nil, "")
	case view.ActionReportShare, view.ActionReportPlan:
		return b.askOfRun(ctx, c, by)
	case view.ActionReportPlans, view.ActionReportChange, view.ActionReportEnd:
		return b.clickPlan(ctx, c, by)
	case view.ActionReportTurn, view.ActionReportBack:
		id, from := view.ParseReportPage(c.Value)
		_, err = b.Desk.TurnRun(ctx, by, id, from)
	case view.ActionReportFiles:
		if _, err = b.Desk.FilesOfRun(ctx, by, c.Once, c.Value); err == nil && !strings.HasPrefix(c.Message.Channel, "D") {
			return payload.Reply{Text: "The files come to your messages with me."}
		}
	case view.ActionReportStop:
		_, err = b.Desk.StopRun(ctx, by, c.Value)
	case view.ActionReportRetry:
		_, err = b.Desk.RetryRun(ctx, by, c.Value)
	case view.ActionReportAside:
		err = b.Desk.DismissRun(ctx, by, c.Value)
	}
	if err != nil {
		return b.fail(ctx, err)
	}
	b.refreshHome(ctx, by, from(c.View))
	return payload.Reply{}
}

// showReports shows a list where there is no message to answer with: Home.
func (b *Bot) showReports(ctx context.Context, c payload.Click) func(text string, blocks []slack.Block) payload.Reply {
	if c.View.Type != "home" {
		return b.say(ctx)
	}
	return func(_ string, blocks []slack.Block) payload.Reply {
		return b.open(ctx, c, view.ReportWindow(blocks))
	}
}

// askOfRun opens the form of sharing an answer, or of having it regularly.
func (b *Bot) askOfRun(ctx context.Context, c payload.Click, by people.Person) payload.Reply {
	run, r, err := b.Desk.RunFor(ctx, by, c.Value)
	if err != nil {
		return b.fail(ctx, err)
	}
	if c.Action == view.ActionReportShare {
		if err := run.AtHand(); err != nil {
			return b.fail(ctx, err)
		}
		return b.open(ctx, c, view.ShareReport(run, r.Title))
	}
	dir, err := b.Desk.Directory(ctx)
	if err != nil {
		return b.fail(ctx, err)
	}
	zone := b.Desk.Calendar(by).Location.String()
	p := automations.Plan{Report: r.Name, Words: run.Words, To: by.ID, When: report.When{Days: []time.Weekday{time.Monday}, Clock: 8 * time.Hour, Zone: zone}}
	return b.open(ctx, c, view.PlanForm(view.PlanInput{Plan: p, Report: r, Dir: dir}))
}

// submitReport takes the form of a report, of sharing, or of a schedule.
func (b *Bot) submitReport(ctx context.Context, s payload.Submission, by people.Person) payload.Reply {
	dir, err := b.Desk.Directory(ctx)
	if err != nil {
		return b.failForm(ctx, s, "Not done", err)
	}
	switch s.View.Callback {
	case view.CallbackReportShare:
		return b.submitShare(ctx, s, by, dir)
	case view.CallbackReportPlan:
		return b.submitPlan(ctx, s, by, dir)
	}
	named, away := strings.CutSuffix(s.View.Metadata, elsewhere)
	r, err := b.Desk.ReportFor(by, named)
	if err != nil {
		return b.failView(ctx, "Not possible", err)
	}
	words := view.ReportWords(r, dir, func(block string) string { return s.Inputs[block].Text })
	_, err = b.Desk.Fetch(ctx, by, s.View.ID, automations.Fetching{Report: r.Name, Words: words})
	if err == nil && away {
		return b.update(ctx, view.Said("On its way", fmt.Sprintf("📊 %s: the answer comes to your messages with me, where nobody else reads it.", r.Title)))
	}
	return b.refused(ctx, s, view.ReportBlock(r, fault.Say(err)), err)
}

// submitShare sends an answer on, and says where it goes.
func (b *Bot) submitShare(ctx context.Context, s payload.Submission, by people.Person, dir people.Directory) payload.Reply {
	var run automations.Run
	to, err := view.Destination(s.Inputs, dir, by)
	if err == nil {
		run, err = b.Desk.ShareRun(ctx, by, s.View.ID, s.View.Metadata, to)
	}
	if err != nil {
		return b.refused(ctx, s, view.PlaceBlock(s.Inputs), err)
	}
	return b.update(ctx, view.Said("Shared", view.Shared(run, dir)))
}

// refused says at an input what is wrong; a form without inputs gives way to the
// sentence.
func (b *Bot) refused(ctx context.Context, s payload.Submission, block string, err error) payload.Reply {
	if err == nil {
		return payload.Reply{Clear: true}
	}
	if passing(err) || block == "" {
		return b.failForm(ctx, s, "Not done", err)
	}
	return payload.Reply{Errors: map[string]string{block: fault.Say(err)}}
}
