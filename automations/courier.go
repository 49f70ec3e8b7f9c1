package automations

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/state"
)

const (
	// look is how often new notices are looked for while a slow delivery is
	// still under way.
	look = 250 * time.Millisecond
	// rest is the pause after a round in which everything was put off: what
	// cannot be posted anyway must not keep the store from those who click.
	rest = 50 * time.Millisecond
	// further is how many times the notices of all workers are taken at once, and
	// how many times that pause is made, once all that were taken were put off: to
	// put off many costs hardly more than to put off one.
	further = 5
)

// Courier brings notices to people. Several may work on one store.
type Courier struct {
	Store     Store
	Desk      *Desk
	Messenger Messenger
	Render    func(Sight) (outbox.Message, error)
	Answer    func(AnswerSight) (outbox.Message, error)                     // renders what is told of a run of a report
	Mailer    Mailer                                                        // to those outside; nil: nothing goes there
	Write     func(ByMail) (m outbox.Mail, due bool, err error)             // what they get; due is false where that is nothing
	Hook      func(ctx context.Context, name, id string, body []byte) error // tells an outside system; nil: there is none
	Workers   int                                                           // notices under way at once
}

// Deliver posts as many notices as there are workers, of those that are due, and
// gives how many it took. An error means that the store failed; failures of
// single notices are kept with them.
func (c *Courier) Deliver(ctx context.Context) (int, error) {
	leased, off, err := c.take(ctx, c.Workers, c.Workers)
	inHand := underway{}
	inHand.open(leased)
	todo, done := make(chan outbox.Leased, len(leased)), make(chan outcome, len(leased))
	for _, l := range leased {
		go c.hand(ctx, todo, done)
		todo <- l
	}
	close(todo)
	for busy := len(leased); busy > 0; {
		n, failed := c.settle(ctx, inHand, <-done, done)
		busy, err = busy-n, cmp.Or(err, failed)
	}
	return len(leased) + off, err
}

// Work delivers until nothing is due any more: each delivery makes way for the
// next of its request, and a slow one holds no other up. When ctx ends nothing
// more is taken, and what is under way is brought to its end, since half of it
// cannot be told from a lost one. An error means that the store failed.
func (c *Courier) Work(ctx context.Context) (failed error) {
	whole := context.WithoutCancel(ctx)
	todo, done := make(chan outbox.Leased, c.Workers), make(chan outcome, c.Workers)
	defer close(todo)
	inHand := underway{}
	for busy, workers, times := 0, 0, 1; ; {
		off := 0
		if busy < c.Workers && failed == nil && ctx.Err() == nil {
			var leased []outbox.Leased
			leased, off, failed = c.take(whole, c.Workers-busy, times*c.Workers-busy)
			if times = 1; off > 0 && len(leased) == 0 {
				times = further
			}
			for _, l := range inHand.open(leased) {
				if busy++; busy > workers {
					workers++
					go c.hand(whole, todo, done)
				}
				todo <- l
			}
		}
		if busy == 0 && off == 0 {
			return failed
		}
		pause := look
		if off > 0 {
			pause = rest * time.Duration(times)
		}
		select {
		case o := <-done:
			n, err := c.settle(whole, inHand, o, done)
			busy, failed = busy-n, cmp.Or(failed, err)
		case <-time.After(pause):
		}
	}
}

// outcome is what is to be recorded of a delivery; an error means that nothing
// can be.
type outcome struct {
	key    string
	change state.Change
	err    error
}

// hand delivers one notice after the other.
func (c *Courier) hand(ctx context.Context, todo <-chan outbox.Leased, done chan<- outcome) {
	for l := range todo {
		change, err := c.deliver(ctx, l)
		done <- outcome{l.Key, change, err}
	}
}

// settle records one outcome together with all that have come meanwhile, and
// gives how many these are.
func (c *Courier) settle(ctx context.Context, inHand underway, o outcome, more <-chan outcome) (n int, failed error) {
	var ends []state.Change
	for n = 1; ; n++ {
		token := inHand.shut(o.key)
		if failed = cmp.Or(failed, o.err); o.err == nil {
			ends = append(ends, renewed(o.change, token, c.Desk.Now()))
		}
		select {
		case o = <-more:
		default:
			return n, cmp.Or(failed, c.record(ctx, ends))
		}
	}
}

// take leases up to limit notices, gives those that the messenger takes now, as
// many as there are hands, and how many others it put off. While Slack has closed
// one way, those that would go it are not even looked at, and together cost one
// commit.
func (c *Courier) take(ctx context.Context, hands, limit int) (open []outbox.Leased, off int, err error) {
	posts, updates := c.Messenger.Wait()
	if posts > 0 && updates > 0 {
		return nil, 0, nil
	}
	now := c.Desk.Now()
	leased, err := c.Store.Lease(ctx, now, now.Add(lease), limit)
	if err != nil || len(leased) == 0 || posts == 0 && updates == 0 && len(leased) <= hands {
		return leased, 0, err
	}
	ids := make([]string, len(leased))
	for i, l := range leased {
		ids[i] = outbox.DeliveryID(l.Key)
	}
	docs, err := c.Store.Load(ctx, ids...)
	if err != nil {
		return nil, 0, err
	}
	var later []state.Change
	for i, l := range leased {
		wait := posts
		if docs[i].Version > 0 {
			wait = updates
		}
		if wait == 0 && len(open) < hands {
			open = append(open, l)
			continue
		}
		later = append(later, ended(failure(l, outbox.DelayError{For: wait}, now)))
	}
	return open, len(later), c.record(ctx, later)
}

// ended is the change that ends a lease.
func ended(r outbox.Receipt) state.Change {
	return state.Change{
		Once: state.Once{Key: fmt.Sprintf("delivered/%s/%d", r.Key, r.Token), Keep: time.Hour}, Receipts: []outbox.Receipt{r},
	}
}

// record commits what became of several notices at once, or of each by itself
// where one keeps the others.
func (c *Courier) record(ctx context.Context, ends []state.Change) error {
	if len(ends) == 0 {
		return nil
	}
	all, apart := gathered(ends)
	_, err := c.Desk.writeTo(context.WithoutCancel(ctx), c.Store, all)
	switch {
	case err == nil || fault.CodeOf(err) == fault.Unavailable:
		return cmp.Or(err, c.record(ctx, apart))
	case len(ends) == 1:
		return c.refused(ctx, all.Receipts[0], err)
	}
	var failed error
	for _, end := range ends {
		failed = cmp.Or(failed, c.record(ctx, []state.Change{end}))
	}
	return failed
}

// gathered is one change of as many as go together, and those that do not: the
// lease of one had ended before, and who had it then comes to its end too, or two
// bells are about one request.
func gathered(ends []state.Change) (all state.Change, apart []state.Change) {
	all, n := ends[0], 1
	for _, end := range ends[1:] {
		if collide(all, end) {
			apart = append(apart, end)
			continue
		}
		all = with(all, end)
		n++
	}
	if n > 1 {
		all.Once.Key = fmt.Sprintf("%s/%d", all.Once.Key, n)
	}
	return all, apart
}

// collide tells whether two changes are no single one.
func collide(a, b state.Change) bool {
	return share(a.Receipts, b.Receipts, func(r outbox.Receipt) string { return r.Key }) ||
		share(a.Documents, b.Documents, func(d state.Document) string { return d.ID }) ||
		share(a.Notices, b.Notices, func(n outbox.Notice) string { return n.Key }) ||
		share(a.Timers, b.Timers, func(t state.Timer) string { return t.Key })
}

func share[T any](a, b []T, key func(T) string) bool {
	return slices.ContainsFunc(b, func(of T) bool {
		return slices.ContainsFunc(a, func(x T) bool { return key(x) == key(of) })
	})
}

// refused is for what cannot be recorded: whoever holds the lease by now brings
// it to its end. A bell whose request has moved is rung again at once.
func (c *Courier) refused(ctx context.Context, r outbox.Receipt, err error) error {
	var stale state.StaleError
	moved := errors.As(err, &stale)
	bell := strings.HasPrefix(r.Key, outbox.BellKey(""))
	switch {
	case moved && (!bell || stale.ID == r.Key):
		return nil
	case !bell:
		return err
	}
	c.Desk.roster.forget()
	again := outbox.Receipt{Key: r.Key, Token: r.Token, Retry: c.Desk.Now(), Delayed: moved, Failed: !moved, Reason: err.Error()}
	end := ended(again)
	end.Once.Key += "/again"
	if _, err = c.Store.Commit(context.WithoutCancel(ctx), end); errors.As(err, &stale) {
		return nil
	}
	return err
}
