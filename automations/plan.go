package automations

import (
	"context"
	"time"

	"factotum/automations/fault"
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
	Place   string       `json:"place,omitempty"` // how the channel was called when it was chosen
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
	err := decodeInto(doc, &p)
	return p, err
}

func (p Plan) document() (state.Document, error) {
	body, err := encode(p)
	if err != nil {
		return state.Document{}, err
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
	Runs  []Run  // the newest first; none yet: empty
	Title string // of the report
	Goes  string
	Asks  []string // what, in words
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
		all = append(all, d.Described(ctx, p, dir))
	}
	return all, d.came(ctx, all)
}

// Described is a schedule as one tells it from others, without what came by it.
func (d *Desk) Described(ctx context.Context, p Plan, dir people.Directory) Planned {
	r, err := d.reportNamed(p.Report)
	if err != nil {
		r = report.Report{} // it is no longer configured: its runs say so
	}
	return Planned{Plan: p, Title: d.titleOf(p.Report), Goes: d.placeName(ctx, p.To, p.Place, dir), Asks: r.Asked(p.Words, func(id string) string { return name(dir, id, people.Person{}) })}
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
