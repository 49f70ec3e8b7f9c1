package automations

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"factotum/automations/audit"
	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// File is a request as it was read: with its number and version, and the
// directory of that moment.
type File struct {
	Request request.Request
	Number  string
	Version int64
	Dir     people.Directory
	Again   bool // what was asked for had been done before: nothing was changed now
	guard   []state.Guard
	freeze  state.Document // as it was read

	recalled bool // it was at hand, and may have moved since
}

// Name is how people call the request: EXP-12, or “your draft” while it has no
// number.
func (f File) Name() string {
	if f.Number != "" {
		return f.Number
	}
	return "your draft"
}

// act is what a verb decided to do with a file.
type act struct {
	move   request.Move
	lines  []line   // told beside the cards
	timers []string // names of timers that are set anew from the state afterwards
	fired  []state.Timer
	prefix string          // the request gets a number with this prefix
	also   state.Change    // what else is committed with it
	idle   []people.Person // whom the request waits for, before and after; nil: they are found where it matters
}

// line is one sentence to one person.
type line struct {
	to   string
	says outbox.Says
	rank outbox.Rank
	wait time.Duration // before it is told
}

const keepSlack = 7 * 24 * time.Hour // how long Slack's own keys are remembered (DESIGN section 4)

// open loads a request with the directory.
func (d *Desk) open(ctx context.Context, id string) (File, error) {
	f, _, err := d.openWith(ctx, id)
	return f, err
}

// openWith is open that reads more documents at the same time.
func (d *Desk) openWith(ctx context.Context, id string, more ...string) (File, []state.Document, error) {
	dir, guard, err := d.roster.read(ctx, d.Store, d.Now())
	if err != nil {
		return File{}, nil, err
	}
	docs, err := d.Store.Load(ctx, append([]string{id, freezeID}, more...)...)
	if err != nil {
		return File{}, nil, err
	}
	f, err := decode(docs[0])
	f.Dir, f.guard, f.freeze = dir, guard, docs[1]
	d.atHand.thaw(docs[1])
	return f, docs[2:], err
}

// decode reads the document of a request. Returns notfound for a missing one.
func decode(doc state.Document) (File, error) {
	if doc.Version == 0 {
		return File{}, fault.New(fault.NotFound, "There is no such request. See your own with /desk mine.")
	}
	f := File{Number: doc.Number, Version: doc.Version}
	err := decodeOften(doc, &f.Request)
	return f, err
}

// update loads a request, asks decide what to do, and commits it once. decide
// is pure but for what it closes over, and runs again when the request or the
// directory moved meanwhile.
func (d *Desk) update(ctx context.Context, id string, once state.Once, decide func(File) (act, error)) (File, error) {
	return d.updateRead(ctx, File{}, id, once, decide)
}

// updateRead is update of a file that was read a moment ago; the zero one is
// read here.
func (d *Desk) updateRead(ctx context.Context, f File, id string, once state.Once, decide func(File) (act, error)) (File, error) {
	var a act
	hopeless := func(id string) bool { return firedElsewhere(a, id) || a.also.Moves(id) && !isTurn(id) }
	attempt := func() (err error) {
		if f.Version == 0 {
			if f, err = d.open(ctx, id); err != nil {
				return err
			}
		}
		if a, err = decide(f); err != nil {
			return err
		}
		if err := f.thawed(a.move.Action); err != nil {
			return err
		}
		f, err = d.commit(ctx, f, once, a)
		return err
	}
	err := d.persist(crowded(), hopeless, func() error {
		err := attempt()
		var stale state.StaleError
		switch {
		case errors.As(err, &stale):
			if !hopeless(stale.ID) {
				f = File{}
			}
		case err != nil && f.recalled && !passing(err): // what is refused is refused as it is, not as it was
			f = File{}
			err = attempt()
		}
		return err
	})
	return f, err
}

// crowded is what somebody is told whose change was overtaken by others all the
// time.
func crowded() error {
	return fault.New(fault.Conflict, "Too many people are changing this request at once. Nothing was changed by you; please try again.")
}

// firedElsewhere tells whether the timer of the act is gone, so that trying
// again cannot help.
func firedElsewhere(a act, id string) bool {
	return slices.ContainsFunc(a.fired, func(t state.Timer) bool { return t.Key == id })
}

// commit makes the move and everything that follows from it, in one change.
func (d *Desk) commit(ctx context.Context, f File, once state.Once, a act) (File, error) {
	after, c, err := d.moved(ctx, f, once, a)
	if err != nil {
		return f, err
	}
	result, err := d.write(ctx, c)
	if err != nil {
		return f, err
	}
	if result.Repeated {
		f, err = d.open(ctx, f.Request.ID)
		f.Again = true
		return f, err
	}
	done := File{Request: after, Number: f.Number, Version: f.Version + 1, Dir: f.Dir, guard: f.guard, freeze: f.freeze}
	if n := result.Numbers[after.ID]; n != "" {
		done.Number = n
	}
	return done, nil
}

// moved is the request after the move, and the change that makes it and
// everything that follows from it.
func (d *Desk) moved(ctx context.Context, f File, once state.Once, a act) (after request.Request, c state.Change, err error) {
	if speaking(a.move.Action) && len(f.Request.Stewards) > 0 { // who may act in the requester's place is part of what is replayed
		a.move.Speakers = ids(policy.Speakers(f.Request, f.Dir))
	}
	if after, err = f.Request.Apply(a.move); err != nil {
		return after, c, err
	}
	entered, err := d.entered(ctx, f.Request, after)
	if err != nil {
		return after, c, err
	}
	follows, err := d.becomes(ctx, f.Request, after, a.move)
	if err != nil {
		return after, c, err
	}
	leaves, err := d.leaves(ctx, f.Request, after, f.Dir)
	if err != nil {
		return after, c, err
	}
	frees, err := d.frees(ctx, f.Request, after, f.Dir)
	if err != nil {
		return after, c, err
	}
	a.also = with(with(with(with(a.also, entered), follows), leaves), frees)
	a.move.Shows, a.move.Spare = append(slices.Clip(a.move.Shows), missing(after.Shown, audience(after, f.Dir))...), policy.Spare(after, f.Dir)
	after = after.Seen(a.move)
	c, err = d.change(f, after, once, a)
	return after, c, err
}

// speaking tells whether an act is done for the requester.
func speaking(a request.Action) bool {
	return slices.Contains([]request.Action{request.Answer, request.Correct, request.Withdraw, request.Resubmit, request.Resume}, a)
}

// write commits a change and says that its notices and timers are due.
func (d *Desk) write(ctx context.Context, c state.Change) (state.Result, error) {
	return d.writeTo(ctx, d.Store, c)
}

// writeTo is write to the store that is given.
func (d *Desk) writeTo(ctx context.Context, store Store, c state.Change) (state.Result, error) {
	c.Notices = append(c.Notices, d.hookedRecords(c)...)
	c, dir, err := d.charged(ctx, c)
	if err != nil {
		return state.Result{}, err
	}
	result, err := store.Commit(ctx, c)
	d.turned(dir, err)
	if err != nil {
		return result, err
	}
	d.begun(c)
	if len(c.Notices) > 0 {
		d.Due()
	}
	now := d.Now()
	if d.Ring != nil && slices.ContainsFunc(c.Timers, func(t state.Timer) bool { return !t.At.After(now) }) {
		d.Ring()
	}
	return result, nil
}

// change puts together what one move writes.
func (d *Desk) change(f File, after request.Request, once state.Once, a act) (state.Change, error) {
	body, err := json.Marshal(after)
	if err != nil {
		return state.Change{}, fmt.Errorf("automations: encode %s: %w", after.ID, err)
	}
	record, err := audit.Of(a.move.At, a.move.By, after.ID, string(a.move.Action), f.Version+1, after.Policy, a.move)
	if err != nil {
		return state.Change{}, err
	}
	c := state.Change{
		Once: once, Guards: f.guards(), Fired: a.fired, Audit: []audit.Record{record},
		Documents: []state.Document{{ID: after.ID, Version: f.Version, Number: f.Number, Prefix: a.prefix, Body: body}},
		Notices:   append(refreshed(f.Request, after, a.move), lines(after, a)...),
	}
	c.Notices = append(c.Notices, d.hooked(after, f.Version+1, a.move)...)
	c.Timers, c.Cancel = d.timers(after, f, a)
	if reminds(a.move) && len(after.Shown) == len(f.Request.Shown) { // many at once, and nothing else follows from it
		return with(c, a.also), nil
	}
	c.Notices = append(c.Notices, turns(f.Request, after, a.move, f.Dir)...)
	c.Notices = append(c.Notices, d.away(f.Request, after, a.move, f.Dir)...)
	c.Notices = append(c.Notices, receipts(f.Request, after, f.Dir, a.move.At)...)
	c.Notices = append(c.Notices, copies(f.Request, after, f.Dir, a.move.At)...)
	c.Add, c.Remove = reindexed(f, after)
	c.Claims = claims(missing(f.Request.Keys(), after.Keys()), after.ID)
	c.Release = claims(missing(after.Keys(), f.Request.Keys()), after.ID)
	return with(c, a.also), nil
}

// reminds tells whether a move does nothing but remind.
func reminds(m request.Move) bool { return m.Action == request.Remind && m.Day == "" }

// claims are keys that a request holds.
func claims(keys []string, holder string) []state.Claim {
	var all []state.Claim
	for _, key := range keys {
		all = append(all, state.Claim{Key: key, Holder: holder})
	}
	return all
}

// with adds what else is committed.
func with(c, also state.Change) state.Change {
	c.Documents, c.Guards = append(c.Documents, also.Documents...), append(c.Guards, also.Guards...)
	c.Claims, c.Release = append(c.Claims, also.Claims...), append(c.Release, also.Release...)
	c.Add, c.Remove = append(c.Add, also.Add...), append(c.Remove, also.Remove...)
	c.Timers, c.Cancel = append(c.Timers, also.Timers...), append(c.Cancel, also.Cancel...)
	c.Audit, c.Notices = append(c.Audit, also.Audit...), append(c.Notices, also.Notices...)
	c.Fired, c.Receipts = append(c.Fired, also.Fired...), append(c.Receipts, also.Receipts...)
	return c
}
