package automations

import (
	"context"

	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Answer records what the requester says to an approver. It changes no state;
// the answer shows on every approver's card and reaches whoever asked. Of a
// ticket it is a sentence of the conversation too, for those who work on it.
func (d *Desk) Answer(ctx context.Context, by people.Person, once string, s Saying) (File, error) {
	f, err := d.update(ctx, s.Ticket, state.Once{Key: once, Keep: keepSlack}, func(f File) (act, error) {
		a := act{move: request.Move{Action: request.Answer, By: by.ID, At: d.Now().UTC(), Text: s.Text}}
		if onDesk(f.Request) {
			a.move.Remark, a.move.Files, a.timers = s.ID, s.Files, []string{copyTimer}
		}
		for _, person := range askers(f) {
			a.lines = append(a.lines, line{to: person, says: outbox.Says{Name: string(request.Answer), By: by.ID, Text: s.Text, Threaded: true}})
		}
		return a, nil
	})
	if repeated(err) {
		return f, nil
	}
	if err != nil {
		return f, d.refused(ctx, f, by, once, string(request.Answer), err)
	}
	return f, nil
}

// onDesk tells whether a request is a ticket, about which people talk.
func onDesk(r request.Request) bool { return r.Work != nil && r.Work.Desk }

// askers are those who asked something and may still decide; everybody who may
// decide when nobody asked.
func askers(f File) []string {
	var asked, all []string
	for _, c := range policy.Asked(f.Request, f.Dir) {
		all = append(all, c.Person.ID)
		for _, m := range f.Request.Thread {
			if m.Question && m.By == c.Person.ID {
				asked = append(asked, c.Person.ID)
				break
			}
		}
	}
	if len(asked) == 0 {
		return all
	}
	return asked
}
