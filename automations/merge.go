package automations

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Merge ends a ticket because another one, given by its number, is about the
// same. Whoever asked for it follows that one from now on. Both or neither.
func (d *Desk) Merge(ctx context.Context, by people.Person, once, id, into string) (File, error) {
	return d.pair(ctx, by, once, id, into, request.Merge, func(f, o File) (a, b act, err error) {
		if o.Request.Finished() {
			return a, b, fault.New(fault.Invalid, "%s is over already, so nobody would go on with this there. Open that one again first, or say only that they have to do with each other.", o.Name())
		}
		now := d.Now().UTC()
		a.move = request.Move{Action: request.Merge, By: by.ID, At: now, Text: "It goes on as " + o.Name() + ".", Tie: tieTo(request.Original, o)}
		b.move = request.Move{Action: request.Link, By: by.ID, At: now, Tie: tieTo(request.Duplicate, f)}
		for _, p := range missing(nil, append(owners(f, ""), f.Request.Work.Followers...)) {
			if p != o.Request.Requester {
				b.move.Follows = append(b.move.Follows, p)
			}
		}
		a.lines = tell(owners(f, by.ID), outbox.Says{Name: string(request.Merge), By: by.ID, Text: o.Name(), Threaded: true})
		return a, b, nil
	})
}

// Link notes that two tickets have to do with each other, or with apart that
// they have not.
func (d *Desk) Link(ctx context.Context, by people.Person, once, id, to string, apart bool) (File, error) {
	return d.pair(ctx, by, once, id, to, request.Link, func(f, o File) (a, b act, err error) {
		there, back := tieTo(request.Related, o), tieTo(request.Related, f)
		there.Apart, back.Apart = apart, apart
		a.move = request.Move{Action: request.Link, By: by.ID, At: d.Now().UTC(), Tie: there}
		b.move = request.Move{Action: request.Link, By: by.ID, At: d.Now().UTC(), Tie: back}
		return a, b, nil
	})
}

func tieTo(kind request.TieKind, f File) *request.Tie {
	return &request.Tie{Kind: kind, ID: f.Request.ID, Number: f.Number, Title: f.Request.Title, Done: f.Request.Finished()}
}

// pair moves two tickets in one commit. Both have to be for the person to work
// on; of one that they may not see they learn nothing.
func (d *Desk) pair(ctx context.Context, by people.Person, once, id, word string, action request.Action, decide func(f, o File) (a, b act, err error)) (f File, err error) {
	busy := fault.New(fault.Conflict, "Too many people are changing these tickets at once. Nothing was changed by you; please try again.")
	err = d.persist(busy, nil, func() (err error) {
		f, err = d.tryPair(ctx, by, once, id, word, decide)
		return err
	})
	if err != nil {
		return f, d.refused(ctx, f, by, once, string(action), err)
	}
	return f, nil
}

// tryPair tries once. With an error it gives the ticket that this is about.
func (d *Desk) tryPair(ctx context.Context, by people.Person, once, id, word string, decide func(f, o File) (a, b act, err error)) (File, error) {
	f, o, err := d.both(ctx, by, id, word)
	if err != nil {
		return f, err
	}
	a, b, err := decide(f, o)
	if err != nil {
		return f, err
	}
	if tells := !b.move.Tie.Apart; tells && !alike(f.Request, o.Request) {
		return f, discreet(f, o)
	}
	after, err := o.Request.Apply(b.move)
	if err != nil {
		return o, err
	}
	b.move.Shows, b.move.Spare = missing(after.Shown, audience(after, o.Dir)), policy.Spare(after, o.Dir)
	other, err := d.change(o, after.Seen(b.move), state.Once{}, b)
	if err != nil {
		return f, err
	}
	other.Guards = nil // the same as those of the first
	a.also = with(a.also, other)
	done, err := d.commit(ctx, f, state.Once{Key: once, Keep: keepSlack}, a)
	if err != nil {
		return f, err
	}
	return done, nil
}

// spelled is a number as people write it: TKT-12, tkt 12, #12.
var spelled = regexp.MustCompile(`^#?\s*([A-Za-z]*)[\s-]*([0-9]+)$`)

// numberLike is what a word means beside a number: digits alone are of the same kind.
func numberLike(number, word string) string {
	parts := spelled.FindStringSubmatch(strings.TrimSpace(word))
	switch {
	case parts == nil:
		return word
	case parts[1] == "":
		return strings.TrimRight(number, "0123456789") + parts[2]
	}
	return strings.ToUpper(parts[1]) + "-" + parts[2]
}

// both are the two tickets of a pair.
func (d *Desk) both(ctx context.Context, by people.Person, id, word string) (f, o File, err error) {
	if f, err = d.open(ctx, id); err != nil {
		return f, o, err
	}
	if !policy.Works(f.Request, by, f.Dir) {
		return f, o, &notAllowed{why: notStaff}
	}
	unknown := fault.New(fault.Invalid, "There is no ticket %s that you work on. Write its number, such as TKT-12.", strings.TrimSpace(word))
	sight, err := d.Find(ctx, by, numberLike(f.Number, word))
	switch {
	case fault.CodeOf(err) == fault.NotFound:
		return f, o, unknown
	case err != nil:
		return f, o, err
	}
	if o, err = d.open(ctx, sight.File.Request.ID); err != nil {
		return f, o, err
	}
	switch {
	case !policy.Works(o.Request, by, o.Dir):
		return f, o, unknown
	case o.Request.ID == id:
		return f, o, fault.New(fault.Invalid, "That is the same ticket. Write the number of another one.")
	case o.Request.State == request.Merged:
		return f, o, fault.New(fault.Invalid, "%s was merged itself. Write the number of the one that goes on.", o.Name())
	}
	return f, o, nil
}

// alike tells whether those who see the one ticket may know of the other: both
// are for everybody who works there, or one person asked the same circle for both.
func alike(a, b request.Request) bool {
	if !a.Work.Private && !b.Work.Private {
		return true
	}
	return a.Work.Private && b.Work.Private && a.Requester == b.Requester && slices.Equal(a.Work.Circle, b.Work.Circle)
}

// discreet says why tickets stay apart of which one is private.
func discreet(f, o File) error {
	private := f
	if !f.Request.Work.Private {
		private = o
	}
	return fault.New(fault.Invalid, "%s is private, and not everybody who sees %s or %s may know of the other, so they stay apart. Answer and resolve each on its own.", private.Name(), f.Name(), o.Name())
}
