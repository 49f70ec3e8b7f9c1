package automations

import (
	"context"
	"errors"
	"time"

	"github.com/shopspring/decimal"

	"factotum/automations/audit"
	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/automations/report"
	"factotum/automations/state"
)

// PlanPart is what of a schedule is wrong; errors of SavePlan hold it, but for those
// about its place.
type PlanPart string

// The parts of a schedule.
const (
	PlanPlace  PlanPart = "place"
	PlanMoment PlanPart = "moment"
	PlanZone   PlanPart = "zone"
	PlanOver   PlanPart = "over"
	PlanUnder  PlanPart = "under"
	PlanDays   PlanPart = "days" // after which it is removed
)

// Error names the part.
func (p PlanPart) Error() string { return "automations: the " + string(p) + " of a schedule" }

// SavePlan makes a schedule, or changes one of somebody's own. Returns denied
// where they, or whoever it goes to, may not read the report, and invalid for a
// schedule that never comes.
func (d *Desk) SavePlan(ctx context.Context, by people.Person, once string, p Plan) (Plan, error) {
	r, err := d.ReportFor(by, p.Report)
	if err != nil {
		return p, err
	}
	if _, err := d.Heed(ctx, by, r, p.Words); err != nil {
		return p, err
	}
	p.By, p.Made = by.ID, d.Now().UTC()
	if p.To == "" {
		p.To = by.ID
	}
	if err := d.checkPlan(r, p); err != nil {
		return p, err
	}
	viewer, _ := report.Viewer(r, by)
	if err := d.mayReceive(ctx, r, viewer, p.To); err != nil {
		return p, err
	}
	p.Place = d.chosen(ctx, p.To)
	c := state.Change{Once: state.Once{Key: "plan/" + once, Keep: keepSlack}}
	if p.ID == "" {
		if page, err := d.Store.Page(ctx, []string{plansOf(by.ID)}, "", 1); err != nil || page.Total >= mostPlans {
			return p, errors.Join(err, fault.New(fault.Invalid, "You have %d schedules; stop one first.", page.Total))
		}
		p.ID = planPrefix + d.NewID()
		c.Add = []state.Entry{p.entry()}
	} else {
		old, err := d.PlanFor(ctx, by, p.ID)
		if err != nil {
			return p, err
		}
		p.version, p.Made, p.Last = old.version, old.Made, old.Last
	}
	if p.Next = d.nextPlanned(p, by, d.Now()); p.Next.IsZero() {
		return p, fault.Wrap(PlanMoment, fault.Invalid, "There is no such moment in the next years. Choose another.")
	}
	c.Timers = []state.Timer{p.timer()}
	return p, d.writePlan(ctx, by.ID, "schedule", p, c)
}

// checkPlan refuses what makes no sense for a report.
func (d *Desk) checkPlan(r report.Report, p Plan) error {
	if err := p.When.Check(); err != nil {
		return err
	}
	if _, err := time.LoadLocation(p.When.Zone); err != nil || p.When.Zone == "" {
		return fault.Wrap(PlanZone, fault.Invalid, "There is no time zone “%s”. Write one such as Europe/Paris.", p.When.Zone)
	}
	for _, b := range []struct {
		part  PlanPart
		bound string
	}{{PlanOver, p.Over}, {PlanUnder, p.Under}} {
		if _, err := decimal.NewFromString(b.bound); b.bound != "" && (err != nil || r.Headline == "") {
			return fault.Wrap(b.part, fault.Invalid, "“%s” is no figure to compare with. Write it like 10000, or leave it empty; a report without a headline has none.", b.bound)
		}
	}
	if p.Earlier == RemoveEarlier && (p.Days < 1 || p.Days > 365) {
		return fault.Wrap(PlanDays, fault.Invalid, "Say after how many days it is removed: 1 to 365.")
	}
	return nil
}

func (p Plan) timer() state.Timer {
	return state.Timer{Key: timerKey(planTimer, p.ID), Name: planTimer, At: p.Next, Subject: p.ID}
}

// nextPlanned is when a schedule comes next.
func (d *Desk) nextPlanned(p Plan, owner people.Person, after time.Time) time.Time {
	loc, err := time.LoadLocation(p.When.Zone)
	if err != nil {
		return time.Time{}
	}
	return p.When.Next(after, d.Calendar(owner), loc)
}

// writePlan commits a schedule, with an entry of the log.
func (d *Desk) writePlan(ctx context.Context, actor, move string, p Plan, c state.Change) error {
	doc, err := p.document()
	if err != nil {
		return err
	}
	record, err := audit.Of(d.Now(), actor, p.ID, move, 0, "", map[string]any{"report": p.Report, "words": p.Words, "to": p.To, "owner": p.By, "when": p.When.String()})
	if err != nil {
		return err
	}
	c.Documents, c.Audit = append(c.Documents, doc), append(c.Audit, record)
	_, err = d.write(ctx, c)
	return err
}

// StopPlan ends a schedule of somebody's own.
func (d *Desk) StopPlan(ctx context.Context, by people.Person, once, id string) (Plan, error) {
	p, err := d.PlanFor(ctx, by, id)
	if err != nil || !p.Ended.IsZero() {
		return p, err
	}
	p.Ended = d.Now().UTC()
	return p, d.writePlan(ctx, by.ID, "unschedule", p, state.Change{
		Once: state.Once{Key: "unplan/" + once, Keep: keepSlack}, Cancel: []string{timerKey(planTimer, id)}, Remove: []state.Entry{p.entry()},
	})
}
