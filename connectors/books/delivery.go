package books

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"factotum/automations/outbox"
	"factotum/automations/state"
)

const (
	// settling is how long after a change its cards are looked at: they are posted
	// after it, and no entry of the log tells of that.
	settling = 10 * time.Second
	// looks is how often cards are looked at of which one is missing, each time after
	// twice as long: for an hour and a half, since deliveries are tried for an hour.
	looks = 9
)

// settle is a request whose cards are looked at once they had time to be posted.
type settle struct {
	id   string
	keys []string // of its cards
	at   time.Time
	look int // how often they were looked at before
}

// unsettled are the requests whose cards are to be looked at by now, each as it
// changed last.
func (b *Books) unsettled(now time.Time) map[string]settle {
	all := map[string]settle{}
	for look := looks - 1; look >= 0; look-- {
		due, list := 0, b.settling[look]
		for due < min(len(list), loading) && !list[due].at.After(now) {
			all[list[due].id] = list[due]
			due++
		}
		b.settling[look] = list[due:]
	}
	return all
}

// changed remembers which requests changed just now, and which still lack a card.
func (b *Books) changed(now time.Time, w written) {
	for _, l := range w.leaves {
		if l.fresh {
			b.settling[0] = append(b.settling[0], settle{id: l.ID, keys: l.cards(), at: now.Add(settling)})
		}
	}
	for _, s := range w.settled {
		if s.look++; len(w.cards[s.id]) < len(s.keys) && s.look < looks {
			s.at = now.Add(settling << s.look)
			b.settling[s.look] = append(b.settling[s.look], s)
		}
	}
}

// unposted are the requests that changed just before the books were opened: their
// cards may not have been looked at, or not be posted yet.
func (b *Books) unposted(ctx context.Context, now time.Time) ([]string, error) {
	ids, err := texts(ctx, b.pen, "SELECT DISTINCT id FROM move JOIN request ON id = subject WHERE move.at >= ?", momentOf(now.Add(-just)))
	if err != nil {
		return nil, fmt.Errorf("books: cards: %w", err)
	}
	return ids, nil
}

// cards reads where the cards of the requests stand.
func (b *Books) cards(ctx context.Context, from Source, w *written) error {
	var keys []string
	for _, l := range w.leaves {
		if !l.fresh {
			keys = append(keys, l.cards()...)
		}
	}
	for _, s := range w.settled {
		keys = append(keys, s.keys...)
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

// cards are where the cards of a request are delivered; a record has none.
func (l leaf) cards() (keys []string) {
	if l.request == nil {
		return nil
	}
	for _, person := range l.request.Shown {
		keys = append(keys, outbox.DeliveryID(outbox.CardKey(l.ID, person)))
	}
	if requester := l.request.Requester; !slices.Contains(l.request.Shown, requester) {
		keys = append(keys, outbox.DeliveryID(outbox.CardKey(l.ID, requester)))
	}
	return keys
}

func (w *written) card(doc state.Document) error {
	if doc.Version == 0 {
		return nil
	}
	var d outbox.Delivery
	if err := decode(doc.Body, &d); err != nil {
		return fmt.Errorf("books: decode %s: %w", doc.ID, err)
	}
	w.cards[d.Request] = append(w.cards[d.Request], d)
	return nil
}

// resettle writes where the cards of requests stand that are in the books, but for
// those that stand as they did.
func (p *page) resettle(ids []string) {
	if p.flush(); p.err != nil || len(ids) == 0 {
		return
	}
	was := map[string]string{}
	p.err = each(p.ctx, p.tx, func(rows *sql.Rows) error {
		var id, cards string
		err := rows.Scan(&id, &cards)
		was[id] = cards
		return err
	}, "SELECT id, (SELECT coalesce(group_concat(person || ' ' || channel || ' ' || ts || ' ' || delivery.version || coalesce(' ' || at, ''), char(10)), '')"+
		" FROM delivery WHERE delivery.request = seq) FROM request WHERE id IN (SELECT value FROM json_each(?))", list(ids))
	for _, id := range ids {
		if posted(p.cards[id]) != was[id] {
			p.recard(id)
		}
	}
}

// posted are the cards of a request as a text, in the order of the table.
func posted(cards []outbox.Delivery) string {
	slices.SortFunc(cards, func(a, b outbox.Delivery) int { return cmp.Compare(a.To, b.To) })
	all := make([]string, len(cards))
	for i, d := range cards {
		if all[i] = d.To + " " + d.Channel + " " + d.TS + " " + strconv.FormatInt(d.Version, 10); !d.At.IsZero() {
			all[i] += " " + inUTC(d.At)
		}
	}
	return strings.Join(all, "\n")
}

// recard writes anew where the cards of a request stand that is in the books.
func (p *page) recard(id string) {
	p.run("DELETE FROM delivery WHERE request = (SELECT seq FROM request WHERE id = ?)", id)
	for _, d := range p.cards[id] {
		p.run("INSERT OR REPLACE INTO delivery SELECT seq, ?, ?, ?, ?, ? FROM request WHERE id = ?", d.To, d.Channel, d.TS, d.Version, momentOf(d.At), id)
	}
}

// deliveries writes where the cards of a request stand, unless they are looked at
// in a moment.
func (p *page) deliveries(seq int64, l leaf) {
	if l.fresh {
		return
	}
	if l.had {
		p.exec("DELETE FROM delivery WHERE request = ?", []any{seq})
	}
	for _, d := range p.cards[l.ID] {
		p.add("INSERT OR REPLACE INTO delivery VALUES (?, ?, ?, ?, ?, ?)", seq, d.To, d.Channel, d.TS, d.Version, momentOf(d.At))
	}
}
