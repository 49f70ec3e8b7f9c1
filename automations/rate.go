package automations

import (
	"context"
	"time"

	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Unhappy is the lowest score of a ticket that is done; the highest is 3.
const Unhappy = 1

// reasoning is how long who is not content has to say why, before the lead of the
// team is told of it and of the reason in one message.
const reasoning = 3 * time.Minute

// Rate says how content the requester is with what was done. The lead of the
// team hears of who is not, once: what they say later changes what stands there.
// Of a private ticket only who worked on it hears.
func (d *Desk) Rate(ctx context.Context, by people.Person, once, id string, score int, text string) (File, error) {
	f, err := d.update(ctx, id, state.Once{Key: once, Keep: keepSlack}, func(f File) (act, error) {
		r := f.Request
		a := act{move: request.Move{Action: request.Rate, By: by.ID, At: d.Now().UTC(), Score: score, Text: text}}
		if by.ID == r.Requester {
			a.move.Speakers = []string{by.ID}
		}
		if r.Work == nil || r.State != request.Done { // nothing is rated yet
			return a, nil
		}
		if r.Work.By == "" {
			return a, fault.New(fault.Conflict, "%s was closed because a question was not answered, so there is nothing to rate. Open it again if it is still needed.", f.Name())
		}
		team, ok := f.Dir.Team(r.Work.Team)
		if !ok || team.Lead == "" || r.Work.Private || team.Lead == by.ID {
			return a, nil
		}
		if score == Unhappy {
			a.move.Heard = []string{team.Lead}
		}
		a.also.Notices = []outbox.Notice{unhappy(r, team.Lead, a.move)}
		return a, nil
	})
	if err != nil {
		return f, d.refused(ctx, f, by, once, string(request.Rate), err)
	}
	return f, nil
}

// unhappy brings what the lead of a team is told of a rating up to date. Who gave
// no reason has a while to do so first.
func unhappy(r request.Request, lead string, m request.Move) outbox.Notice {
	n := outbox.Notice{
		Key: outbox.CopyKey(r.ID, lead, rateCopy), Lane: outbox.ReminderLane(r.ID, lead), Shape: outbox.Copy, Request: r.ID, To: lead,
		Says: outbox.Says{Name: string(request.Rate), By: m.By}, At: m.At,
	}
	if m.Score == Unhappy && m.Text == "" {
		n.At = n.At.Add(reasoning)
	}
	return n
}

// rateCopy stands for a sentence in the key of what tells of a rating.
const rateCopy = "rate"
