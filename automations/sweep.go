package automations

import (
	"context"
	"time"

	"factotum/automations/catalogue"
	"factotum/automations/outbox"
	"factotum/automations/state"
)

// sent lists a delivery among what was posted beside cards.
func sent(d outbox.Delivery) state.Entry {
	return state.Entry{Index: outbox.SentIndex, Sort: d.At.UTC().Format(sortable), ID: outbox.DeliveryID(d.Key)}
}

// besideIndex holds what was posted to a reader about a request beside the card.
func besideIndex(request, reader string) string { return "beside/" + request + "/" + reader }

// sweeps tells whether what is posted beside the card may have to go again: a
// ticket can be made private, and what is said of records goes with them.
func (s Sight) sweeps() bool {
	r := s.File.Request
	table := r.Kind == catalogue.ImportKind || r.Kind == catalogue.ExportKind
	return r.Work != nil && r.Work.Desk || s.Kind.Dataset != "" || table
}

// swept is how many messages are taken away for one reader.
const swept = 2000

// sweep are the notices that take away all that was posted to a reader who is
// shut out, or about what went for its age. They come of the delivery of the card,
// which comes after everything that was under way then: nothing is missed.
func (c *Courier) sweep(ctx context.Context, l outbox.Leased, now time.Time) ([]outbox.Notice, error) {
	page, err := c.Store.Page(ctx, []string{besideIndex(l.Request, l.To)}, "", swept)
	if err != nil {
		return nil, err
	}
	var notices []outbox.Notice
	for _, doc := range page.Documents {
		d, err := decodeDelivery(doc)
		if err != nil {
			return nil, err
		}
		notices = append(notices, outbox.Notice{
			Key: d.Key, Lane: l.Request, Shape: outbox.Copy, Request: l.Request, To: l.To, Says: outbox.Says{Name: GoneLine, Threaded: true}, At: now,
		})
	}
	return notices, nil
}

// GoneLine is the name of what takes a message away from a reader.
const GoneLine = "gone"
