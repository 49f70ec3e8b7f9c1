package automations

import (
	"cmp"
	"context"
	"errors"

	"factotum/automations/audit"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Decision is what an approver says to a request.
type Decision struct {
	ID     string
	Say    request.Action // Approve, Return, Reject or Ask
	Stage  string         // that the person had before them; empty: what is asked now
	Text   string         // comment, reason, what to change, or the question
	Remark string         // id of the question in the conversation of a ticket; empty: of the click
	Read   File           // as Belongs gave it; the zero one is read
}

// Decide records a verdict, or a question, of an approver on the current step.
// Who may decide is found in the directory as it is now, and the commit is
// refused if that moved. Every refusal is audited. Returns denied, conflict or
// invalid with the sentence that says why.
func (d *Desk) Decide(ctx context.Context, by people.Person, once string, in Decision) (File, error) {
	f, err := d.updateRead(ctx, in.Read, in.ID, state.Once{Key: once, Keep: keepSlack}, func(f File) (act, error) {
		move := request.Move{Action: in.Say, By: by.ID, At: d.Now().UTC(), Text: in.Text, Stage: in.Stage}
		if in.Say == request.Ask && onDesk(f.Request) {
			move.Remark = cmp.Or(in.Remark, once)
		}
		if now, ok := f.Dir.Person(by.ID); ok {
			by = now // roles may have changed since the click
		}
		judged, guards, err := d.judged(ctx, f)
		if err != nil {
			return act{}, err
		}
		if _, pending := f.Request.Current(); pending {
			asked := policy.Asked(judged, f.Dir)
			reason, refused := policy.Among(asked, judged, by, f.Dir)
			if (refused == "" || refused == policy.NotAsked) && in.Stage != "" && in.Stage != f.Request.Stage() {
				last, _ := f.Request.At(in.Stage)
				return act{}, &request.Refusal{Cause: request.Overtaken, Action: in.Say, State: f.Request.State, Last: last}
			}
			if refused != "" {
				return act{}, &notAllowed{why: refused}
			}
			move.Why, move.For = reason.String(), reason.For
			for _, c := range asked {
				move.Asked = append(move.Asked, c.Person.ID)
			}
			move.Given = given(judged, move, f.Dir)
		}
		return act{
			move: move, lines: told(f, in, by), timers: []string{remindTimer, dueTimer}, also: state.Change{Guards: guards},
		}, nil
	})
	if err != nil {
		return f, d.refused(ctx, f, by, once, string(in.Say), err)
	}
	return f, nil
}

// given are the steps after an approval that wait for nobody but who gives it, in
// the same name: one person decides once, and where others could decide too they
// are asked.
func given(r request.Request, move request.Move, dir people.Directory) []request.Given {
	for move.Action == request.Approve && r.Step+len(move.Given)+1 < len(r.Steps) {
		after, err := r.Apply(move)
		if err != nil {
			break // it is refused as it is made
		}
		step, pending := after.Current()
		asked := policy.Asked(after, dir)
		if !pending || len(after.Holds) > 0 || step.Again || after.Stage() == r.Stage() || len(asked) != 1 || asked[0].Person.ID != move.By || asked[0].Reason.For != move.For {
			break
		}
		move.Given = append(move.Given, request.Given{Why: asked[0].Reason.String(), Asked: []string{move.By}})
	}
	return move.Given
}

// told is the line that the requester gets about a verdict or a question.
func told(f File, in Decision, by people.Person) []line {
	return tell(owners(f, by.ID), outbox.Says{Name: string(in.Say), By: by.ID, Text: in.Text, Threaded: true})
}

// notAllowed is a refusal by policy.
type notAllowed struct{ why policy.Refused }

func (e *notAllowed) Error() string { return "automations: not allowed: " + string(e.why) }

// refused audits a refusal and gives the sentence for it. The audit entry is
// written under its own key, so that the repeated click is refused again but
// recorded once.
func (d *Desk) refused(ctx context.Context, f File, by people.Person, once, action string, err error) error {
	said := d.explain(f, by, err)
	if !isRefusal(err) {
		return said
	}
	record, bad := audit.Of(d.Now(), by.ID, f.Request.ID, "refused "+action, 0, f.Request.Policy, map[string]string{"said": said.Error()})
	if bad != nil {
		return bad
	}
	_, bad = d.write(ctx, state.Change{
		Once: state.Once{Key: "refused/" + once, Keep: keepSlack}, Audit: []audit.Record{record},
	})
	if bad != nil {
		return bad
	}
	return said
}

func isRefusal(err error) bool {
	var policyRefusal *notAllowed
	var stateRefusal *request.Refusal
	return errors.As(err, &policyRefusal) || errors.As(err, &stateRefusal)
}
