package automations

import (
	"context"
	"fmt"
	"strconv"

	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Queue says which tickets of a queue somebody wants to see. The zero one is all.
type Queue struct {
	Mine     bool // that they have themselves
	Free     bool // that nobody has
	Priority int  // of that priority
}

// queueEntries are the places of a ticket in the queues of those who work on it,
// the most urgent first, then the oldest; none for what is no open ticket.
func queueEntries(r request.Request) []state.Entry {
	if r.Work == nil || !r.Work.Desk || r.State != request.Open && r.State != request.Waiting {
		return nil
	}
	sort := fmt.Sprintf("%d %s", r.Work.Priority, r.Submitted.UTC().Format(sortable))
	var all []state.Entry
	add := func(index string) { all = append(all, state.Entry{Index: index, Sort: sort, ID: r.ID}) }
	for _, rule := range policy.Turf(r) {
		add(queueIndex(rule, ""))
		add(queueIndex(rule, strconv.Itoa(r.Work.Priority)))
		if r.Work.Assignee == "" {
			add(queueIndex(rule, free))
		}
	}
	if r.Work.Assignee != "" {
		add(holdsIndex(r.Work.Assignee))
	}
	return all
}

// holder is the rule under which a ticket waits for who has it.
func holder(r request.Request) []string {
	if r.State != request.Open || r.Work.Assignee == "" {
		return nil
	}
	return []string{request.Rule{Kind: request.ByPerson, Of: r.Work.Assignee}.Key()}
}

const free = "free"

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
	part := ""
	switch {
	case q.Free:
		part = free
	case q.Priority > 0:
		part = strconv.Itoa(q.Priority)
	}
	var indexes, whole []string
	for _, rule := range policy.Matching(by, dir) {
		indexes, whole = append(indexes, queueIndex(rule, part)), append(whole, queueIndex(rule, ""))
	}
	if q.Mine {
		indexes = []string{holdsIndex(by.ID)}
	}
	rows, err = d.rows(ctx, dir, indexes, after, limit, func(f File) bool { return policy.Works(f.Request, by, dir) })
	if err != nil || len(rows.Rows) > 0 || q == (Queue{}) {
		return rows, len(rows.Rows) > 0, err
	}
	page, err := d.Store.Page(ctx, whole, "", 1)
	return rows, len(page.Documents) > 0, err
}
