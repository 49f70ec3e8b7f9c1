package automations

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"factotum/automations/audit"
	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// taskKind is the kind of what a request unfolds into, and titleField its field
// with what is to be done.
const (
	taskKind   = "ticket"
	titleField = "what"
)

// mostTasks bounds the tasks that are added at a time.
const mostTasks = 30

// Tasks makes tickets of the same team of what is left to do for one, a title
// each. What is done of them shows on the card of the whole.
func (d *Desk) Tasks(ctx context.Context, by people.Person, once, id string, titles []string) (File, error) {
	f, err := d.open(ctx, id)
	if err != nil {
		return f, err
	}
	if !policy.Works(f.Request, by, f.Dir) {
		return f, d.refused(ctx, f, by, once, "add tasks", &notAllowed{why: notStaff})
	}
	var tasks []catalogue.Task
	for _, title := range titles {
		if title = shortened(title, 200); title != "" {
			tasks = append(tasks, catalogue.Task{Title: title, Team: f.Request.Work.Team})
		}
	}
	switch {
	case len(tasks) == 0:
		return f, fault.New(fault.Invalid, "Write at least one task. Nothing was changed.")
	case len(tasks) > mostTasks:
		return f, fault.New(fault.Invalid, "Those are %d tasks; add %d at a time at most. Nothing was changed.", len(tasks), mostTasks)
	}
	for i, t := range tasks {
		if err := d.task(ctx, f, fmt.Sprintf("%s/%d", once, i), t, state.Timer{}); err != nil {
			return f, d.explain(f, by, err)
		}
	}
	return f, nil
}

// task makes a ticket that is a task of a request, once by its key, and with the
// last of several what they came of is fired.
func (d *Desk) task(ctx context.Context, whole File, key string, t catalogue.Task, fired state.Timer) error {
	kind, err := d.Catalogue.Kind(taskKind)
	if err != nil {
		return err
	}
	f := File{Dir: whole.Dir, guard: whole.guard, freeze: whole.freeze}
	by, known := whole.Dir.Person(whole.Request.Requester)
	if !known {
		by = people.Person{ID: whole.Request.Requester}
	}
	f.Request = request.Request{ID: taskID(whole.Request.ID, key), Kind: kind.Key, State: request.Draft, Requester: by.ID, Created: d.Now().UTC()}
	sent, _, err := kind.Prepare(form.Values{titleField: {Text: t.Title}}, d.moment(by, f.Dir))
	if err != nil || sent.Work == nil {
		return err
	}
	work := taskWork(*sent.Work, whole, t)
	sent.Work, sent.Excluded, sent.Accounts = &work, whole.Request.Excluded, whole.Request.Accounts
	dealt, err := d.dealNew(ctx, f, &sent)
	if err != nil {
		return err
	}
	if who, ok := f.Dir.Called(t.Who); ok && t.Who != "" {
		work := *sent.Work
		work.Assignee = who.ID
		sent.Work = &work
	}
	a := act{
		move: request.Move{Action: request.Submit, By: by.ID, At: d.Now().UTC(), Sent: &sent}, prefix: kind.Prefix, also: dealt,
	}
	if fired.Key != "" {
		a.fired = []state.Timer{fired}
	}
	done, err := d.commit(ctx, f, state.Once{Key: "task/" + key}, a)
	if err == nil && done.Again && fired.Key != "" {
		return d.drop(ctx, fired)
	}
	return err
}

// taskWork is the work of a task: as private as what it belongs to.
func taskWork(work request.Work, whole File, t catalogue.Task) request.Work {
	work.Team, work.Due, work.Ties = t.Team, t.Due, []request.Tie{*tieTo(request.Parent, whole)}
	if w := whole.Request.Work; w != nil && w.Private {
		work.Private, work.Circle = true, w.Circle
	}
	return work
}

// taskID is the same for the same task of the same request.
func taskID(whole, key string) string {
	return "task-" + strings.NewReplacer("/", "-").Replace(whole+"-"+key)
}

// unfolds tells whether the request has just become open and tasks come of it.
func (d *Desk) unfolds(before, after request.Request) bool {
	if after.State != request.Open || before.State == request.Open || after.Work == nil {
		return false
	}
	kind, err := d.Catalogue.Kind(after.Kind)
	made := slices.ContainsFunc(after.Work.Ties, func(t request.Tie) bool { return t.Kind == request.Task })
	return err == nil && !made && len(kind.Tasks(after, people.Directory{})) > 0
}

// unfold makes the tasks of a request.
func (d *Desk) unfold(ctx context.Context, t state.Timer) error {
	f, err := d.open(ctx, t.Subject)
	if err != nil {
		return err
	}
	kind, err := d.Catalogue.Kind(f.Request.Kind)
	if err != nil {
		return err
	}
	tasks := kind.Tasks(f.Request, f.Dir)
	for i, task := range tasks {
		var fired state.Timer
		if i == len(tasks)-1 {
			fired = t
		}
		if err := d.task(ctx, f, fmt.Sprintf("%s/%d", f.Request.ID, i), task, fired); err != nil {
			return err
		}
	}
	return nil
}

// tieUp brings what became of a task to the request that it is a task of.
func (d *Desk) tieUp(ctx context.Context, t state.Timer) error {
	f, err := d.open(ctx, t.Subject)
	if err != nil {
		return err
	}
	whole, ok := f.Request.Parent()
	if !ok {
		return d.drop(ctx, t)
	}
	_, err = d.update(ctx, whole.ID, slot(t), func(File) (act, error) {
		return act{
			move:  request.Move{Action: request.Link, By: audit.System, At: d.Now().UTC(), Tie: tieTo(request.Task, f)},
			fired: []state.Timer{t},
		}, nil
	})
	return err
}
