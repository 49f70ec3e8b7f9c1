package request

// erased stands where a text was.
const erased = "(erased)"

// Finished tells whether nobody is waiting for the request any more, so that
// what was typed into it may be erased.
func (r Request) Finished() bool { return r.State.Final() || r.State == Done }

// Erase takes away what the person typed, and of a request of theirs all that
// was typed about it. Ids, states, amounts and moments stay: they are the
// company's books. It is no move, since what is gone cannot be replayed.
func (r Request) Erase(person string) Request {
	r = r.clone()
	own := r.Requester == person
	if own {
		r.Called = ""
		r.Title, r.Values, r.Previous, r.Warnings = erased, nil, nil, nil
		if r.Reading != nil {
			r.Reading = &Reading{Vendor: r.Reading.Vendor, Order: r.Reading.Order, Keys: r.Reading.Keys}
		}
	}
	if last, decided := r.LastDecision(); r.Closing != "" && (own || decided && last.By == person || r.Work != nil && r.Work.By == person) {
		r.Closing = erased
	}
	if own && r.Work != nil && r.Work.Rating != nil && r.Work.Rating.Text != "" {
		r.Work.Rating.Text = erased
	}
	for i, d := range r.Decisions {
		if d.Comment != "" && (own || d.By == person) {
			r.Decisions[i].Comment = erased
		}
	}
	for i, m := range r.Thread {
		if own || m.By == person {
			r.Thread[i].Text, r.Thread[i].Files = erased, nil
		}
	}
	return r
}
