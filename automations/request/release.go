package request

import (
	"maps"
	"slices"
	"strings"

	"factotum/automations/form"
)

// confirm adds one voice to a hold that needs several people; the last one ends
// it.
func (r Request) confirm(m Move) (Request, error) {
	h, err := r.endable(m)
	switch {
	case err != nil:
		return r, err
	case h.Kind != BankHold:
		return r, r.refuse(m, Malformed)
	case slices.ContainsFunc(h.Voices, func(v Voice) bool { return v.By == m.By }):
		return r, r.refuse(m, Twice)
	}
	h.Voices = append(slices.Clip(h.Voices), Voice{By: m.By, At: m.At, Text: strings.TrimSpace(m.Text)})
	r = r.remarked(m)
	if len(h.Voices) >= voices {
		return r.vouched(h).without(h, m).freed(m), nil
	}
	r.Holds = slices.Clone(r.Holds)
	r.Holds[slices.IndexFunc(r.Holds, func(o Hold) bool { return o.ID() == h.ID() })] = h
	return r, nil
}

// vouched counts those who have confirmed where the money goes among those who
// neither decide nor pay. What is odd about the document itself says nothing
// about where the vendor's money goes.
func (r Request) vouched(h Hold) Request {
	if r.Reading == nil || h.Stays {
		return r
	}
	reading := *r.Reading
	reading.Makers = union(reading.Makers, h.callers())
	r.Reading = &reading
	return r
}

// release ends a hold with a reason and, where a document has two values for a
// field, with the one that is right.
func (r Request) release(m Move) (Request, error) {
	h, err := r.endable(m)
	if err != nil {
		return r, err
	}
	switch h.Kind {
	case DuplicateHold, OrderHold:
		return r.without(h, m).remarked(m).freed(m), nil
	case MismatchHold:
		if !r.chosen(h, m) {
			return r, r.refuse(m, Unchosen)
		}
		return r.without(h, m).remarked(m).revise(m), nil
	case RateHold, UnsureHold, VendorHold, BankHold:
	}
	return r, r.refuse(m, Malformed)
}

// endable gives the hold of a move, if its actor may end it now.
func (r Request) endable(m Move) (Hold, error) {
	h, ok := r.HoldBy(m.Hold)
	switch {
	case !ok:
		return h, r.refuse(m, Over)
	case r.own(m.By) || r.made(m.By):
		return h, r.refuse(m, Own)
	case !slices.Contains(m.Asked, m.By):
		return h, r.refuse(m, NotAsked)
	case m.At.Before(h.NotBefore):
		return h, &Refusal{Cause: Early, Action: m.Action, State: r.State, Hold: h}
	case strings.TrimSpace(m.Text) == "":
		return h, r.refuse(m, Wordless)
	}
	return h, nil
}

// freed goes on once nothing holds the request.
func (r Request) freed(m Move) Request {
	if len(r.Holds) > 0 {
		return r
	}
	return r.route(m)
}

// remarked adds what somebody did and said to the conversation.
func (r Request) remarked(m Move) Request {
	r.Thread = append(slices.Clip(r.Thread), Remark{By: m.By, At: m.At, Text: strings.TrimSpace(m.Text), Act: m.Action})
	return r
}

// note adds what happened beside the request, such as that it arrived again,
// with the claims that follow from it.
func (r Request) note(m Move) (Request, error) {
	if strings.TrimSpace(m.Text) == "" {
		return r, r.refuse(m, Wordless)
	}
	if len(m.Keys) > 0 && r.Reading != nil {
		reading := *r.Reading
		reading.Keys = union(reading.Keys, m.Keys)
		r.Reading = &reading
	}
	if m.Sent != nil && r.IsDuty() { // evidence that Factotum brings by itself
		values := maps.Clone(r.Values)
		if values == nil {
			values = form.Values{}
		}
		maps.Copy(values, m.Sent.Values)
		r.Values = values
	}
	if m.Day != "" && r.IsDuty() {
		r = r.redated(m)
	}
	return r.remarked(m), nil
}
