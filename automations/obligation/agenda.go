package obligation

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Mark is where an occurrence stands.
type Mark int

// The marks; what needs somebody first comes first.
const (
	Late   Mark = iota // its day is over, and no evidence of it was brought
	Open               // it is with whoever has it
	Shown              // its evidence waits to be signed off
	Coming             // it is not opened yet
	Behind             // it was done after its day
	Done
	Waived
)

// Marks are all of them, in that order.
func Marks() []Mark { return []Mark{Late, Open, Shown, Coming, Behind, Done, Waived} }

// String is the mark in words.
func (m Mark) String() string {
	return [...]string{"late", "open", "to be signed off", "to come", "done late", "done", "waived"}[m]
}

// Place is an occurrence in the year.
type Place struct {
	Due
	Obligation Obligation
	ID         string // of its request; empty: it is not opened yet
	Number     string
	Title      string
	Owner      string // id of who has it, or would
	Mark       Mark
	Version    int64     // of its request
	Changed    time.Time // when that last was
	Notes      []Note
}

// Note is what somebody said of the evidence.
type Note struct {
	By   string // id of who signs it off
	Text string
	Back bool // with it the evidence was sent back
}

// Agenda is what is due in a year, in the order of its days.
type Agenda struct {
	Year   int
	Places []Place
}

// Sorted puts it in order.
func (y Agenda) Sorted() Agenda {
	slices.SortStableFunc(y.Places, func(a, b Place) int {
		return cmp.Or(compare(a.Day, b.Day), strings.Compare(a.Title, b.Title), strings.Compare(a.ID, b.ID))
	})
	return y
}

// Only is what somebody has, of a subject; empty: of all.
func (y Agenda) Only(owner, subject string) Agenda {
	return y.only(func(p Place) bool {
		return (owner == "" || p.Owner == owner) && (subject == "" || p.Obligation.Subject == subject)
	})
}

// In is what is due in a month.
func (y Agenda) In(m time.Month) Agenda {
	return y.only(func(p Place) bool { return p.Day.Month() == m })
}

func (y Agenda) only(pass func(Place) bool) Agenda {
	some := Agenda{Year: y.Year}
	for _, p := range y.Places {
		if pass(p) {
			some.Places = append(some.Places, p)
		}
	}
	return some
}

// Tally counts the marks.
func (y Agenda) Tally() map[Mark]int {
	n := map[Mark]int{}
	for _, p := range y.Places {
		n[p.Mark]++
	}
	return n
}

// ByRow are the places of those subjects, and titles, first that have most of what
// is late, then of what is open, then by name.
func (y Agenda) ByRow() []Place {
	late, open := map[string]int{}, map[string]int{}
	for _, p := range y.Places {
		switch p.Mark {
		case Late:
			late[p.Obligation.Subject]++
		case Open, Shown:
			open[p.Obligation.Subject]++
		case Coming, Behind, Done, Waived:
		}
	}
	all := slices.Clone(y.Places)
	slices.SortStableFunc(all, func(a, b Place) int {
		one, other := a.Obligation.Subject, b.Obligation.Subject
		return cmp.Or(late[other]-late[one], open[other]-open[one], strings.Compare(one, other), strings.Compare(a.Obligation.Title, b.Obligation.Title))
	})
	return all
}

// Subjects are those under which something is due, in order.
func (y Agenda) Subjects() []string {
	return y.every(func(p Place) string { return p.Obligation.Subject })
}

// Owners are the ids of those who have something, in order.
func (y Agenda) Owners() []string { return y.every(func(p Place) string { return p.Owner }) }

func (y Agenda) every(of func(Place) string) []string {
	var all []string
	for _, p := range y.Places {
		if v := of(p); v != "" {
			all = append(all, v)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Finding is what the year shows, in a sentence.
func (y Agenda) Finding() string {
	n, all := y.Tally(), len(y.Places)
	done := n[Done] + n[Behind]
	switch {
	case all == 0:
		return fmt.Sprintf("Nothing is due in %d", y.Year)
	case n[Coming] == all:
		return fmt.Sprintf("%d %s due in %d", all, map[bool]string{true: "duty is", false: "duties are"}[all == 1], y.Year)
	case n[Late] > 0:
		text := fmt.Sprintf("%d of %d duties of %d %s late", n[Late], all, y.Year, isAre(n[Late]))
		if len(y.Subjects()) > 1 {
			text += y.where()
		}
		return text
	case done+n[Waived] == all && all == 1:
		return fmt.Sprintf("The only duty of %d is done", y.Year)
	case done+n[Waived] == all:
		return fmt.Sprintf("All %d duties of %d are done", all, y.Year)
	case n[Behind] > 0:
		return fmt.Sprintf("Nothing is late now: %d of %d duties of %d are done, %d of them after their day", done, all, y.Year, n[Behind])
	}
	return fmt.Sprintf("Nothing is late: %d of %d duties of %d %s done", done, all, y.Year, isAre(done))
}

// where says under which subjects something is late: most of it under one, or all of
// it under few.
func (y Agenda) where() string {
	late := map[string]int{}
	for _, p := range y.Places {
		if p.Mark == Late {
			late[p.Obligation.Subject]++
		}
	}
	subjects := slices.SortedFunc(maps.Keys(late), func(a, b string) int { return cmp.Or(cmp.Compare(late[b], late[a]), strings.Compare(a, b)) })
	switch first := subjects[0]; {
	case len(subjects) == 1:
		return ", under " + first
	case late[first] > late[subjects[1]]:
		return fmt.Sprintf(", most under %s (%d)", first, late[first])
	case len(subjects) > 3:
		return fmt.Sprintf(", under %d subjects", len(subjects))
	}
	last := len(subjects) - 1
	return ", under " + strings.Join(subjects[:last], ", ") + " and " + subjects[last]
}

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}
