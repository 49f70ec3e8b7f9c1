package books

import (
	"context"
	"fmt"
	"slices"

	"factotum/automations/outbox"
)

// mostFailed is how many deliveries that were given up are in the books.
const mostFailed = 1000

// failing is a source that knows what could not be delivered. No entry of the
// log tells of that, so it is looked at as often as the directory.
type failing interface {
	Failed(ctx context.Context, after string, limit int) ([]outbox.Leased, string, error)
}

// fails reads what was given up; nothing where that is as it was.
func (b *Books) fails(ctx context.Context, from Source, w *written) error {
	source, knows := from.(failing)
	if !knows {
		return nil
	}
	all, _, err := source.Failed(ctx, "", mostFailed)
	if err != nil {
		return fmt.Errorf("books: read what was not delivered: %w", err)
	}
	same := func(a, b outbox.Leased) bool {
		return a.Key == b.Key && a.Reason == b.Reason && a.Attempts == b.Attempts
	}
	if w.refail = b.failed == nil || !slices.EqualFunc(*b.failed, all, same); w.refail {
		w.failed = all
	}
	return nil
}

// failures writes what was given up.
func (p *page) failures(all []outbox.Leased) {
	p.run("DELETE FROM failed")
	for _, l := range all {
		p.add("INSERT INTO failed VALUES (?, ?, ?, ?, ?, ?, ?)", l.Key, opt(l.Request), opt(l.To), string(l.Shape), l.Attempts, opt(l.Reason), momentOf(l.At))
	}
}
