package automations

import (
	"context"

	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Unhappy is the lowest score of a ticket that is done; the highest is 3.
const Unhappy = 1

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
			a.lines = tell(a.move.Heard, outbox.Says{Name: string(request.Rate), By: by.ID, Text: text})
		}
		return a, nil
	})
	if err != nil {
		return f, d.refused(ctx, f, by, once, string(request.Rate), err)
	}
	return f, nil
}
