package request

// send submits a draft, or a returned request again.
func (r Request) send(m Move) (Request, error) {
	if m.Sent == nil {
		return r, r.refuse(m, Malformed)
	}
	if m.Action == Resubmit {
		if m.Sent.Requester != r.Requester || !r.speaks(m) {
			return r, r.refuse(m, Stranger)
		}
		next := r.edit(m)
		next.Previous, next.Round, next.Step = r.Values, r.Round+1, 0
		return next.route(m), nil
	}
	if m.By != m.Sent.Requester {
		return r, r.refuse(m, Stranger)
	}
	r.Created, r.Submitted = m.Sent.Created, m.At
	r.Shown = nil // the card of a draft is in no log: the move says anew who has one
	r = r.freeze(*m.Sent)
	r.Step = 0
	return r.route(m), nil
}

// freeze takes over what was sent. Where others speak for the requester, those
// who never decide stay known: they had a hand in it.
func (r Request) freeze(s Submission) Request {
	excluded := s.Excluded
	if len(s.Stewards) > 0 {
		excluded = union(r.Excluded, s.Excluded)
	}
	if s.Called != "" {
		r.Called = s.Called
	}
	r.Holds = r.carried(s.Holds)
	r.Kind, r.Policy, r.Requester, r.Title = s.Kind, s.Policy, s.Requester, s.Title
	r.Values, r.Sum, r.Excluded, r.Accounts = s.Values, s.Sum, excluded, union(r.Accounts, s.Accounts)
	r.Steps, r.Warnings, r.Work = s.Steps, s.Warnings, s.Work.after(r.Work)
	r.Reading, r.Stewards, r.Orders = s.Reading, s.Stewards, s.Orders
	return r
}

// route puts the request where its steps, holds and work say.
func (r Request) route(m Move) Request {
	r.Since = m.At
	switch {
	case len(r.Steps) > r.Step || len(r.Holds) > 0:
		r.State = Pending
	case r.IsDuty() && r.Work.Duty.Filed != "":
		return r.signed()
	case r.Work != nil:
		r.State = Open
	default:
		r.State = Done
	}
	return r
}

// price takes the rates that were missing and freezes the steps that follow
// from the amount.
func (r Request) price(m Move) (Request, error) {
	held := false
	for _, h := range r.Holds {
		held = held || h.Kind == RateHold
	}
	if !held {
		return r, r.refuse(m, NotAsked)
	}
	if m.Sent == nil || m.Sent.Requester != r.Requester {
		return r, r.refuse(m, Malformed)
	}
	if m.Sent.Sum == nil || len(m.Sent.Sum.Missing) > 0 {
		return r, r.refuse(m, Unpriced)
	}
	if r.own(m.By) {
		return r, r.refuse(m, Own)
	}
	return r.freeze(*m.Sent).route(m), nil
}

// keep notes our own copies of files.
func (r Request) keep(m Move) (Request, error) {
	kept, unfit := r.keepFiles(m.Copies)
	if unfit > 0 {
		return r, r.refuse(m, Unfit)
	}
	return kept, nil
}
