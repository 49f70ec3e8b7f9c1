package request

import (
	"slices"
	"strings"
)

// empty tells whether a move says nothing.
func empty(m Move) bool { return strings.TrimSpace(m.Text) == "" && len(m.Files) == 0 }

// talk adds or changes a sentence of the conversation. A sentence with an id is
// said once.
func (r Request) talk(m Move) (Request, error) {
	if m.Action == Amend {
		return r.amend(m)
	}
	switch {
	case empty(m):
		return r, r.refuse(m, Wordless)
	case r.repeats(m):
		return r, r.refuse(m, Twice)
	}
	return r.said(m, Say), nil
}

// said is the request with what a move says.
func (r Request) said(m Move, act Action) Request {
	r.Thread = append(slices.Clip(r.Thread), Remark{
		By: m.By, At: m.At, Text: strings.TrimSpace(m.Text), Question: m.Action == Await, Act: act,
		ID: m.Remark, Internal: m.Internal, Files: m.Files,
	})
	if r.Work != nil && !m.Internal {
		work := *r.Work
		r.Work = &work
		r.answered(m)
	}
	return r
}

// answered notes the first answer of the team. The work is the request's own.
func (r Request) answered(m Move) {
	if r.Work.Desk && r.Work.First.IsZero() && (m.Staff || m.Action == Await || m.Action == Resolve) {
		r.Work.First = m.At
	}
}

// amend changes or takes back a sentence; what was for everybody may become
// internal, never the other way round.
func (r Request) amend(m Move) (Request, error) {
	at := r.remarkAt(m.Remark)
	switch {
	case m.Remark == "" || at < 0 || r.Thread[at].Removed:
		return r, r.refuse(m, Over)
	case r.Thread[at].By != m.By:
		return r, r.refuse(m, Stranger)
	case empty(m) && !m.Removed:
		return r, r.refuse(m, Wordless)
	}
	r.Thread = slices.Clone(r.Thread)
	said := &r.Thread[at]
	said.Text, said.Files, said.Amended = strings.TrimSpace(m.Text), m.Files, m.At
	said.Internal = said.Internal || m.Internal
	if m.Removed {
		said.Text, said.Files, said.Removed = "", nil, true
	}
	return r, nil
}

// repeats tells whether the move says what was said already.
func (r Request) repeats(m Move) bool { return m.Remark != "" && r.remarkAt(m.Remark) >= 0 }

// remarkAt finds a sentence by its id; -1: there is none.
func (r Request) remarkAt(id string) int {
	return slices.IndexFunc(r.Thread, func(m Remark) bool { return m.ID != "" && m.ID == id })
}

// Said gives a sentence by its id.
func (r Request) Said(id string) (Remark, bool) {
	at := r.remarkAt(id)
	if at < 0 {
		return Remark{}, false
	}
	return r.Thread[at], true
}
