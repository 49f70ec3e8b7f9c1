package automations

import (
	"context"
	"slices"
	"strings"
	"time"

	"factotum/automations/calendar"
	"factotum/automations/money"
	"factotum/automations/outbox"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
	"factotum/automations/state"
)

// WeeklyLetter is the name of the letter that tells leads and managers of the
// week of their people, and admins of what does not work.
const WeeklyLetter = "weekly"

// How far a weekly letter looks: people, and requests of each list.
const (
	weeklyPeople = 50
	weeklyRows   = 100
)

// Week is what it tells.
type Week struct {
	Tickets Standing // of the teams that the reader leads
	Duties  Standing // of their people
	Asked   int      // requests of their people that wait for a decision
	Late    []Row    // tickets and duties, the first of them
	Away    people.Absences
	Spent   money.Amount // asked for by their people in the last seven days
	Before  money.Amount // and in the seven days before
	Ratings []int        // of tickets of their teams, in the last seven days
	Apart   int          // for admins: mails that were put aside
	Failed  int          // deliveries that were given up
	Hooks   int          // of these, to outside systems
	Overdue int          // timers that should have fired an hour ago
	Jobs    []string     // what does not work now
}

// Standing is how many there are of something.
type Standing struct{ Open, Soon, Late int }

// Empty tells that there is nothing to tell.
func (w Week) Empty() bool { return !w.Team() && !w.Ill() }

// Team tells whether there is something of the reader's people.
func (w Week) Team() bool {
	return w.Tickets.Open+w.Duties.Open+w.Asked+len(w.Away)+len(w.Ratings) > 0 || !w.Spent.IsZero() || !w.Before.IsZero()
}

// Ill tells whether something does not work.
func (w Week) Ill() bool { return w.Apart+w.Failed+w.Overdue+len(w.Jobs) > 0 }

// weekly is the letter of the week for somebody who is greeted now; none on any
// other day than the first on which they are, from the one that they chose.
func (d *Desk) weekly(p people.Person, wish MorningWish, now time.Time) []outbox.Notice {
	today := calendar.DateOf(now, zone(p))
	monday := today.AddDays(-(int(now.In(zone(p)).Weekday()) + 6) % 7)
	first := monday.AddDays(max(int(wish.Week), 1) - 1)
	if slices.Contains(wish.Skip, "week") || today.Before(first) {
		return nil
	}
	for day := first; day.Before(today); day = day.AddDays(1) {
		if d.greets(p, wish, day.In(zone(p)).Add(time.Duration(wish.Hour)*time.Hour)) {
			return nil
		}
	}
	return []outbox.Notice{{
		Key: outbox.LetterKey(p.ID, WeeklyLetter+"/"+monday.String()), Lane: outbox.LetterLane(p.ID), Shape: outbox.Letter, To: p.ID, At: now.UTC(),
		Rank: outbox.Ahead, Says: outbox.Says{Name: WeeklyLetter},
	}}
}

// week is what there is to tell somebody of the week.
func (d *Desk) week(ctx context.Context, by people.Person) (w Week, err error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return w, err
	}
	none := money.Amount{Currency: d.Catalogue.Company().Currency}
	w.Spent, w.Before = none, none
	all := slices.Clone(dir.Reports(by.ID))
	for _, team := range dir.Teams() {
		if team.Lead != by.ID {
			continue
		}
		all = append(all, dir.InTeam(team.Key)...)
		if err := d.weekOfTeam(ctx, by, dir, team.Key, &w); err != nil {
			return w, err
		}
	}
	slices.SortFunc(all, func(a, b people.Person) int { return strings.Compare(a.ID, b.ID) })
	all = slices.CompactFunc(all, func(a, b people.Person) bool { return a.ID == b.ID })
	all = slices.DeleteFunc(all, func(p people.Person) bool { return p.ID == by.ID || p.Inactive || p.Service })
	for _, p := range all[:min(len(all), weeklyPeople)] {
		if err := d.weekOfPerson(ctx, p, dir, &w); err != nil {
			return w, err
		}
	}
	absences, _, err := d.absences(ctx)
	if err != nil {
		return w, err
	}
	for _, a := range absences {
		if a.From.Before(d.Now().AddDate(0, 0, 7)) && a.Until.After(d.Now()) && slices.ContainsFunc(all, func(p people.Person) bool { return p.ID == a.Person }) {
			w.Away = append(w.Away, a)
		}
	}
	if IsAdmin(by) {
		err = d.ills(ctx, &w)
	}
	return w, err
}

// weekOfTeam adds the tickets of a team.
func (d *Desk) weekOfTeam(ctx context.Context, by people.Person, dir people.Directory, team string, w *Week) error {
	rule := request.Rule{Kind: request.ByTeam, Of: team}.Key()
	rows, err := d.rows(ctx, dir, []string{queueIndex(rule, "")}, "", weeklyRows, func(f File) bool { return policy.Works(f.Request, by, dir) })
	if err != nil {
		return err
	}
	now := d.Now()
	for _, r := range rows.Rows {
		warned := func(at time.Time) bool { return !at.IsZero() && !now.Before(at) }
		late := r.Clocks.First.Runs && r.Clocks.First.Late(now) || r.Clocks.Solve.Runs && r.Clocks.Solve.Late(now)
		soon := r.Clocks.First.Runs && warned(r.Clocks.First.Warning) || r.Clocks.Solve.Runs && warned(r.Clocks.Solve.Warning)
		w.Tickets.add(late, soon)
		w.lateOne(late, r)
	}
	rated, err := d.Store.Page(ctx, []string{ratedIndex(team)}, "", weeklyRows)
	if err != nil {
		return err
	}
	for _, doc := range rated.Documents {
		f, err := decode(doc)
		if err != nil {
			return err
		}
		if rating := f.Request.Work.Rating; rating != nil && rating.At.After(now.AddDate(0, 0, -7)) {
			w.Ratings = append(w.Ratings, rating.Score)
		}
	}
	return nil
}

// weekOfPerson adds the duties and the requests of one of their people.
func (d *Desk) weekOfPerson(ctx context.Context, p people.Person, dir people.Directory, w *Week) error {
	duties, err := d.rows(ctx, dir, []string{dutyIndex(p.ID)}, "", weeklyRows, func(f File) bool { return f.Request.State == request.Open })
	if err != nil {
		return err
	}
	now, today := d.Now(), calendar.DateOf(d.Now(), zone(p))
	for _, r := range duties.Rows {
		due, _ := calendar.Parse(r.File.Request.Work.Due) // the desk wrote it
		late := due.Before(today)
		w.Duties.add(late, !due.After(today.AddDays(7)))
		w.lateOne(late, r)
	}
	mine, err := d.rows(ctx, dir, []string{mineIndex(p.ID)}, "", weeklyRows, func(f File) bool { return f.Request.State != request.Draft })
	if err != nil {
		return err
	}
	for _, row := range mine.Rows {
		r := row.File.Request
		if r.State == request.Pending {
			w.Asked++
		}
		stands := r.State == request.Pending || r.State == request.Open || r.State == request.Waiting || r.State == request.Done
		if !stands || r.Sum == nil || r.Sum.Base == nil {
			continue
		}
		switch {
		case r.Submitted.After(now.AddDate(0, 0, -7)):
			w.Spent, _ = w.Spent.Add(*r.Sum.Base) // all are in the company's currency
		case r.Submitted.After(now.AddDate(0, 0, -14)):
			w.Before, _ = w.Before.Add(*r.Sum.Base)
		}
	}
	return nil
}

// ills adds what admins look after.
func (d *Desk) ills(ctx context.Context, w *Week) error {
	failed, _, err := d.Store.Failed(ctx, "", weeklyRows)
	if err != nil {
		return err
	}
	for _, l := range failed {
		w.Failed++
		if _, hook := receiver(l.To); hook {
			w.Hooks++
		}
	}
	overdue, err := d.Store.Due(ctx, d.Now().Add(-time.Hour), weeklyRows)
	if err != nil {
		return err
	}
	dir, err := d.Directory(ctx)
	if err != nil {
		return err
	}
	apart, err := d.rows(ctx, dir, []string{waitingIndex(everything)}, "", weeklyRows, func(f File) bool { return f.Request.Kind == mailKind })
	if err != nil {
		return err
	}
	w.Overdue, w.Apart = len(overdue), len(apart.Rows)
	if d.Ills != nil {
		w.Jobs = d.Ills()
	}
	return nil
}

// add counts one more.
func (s *Standing) add(late, soon bool) {
	s.Open++
	switch {
	case late:
		s.Late++
	case soon:
		s.Soon++
	}
}

// lateOne keeps the first of those that are late.
func (w *Week) lateOne(late bool, r Row) {
	if late && len(w.Late) < 5 {
		w.Late = append(w.Late, r)
	}
}

// ratedIndex holds the tickets of a team that were rated, the newest first.
func ratedIndex(team string) string { return "rated/" + team }

// ratedEntries is the place of a ticket that was rated.
func ratedEntries(r request.Request) []state.Entry {
	if r.Work == nil || r.Work.Rating == nil || r.Work.Private {
		return nil
	}
	return []state.Entry{{Index: ratedIndex(r.Work.Team), Sort: descending(r.Work.Rating.At.UTC().Format(sortable)), ID: r.ID}}
}
