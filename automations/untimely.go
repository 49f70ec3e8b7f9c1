package automations

import (
	"time"

	"factotum/automations/obligation"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/request"
)

// timed tells whether a line comes by the clock, so that it can wait until its
// reader is awake: who waits for something somebody did is told at once.
func timed(says string) bool {
	switch says {
	case string(request.Remind), string(request.Escalate), string(request.Expire), RungLine, ChaseLine, NudgeLine:
		return true
	}
	return false
}

// untimely is for how long a line that comes by the clock is put off, since what was
// to tell it was down, or Slack, until late at night; nil: it is told now.
func (d *Desk) untimely(s Sight) error {
	if !timed(s.Notice.Says.Name) || s.Reader.Service {
		return nil
	}
	if at := d.awake(s.Reader, s.Now); at.After(s.Now) {
		return outbox.DelayError{For: at.Sub(s.Now)}
	}
	return nil
}

// awake is the first moment from a given one on at which somebody may be told what
// comes by the clock: by day where they work, or else as soon as they are at work.
func (d *Desk) awake(p people.Person, now time.Time) time.Time {
	hours := d.Calendar(p)
	if (obligation.Ladder{}).Awake(hours, now).After(now) {
		return hours.Opens(now)
	}
	return now
}
