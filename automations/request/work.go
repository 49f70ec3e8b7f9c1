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
	return r
}

// work moves a request that is being worked on.
func (r Request) work(m Move) (Request, error) {
	if r.Work == nil {
		return r, r.refuse(m, NoWork)
	}
	switch m.Action { //nolint:exhaustive // only work comes here
	case Resolve:
		if r.own(m.By) || r.Reading != nil && slices.Contains(r.Reading.Makers, m.By) {
			return r, r.refuse(m, Own)
		}
		work := *r.Work
		work.By, work.Day = m.By, m.Day
		r.State, r.Work, r.Closing = Done, &work, strings.TrimSpace(m.Text)
	case Lapse:
		r.State = Done
	case Await:
		if strings.TrimSpace(m.Text) == "" {
			return r, r.refuse(m, Wordless)
		}
		r.State = Waiting
		r.Thread = append(slices.Clip(r.Thread), Remark{By: m.By, At: m.At, Text: strings.TrimSpace(m.Text), Question: true})
	case Resume:
		if strings.TrimSpace(m.Text) == "" {
			return r, r.refuse(m, Wordless)
		}
		r.State = Open
		r.Thread = append(slices.Clip(r.Thread), Remark{By: m.By, At: m.At, Text: strings.TrimSpace(m.Text)})
	case Reopen:
		work := *r.Work
		work.By, work.Day = "", ""
		r.State, r.Work, r.Closing = Open, &work, ""
	case Refer:
		if m.Sent == nil || len(m.Sent.Steps) == 0 {
			return r, r.refuse(m, Unrouted)
		}
		r.Steps, r.Step, r.Round = m.Sent.Steps, 0, r.Round+1
		r.State = Pending
	}
	r.Since = m.At
	return r, nil
}

// keepFiles gives the values with hashes filled in by the source of each file,
// and how many copies fitted no file.
func keepFiles(values form.Values, copies map[string]string) (form.Values, int) {
	left := maps.Clone(copies)
	kept := form.MapFiles(values, func(f form.File) form.File {
		if hash, ok := copies[f.Source]; ok {
			f.Hash = hash
			delete(left, f.Source)
		}
		return f
	})
	return kept, len(left)
}
