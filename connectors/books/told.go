package books

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"factotum/automations/outbox"
	"factotum/automations/state"
)

const (
	// toldAtOnce is how many deliveries are read at once, and toldPages how often
	// in one look; the rest of many follows with the next.
	toldAtOnce, toldPages = 200, 20
	// afterwards is how long a delivery may be recorded after a later one: by
	// another replica, whose clock is behind.
	afterwards = time.Minute
)

// paging is a source that lists what was posted beside cards. No entry of the
// log tells of that, so it is looked at as often as the directory.
type paging interface {
	Page(ctx context.Context, indexes []string, after string, limit int) (state.Page, error)
}

// told is what was posted beside cards since the mark, and how far that is.
type told struct {
	all    []outbox.Delivery
	cursor string
	print  string // by which it is known that nothing came
}

// tells reads what was posted beside cards; nothing where that is as it was.
func (b *Books) tells(ctx context.Context, from Source, m mark, now time.Time, w *written) (more bool, err error) {
	source, knows := from.(paging)
	if !knows {
		return false, nil
	}
	t := told{cursor: m.told}
	for after, n := m.told, 0; n < toldPages; n++ {
		page, err := source.Page(ctx, []string{outbox.SentIndex}, after, toldAtOnce)
		if err != nil {
			return false, fmt.Errorf("books: read what was delivered: %w", err)
		}
		for _, doc := range page.Documents {
			var d outbox.Delivery
			if err := json.Unmarshal(doc.Body, &d); err != nil {
				return false, fmt.Errorf("books: decode %s: %w", doc.ID, err)
			}
			t.all = append(t.all, d)
		}
		if more = page.Next != ""; !more {
			break
		}
		if after = page.Next; len(t.all) == 0 || now.Sub(t.all[len(t.all)-1].At) > afterwards {
			t.cursor = after
		}
	}
	if n := len(t.all); n > 0 {
		t.print = fmt.Sprint(t.cursor, n, t.all[n-1].Key)
	}
	if w.retold = t.print != b.told; w.retold {
		w.told = t
	}
	return more, nil
}

// tellings writes what was posted beside cards.
func (p *page) tellings(all []outbox.Delivery) {
	for _, d := range all {
		shape, _, _ := strings.Cut(d.Key, "/")
		p.add("INSERT OR REPLACE INTO told VALUES (?, ?, ?, ?, ?, ?, ?)", d.Key, opt(d.Request), d.To, shape, d.Channel, d.TS, momentOf(d.At))
	}
}
