package obligation

import (
	"cmp"
	"slices"
	"strings"

	"factotum/automations/calendar"
)

// Checklist are the obligations of the same periods that belong together, since
// some of them are done before others.
type Checklist struct {
	Key    string // of its first obligation by name
	Title  string
	Duties []Obligation
}

// Checklists finds them, by title.
func Checklists(all []Obligation) []Checklist {
	of := make([]int, len(all)) // the checklist that each belongs to, by the place of one of them
	for i := range of {
		of[i] = i
	}
	for i, o := range all {
		if len(o.Needs) == 0 {
			continue
		}
		for j, other := range all {
			if i != j && o.Covers == other.Covers && slices.Contains(o.Needs, other.Key) {
				join(of, i, j)
			}
		}
	}
	groups := map[int][]Obligation{}
	for i, o := range all {
		groups[of[i]] = append(groups[of[i]], o)
	}
	var lists []Checklist
	for _, duties := range groups {
		if len(duties) > 1 {
			lists = append(lists, checklist(duties))
		}
	}
	slices.SortFunc(lists, func(a, b Checklist) int {
		return cmp.Or(strings.Compare(a.Title, b.Title), strings.Compare(a.Key, b.Key))
	})
	return lists
}

// join makes one of the groups of two.
func join(of []int, i, j int) {
	from, to := of[j], of[i]
	for k := range of {
		if of[k] == from {
			of[k] = to
		}
	}
}

// checklist is called as the subject of its obligations, or as what comes last.
func checklist(duties []Obligation) Checklist {
	c := Checklist{Key: duties[0].Key, Title: duties[0].Subject, Duties: duties}
	needed := map[string]bool{}
	for _, o := range duties {
		c.Key = min(c.Key, o.Key)
		for _, need := range o.Needs {
			needed[need] = true
		}
	}
	if slices.ContainsFunc(duties, func(o Obligation) bool { return o.Subject != c.Title }) {
		for _, o := range duties {
			if !needed[o.Key] {
				c.Title = o.Title
			}
		}
	}
	return c
}

// Round is a checklist in one period.
type Round struct {
	Name  string // of the period
	First calendar.Date
	Opens calendar.Date // when the first of it is opened
	Dues  map[string]Due
}

// Rounds are those of which something is due around a day, in order.
func (c Checklist) Rounds(around calendar.Date, days func(Obligation) Days) []Round {
	var rounds []Round
	for _, o := range c.Duties {
		if _, follows := o.Event(); follows {
			continue
		}
		reach := 31*o.Covers.months() + margin
		for _, due := range o.Between(around.AddDays(-reach), around.AddDays(reach), days(o)) {
			name := o.Name(due.Nominal)
			at := slices.IndexFunc(rounds, func(r Round) bool { return r.Name == name })
			if at < 0 {
				at, rounds = len(rounds), append(rounds, Round{Name: name, First: due.Day, Opens: o.Opens(due), Dues: map[string]Due{}})
			}
			r := &rounds[at]
			r.Dues[o.Key] = due
			if due.Day.Before(r.First) {
				r.First = due.Day
			}
			if opens := o.Opens(due); opens.Before(r.Opens) {
				r.Opens = opens
			}
		}
	}
	slices.SortFunc(rounds, func(a, b Round) int { return compare(a.First, b.First) })
	return rounds
}

// Working is the working day of the period on which an occurrence is due; 0 where
// it is due in another way.
func (o Obligation) Working(due Due) int {
	for _, p := range slices.Backward(o.Phases) {
		if !p.From.After(due.counted()) {
			return p.Working
		}
	}
	return 0
}
