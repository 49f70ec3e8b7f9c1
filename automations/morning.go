package automations

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"factotum/automations/calendar"
	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// MorningLetter is the name of the letter that tells somebody in the morning what
// waits, what is due and what has moved.
const MorningLetter = "morning"

// mornings is the document with the wishes of those who have some.
const mornings = "mornings"

// MorningWish is when somebody wants their morning message, and what is in it.
type MorningWish struct {
	Hour int            `json:"hour"`           // of their own day; 0: none is sent
	Days []time.Weekday `json:"days,omitempty"` // none: their working days
	Skip []string       `json:"skip,omitempty"` // of MorningParts
	Week time.Weekday   `json:"week,omitempty"` // of the letter of the week; Sunday, the zero one, is Monday
}

// MorningParts are what may be in it.
func MorningParts() []string { return []string{"waiting", "due", "moved", "week"} }

// Morning is what the message tells.
type Morning struct {
	Waiting Rows
	Duties  Rows // that are late or due, or of which somebody is reminded today
	Due     Rows
	Moved   []Row
	Rest    map[string]int // how many more there are of a part than are listed
}

// Empty tells that there is nothing to tell.
func (m Morning) Empty() bool {
	return len(m.Waiting.Rows)+len(m.Duties.Rows)+len(m.Due.Rows)+len(m.Moved) == 0
}

// wishes reads what everybody wants.
func (d *Desk) wishes(ctx context.Context) (map[string]MorningWish, state.Document, error) {
	all := map[string]MorningWish{}
	doc, err := d.loadInto(ctx, mornings, &all)
	return all, doc, err
}

// MorningOf is what somebody wants, or what the company has set.
func (d *Desk) MorningOf(ctx context.Context, by people.Person) (MorningWish, error) {
	all, _, err := d.wishes(ctx)
	if wish, ok := all[by.ID]; ok || err != nil {
		return wish, err
	}
	return MorningWish{Hour: d.Morning}, nil
}

// SetMorning keeps what somebody wants.
func (d *Desk) SetMorning(ctx context.Context, by people.Person, once string, wish MorningWish) error {
	if wish.Hour < 0 || wish.Hour > 23 {
		return fault.New(fault.Invalid, "Choose an hour of the day, or no message. Nothing was changed.")
	}
	busy := fault.New(fault.Conflict, "Too many people change their morning message at once. Nothing was changed; please try again.")
	return d.persist(busy, nil, func() error {
		all, doc, err := d.wishes(ctx)
		if err != nil {
			return err
		}
		all[by.ID] = wish
		if doc.Body, err = encode(all); err != nil {
			return err
		}
		_, err = d.write(ctx, state.Change{Once: state.Once{Key: once, Keep: keepSlack}, Documents: []state.Document{doc}})
		d.wished.forget()
		return err
	})
}

// Mornings puts the message of everybody whose hour has come into the outbox. It
// is for every few minutes: each gets one a day, from whichever replica comes
// first, and none that is late.
type Mornings struct {
	Desk *Desk
	done map[string]calendar.Date // who was dealt with on which day of theirs
}

// Run does so.
func (m *Mornings) Run(ctx context.Context) error {
	all, _, err := m.Desk.wishes(ctx)
	if err != nil || len(all) == 0 && m.Desk.Morning == 0 {
		return err
	}
	dir, err := m.Desk.Directory(ctx)
	if err != nil {
		return err
	}
	if m.done == nil {
		m.done = map[string]calendar.Date{}
	}
	now := m.Desk.Now()
	var failed []error
	for _, p := range dir.Everybody() {
		wish, ok := all[p.ID]
		if !ok {
			wish = MorningWish{Hour: m.Desk.Morning}
		}
		today := calendar.DateOf(now, zone(p))
		if m.done[p.ID] == today || !m.Desk.greets(p, wish, now) {
			continue
		}
		if _, away := dir.Away(p.ID); away {
			continue
		}
		n := outbox.Notice{
			Key: morningKey(p.ID, today), Lane: outbox.LetterLane(p.ID), Shape: outbox.Letter, To: p.ID, At: now.UTC(),
			Says: outbox.Says{Name: MorningLetter},
		}
		if _, err := m.Desk.write(ctx, state.Change{Once: state.Once{Key: n.Key, Keep: keepSlack}, Notices: append(m.Desk.weekly(p, wish, now), n)}); err != nil {
			failed = append(failed, err)
			continue
		}
		m.done[p.ID] = today
	}
	return errors.Join(failed...)
}

// greets tells whether it is the time of somebody's message.
func (d *Desk) greets(p people.Person, wish MorningWish, now time.Time) bool {
	if wish.Hour == 0 || !p.MayDecide() || len(p.Accounts) == 0 {
		return false
	}
	local, today := now.In(zone(p)), calendar.DateOf(now, zone(p))
	since := now.Sub(today.In(zone(p)).Add(time.Duration(wish.Hour) * time.Hour))
	if since < 0 || since > late {
		return false
	}
	if len(wish.Days) > 0 {
		return slices.Contains(wish.Days, local.Weekday())
	}
	return d.Calendar(p).IsWorkingDay(today)
}

// greeting is what there is to tell somebody.
func (d *Desk) greeting(ctx context.Context, by people.Person) (Morning, error) {
	wish, err := d.MorningOf(ctx, by)
	if err != nil {
		return Morning{}, err
	}
	wants := func(part string) bool { return !slices.Contains(wish.Skip, part) }
	m := Morning{Rest: map[string]int{}}
	for _, one := range []struct {
		wish, part string
		into       *Rows
	}{{"waiting", WaitingPart, &m.Waiting}, {"due", DutyPart, &m.Duties}, {"due", DuePart, &m.Due}} {
		if !wants(one.wish) {
			continue
		}
		if *one.into, err = d.MorningPart(ctx, by, one.part, rowsRead); err != nil {
			return m, err
		}
		m.cut(one.part, one.into)
	}
	today := calendar.DateOf(d.Now(), zone(by))
	if wants("moved") {
		mine, err := d.Mine(ctx, by, "", 20)
		if err != nil {
			return m, err
		}
		since := d.Calendar(by).AddWorkingDays(today, -1).In(zone(by)).Add(time.Duration(wish.Hour) * time.Hour)
		for _, r := range mine.Rows {
			if r.File.Request.State != request.Draft && r.File.Request.Since.After(since) && r.File.Request.Since.After(r.File.Request.Submitted) {
				m.Moved = append(m.Moved, r)
			}
		}
	}
	return m, nil
}

// MorningPart is what a part of somebody's morning message would list now, of so
// many that are read: of what waits, what they can decide first; of what is due,
// what is late or due by their next working day.
func (d *Desk) MorningPart(ctx context.Context, by people.Person, part string, limit int) (rows Rows, err error) {
	switch part {
	case DutyPart:
		return d.dutiesToday(ctx, by, limit)
	case DuePart:
		if rows, err = d.ToDo(ctx, by, "", limit); err != nil {
			return rows, err
		}
		until := d.Calendar(by).AddWorkingDays(calendar.DateOf(d.Now(), zone(by)), 1).String()
		rows.Rows = slices.DeleteFunc(rows.Rows, func(r Row) bool {
			return r.File.Request.Work == nil || r.File.Request.Work.Due == "" || r.File.Request.Work.Due > until
		})
		rows.Total, rows.Next = 0, ""
		return rows, nil
	}
	if rows, err = d.Waiting(ctx, by, "", limit); err != nil {
		return rows, err
	}
	slices.SortStableFunc(rows.Rows, func(a, b Row) int { return a.hurry(b, by) })
	return rows, nil
}

// cut leaves as many rows as are told, and says how many there are beside.
func (m *Morning) cut(part string, rows *Rows) {
	all := len(rows.Rows)
	if rows.Next != "" { // more than were read
		all = max(all, rows.Total)
	}
	rows.Rows = rows.Rows[:min(rowsTold, len(rows.Rows))]
	if rest := all - len(rows.Rows); rest > 0 {
		m.Rest[part] = rest
	}
}

// hurry orders what waits for somebody: what they can decide first, and of that,
// as of the rest, what is due soonest, or has waited longest.
func (r Row) hurry(other Row, by people.Person) int {
	if mine, others := r.MayApprove(by), other.MayApprove(by); mine != others {
		return map[bool]int{true: -1, false: 1}[mine]
	}
	return strings.Compare(r.dueBy(), other.dueBy())
}

// dueBy is the day of a row for that: the first on which something of it is due,
// or since which it waits.
func (r Row) dueBy() string {
	day := ""
	if w := r.File.Request.Work; w != nil {
		day = w.Due
	}
	for _, due := range r.Kind.Due {
		if at := r.File.Request.Values[due.Field].Date.String(); at != "" && (day == "" || at < day) {
			day = at
		}
	}
	return cmp.Or(day, r.File.Request.Since.UTC().Format(time.DateOnly))
}

// MayApprove tells whether the reader can approve a row at once.
func (r Row) MayApprove(reader people.Person) bool {
	_, refused := policy.May(r.File.Request, reader, r.File.Dir)
	_, asked := r.File.Request.Current()
	return asked && refused == "" && len(r.File.Request.Holds) == 0 && len(r.File.Request.Uncopied()) == 0
}
