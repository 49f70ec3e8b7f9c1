package automations

import (
	"context"

	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
)

// Refer asks somebody to approve before the work on a ticket goes on: with their
// approval it is open again, and what they reject ends.
func (d *Desk) Refer(ctx context.Context, by people.Person, once, id, approver, text string) (File, error) {
	return d.tend(ctx, by, once, id, request.Refer, func(f File) (act, error) {
		r := f.Request
		step := request.Step{
			Name: "Approval", Need: 1, Why: "the work on it needs your approval",
			Rules: []request.Rule{{Kind: request.ByPerson, Of: approver}},
		}
		would := request.Request{State: request.Pending, Requester: r.Requester, Excluded: r.Excluded, Accounts: r.Accounts, Steps: []request.Step{step}}
		if len(policy.Asked(would, f.Dir)) == 0 {
			return act{}, fault.New(fault.Invalid, "%s may not decide this: who asked for it, guests and people who have left never do. Choose somebody else.", name(f.Dir, approver, people.Person{}))
		}
		return act{
			move:   request.Move{Action: request.Refer, By: by.ID, At: d.Now().UTC(), Text: text, Remark: once, Sent: &request.Submission{Steps: []request.Step{step}}},
			timers: []string{remindTimer},
		}, nil
	})
}
