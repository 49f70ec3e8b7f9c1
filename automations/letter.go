package automations

import (
	"context"

	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/people"
)

// letter posts what is about no single request, once; what lists requests is
// brought up to date after that. posted is false where it stands there already,
// or is of no use any more.
func (c *Courier) letter(ctx context.Context, l outbox.Leased) (d delivered, posted bool, err error) {
	docs, err := c.Store.Load(ctx, outbox.DeliveryID(l.Key), absencesID)
	if err != nil {
		return d, false, err
	}
	d.Delivery, err = decodeDelivery(docs[0])
	if d.version = docs[0].Version; err != nil || d.Stands() && len(d.About) == 0 {
		return d, false, err
	}
	if err := c.Desk.roster.learn(docs[1], c.Desk.Now()); err != nil {
		return d, false, err
	}
	s, err := c.opened(ctx, l)
	if err != nil || s.Reader.Inactive || stood(s) {
		return d, false, err
	}
	if worth, err := c.content(ctx, &s, &d); err != nil || !worth {
		return d, false, err
	}
	message, err := c.Render(s)
	if err != nil {
		return d, false, err
	}
	message.Key, message.To = l.Key, s.Reader.Accounts[0]
	hash := contentHash(message)
	if d.Stands() && d.Hash == hash {
		return d, false, nil
	}
	d.Key, d.To, d.Hash = l.Key, l.To, hash
	if !d.Stands() { // reminders ask when it told something, which no later change of it does
		d.At = s.Now
	}
	err = c.bring(ctx, l, &d, message, l.At)
	return d, err == nil, err
}

// opened is a letter with what it is rendered from.
func (c *Courier) opened(ctx context.Context, l outbox.Leased) (Sight, error) {
	dir, err := c.Desk.Directory(ctx)
	if err != nil {
		return Sight{}, err
	}
	reader, ok := dir.Person(l.To)
	if !ok || len(reader.Accounts) == 0 {
		return Sight{}, fault.New(fault.Invalid, "%s is not in the directory, or has no account in Slack, so nothing can be delivered.", l.To)
	}
	return Sight{Notice: l.Notice, File: File{Dir: dir}, Reader: reader, Now: c.Desk.Now()}, nil
}

// content gives a letter what it tells, and whether that is worth a message: what is
// empty or too late is not, unless it changes what stands there already.
func (c *Courier) content(ctx context.Context, s *Sight, d *delivered) (worth bool, err error) {
	switch {
	case s.Notice.Says.Name == MorningLetter:
		if stale, err := c.Desk.stale(ctx, s.Notice, s.Reader); err != nil || stale && !d.Stands() {
			return false, err
		}
		if s.Morning, err = c.Desk.told(ctx, s.Reader, d.About); err != nil || s.Morning.Empty() && !d.Stands() {
			return false, err
		}
		d.About = s.Morning.about()
	case s.Notice.Says.Name == WeeklyLetter:
		s.Week, err = c.Desk.week(ctx, s.Reader)
		return !s.Week.Empty(), err
	case isYear(s.Notice.Says.Name):
		s.Sheet, err = c.Desk.sheet(ctx, s.Reader, s.Notice.Says)
	}
	return true, err
}

// stood tells whether a letter asks somebody to stand in who does not have to any
// more.
func stood(s Sight) bool {
	a := s.Notice.Says.Absence
	if a == nil || s.Notice.Says.Name != StandInLetter {
		return false
	}
	_, known := s.File.Dir.Person(a.Person)
	return !known || !a.Until.After(s.Now)
}

// Written gives who is away in a letter.
func (s Sight) Written() (people.Absence, people.Person) {
	a := s.Notice.Says.Absence
	if a == nil {
		return people.Absence{}, people.Person{}
	}
	who, _ := s.File.Dir.Person(a.Person)
	return *a, who
}
