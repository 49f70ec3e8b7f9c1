package automations

import (
	"context"
	"slices"

	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Here lets the thread of the message from which a ticket was opened read along:
// what those who work on it answer, and that it is done, stands there too. What
// we have said there stands at the place: it becomes the card of the thread. Of
// a private ticket nothing is said there.
func (d *Desk) Here(ctx context.Context, id, channel, thread, ts string) error {
	reader := people.OriginID(channel)
	_, err := d.update(ctx, id, state.Once{Key: "here/" + id}, func(f File) (act, error) {
		if w := f.Request.Work; w == nil || w.Private {
			return act{}, fault.New(fault.Conflict, "%s is private, so nothing of it is said where others read.", f.Name())
		}
		at := outbox.Delivery{Key: outbox.CardKey(id, reader), Request: id, To: reader, Channel: channel, TS: ts, Thread: thread, At: d.Now().UTC()}
		body, err := encode(at)
		if err != nil {
			return act{}, err
		}
		return act{
			move: request.Move{Action: request.Show, By: f.Request.Requester, At: at.At, Shows: []string{reader}},
			also: state.Change{Documents: []state.Document{{ID: outbox.DeliveryID(at.Key), Body: body}}},
		}, nil
	})
	return err
}

// overheard are the threads that read along, told of what those who asked are told.
func overheard(r request.Request, says outbox.Says) []line {
	return tell(slices.DeleteFunc(slices.Clone(r.Shown), func(id string) bool { return !people.IsOrigin(id) }), says)
}
