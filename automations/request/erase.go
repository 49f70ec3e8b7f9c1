package request

import "fmt"

// erased stands where a text was.
const erased = "(erased)"

// Finished tells whether nobody is waiting for the request any more, so that
// what was typed into it may be erased.
func (r Request) Finished() bool { return r.State.Final() || r.State == Done }

// Erase takes away what the person typed, and of a request of theirs all that
// was typed about it. Ids, states, amounts and moments stay: they are the
// company's books. It is no move, since what is gone cannot be replayed.
func (r Request) Erase(person string) Request {
	return r.wiped(erased, r.Requester == person, func(by string) bool { return by == person })
}

// Outlive takes away all that was typed into the request and said about it, and
// its amounts: so many months were their time. Its number, who did what and when,
// and what was decided stay. It is no move either.
func (r Request) Outlive(months int) Request {
	mark := Outlived(months)
	r = r.wiped(mark, true, func(string) bool { return true })
	r.Title, r.Sum, r.Reading, r.Orders, r.Months = mark, nil, nil, "", months
	return r
}

// Outlived stands where something was whose time was so many months.
func Outlived(months int) string {
	if months == 1 {
		return "(removed after 1 month)"
	}
	return fmt.Sprintf("(removed after %d months)", months)
}

// wiped is the request with a mark where somebody has typed; all: whoever it was.
func (r Request) wiped(mark string, all bool, typed func(by string) bool) Request {
	r = r.clone()
	if all {
		r.Called = ""
		r.Title, r.Values, r.Previous, r.Warnings = mark, nil, nil, nil
		if r.Reading != nil {
			r.Reading = &Reading{Vendor: r.Reading.Vendor, Order: r.Reading.Order, Keys: r.Reading.Keys}
		}
	}
	if last, decided := r.LastDecision(); r.Closing != "" && (all || decided && typed(last.By) || r.Work != nil && typed(r.Work.By)) {
		r.Closing = mark
	}
	if all && r.Work != nil && r.Work.Rating != nil && r.Work.Rating.Text != "" {
		r.Work.Rating.Text = mark
	}
	for i, d := range r.Decisions {
		if d.Comment != "" && (all || typed(d.By)) {
			r.Decisions[i].Comment = mark
		}
	}
	for i, m := range r.Thread {
		if all || typed(m.By) {
			r.Thread[i].Text, r.Thread[i].Files = mark, nil
		}
	}
	return r
}
