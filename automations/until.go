package automations

import (
	"context"
	"slices"
	"time"

	"factotum/automations/calendar"
	"factotum/automations/catalogue"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

// UntilLine is the name of the line that says that something given ends soon.
const UntilLine = "until"

// evening is when the last day of something ends.
const evening = 18 * time.Hour

// endings are the moments before the end of what was given at which people are
// told, and the end itself.
func (d *Desk) endings(r request.Request, dir people.Directory) []time.Time {
	kind, err := d.Catalogue.Kind(r.Kind)
	if err != nil || r.State != request.Done || r.Work == nil {
		return nil
	}
	day := kind.Until(r)
	if day.IsZero() {
		return nil
	}
	end := EndsOn(day, r, dir)
	return []time.Time{end.AddDate(0, 0, -1), end.Add(-time.Hour), end}
}

// EndsOn is the moment at which something given until a day ends: in the evening,
// where who asked for it is.
func EndsOn(day calendar.Date, r request.Request, dir people.Directory) time.Time {
	who, _ := dir.Person(r.Requester)
	return day.In(zone(who)).Add(evening)
}

// nextEnding is the first of them after a moment; what is over already ends now.
func (d *Desk) nextEnding(r request.Request, dir people.Directory, after time.Time) time.Time {
	all := d.endings(r, dir)
	for _, at := range all {
		if at.After(after) {
			return at.UTC()
		}
	}
	if len(all) == 0 || slices.ContainsFunc(r.Work.Ties, func(t request.Tie) bool { return t.Kind == request.Task }) {
		return time.Time{}
	}
	return after
}

// ending tells those who have something that it ends soon, and once it does
// makes a ticket that it is taken back.
func (d *Desk) ending(ctx context.Context, t state.Timer) error {
	f, err := d.open(ctx, t.Subject)
	if err != nil {
		return err
	}
	all, now := d.endings(f.Request, f.Dir), d.Now().UTC()
	if len(all) == 0 {
		return d.drop(ctx, t)
	}
	end := all[len(all)-1]
	if !now.Before(end) {
		task := catalogue.Task{Title: "Take back: " + shortened(f.Request.Title, 180)}
		task.Team, task.Due = f.Request.Work.Team, end.Format(time.DateOnly)
		return d.task(ctx, f, "until/"+f.Request.ID+"/"+end.Format(time.DateOnly), task, t)
	}
	c := state.Change{Once: slot(t), Fired: []state.Timer{t}}
	c.Timers = []state.Timer{{Key: t.Key, Name: t.Name, Subject: t.Subject, At: d.nextEnding(f.Request, f.Dir, now)}}
	for _, person := range missing(nil, append(owners(f, ""), f.Request.Excluded...)) {
		n := lineOf(f.Request, person, UntilLine, outbox.Says{Name: UntilLine, By: f.Request.Requester}, now)
		n.Key = outbox.LineKey(f.Request.ID, person, UntilLine+"-"+t.At.UTC().Format(sortable))
		c.Notices = append(c.Notices, n)
	}
	_, err = d.write(ctx, c)
	return err
}
