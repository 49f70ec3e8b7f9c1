package automations

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"factotum/automations/calendar"
	"factotum/automations/fault"
	"factotum/automations/obligation"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

// Board is a checklist in one period, such as the month-end close of a month.
type Board struct {
	Key    string
	Title  string
	Period string
	Tasks  []Task        // in the order of their days
	Former int           // tasks that were due before Factotum looked after them: never opened, and not waited for
	At     calendar.Date // the first day on which something of it is due
	Before calendar.Date // a day of the period before; zero: none
	After  calendar.Date // likewise
}

// Task is one thing on a board.
type Task struct {
	obligation.Place
	Working int      // which working day of the period it is due on; 0: it is said otherwise
	Signed  string   // id of who signed it off; empty: nobody yet
	Waits   []string // titles of what comes before it and is not done
	Opens   bool     // the reader may look at it
}

// Agenda is the board as what is due.
func (b Board) Agenda() obligation.Agenda {
	a := obligation.Agenda{Year: b.At.Year()}
	for _, t := range b.Tasks {
		a.Places = append(a.Places, t.Place)
	}
	return a
}

// Next is what is to be done first of what waits for nothing; false where all is
// done.
func (b Board) Next() (Task, bool) {
	for _, t := range b.Tasks {
		if !achieved(t.Mark) && len(t.Waits) == 0 {
			return t, true
		}
	}
	return Task{}, false
}

func achieved(m obligation.Mark) bool {
	return m == obligation.Done || m == obligation.Behind || m == obligation.Waived
}

// Boards are the checklists that concern the person, each as it is in the period
// that was begun last.
func (d *Desk) Boards(ctx context.Context, by people.Person) ([]Board, error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return nil, err
	}
	var boards []Board
	for _, list := range d.checklists(by, dir) {
		b, err := d.board(ctx, by, dir, list, calendar.Date{})
		if err != nil {
			return nil, err
		}
		if len(b.Tasks) > 0 {
			boards = append(boards, b)
		}
	}
	return boards, nil
}

// Board is one of them, in the period of a day; of the zero one, in that which was
// begun last. Returns notfound for one that does not concern the person.
func (d *Desk) Board(ctx context.Context, by people.Person, key string, day calendar.Date) (Board, error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return Board{}, err
	}
	for _, list := range d.checklists(by, dir) {
		if list.Key == key {
			return d.board(ctx, by, dir, list, day)
		}
	}
	return Board{}, fault.New(fault.NotFound, "There is no such checklist that concerns you. Those that do are on Home.")
}

// checklists are those in which something is the person's, to do or to look at.
func (d *Desk) checklists(by people.Person, dir people.Directory) []obligation.Checklist {
	var all []obligation.Obligation
	mine := map[string]bool{}
	for _, kind := range d.Catalogue.Duties() {
		if len(kind.Duty.Phases) > 0 {
			all, mine[kind.Duty.Key] = append(all, *kind.Duty), foresees(kind, by, dir)
		}
	}
	return slices.DeleteFunc(obligation.Checklists(all), func(c obligation.Checklist) bool {
		return !slices.ContainsFunc(c.Duties, func(o obligation.Obligation) bool { return mine[o.Key] })
	})
}

// board fills a checklist.
func (d *Desk) board(ctx context.Context, by people.Person, dir people.Directory, list obligation.Checklist, day calendar.Date) (Board, error) {
	now := today(d.Now(), by, d)
	around := day
	if around.IsZero() {
		around = now
	}
	rounds := list.Rounds(around, func(o obligation.Obligation) obligation.Days {
		return d.Law(o.Country, o.Region)
	})
	at := begun(rounds, around, !day.IsZero())
	if at < 0 {
		return Board{}, nil
	}
	r := rounds[at]
	b := Board{Key: list.Key, Title: list.Title, Period: r.Name, At: r.First}
	if at > 0 {
		b.Before = rounds[at-1].First
	}
	if at+1 < len(rounds) {
		b.After = rounds[at+1].First
	}
	all, docs, err := d.round(ctx, list, r, now)
	if err != nil {
		return b, err
	}
	for i, one := range all {
		if docs[i].Version == 0 && one.former() {
			b.Former++
			continue
		}
		t, err := d.boardTask(docs[i], one.o, one.due, by, dir)
		if err != nil {
			return b, err
		}
		b.Tasks = append(b.Tasks, t)
	}
	return b.ordered(), nil
}

// round are the occurrences of a round, with their requests.
func (d *Desk) round(ctx context.Context, list obligation.Checklist, r obligation.Round, now calendar.Date) ([]occurrence, []state.Document, error) {
	var duties []obligation.Obligation
	var keys []string
	for _, o := range list.Duties {
		if _, is := r.Dues[o.Key]; is {
			duties, keys = append(duties, o), append(keys, o.Key)
		}
	}
	began, err := courses(ctx, d.Store, now, keys...)
	if err != nil {
		return nil, nil, err
	}
	var all []occurrence
	for i, o := range duties {
		all = append(all, occurrence{o, r.Dues[o.Key], began[i]})
	}
	docs, err := occurrences(ctx, d.Store, all...)
	return all, docs, err
}

// begun is the round of a day, or else that which was opened last on it; the
// first where none was.
func begun(rounds []obligation.Round, day calendar.Date, exact bool) int {
	at := -1
	for i, r := range rounds {
		if from := r.Opens; at < 0 || !from.After(day) && !exact || exact && !r.First.After(day) {
			at = i
		}
	}
	return at
}

// boardTask is one occurrence on a board.
func (d *Desk) boardTask(doc state.Document, o obligation.Obligation, due obligation.Due, by people.Person, dir people.Directory) (Task, error) {
	owner, _ := d.behind(o, dir, o.Owner)
	t := Task{
		Place:   obligation.Place{Due: due, Obligation: o, Title: o.Title, Owner: owner.ID, Mark: obligation.Coming},
		Working: o.Working(due),
	}
	if doc.Version == 0 {
		return t, nil
	}
	f, err := decode(doc)
	if err != nil {
		return t, err
	}
	kind, err := d.Catalogue.Kind(f.Request.Kind)
	if err != nil {
		return t, err
	}
	t.Place = placed(f, o, today(d.Now(), by, d))
	t.Title, t.Opens = o.Title, sees(f.Request, by, dir, kind)
	if last, ok := f.Request.LastDecision(); ok && f.Request.State == request.Done {
		t.Signed = last.By
	}
	return t, nil
}

// ordered puts the tasks in the order of their days, and says what waits for what.
func (b Board) ordered() Board {
	slices.SortStableFunc(b.Tasks, func(x, y Task) int {
		return cmp.Or(strings.Compare(x.Day.String(), y.Day.String()), strings.Compare(x.Title, y.Title))
	})
	for i, t := range b.Tasks {
		for _, other := range b.Tasks {
			if slices.Contains(t.Obligation.Needs, other.Obligation.Key) && !achieved(other.Mark) {
				b.Tasks[i].Waits = append(b.Tasks[i].Waits, other.Title)
			}
		}
	}
	return b
}
