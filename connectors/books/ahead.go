package books

import "context"

// ahead is a stretch that is read while the one before it is written.
type ahead struct {
	done chan struct{}
	from mark // where it begins
	w    written
	err  error
}

// lookAhead begins to read what comes after w.
func (b *Books) lookAhead(ctx context.Context, from Source, w written) {
	last := w.log[len(w.log)-1]
	a := &ahead{done: make(chan struct{}), from: mark{position: last.Position, print: printOf(last.Entry), people: w.version}}
	had := make(map[string]int64, len(w.leaves))
	for _, l := range w.leaves {
		had[l.ID] = l.Version
	}
	b.ahead = a
	most := b.most()
	go func() {
		defer close(a.done)
		if a.w, a.err = b.stretch(ctx, from, a.from, most); a.err == nil && !a.w.foreign {
			a.err = b.gather(ctx, from, b.eyes, nil, had, &a.w)
		}
	}()
}

// lookedAhead is what was read ahead; false where nothing was, or the books are
// elsewhere by now.
func (b *Books) lookedAhead(m mark) (w written, ok bool, err error) {
	a := b.ahead
	if a == nil {
		return w, false, nil
	}
	<-a.done
	b.ahead = nil
	return a.w, a.from.position == m.position && a.from.print == m.print && a.from.people == m.people, a.err
}
