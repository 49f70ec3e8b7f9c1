package automations

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Queue says which tickets of a queue somebody wants to see. The zero one is all.
type Queue struct {
	Mine     bool   // that they have themselves
	Free     bool   // that nobody has
	Late     bool   // of which a promised time is over
	Waiting  bool   // that wait for an answer of who asked
	Priority int    // of that priority
	Category string // of that category, by its value
	Team     string // of that team alone
}

// queueEntries are the places of a ticket in the queues of those who work on it:
// what is late first, then the most urgent, then the oldest; none for what is no
// open ticket.
func queueEntries(r request.Request) []state.Entry {
	if r.Work == nil || !r.Work.Desk || r.State != request.Open && r.State != request.Waiting {
		return nil
	}
	sort := lateness(r) + fmt.Sprintf("%d %s", r.Work.Priority, r.Submitted.UTC().Format(sortable))
	var all []state.Entry
	add := func(index string) { all = append(all, state.Entry{Index: index, Sort: sort, ID: r.ID}) }
	for _, rule := range policy.Turf(r) {
		add(queueIndex(rule, ""))
		add(queueIndex(rule, strconv.Itoa(r.Work.Priority)))
		for _, part := range parts(r) {
			add(queueIndex(rule, part))
		}
	}
	if r.Work.Assignee != "" {
		add(holdsIndex(r.Work.Assignee))
	}
	return all
}

// lateness sorts a ticket of which a promise is broken before all others.
func lateness(r request.Request) string {
	alerted := func(keys ...string) bool {
		return slices.ContainsFunc(keys, func(k string) bool { return slices.Contains(r.Work.Alerts, k) })
	}
	if r.State == request.Open && (alerted(SolveLate, SolveOver) || r.Work.First.IsZero() && alerted(FirstLate, FirstOver)) {
		return "0 "
	}
	return ""
}

// holder is the rule under which a ticket waits for who has it.
func holder(r request.Request) []string {
	if r.State != request.Open || r.Work.Assignee == "" {
		return nil
	}
	return []string{request.Rule{Kind: request.ByPerson, Of: r.Work.Assignee}.Key()}
}

// The parts of a queue beside priorities; overdue holds what was late at some time.
const (
	free    = "free"
	overdue = "late"
	waiting = "waiting"
)

func categoryPart(category string) string { return "category/" + category }

// parts are those of the queue in which a ticket is.
func parts(r request.Request) []string {
	var all []string
	if r.Work.Assignee == "" {
		all = append(all, free)
	}
	if r.State == request.Waiting {
		all = append(all, waiting)
	}
	if slices.ContainsFunc(r.Work.Alerts, func(a string) bool { return a != FirstWarn && a != SolveWarn }) {
		all = append(all, overdue)
	}
	if r.Work.Category != "" {
		all = append(all, categoryPart(r.Work.Category))
	}
	return all
}

// part is that of the queue in which what is looked for stands.
func (q Queue) part() string {
	switch {
	case q.Free:
		return free
	case q.Late:
		return overdue
	case q.Waiting:
		return waiting
	case q.Priority > 0:
		return strconv.Itoa(q.Priority)
	case q.Category != "":
		return categoryPart(q.Category)
	}
	return ""
}

func queueIndex(rule, part string) string { return "queue/" + rule + "/" + part }

// holdsIndex are the open tickets that a person has.
func holdsIndex(person string) string { return "holds/" + person }

// Queue lists open tickets of the teams of a person; works is false for who has
// none, whatever the filter. Every ticket that is found is checked against policy.
func (d *Desk) Queue(ctx context.Context, by people.Person, q Queue, after string, limit int) (rows Rows, works bool, err error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return Rows{}, false, err
	}
	var indexes, whole []string
	for _, rule := range policy.Matching(by, dir) {
		if q.Team == "" || rule == (request.Rule{Kind: request.ByTeam, Of: q.Team}).Key() {
			indexes = append(indexes, queueIndex(rule, q.part()))
		}
		whole = append(whole, queueIndex(rule, ""))
	}
	if q.Mine {
		indexes = []string{holdsIndex(by.ID)}
	}
	rows, err = d.rows(ctx, dir, indexes, after, limit, func(f File) bool { return policy.Works(f.Request, by, dir) && (!q.Late || d.late(f.Request)) })
	if err != nil || len(rows.Rows) > 0 || q == (Queue{}) {
		return rows, len(rows.Rows) > 0, err
	}
	page, err := d.Store.Page(ctx, whole, "", 1)
	return rows, len(page.Documents) > 0, err
}

// late tells whether a promise is broken now: who answered, or got more time
// since, is not late any more.
func (d *Desk) late(r request.Request) bool {
	kind, err := d.Catalogue.Kind(r.Kind)
	if err != nil {
		return false
	}
	c, now := d.Clocks(r, kind), d.Now()
	return c.First.Runs && c.First.Late(now) || c.Solve.Runs && c.Solve.Late(now)
}
