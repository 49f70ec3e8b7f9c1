package automations

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"factotum/automations/audit"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// The names of lines that time brings about.
const (
	AlertLine = "alert" // its text is what is told of the clocks, such as FirstLate, with spaces between
	NudgeLine = "nudge" // who asked is reminded of a question
	AwayLine  = "away"  // the team does not work now; its text is when it does again, RFC 3339
)

// clock does to a request what its time has come for: it tells of promises that
// are nearly, or already, broken, reminds of a question, ends what nobody
// answers, and closes what nobody takes up again.
func (d *Desk) clock(ctx context.Context, t state.Timer) error {
	f, err := d.open(ctx, t.Subject)
	if err != nil {
		return err
	}
	if at := d.nextClock(f.Request); at.After(d.Now()) { // what is promised was changed meanwhile
		again := state.Timer{Key: t.Key, Name: t.Name, Subject: t.Subject, At: at}
		_, err := d.write(ctx, state.Change{Once: slot(t), Fired: []state.Timer{t}, Timers: []state.Timer{again}})
		return err
	}
	_, err = d.updateRead(ctx, f, t.Subject, slot(t), func(f File) (act, error) {
		a := act{move: request.Move{By: audit.System, At: d.Now().UTC()}, fired: []state.Timer{t}}
		switch r := f.Request; r.State {
		case request.Waiting:
			d.unanswered(f, &a)
		case request.Done:
			a.move.Action = request.Settle
		default:
			err := d.alert(f, &a)
			return a, err
		}
		return a, nil
	})
	return err
}

// unanswered reminds who asked of the question, once, and then ends it.
func (d *Desk) unanswered(f File, a *act) {
	r := f.Request
	kind, _ := d.Catalogue.Kind(r.Kind) // without it there would be no next moment
	if kind.Levels.Nudge > 0 && !nudged(r) {
		question, _ := r.Unanswered()
		a.move.Action = request.Remind
		a.lines = tell(owners(f, ""), outbox.Says{Name: NudgeLine, By: question.By, Text: question.Text})
		return
	}
	a.move.Action = request.Lapse
	a.lines = tell(missing(nil, append(owners(f, ""), hands(f)...)), outbox.Says{Name: string(request.Lapse)})
}

// alert tells those who work on it what is nearly due, and the lead of the team,
// then the lead's manager, what is late. Of each clock only the last is told.
func (d *Desk) alert(f File, a *act) error {
	kind, err := d.Catalogue.Kind(f.Request.Kind)
	if err != nil {
		return err
	}
	a.move.Action = request.Alert
	told := []string{}
	if f.Request.Work != nil {
		told = f.Request.Work.Alerts
	}
	says := map[string]string{}
	for _, clock := range alerts(d.Clocks(f.Request, kind), told) {
		due := slices.DeleteFunc(clock, func(l alert) bool { return l.at.After(a.move.At) })
		for i, l := range due {
			a.move.Alerts = append(a.move.Alerts, l.key)
			if i < len(due)-1 {
				continue
			}
			above := superiors(f, l.key)
			a.move.Heard = missing(nil, append(a.move.Heard, above...))
			for _, person := range missing(nil, append(hands(f), above...)) {
				says[person] = strings.TrimSpace(says[person] + " " + l.key)
			}
		}
	}
	for _, person := range slices.Sorted(maps.Keys(says)) {
		to, _ := f.Dir.Person(person) // threads notify nobody who has not written in them
		a.lines = append(a.lines, line{to: person, says: outbox.Says{Name: AlertLine, Text: says[person], Threaded: to.Service && f.Request.Work.Assignee != ""}})
	}
	return nil
}

// hands are those who are to do something about it: who has the work, and the
// place of the team, or everybody of it where it has none.
func hands(f File) []string {
	r := f.Request
	place, here := f.Dir.Place(r.Work.Team, r.Work.Private)
	assignee, has := policy.Assignee(r, f.Dir)
	switch {
	case here && has:
		return []string{place.ID, assignee.ID}
	case here:
		return []string{place.ID}
	case has:
		return []string{assignee.ID}
	}
	return ids(policy.Staff(r, f.Dir))
}

// superiors are those to whom it goes up: the lead of the team, and with time
// the nearest manager of the lead. What is private stays with those named: each of
// them is told.
func superiors(f File, key string) []string {
	r := f.Request
	team, ok := f.Dir.Team(r.Work.Team)
	lead, known := f.Dir.Person(team.Lead)
	late, over := strings.HasSuffix(key, "-late"), strings.HasSuffix(key, "-over")
	if !late && !over {
		return nil
	}
	if r.Work.Private {
		return ids(policy.Staff(r, f.Dir))
	}
	if !ok || !known {
		return nil
	}
	above := []people.Person{lead}
	if over {
		above = append(above, f.Dir.ManagerChain(lead.ID)...)
	}
	var told []string
	for _, p := range above {
		if p.MayDecide() && !policy.Own(r, p, f.Dir) {
			told = append(told, p.ID)
		}
		if over && len(told) == 2 {
			break
		}
	}
	return told
}

// away tells who asks that the team does not work now, and when it does again, as
// what was done is taken up again. That it does not as a ticket comes stands where
// its coming is told.
func (d *Desk) away(before, after request.Request, m request.Move, dir people.Directory) []outbox.Notice {
	back := d.Opens(File{Request: after, Dir: dir})
	if before.State != request.Done || back.IsZero() {
		return nil
	}
	var told []outbox.Notice
	for _, p := range policy.Speakers(after, dir) {
		says := outbox.Says{Name: AwayLine, Text: back.Format(time.RFC3339)}
		told = append(told, lineOf(after, p.ID, AwayLine, says, m.At))
	}
	return told
}

// Opens is when the team of a ticket works again that did not as it came to it, by
// the clock of the team; zero where it did, does again, or somebody has answered
// since.
func (d *Desk) Opens(f File) time.Time {
	r := f.Request
	kind, err := d.Catalogue.Kind(r.Kind)
	_, task := r.Parent() // it was made for them, at whatever hour
	if err != nil || kind.Levels == nil || r.Work == nil || r.State != request.Open || task {
		return time.Time{}
	}
	if first := r.Work.First; !first.IsZero() && !first.Before(r.Since) {
		return time.Time{}
	}
	from := r.Since
	if back := nobodyUntil(r, f.Dir); back.After(from) {
		from = back
	}
	hours := d.shift(r.Work.Team)
	if opens := hours.Opens(from); opens.After(r.Since) && opens.After(d.Now()) {
		return opens.In(hours.Location)
	}
	return time.Time{}
}
