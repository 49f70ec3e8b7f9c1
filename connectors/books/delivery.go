package books

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	jsonv2 "github.com/go-json-experiment/json"

	"factotum/automations/dataset"
	"factotum/automations/outbox"
	"factotum/automations/state"
)

// settling is how long after a change its cards are looked at again: they are
// posted after it, and no entry of the log tells of that.
const settling = 10 * time.Second

// settle is a request whose cards are to be looked at again.
type settle struct {
	id string
	at time.Time
}

// unsettled are the requests whose cards are to be looked at again by now.
func (b *Books) unsettled(now time.Time) (ids []string) {
	due := 0
	for due < min(len(b.settling), loading) && !b.settling[due].at.After(now) {
		if id := b.settling[due].id; !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
		due++
	}
	b.settling = b.settling[due:]
	return ids
}

// changed remembers which requests changed just now.
func (b *Books) changed(now time.Time, w written) {
	for _, r := range w.log {
		if r.Version > 0 && now.Sub(r.Time) < time.Minute && !dataset.Is(r.Subject) {
			b.settling = append(b.settling, settle{r.Subject, now.Add(settling)})
		}
	}
}

// cards reads where the cards of the requests stand.
func (b *Books) cards(ctx context.Context, from Source, w *written) error {
	looked, err := from.Load(ctx, w.settled...)
	if err != nil {
		return err
	}
	var keys []string
	for _, l := range w.leaves {
		if l.request != nil {
			keys = append(keys, shownTo(l.ID, l.request.Shown, l.request.Requester)...)
		}
	}
	for _, doc := range looked {
		var r struct {
			ID        string   `json:"id"`
			Requester string   `json:"requester"`
			Shown     []string `json:"shown"`
		}
		if doc.Version > 0 && !dataset.Is(doc.ID) && jsonv2.Unmarshal(doc.Body, &r) == nil && r.ID == doc.ID { // what is no request has no cards
			keys = append(keys, shownTo(r.ID, r.Shown, r.Requester)...)
		}
	}
	w.cards = map[string][]outbox.Delivery{}
	for some := range slices.Chunk(keys, loading) {
		docs, err := from.Load(ctx, some...)
		if err != nil {
			return err
		}
		for _, doc := range docs {
			if err := w.card(doc); err != nil {
				return err
			}
		}
	}
	return nil
}

// shownTo are where the cards of a request are delivered.
func shownTo(id string, shown []string, requester string) (keys []string) {
	for _, person := range shown {
		keys = append(keys, outbox.DeliveryID(outbox.CardKey(id, person)))
	}
	if !slices.Contains(shown, requester) {
		keys = append(keys, outbox.DeliveryID(outbox.CardKey(id, requester)))
	}
	return keys
}

func (w *written) card(doc state.Document) error {
	if doc.Version == 0 {
		return nil
	}
	var d outbox.Delivery
	if err := json.Unmarshal(doc.Body, &d); err != nil {
		return fmt.Errorf("books: decode %s: %w", doc.ID, err)
	}
	w.cards[d.Request] = append(w.cards[d.Request], d)
	return nil
}

// recard writes anew where the cards of a request stand that is in the books.
func (p *page) recard(id string) {
	p.run("DELETE FROM delivery WHERE request = (SELECT seq FROM request WHERE id = ?)", id)
	for _, d := range p.cards[id] {
		p.run("INSERT OR REPLACE INTO delivery SELECT seq, ?, ?, ?, ?, ? FROM request WHERE id = ?", d.To, d.Channel, d.TS, d.Version, momentOf(d.At), id)
	}
}

// deliveries writes where the cards of a request stand.
func (p *page) deliveries(seq int64, l leaf) {
	if l.had {
		p.exec("DELETE FROM delivery WHERE request = ?", []any{seq})
	}
	for _, d := range p.cards[l.ID] {
		p.add("INSERT OR REPLACE INTO delivery VALUES (?, ?, ?, ?, ?, ?)", seq, d.To, d.Channel, d.TS, d.Version, momentOf(d.At))
	}
}
