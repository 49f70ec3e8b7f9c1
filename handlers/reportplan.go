package handlers

import (
	"context"
	"errors"

	"factotum/automations"
	"factotum/automations/people"
	"factotum/handlers/payload"
	"factotum/handlers/view"
)

// plans lists somebody's scheduled reports.
func (b *Bot) plans(ctx context.Context, by people.Person) payload.Reply {
	list, err := b.Desk.Plans(ctx, by)
	if err != nil {
		return b.fail(ctx, err)
	}
	return b.say(ctx)(view.Plans(list, b.Desk.Calendar(by).Location))
}

// clickPlan answers a button about schedules.
func (b *Bot) clickPlan(ctx context.Context, c payload.Click, by people.Person) payload.Reply {
	switch c.Action {
	case view.ActionReportPlans:
		return b.plans(ctx, by)
	case view.ActionReportEnd:
		if _, err := b.Desk.StopPlan(ctx, by, c.Once, c.Value); err != nil {
			return b.fail(ctx, err)
		}
		return payload.Reply{Text: "⏹️ The schedule is stopped. /report schedules lists those that are left."}
	}
	p, err := b.Desk.PlanFor(ctx, by, c.Value)
	if err != nil {
		return b.fail(ctx, err)
	}
	dir, err := b.Desk.Directory(ctx)
	if err != nil {
		return b.fail(ctx, err)
	}
	r, err := b.Desk.ReportFor(by, p.Report)
	if err != nil {
		return b.fail(ctx, err)
	}
	return b.open(ctx, c, view.PlanForm(view.PlanInput{Plan: p, Report: r, Dir: dir}))
}

// redrawPlan shows the inputs of what was chosen in the form of a schedule.
func (b *Bot) redrawPlan(ctx context.Context, c payload.Click, by people.Person) payload.Reply {
	in := view.PlanTyped(c.View.Metadata, c.Inputs)
	r, err := b.Desk.ReportFor(by, in.Plan.Report)
	if err != nil {
		return b.fail(ctx, err)
	}
	dir, err := b.Desk.Directory(ctx)
	if err != nil {
		return b.fail(ctx, err)
	}
	in.Report, in.Dir = r, dir
	if in.Plan.To, err = view.Destination(c.Inputs, dir, by); err != nil {
		in.Plan.To = by.ID // nobody yet, or two: it is said when it is sent
	}
	if err := b.Slack.UpdateView(ctx, c.View.ID, c.View.Hash, view.PlanForm(in)); err != nil {
		return b.fail(ctx, err)
	}
	return payload.Reply{}
}

// submitPlan saves a schedule and says when it comes first.
func (b *Bot) submitPlan(ctx context.Context, s payload.Submission, by people.Person, dir people.Directory) payload.Reply {
	p, block, err := view.PlanOf(s.View.Metadata, s.Inputs, dir, by)
	if err == nil {
		part := automations.PlanPlace
		if p, err = b.Desk.SavePlan(ctx, by, s.View.ID, p); err != nil {
			_ = errors.As(err, &part)
			block = view.PlanTyped(s.View.Metadata, s.Inputs).PartBlock(part)
			if part == automations.PlanPlace {
				block = view.PlaceBlock(s.Inputs)
			}
		}
	}
	if err != nil {
		return b.refused(ctx, s, block, err)
	}
	return b.update(ctx, view.Said("Scheduled", view.PlanSaved(b.Desk.Described(ctx, p, dir), b.Desk.Calendar(by).Location)))
}
