package automations

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"factotum/automations/calendar"
	"factotum/automations/obligation"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// The parts of a morning message, as a delivery remembers them before the id, and
// as Morning.Rest has them.
const (
	WaitingPart = "waiting/"
	DutyPart    = "duty/"
	DuePart     = "due/"
	movedPart   = "moved/"
	restPart    = "rest/" // and how many more of another there were
)

// about is what a message lists.
func (m Morning) about() []string {
	var all []string
	for _, part := range []struct {
		name string
		rows []Row
	}{{WaitingPart, m.Waiting.Rows}, {DutyPart, m.Duties.Rows}, {DuePart, m.Due.Rows}, {movedPart, m.Moved}} {
		for _, r := range part.rows {
			all = append(all, part.name+r.File.Request.ID)
		}
		if rest := m.Rest[part.name]; rest > 0 {
			all = append(all, restPart+part.name+strconv.Itoa(rest))
		}
	}
	return all
}

// told is what a morning message tells: what there is to tell where it lists
// nothing yet, otherwise what it lists, as that is now.
func (d *Desk) told(ctx context.Context, by people.Person, about []string) (m Morning, err error) {
	if len(about) == 0 {
		return d.greeting(ctx, by)
	}
	dir, err := d.Directory(ctx)
	if err != nil {
		return m, err
	}
	about, m.Rest = rests(about)
	into := map[string]*[]Row{WaitingPart: &m.Waiting.Rows, DutyPart: &m.Duties.Rows, DuePart: &m.Due.Rows, movedPart: &m.Moved}
	ids := make([]string, len(about))
	for i, a := range about {
		_, ids[i], _ = strings.Cut(a, "/")
	}
	docs, err := d.Store.Load(ctx, ids...)
	if err != nil {
		return m, err
	}
	for i, doc := range docs {
		part := into[strings.TrimSuffix(about[i], ids[i])]
		rows, err := d.passing(state.Page{Documents: []state.Document{doc}}, dir, func(f File) bool {
			return part != nil && (f.Request.Work == nil || !f.Request.Work.Private || policy.See(f.Request, by, dir, nil))
		})
		if doc.Version == 0 || part == nil {
			continue // it was erased since
		}
		if err != nil {
			return m, err
		}
		*part = append(*part, rows...)
	}
	return m, d.held(ctx, m.Duties.Rows)
}

// rests takes out of what a message lists how many more there were of each part.
func rests(about []string) (listed []string, rest map[string]int) {
	rest = map[string]int{}
	for _, one := range about {
		if part, is := strings.CutPrefix(one, restPart); is {
			at := strings.Index(part, "/") + 1
			rest[part[:at]], _ = strconv.Atoi(part[at:])
			continue
		}
		listed = append(listed, one)
	}
	return listed, rest
}

// listed brings the morning messages of today up to date in which a ticket stands,
// of whoever was shown it or is asked about it.
func (d *Desk) listed(ctx context.Context, id string) ([]outbox.Notice, error) {
	f, err := d.open(ctx, id)
	if err != nil {
		return nil, err
	}
	var keys, deliveries []string
	readers := missing(nil, slices.Concat(f.Request.Shown, awaited(f.Request, f.Dir)))
	for _, id := range readers {
		p, _ := f.Dir.Person(id)
		keys = append(keys, morningKey(id, calendar.DateOf(d.Now(), d.zones.of(p))))
		deliveries = append(deliveries, outbox.DeliveryID(keys[len(keys)-1]))
	}
	docs, err := d.Store.Load(ctx, deliveries...)
	if err != nil {
		return nil, err
	}
	var notices []outbox.Notice
	for i, doc := range docs {
		delivery, err := decodeDelivery(doc)
		if err != nil {
			return nil, err
		}
		if delivery.Stands() && (greeted{delivery}).lists(id) {
			notices = append(notices, letterNotice(readers[i], keys[i], d.Now()))
		}
	}
	return notices, nil
}

// letterNotice brings a letter to somebody up to date.
func letterNotice(to people.ID, key string, now time.Time) outbox.Notice {
	name, _, _ := strings.Cut(strings.TrimPrefix(key, outbox.LetterKey(to, "")), "/")
	return outbox.Notice{Key: key, Lane: outbox.LetterLane(to), Shape: outbox.Letter, To: to, At: now.UTC(), Says: outbox.Says{Name: name}}
}

// Redraw brings a letter up to date in which somebody has clicked.
func (d *Desk) Redraw(ctx context.Context, by people.Person, key string) error {
	n := letterNotice(by.ID, key, d.Now())
	_, err := d.write(ctx, state.Change{Once: state.Once{Key: "redraw/" + d.NewID(), Keep: keepSlack}, Notices: []outbox.Notice{n}})
	return err
}

// Awaits tells whether a row still waits for the reader.
func (r Row) Awaits(reader people.Person) bool {
	return slices.Contains(awaited(r.File.Request, r.File.Dir), reader.ID)
}

// rowsTold is how many rows a list of a morning message has, and rowsRead out of
// how many they are chosen.
const (
	rowsTold = 8
	rowsRead = 60
)

// dutiesToday are the duties of somebody, and of whom they stand in for, that are
// late or due by the next working day, or of which a rung of the ladder tells them
// today.
func (d *Desk) dutiesToday(ctx context.Context, by people.Person, limit int) (Rows, error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return Rows{}, err
	}
	rows, err := d.rows(ctx, dir, dutyIndexes(by, dir), "", limit, func(f File) bool { return d.tells(f.Request, by, dir) })
	if err != nil {
		return rows, err
	}
	rows.Total, rows.Next = 0, "" // of all that they have
	return rows, d.held(ctx, rows.Rows)
}

// tells tells whether a duty is to be told of today.
func (d *Desk) tells(r request.Request, by people.Person, dir people.Directory) bool {
	kind, err := d.Catalogue.Kind(r.Kind)
	if err != nil || kind.Duty == nil || r.State != request.Open {
		return false
	}
	hours := d.Calendar(by)
	today := calendar.DateOf(d.Now(), hours.Location)
	s := standingOf(r)
	if !s.Due.After(hours.AddWorkingDays(today, 1)) {
		return true
	}
	return slices.ContainsFunc(kind.Duty.Ladder.Rungs(s, d.calendars(d.ranked(r, *kind.Duty, dir))), func(rung obligation.Rung) bool {
		return rung.To == obligation.Owner && calendar.DateOf(rung.At, hours.Location) == today
	})
}
