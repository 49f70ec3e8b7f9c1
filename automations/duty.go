package automations

import (
	"context"
	"slices"
	"strings"

	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/obligation"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// NotMineLine is the name of the line that tells the compliance lead that
// somebody says that a duty is not theirs.
const NotMineLine = "notmine"

// notOwner refuses who neither has a duty nor might.
const notOwner policy.Refused = "not owner"

// Prove brings the evidence of a duty and asks those who sign it off. Whoever
// brings it, or has the duty, never is among them. Returns invalid, with
// Problems, for what the form refuses.
func (d *Desk) Prove(ctx context.Context, by people.Person, once, id string, values form.Values) (File, error) {
	return d.dutiful(ctx, by, once, id, request.Refer, policy.Owes, func(f File, kind catalogue.Kind) (act, error) {
		unmet, err := d.unmet(ctx, kind, f.Request)
		if err != nil {
			return act{}, err
		}
		if err := unready(f, unmet); err != nil {
			return act{}, err
		}
		values := keepCopies(values, f.Request.Values)
		for _, key := range kind.Filed(f.Request.Values) {
			values[key] = f.Request.Values[key]
		}
		if problems := kind.Form.Check(values, kind.Context(d.moment(by, f.Dir))); len(problems) > 0 {
			return act{}, &Problems{List: problems}
		}
		sent := request.Submission{Values: values, Steps: []request.Step{signOff(kind, d.Catalogue)}, Excluded: missing(nil, []string{by.ID, f.Request.Work.Assignee})}
		for _, person := range sent.Excluded {
			p, _ := f.Dir.Person(person)
			sent.Accounts = append(sent.Accounts, p.Accounts...)
		}
		would := request.Request{State: request.Pending, Requester: f.Request.Requester, Excluded: append(slices.Clone(f.Request.Excluded), sent.Excluded...), Accounts: sent.Accounts, Steps: sent.Steps}
		if len(policy.Asked(would, f.Dir)) == 0 {
			return act{}, fault.New(fault.Invalid, "Nobody else may sign off %s, so nothing was changed. Ask your Factotum administrator to name somebody as its reviewer.", f.Name())
		}
		move := request.Move{Action: request.Refer, By: by.ID, At: d.Now().UTC(), Sent: &sent, Day: values[catalogue.DoneOn].Date.String()}
		return act{move: move, timers: []string{remindTimer, copyTimer}}, nil
	})
}

// signOff is the step that a duty waits for once there is evidence.
func signOff(kind catalogue.Kind, c *catalogue.Catalogue) request.Step {
	return request.Step{
		Name: "Sign-off", Need: 1, Why: "it counts as done once somebody else has seen the evidence", Rules: rulesOf(kind.Duty.Reviewer),
		Otherwise: append(rulesOf(kind.Duty.Head), request.Rule{Kind: request.ByRole, Of: c.Company().Fallback}),
	}
}

// Waive ends a duty that need not be done, with the reason: by whom the
// obligation names for that.
func (d *Desk) Waive(ctx context.Context, by people.Person, once, id, text string) (File, error) {
	may := func(r request.Request, p people.Person, dir people.Directory) bool { return d.Waives(r, p, dir) }
	return d.dutiful(ctx, by, once, id, request.Cancel, may, func(f File, _ catalogue.Kind) (act, error) {
		if strings.TrimSpace(text) == "" {
			return act{}, &request.Refusal{Cause: request.Wordless, Action: request.Cancel, State: f.Request.State}
		}
		return act{
			move:  request.Move{Action: request.Cancel, By: by.ID, At: d.Now().UTC(), Text: text},
			lines: tell(missing([]string{by.ID}, owners(f, by.ID)), outbox.Says{Name: string(request.Cancel), By: by.ID, Text: text, Threaded: true}),
		}, nil
	})
}

// Waives tells whether the person may waive a duty.
func (d *Desk) Waives(r request.Request, p people.Person, dir people.Directory) bool {
	kind, err := d.Catalogue.Kind(r.Kind)
	return err == nil && r.IsDuty() && Waives(kind, p, dir)
}

// Waives tells whether the person may waive the occurrences of an obligation.
func Waives(kind catalogue.Kind, p people.Person, dir people.Directory) bool {
	return oneOf(p, dir, kind.Duty.Waiver)
}

// Snooze puts off the reminders of a duty for so many working days: only so
// often, and never beyond the day on which it is due.
func (d *Desk) Snooze(ctx context.Context, by people.Person, once, id string, working int) (File, error) {
	return d.dutiful(ctx, by, once, id, request.Remind, policy.Owes, func(f File, _ catalogue.Kind) (act, error) {
		work := f.Request.Work
		due, _ := calendar.Parse(work.Due) // the desk wrote it
		hours := d.Calendar(by)
		until := obligation.Delay(hours, calendar.DateOf(d.Now(), hours.Location), due, working)
		switch {
		case work.Duty.Snoozes >= work.Duty.Most:
			return act{}, fault.New(fault.Conflict, "%s was put off %s already, and more often it cannot be. Add the evidence, or say that it is not yours.", f.Name(), times(work.Duty.Snoozes))
		case until.IsZero():
			return act{}, fault.New(fault.Conflict, "%s is due on %s, so it cannot be put off any more. Nothing was changed.", f.Name(), due.In(hours.Location).Format("Mon 2 Jan"))
		case until.String() <= work.Duty.Snoozed:
			return act{}, fault.New(fault.Conflict, "%s is put off to then already, so nothing was changed. Its card says until when.", f.Name())
		}
		return act{move: request.Move{Action: request.Remind, By: by.ID, At: d.Now().UTC(), Day: until.String()}}, nil
	})
}

// times is how often something was done.
func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return "as often as it may be"
}

// NotMine gives a duty to the compliance lead, with who should have it instead
// and why: by who has it.
func (d *Desk) NotMine(ctx context.Context, by people.Person, once, id, proposed, text string) (File, error) {
	return d.dutiful(ctx, by, once, id, request.Assign, policy.Owes, func(f File, kind catalogue.Kind) (act, error) {
		head, known := d.behind(*kind.Duty, f.Dir, kind.Duty.Head)
		switch {
		case strings.TrimSpace(text) == "":
			return act{}, &request.Refusal{Cause: request.Wordless, Action: request.Assign, State: f.Request.State}
		case !known || f.Dir.Same(head.ID, f.Request.Work.Assignee):
			return act{}, fault.New(fault.Conflict, "%s is with %s already, who says whose duties are. Hand it to somebody with the button on its card.", f.Name(), name(f.Dir, f.Request.Work.Assignee, by))
		}
		move := request.Move{Action: request.Assign, By: by.ID, At: d.Now().UTC(), To: head.ID, From: f.Request.Work.Assignee, Text: text, Choice: proposed}
		return act{move: move, lines: tell([]string{head.ID}, outbox.Says{Name: NotMineLine, By: by.ID, Text: text})}, nil
	})
}

// Pass gives a duty to somebody else: by who has it, might have it, or says
// whose it is.
func (d *Desk) Pass(ctx context.Context, by people.Person, once, id, to, text string) (File, error) {
	may := func(r request.Request, p people.Person, dir people.Directory) bool {
		return policy.Owes(r, p, dir) || d.Waives(r, p, dir)
	}
	return d.dutiful(ctx, by, once, id, request.Assign, may, func(f File, _ catalogue.Kind) (act, error) {
		p, known := f.Dir.Person(to)
		if !known || !p.MayDecide() || len(p.Accounts) == 0 {
			return act{}, fault.New(fault.Invalid, "%s cannot have a duty: guests, and people who have left, never do. Choose somebody else.", name(f.Dir, to, by))
		}
		move := request.Move{Action: request.Assign, By: by.ID, At: d.Now().UTC(), To: p.ID, From: f.Request.Work.Assignee, Text: text}
		return act{move: move, lines: handedOver(move, by)}, nil
	})
}

// dutiful is update of a duty by somebody who may. A refusal is audited.
func (d *Desk) dutiful(
	ctx context.Context, by people.Person, once, id string, action request.Action,
	may func(request.Request, people.Person, people.Directory) bool, decide func(File, catalogue.Kind) (act, error),
) (File, error) {
	f, err := d.update(ctx, id, state.Once{Key: once, Keep: keepSlack}, func(f File) (act, error) {
		kind, err := d.Catalogue.Kind(f.Request.Kind)
		if err != nil {
			return act{}, err
		}
		if !f.Request.IsDuty() || kind.Duty == nil {
			return act{}, fault.New(fault.Conflict, "%s is no duty. Nothing was changed.", f.Name())
		}
		if now, ok := f.Dir.Person(by.ID); ok {
			by = now // roles may have changed since the click
		}
		if !may(f.Request, by, f.Dir) {
			return act{}, &notAllowed{why: notOwner}
		}
		if f.Request.State != request.Open {
			return act{}, &request.Refusal{Cause: request.NotNow, Action: action, State: f.Request.State}
		}
		return decide(f, kind)
	})
	if err != nil {
		return f, d.refused(ctx, f, by, once, string(action), err)
	}
	return f, nil
}
