package automations

import (
	"context"
	"time"

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
// team hears of who is not; of a private ticket only who worked on it does.
func (d *Desk) Rate(ctx context.Context, by people.Person, once, id string, score int, text string) (File, error) {
	f, err := d.update(ctx, id, state.Once{Key: once, Keep: keepSlack}, func(f File) (act, error) {
		r := f.Request
		a := act{move: request.Move{Action: request.Rate, By: by.ID, At: d.Now().UTC(), Score: score, Text: text}}
		if by.ID == r.Requester {
			a.move.Speakers = []string{by.ID}
		}
		if r.Work == nil || score != Unhappy {
			return a, nil
		}
		if team, ok := f.Dir.Team(r.Work.Team); ok && team.Lead != "" && !r.Work.Private && team.Lead != by.ID {
			a.move.Heard = []string{team.Lead}
			if before := r.Work.Rating; before == nil || before.Score != Unhappy || a.move.At.Sub(before.At) > reasoning { // else it is about to be told
				a.lines = []line{{to: team.Lead, says: outbox.Says{Name: string(request.Rate), By: by.ID, Text: text}, wait: reasoning}}
			}
		}
		return a, nil
	})
	if err != nil {
		return f, d.refused(ctx, f, by, once, string(request.Rate), err)
	}
	return f, nil
}
