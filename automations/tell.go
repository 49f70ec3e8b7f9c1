package automations

import (
	"fmt"
	"slices"
	"time"

	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
)

// audience are those who need a card of the request now.
func audience(r request.Request, dir people.Directory) []string {
	var ids []string
	for _, p := range policy.Speakers(r, dir) {
		if _, task := r.Parent(); !task || r.State == request.Waiting { // who asked sees tasks on the card of the whole
			ids = append(ids, p.ID)
		}
	}
	for _, c := range policy.Asked(r, dir) {
		ids = append(ids, c.Person.ID)
	}
	if r.Work != nil {
		ids = append(ids, r.Work.Heard...)
	}
	return append(ids, crew(r, dir)...)
}

// crew are those who need a card because they do the work. A ticket is shown at
// the place of its team, and beside that to who has it and who follows it; where
// the team has no place, to all of it.
func crew(r request.Request, dir people.Directory) []string {
	if r.IsDuty() { // who has it is among those who speak for it
		return nil
	}
	if r.Work == nil || !r.Work.Desk {
		return ids(policy.Workers(r, dir))
	}
	if r.State == request.Pending || r.State == request.Returned || r.State.Final() {
		return nil
	}
	shown := slices.Clone(r.Work.Followers)
	if p, ok := policy.Assignee(r, dir); ok {
		shown = append(shown, p.ID)
	}
	if place, ok := dir.Place(r.Work.Team, r.Work.Private); ok {
		return append(shown, place.ID)
	}
	return append(shown, ids(policy.Workers(r, dir))...)
}

// missing are those wanted who are not there yet, each once.
func missing(have, wanted []string) []string {
	var more []string
	for _, id := range wanted {
		if !slices.Contains(have, id) && !slices.Contains(more, id) {
			more = append(more, id)
		}
	}
	return more
}

// cards brings the card of everybody who has one up to date.
func cards(r request.Request, at time.Time) []outbox.Notice {
	var notices []outbox.Notice
	for _, person := range r.Shown {
		notices = append(notices, outbox.Notice{
			Key: outbox.CardKey(r.ID, person), Lane: r.ID, Shape: outbox.Card, Request: r.ID, To: person, At: at,
		})
	}
	return notices
}

// refreshed are the cards that a move changes: a reminder those only that are new.
func refreshed(before, after request.Request, m request.Move) []outbox.Notice {
	if reminds(m) {
		after.Shown = missing(before.Shown, after.Shown)
	}
	return cards(after, m.At)
}

// owners are those who get what the requester gets, but for who acts.
func owners(f File, but string) []string {
	if _, task := f.Request.Parent(); task {
		return nil
	}
	return slices.DeleteFunc(ids(policy.Speakers(f.Request, f.Dir)), func(id string) bool { return id == but })
}

// tell is one line to each of several people.
func tell(people []string, says outbox.Says) []line {
	var lines []line
	for _, to := range people {
		lines = append(lines, line{to: to, says: says})
	}
	return lines
}

func lines(r request.Request, a act) []outbox.Notice {
	var notices []outbox.Notice
	for _, l := range a.lines {
		n := lineOf(r, l.to, string(a.move.Action), l.says, a.move.At)
		n.At = n.At.Add(l.wait)
		if n.Rank = l.rank; n.Rank > outbox.Prompt || l.wait > 0 || timed(l.says.Name) { // what waits must not keep what follows back
			n.Lane = outbox.ReminderLane(r.ID, l.to)
		}
		notices = append(notices, n)
	}
	return notices
}

// lineOf is a line about the request that a cause brings about at a moment.
func lineOf(r request.Request, to, cause string, says outbox.Says, at time.Time) outbox.Notice {
	return outbox.Notice{
		Key: outbox.LineKey(r.ID, to, fmt.Sprintf("%s-%d", cause, at.UnixNano())), Lane: r.ID, Shape: outbox.Line,
		Request: r.ID, To: to, Says: says, At: at,
	}
}
