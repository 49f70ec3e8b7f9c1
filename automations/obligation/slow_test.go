package obligation_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"factotum/automations/calendar"
	"factotum/automations/obligation"
)

// slow is the independent computation: it lists every day of some years with
// what it is, and picks by counting. It shares no code with the package.
type slow struct{ days []slowDay }

type slowDay struct {
	time.Time
	working bool
}

func list(c *calendar.Calendar, from, to int) slow {
	var s slow
	for t := time.Date(from, 1, 1, 12, 0, 0, 0, time.UTC); t.Year() <= to; t = t.Add(24 * time.Hour) {
		d := calendar.NewDate(t.Year(), t.Month(), t.Day())
		_, off := c.Holiday(d)
		s.days = append(s.days, slowDay{t, t.Weekday() != time.Saturday && t.Weekday() != time.Sunday && !off})
	}
	return s
}

// nth gives the nth working day of each period of so many months.
func (s slow) nth(n, months int) map[string]bool {
	groups := map[string][]slowDay{}
	for _, d := range s.days {
		if d.working {
			key := fmt.Sprint(d.Year(), (int(d.Month())-1)/months)
			groups[key] = append(groups[key], d)
		}
	}
	all := map[string]bool{}
	for _, g := range groups {
		at := n - 1
		if n < 0 {
			at = len(g) + n
		}
		all[g[max(0, min(at, len(g)-1))].Format(time.DateOnly)] = true
	}
	return all
}

// rolled gives a day of each month, moved to a working day.
func (s slow) rolled(of int, roll obligation.Roll) map[string]bool {
	all := map[string]bool{}
	for i, d := range s.days {
		if d.Day() != of {
			continue
		}
		at := i
		for roll != obligation.Stay && at > 0 && at < len(s.days)-1 && !s.days[at].working {
			at += map[obligation.Roll]int{obligation.Before: -1, obligation.Later: 1}[roll]
		}
		all[s.days[at].Format(time.DateOnly)] = true
	}
	return all
}

func TestWorkingDayRulesAgainstCountingByHand(t *testing.T) {
	t.Parallel()
	const cases, begins, ends = 10_000, 2024, 2036
	places := []*calendar.Calendar{
		berlin(t), place(t, "Europe/Paris", "FR", ""), place(t, "Europe/London", "GB", "SCT"), place(t, "America/New_York", "US", ""),
		place(t, "Asia/Tokyo", "JP", ""), place(t, "Europe/Rome", "IT", ""), place(t, "Europe/Warsaw", "PL", ""), place(t, "Australia/Sydney", "AU", "NSW"),
	}
	tables := make([]slow, len(places))
	for i, c := range places {
		tables[i] = list(c, begins, ends)
	}
	random := rand.New(rand.NewPCG(7, 2026))
	for range cases {
		at := random.IntN(len(places))
		from := calendar.NewDate(begins+1, 1, 1).AddDays(random.IntN(365 * (ends - begins - 3)))
		to := from.AddDays(random.IntN(400))
		o, want := guess(t, random, tables[at])
		got := map[string]bool{}
		for _, d := range o.Between(from, to, places[at]) {
			got[d.Day.String()] = true
		}
		for day := from; !day.After(to); day = day.AddDays(1) {
			require.Equal(t, want[day.String()], got[day.String()], "%+v in %s on %s", o.Phases[0].Cadence, places[at].Location, day)
			delete(got, day.String())
		}
		require.Empty(t, got, "days outside of what was asked for")
	}
}

// guess makes a rule by chance, and what it gives.
func guess(t *testing.T, random *rand.Rand, table slow) (obligation.Obligation, map[string]bool) {
	t.Helper()
	if random.IntN(2) == 0 {
		of := random.IntN(28) + 1
		roll := []obligation.Roll{obligation.Stay, obligation.Before, obligation.Later}[random.IntN(3)]
		return ruled(t, fmt.Sprintf("FREQ=MONTHLY;BYMONTHDAY=%d", of), "", roll), table.rolled(of, roll)
	}
	period := []obligation.Period{obligation.Month, obligation.Quarter, obligation.Year}[random.IntN(3)]
	months := map[obligation.Period]int{obligation.Month: 1, obligation.Quarter: 3, obligation.Year: 12}[period]
	n := random.IntN(30) - 10
	if n == 0 {
		n = 1
	}
	c := obligation.Cadence{Working: n, Of: period}
	return obligation.Obligation{Phases: []obligation.Phase{{Cadence: c}}}, table.nth(n, months)
}
