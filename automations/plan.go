package automations

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"factotum/automations/audit"
	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/report"
	"factotum/automations/state"
)

// What becomes of the earlier post of a schedule.
const (
	KeepEarlier    = ""
	ReplaceEarlier = "replace" // it is taken away when the next has arrived
	RemoveEarlier  = "remove"  // after some days
)

// Plan is a report that comes by itself.
type Plan struct {
	ID      string       `json:"id"`
	Report  string       `json:"report"`
	Words   report.Words `json:"words,omitempty"`
	By      string       `json:"by"` // whose it is: their rights count
	To      string       `json:"to"`
	When    report.When  `json:"when"`
	Filled  bool         `json:"filled,omitempty"` // not when it is empty
	Over    string       `json:"over,omitempty"`   // only when the headline is above
	Under   string       `json:"under,omitempty"`  // or below
	Earlier string       `json:"earlier,omitempty"`
	Days    int          `json:"days,omitempty"` // after which it is removed
	Made    time.Time    `json:"made"`
	Next    time.Time    `json:"next,omitzero"`
	Last    string       `json:"last,omitempty"` // id of the last run
	Ended   time.Time    `json:"ended,omitzero"`
	Why     string       `json:"why,omitempty"` // it ended by itself

	version int64
}

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

const (
	planTimer  = "plan"
	planPrefix = "plan/"
	// mostPlans is how many schedules one person has at most.
	mostPlans = 50
)

func plansOf(owner string) string { return "plans/" + owner }

func (p Plan) entry() state.Entry {
	return state.Entry{Index: plansOf(p.By), Sort: p.Made.UTC().Format(sortable), ID: p.ID}
}

func decodePlan(doc state.Document) (Plan, error) {
	p := Plan{version: doc.Version}
	if doc.Version == 0 {
		return p, fault.New(fault.NotFound, "There is no such schedule any more. /report schedules lists yours.")
	}
	if err := json.Unmarshal(doc.Body, &p); err != nil {
		return p, fmt.Errorf("automations: decode %s: %w", doc.ID, err)
	}
	return p, nil
}

func (p Plan) document() (state.Document, error) {
	body, err := json.Marshal(p)
	if err != nil {
		return state.Document{}, fmt.Errorf("automations: encode %s: %w", p.ID, err)
	}
	return state.Document{ID: p.ID, Version: p.version, Body: body}, nil
}

func (d *Desk) plan(ctx context.Context, id string) (Plan, error) {
	docs, err := d.Store.Load(ctx, id)
	if err != nil {
		return Plan{}, err
	}
	return decodePlan(docs[0])
}

// PlanFor is a schedule of somebody's own.
func (d *Desk) PlanFor(ctx context.Context, by people.Person, id string) (Plan, error) {
	p, err := d.plan(ctx, id)
	if err == nil && p.By != by.ID {
		return Plan{}, fault.New(fault.Denied, "This schedule is not yours. /report schedules lists yours.")
	}
	return p, err
}

// Planned is a schedule with what came by it.
type Planned struct {
	Plan
	Runs []Run // the newest first; none yet: empty
	Goes string
}

// recent is how many runs of a schedule are listed.
const recent = 5

// Plans lists the schedules of a person that have not ended, the oldest first.
func (d *Desk) Plans(ctx context.Context, by people.Person) ([]Planned, error) {
	page, err := d.Store.Page(ctx, []string{plansOf(by.ID)}, "", mostPlans)
	if err != nil {
		return nil, err
	}
	dir, err := d.Directory(ctx)
	if err != nil {
		return nil, err
	}
	var all []Planned
	for _, doc := range page.Documents {
		p, err := decodePlan(doc)
		if err != nil {
			return nil, err
		}
		all = append(all, Planned{Plan: p, Goes: d.placeName(ctx, p.To, dir)})
	}
	return all, d.came(ctx, all)
}

// came adds the last runs of schedules: the newest of all of them in one read,
// then those before.
func (d *Desk) came(ctx context.Context, all []Planned) error {
	next := make([]string, len(all))
	for i, p := range all {
		next[i] = p.Last
	}
	for range recent {
		var ids []string
		var whose []int
		for i, id := range next {
			if id != "" {
				ids, whose = append(ids, id), append(whose, i)
			}
		}
		if len(ids) == 0 {
			return nil
		}
		docs, err := d.Store.Load(ctx, ids...)
		if err != nil {
			return err
		}
		for n, doc := range docs {
			run, err := decodeRun(doc)
			if unlessGone(err) != nil {
				return err
			}
			if next[whose[n]] = run.Earlier; err == nil {
				all[whose[n]].Runs = append(all[whose[n]].Runs, run)
			}
		}
	}
	return nil
}

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

// planned begins the run of a schedule that is due, once a slot, and sets when it
// comes next. Of an owner who has left, the nearest manager takes it over.
func (d *Desk) planned(ctx context.Context, t state.Timer) error {
	p, err := d.plan(ctx, t.Subject)
	if err != nil {
		return err
	}
	dir, err := d.Directory(ctx)
	if err != nil {
		return err
	}
	c := state.Change{Once: slot(t), Fired: []state.Timer{t}}
	owner, left, ok := heir(p.By, dir)
	if !ok {
		p.Ended, p.Why = d.Now().UTC(), "Whose it was has left, and there is no manager to take it over."
		c.Remove = []state.Entry{p.entry()}
		return d.writePlan(ctx, audit.System, "unschedule", p, c)
	}
	now := d.Now().UTC()
	run := Run{
		ID: runPrefix + p.ID + "/" + t.At.UTC().Format("20060102T150405"), Report: p.Report, Words: p.Words, By: owner.ID, To: p.To, Plan: p.ID, Phase: RunAsked, Asked: now, Earlier: p.Last,
	}
	run.Title = d.titleOf(p.Report)
	if left {
		c.Remove = []state.Entry{p.entry()}
		if p.To == p.By {
			p.To, run.To = owner.ID, owner.ID
		}
		p.By = owner.ID
		c.Add = []state.Entry{p.entry()}
		c.Notices = []outbox.Notice{runNotice(run, owner.ID, HeirSays, outbox.Says{Name: HeirSays, By: t.Subject}, now)}
	}
	begun, err := d.asked(run)
	if err != nil {
		return err
	}
	p.Last, p.Next = run.ID, d.nextPlanned(p, owner, now)
	if !p.Next.IsZero() {
		c.Timers = []state.Timer{p.timer()}
	}
	return d.writePlan(ctx, audit.System, "due", p, with(c, begun))
}

// heir is who owns what somebody owned: they, or the nearest manager who is here.
func heir(owner string, dir people.Directory) (p people.Person, left, ok bool) {
	p, ok = dir.Person(owner)
	if ok && p.MayDecide() {
		return p, false, true
	}
	chain := dir.ManagerChain(owner)
	at := slices.IndexFunc(chain, people.Person.MayDecide)
	if at < 0 {
		return p, true, false
	}
	return chain[at], true, true
}

// quiet tells whether a run of a schedule has nothing to tell.
func (d *Desk) quiet(ctx context.Context, run *Run, rows int) (bool, error) {
	if run.Plan == "" {
		return false, nil
	}
	p, err := d.plan(ctx, run.Plan)
	if err != nil {
		return false, err
	}
	switch {
	case p.Filled && rows == 0:
		run.Say = "It was empty."
	case !crossed(p, *run):
		run.Say = fmt.Sprintf("%s is not beyond the threshold.", run.Headline)
	default:
		return false, nil
	}
	run.Phase = RunSkipped
	return true, nil
}

// crossed tells whether the headline is beyond a threshold, where there is one.
func crossed(p Plan, run Run) bool {
	total, err := decimal.NewFromString(run.Total)
	if p.Over == "" && p.Under == "" || err != nil {
		return true // amounts in several currencies cannot be compared: better told
	}
	over, errOver := decimal.NewFromString(p.Over)
	under, errUnder := decimal.NewFromString(p.Under)
	return errOver == nil && total.GreaterThan(over) || errUnder == nil && total.LessThan(under)
}

// tidied is what happens to earlier posts once a run of a schedule has arrived.
func (d *Desk) tidied(ctx context.Context, run Run, at time.Time) (state.Change, error) {
	if run.Plan == "" {
		return state.Change{}, nil
	}
	p, err := d.plan(ctx, run.Plan)
	if err != nil {
		return state.Change{}, unlessGone(err)
	}
	remove := func(id, to string, when time.Time) state.Change {
		n := runNotice(Run{ID: id}, to, removeSays, outbox.Says{Name: removeSays}, when)
		n.Lane += "/" + removeSays
		return state.Change{Notices: []outbox.Notice{n}}
	}
	switch {
	case p.Earlier == ReplaceEarlier && run.Earlier != "":
		return remove(run.Earlier, run.To, at), nil
	case p.Earlier == RemoveEarlier:
		return remove(run.ID, run.To, at.AddDate(0, 0, p.Days)), nil
	}
	return state.Change{}, nil
}
