package request

import (
	"maps"
	"slices"
	"strings"

	"factotum/automations/form"
)

// withdraw ends a request by its requester.
func (r Request) withdraw(m Move) (Request, error) {
	if r.Requester != "" && !r.speaks(m) {
		return r, r.refuse(m, Stranger)
	}
	return r.end(m), nil
}

// end closes a request without its goal.
func (r Request) end(m Move) Request {
	switch m.Action { //nolint:exhaustive // only endings come here
	case Withdraw:
		r.State = Withdrawn
	case Expire:
		r.State = Expired
	case Cancel:
		r.State = Cancelled
	case Merge:
		r.State = Merged
	}
	r.Since, r.Closing = m.At, strings.TrimSpace(m.Text)
	if m.Action == Merge && m.Tie != nil && r.Work != nil {
		r = r.tied(*m.Tie)
	}
	return r
}

// work moves a request that is being worked on.
func (r Request) work(m Move) (Request, error) {
	if r.Work == nil {
		return r, r.refuse(m, NoWork)
	}
	if m.Action != Resolve && m.Action != Lapse && r.repeats(m) {
		return r, r.refuse(m, Twice)
	}
	if m.Action == Resolve && r.IsDuty() { // that takes evidence, and somebody who signs it off
		return r, r.refuse(m, NotNow)
	}
	work := *r.Work
	r.Work = &work
	var err error
	switch m.Action { //nolint:exhaustive // only work comes here
	case Resolve:
		r, err = r.resolve(m)
	case Lapse:
		r.State = Done
	case Await, Resume:
		if empty(m) {
			return r, r.refuse(m, Wordless)
		}
		r.State = map[Action]State{Await: Waiting, Resume: Open}[m.Action]
		r = r.said(m, "")
	case Reopen:
		r, err = r.reopen(m)
	case Refer:
		r, err = r.refer(m)
	}
	if err == nil {
		r.Since = m.At
	}
	return r, err
}

// resolve is that the work is done: not by who asked for it.
func (r Request) resolve(m Move) (Request, error) {
	if r.own(m.By) || r.Reading != nil && slices.Contains(r.Reading.Makers, m.By) {
		return r, r.refuse(m, Own)
	}
	r.Work.By, r.Work.Day = m.By, m.Day
	r.State, r.Closing = Done, strings.TrimSpace(m.Text)
	r.answered(m)
	return r, nil
}

// reopen takes up again what was done, within its time.
func (r Request) reopen(m Move) (Request, error) {
	if !r.Work.Settled.IsZero() {
		return r, r.refuse(m, Over)
	}
	r.Work.By, r.Work.Day, r.Work.Rating = "", "", nil
	r.State, r.Closing = Open, ""
	if !empty(m) {
		r = r.said(m, Reopen)
	}
	return r, nil
}

// refer has people asked for approval while it is worked on.
func (r Request) refer(m Move) (Request, error) {
	if m.Sent == nil || len(m.Sent.Steps) == 0 {
		return r, r.refuse(m, Unrouted)
	}
	r.Steps, r.Step, r.Round = m.Sent.Steps, 0, r.Round+1
	r.State = Pending
	if r.IsDuty() {
		r = r.file(m)
	}
	if !empty(m) {
		r = r.said(m, Refer)
	}
	return r, nil
}

// keepFiles gives the request with hashes filled in by the source of each file,
// and how many copies fitted no file.
func (r Request) keepFiles(copies map[string]string) (kept Request, unfit int) {
	left := maps.Clone(copies)
	copied := func(f form.File) form.File {
		if hash, ok := copies[f.Source]; ok {
			f.Hash = hash
			delete(left, f.Source)
		}
		return f
	}
	r.Values = form.MapFiles(r.Values, copied)
	r.Thread = slices.Clone(r.Thread)
	for i, m := range r.Thread {
		r.Thread[i].Files = slices.Clone(m.Files)
		for j, f := range m.Files {
			r.Thread[i].Files[j] = copied(f)
		}
	}
	return r, len(left)
}
