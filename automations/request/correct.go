package request

import (
	"bytes"
	"encoding/json"
	"slices"

	"factotum/automations/audit"
	"factotum/automations/form"
)

// speaks tells whether the actor of a move may speak for the requester.
func (r Request) speaks(m Move) bool {
	return m.By == r.Requester || slices.Contains(m.Speakers, m.By)
}

// correct takes over fields that somebody looked at, or what Factotum itself
// found out anew about the same fields. It computes nothing: the submission
// holds the steps, warnings and holds that follow.
func (r Request) correct(m Move) (Request, error) {
	switch {
	case m.Stage != "" && m.Stage != r.Stage():
		return r, r.refuse(m, Overtaken)
	case m.Sent == nil || m.Sent.Requester != r.Requester:
		return r, r.refuse(m, Malformed)
	case m.By == audit.System && !r.completed(m):
		return r, r.refuse(m, Malformed)
	case m.By != audit.System && !r.speaks(m):
		return r, r.refuse(m, Stranger)
	}
	for _, h := range r.Holds {
		if h.Stays && h.Path != "" && !r.Values[h.Path].Same(m.Sent.Values[h.Path]) {
			return r, &Refusal{Cause: Held, Action: m.Action, State: r.State, Hold: h}
		}
	}
	if m.By != audit.System {
		r = r.remarked(m)
	}
	return r.revise(m), nil
}

// completed tells whether a move changes nothing but empty fields that do not
// decide over the money: more is not for Factotum itself to change.
func (r Request) completed(m Move) bool {
	overwritten := func(key string) bool { return !r.Values[key].IsZero() }
	return !r.material(m) && !slices.ContainsFunc(form.Changed(r.Values, m.Sent.Values), overwritten)
}

// revise freezes what was edited while it is under way. Decisions count only as
// long as neither what decides over the money nor the way through the steps
// has changed: otherwise everybody is asked again.
func (r Request) revise(m Move) Request {
	next := r.edit(m)
	if len(form.Changed(r.Values, m.Sent.Values)) > 0 {
		next.Previous = r.Values
	}
	if r.material(m) || !equal(r.Steps, m.Sent.Steps) {
		next.Round, next.Step = r.Round+1, 0
		return next.route(m)
	}
	if len(r.Holds) > 0 || len(next.Holds) > 0 {
		return next.freed(m)
	}
	return next
}

// edit freezes what was sent instead of what was there. Who changed for
// somebody else what decides over the money never decides on it.
func (r Request) edit(m Move) Request {
	next := r.freeze(*m.Sent)
	if m.By != r.Requester && m.By != audit.System && r.material(m) {
		next.Excluded = union(next.Excluded, []string{m.By})
	}
	return next
}

// material tells whether the move changes a field that decides over the money.
func (r Request) material(m Move) bool {
	return slices.ContainsFunc(form.Changed(r.Values, m.Sent.Values), func(key string) bool {
		return slices.Contains(m.Sent.Material, key)
	})
}

// chosen tells whether a move settles a mismatch: with one of the values that
// the document has, and without touching anything else.
func (r Request) chosen(h Hold, m Move) bool {
	at := slices.IndexFunc(h.Choices, func(c Choice) bool { return c.Source == m.Choice })
	if at < 0 || m.Sent == nil || m.Sent.Requester != r.Requester {
		return false
	}
	others := slices.DeleteFunc(form.Changed(r.Values, m.Sent.Values), func(key string) bool { return key == h.Path })
	return len(others) == 0 && m.Sent.Values[h.Path].Same(h.Choices[at].Value)
}

// equal compares steps as they are kept, where an empty list is none.
func equal(a, b []Step) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y) || len(a)+len(b) == 0
}
