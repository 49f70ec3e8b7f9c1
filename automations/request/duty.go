package request

import "slices"

// Duty is what an occurrence of an obligation keeps: it waits for its evidence,
// and is done once somebody else has signed that off.
type Duty struct {
	Period   string `json:"period"`             // which occurrence of the obligation it is
	Opens    string `json:"opens"`              // ISO 8601: reminders begin after that day
	Filed    string `json:"filed,omitempty"`    // who brought the evidence that is looked at, or was signed off
	Snoozed  string `json:"snoozed,omitempty"`  // ISO 8601: who has it is reminded of nothing before
	Snoozes  int    `json:"snoozes,omitempty"`  // how often it was put off
	Most     int    `json:"most,omitempty"`     // how often it can be
	Proposed string `json:"proposed,omitempty"` // who should have it, as who does not want it says
}

// IsDuty tells whether the request is an occurrence of an obligation.
func (r Request) IsDuty() bool { return r.Work != nil && r.Work.Duty != nil }

// bars tells whether an action that the state allows is none for a duty: it
// ends by its evidence, or by who may waive it, and in no other way.
func (r Request) bars(a Action) bool {
	return r.IsDuty() && slices.Contains([]Action{Reject, Withdraw, Expire, Merge, Await, Lapse, Reopen, Rate, Settle, Rank, Conceal}, a)
}

// file takes the evidence of a duty, and asks those who sign it off. Whoever
// brought it, or has the duty, never is among them.
func (r Request) file(m Move) Request {
	r.Work.Duty = fresh(r.Work.Duty)
	r.Work.Duty.Filed, r.Work.Day = m.By, m.Day
	r.Values, r.Previous = m.Sent.Values, r.Values
	r.Excluded, r.Accounts = union(r.Excluded, m.Sent.Excluded), union(r.Accounts, m.Sent.Accounts)
	return r
}

// signed ends a duty whose evidence was found good by all who were asked.
func (r Request) signed() Request {
	work := *r.Work
	work.By = work.Duty.Filed
	r.Work, r.State = &work, Done
	return r
}

// snooze puts off what who has the duty is reminded of.
func (r Request) snooze(m Move) (Request, error) {
	work := *r.Work
	work.Duty = fresh(work.Duty)
	switch duty := work.Duty; {
	case duty.Snoozes >= duty.Most:
		return r, r.refuse(m, Over)
	case m.Day > work.Due:
		return r, r.refuse(m, Malformed)
	}
	work.Duty.Snoozed = m.Day
	work.Duty.Snoozes++
	r.Work = &work
	return r, nil
}

// redated is the duty due on another day, since the calendar has changed. What is
// to be told again for that day counts as not told.
func (r Request) redated(m Move) Request {
	work := *r.Work
	work.Duty = fresh(work.Duty)
	work.Due = m.Day
	work.Alerts = slices.DeleteFunc(slices.Clone(work.Alerts), func(told string) bool { return slices.Contains(m.Alerts, told) })
	if work.Duty.Snoozed > work.Due {
		work.Duty.Snoozed = work.Due
	}
	if r.Work = &work; m.Sent != nil && m.Sent.Title != "" {
		r.Title = m.Sent.Title
	}
	return r
}

// passed is the duty in other hands: nothing of it is put off, and who has it
// speaks for it.
func (r Request) passed(m Move) Request {
	r.Work.Duty = fresh(r.Work.Duty)
	r.Work.Duty.Snoozed, r.Work.Duty.Proposed = "", m.Choice
	r.Stewards = []Rule{{Kind: ByPerson, Of: m.To}}
	return r
}
