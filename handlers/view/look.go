package view

import (
	"slices"

	"factotum/automations"
	"factotum/automations/form"
	"factotum/automations/policy"
	"factotum/automations/request"
)

// look is a request before the eyes of its reader.
type look struct {
	automations.Sight
	paper
	r request.Request
}

func lookAt(s automations.Sight) look {
	r := s.File.Request
	if r.Called != "" {
		s.File.Dir = s.File.Dir.Calling(r.Requester, r.Called)
	}
	r.Thread = heard(r, s.Reader, s.File.Dir)
	return look{
		Sight: s, r: r,
		paper: paper{kind: s.Kind, dir: s.File.Dir, clock: clockOf(s.Reader, s.Now), unsure: s.File.Request.Unsure, masked: masked(s.File.Request), veiled: s.Kind.Veiled(s.File.Request, s.Reader)},
	}
}

// masked tells which fields hold an account that has to be confirmed first.
func masked(r request.Request) func(form.Field) bool {
	return func(field form.Field) bool {
		return slices.ContainsFunc(r.Holds, func(h request.Hold) bool {
			return h.Kind == request.BankHold && (field.Type == form.IBAN || field.Key == h.Path)
		})
	}
}

// part is what the reader is to a request.
type part int

const (
	bystander part = iota
	requester
	decider // may decide the step that is asked now, and has not approved it
	ender   // may end a hold that stands in the way
	worker  // may do what is left after approval
	steward // speaks for the requester, and nothing more
	agent   // works on the ticket, or is the place where that is done
)

func (l look) part() part {
	_, refused := policy.May(l.r, l.Reader, l.dir)
	switch {
	case l.dir.Same(l.Reader.ID, l.r.Requester):
		return requester
	case l.held():
		if len(l.endable()) > 0 {
			return ender
		}
	case l.r.State == request.Pending && refused == "" && !slices.Contains(l.r.Approvals(), l.Reader.ID):
		return decider
	}
	if l.desk() && l.inside() && l.r.State != request.Draft && l.r.State != request.Pending {
		return agent // at a place whoever reads there, by their own rights
	}
	for _, p := range policy.Workers(l.r, l.dir) {
		if p.ID == l.Reader.ID {
			return worker
		}
	}
	if policy.Speaks(l.r, l.Reader, l.dir) {
		return steward
	}
	return bystander
}

func (l look) inside() bool { return inside(l.r, l.Reader, l.dir) }

// mailed tells whether it came to a mailbox, so that nobody asked for it.
func (l look) mailed() bool {
	p, ok := l.dir.Person(l.r.Requester)
	return ok && p.Service && !p.Contact()
}

// doer is who has to change what is sent back: a duty's owner, else the requester.
func (l look) doer() string {
	if l.r.IsDuty() {
		return l.named(l.r.Work.Assignee)
	}
	return l.teller()
}

// teller is who reads what is said to the requester.
func (l look) teller() string {
	if !l.mailed() {
		return l.who()
	}
	for _, rule := range l.r.Stewards {
		if t, ok := l.dir.Team(rule.Of); ok && rule.Kind == request.ByTeam {
			return "The team " + t.Name
		}
	}
	return "Who looks after it"
}

// discarded tells whether it was a draft that was never sent.
func (l look) discarded() bool { return l.r.State == request.Withdrawn && l.r.Submitted.IsZero() }

func (l look) ref() string { return Ref(l.r.ID, l.r.Stage()) }

// heading is the kind with its number: Expense claim EXP-12. What is private
// says so first.
func (l look) heading() string {
	lock := ""
	if l.desk() && l.r.Work.Private {
		lock = "🔒 "
	}
	if l.File.Number == "" {
		return lock + l.kind.Title
	}
	return lock + l.kind.Title + " " + l.File.Number
}

// ofTeam tells whether somebody belongs to the team that has the work: who does it
// because nobody of the team may does not.
func (l look) ofTeam(id string) bool {
	p, ok := l.dir.Person(id)
	return ok && slices.Contains(p.Teams, l.r.Work.Team)
}

// who is the name of the person who asks.
func (l look) who() string { return personName(l.dir, l.r.Requester) }

// title is what it is for, in one line.
func (l look) title(most int) string {
	if l.r.State == request.Draft || l.discarded() {
		return ""
	}
	name := l.dated(l.r.Title, l.r.Values)
	if l.Rewrite != nil {
		name = l.dated(l.Rewrite.Title, l.Rewrite.Before)
	}
	return OneLine(l.entry(l.r, name), most)
}

// by is the name of somebody as the reader knows them, for mrkdwn.
func (l look) by(id string) string {
	name := named(l.dir, id, l.Reader)
	if name == "you" {
		return name
	}
	return "*" + Escape(name, 80) + "*"
}
