package automations

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"factotum/automations/audit"
	"factotum/automations/calendar"
	"factotum/automations/obligation"
	"factotum/automations/request"
	"factotum/automations/state"
)

// redates sets the timer by which duties that are not done follow the calendar.
func (d *Desk) redates(ctx context.Context, now time.Time) error {
	t := state.Timer{Key: datesTimer, Name: datesTimer, At: now}
	_, err := d.write(ctx, state.Change{Once: state.Once{Key: datesTimer + "/" + now.Format(sortable), Keep: time.Hour}, Timers: []state.Timer{t}})
	return err
}

// redate moves the days of duties that are not done to where the calendar has them
// now: holidays and working days may have changed. What is done stays as it was.
func (d *Desk) redate(ctx context.Context, t state.Timer) error {
	var moves []string
	for doc, err := range d.walk(ctx, dutyIndex(everything)) {
		if err != nil {
			return err
		}
		f, err := decode(doc)
		if err != nil {
			return err
		}
		if _, moved := d.redated(f.Request); moved {
			moves = append(moves, f.Request.ID)
		}
	}
	for _, id := range moves {
		once := state.Once{Key: datesTimer + "/" + id + "/" + t.At.UTC().Format(sortable), Keep: time.Hour}
		_, err := d.update(ctx, id, once, func(f File) (act, error) {
			due, moved := d.redated(f.Request)
			if !moved {
				return act{}, &request.Refusal{Cause: request.Over, Action: request.Note, State: f.Request.State}
			}
			return act{move: d.redating(f, due)}, nil
		})
		var over *request.Refusal
		if err != nil && !errors.As(err, &over) {
			return err
		}
	}
	return d.drop(ctx, t)
}

// redated is a duty that is not done, where the calendar has it now; false where it
// is due on that day already, or the cadence does not bring it any more.
func (d *Desk) redated(r request.Request) (obligation.Due, bool) {
	kind, err := d.Catalogue.Kind(r.Kind)
	if err != nil || kind.Duty == nil || !r.IsDuty() || r.State != request.Open && r.State != request.Pending {
		return obligation.Due{}, false
	}
	o := kind.Duty
	due, comes := o.Again(o.Known(r.Work.Duty.Period), d.Law(o.Country, o.Region))
	return due, comes && due.Day.String() != r.Work.Due
}

// redating is the move. Rungs of which the moment is to come now are told again:
// they were told of another day.
func (d *Desk) redating(f File, due obligation.Due) request.Move {
	kind, _ := d.Catalogue.Kind(f.Request.Kind) // it was found a moment ago
	o, was, now := *kind.Duty, f.Request.Work.Due, d.Now().UTC()
	day, _ := calendar.Parse(was) // the desk wrote it
	m := request.Move{Action: request.Note, By: audit.System, At: now, Day: due.Day.String()}
	m.Text = fmt.Sprintf("It is due on %s now, no longer on %s: the days on which the company works have changed.", spelt(due.Day), spelt(day))
	if o.Covers == "" && due.Record == "" {
		m.Sent = &request.Submission{Title: o.Called(due)}
	}
	s := standingOf(f.Request)
	m.Alerts = o.Ladder.Anew(s, due.Day, d.calendars(d.ranked(f.Request, o, f.Dir)), now)
	slices.Sort(m.Alerts)
	return m
}

// spelt is a day in words.
func spelt(day calendar.Date) string { return day.In(time.UTC).Format("Mon 2 Jan 2006") }
