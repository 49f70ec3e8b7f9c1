package obligation_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"factotum/automations/calendar"
	"factotum/automations/obligation"
)

func ladder() obligation.Ladder {
	return obligation.Ladder{Before: []int{14, 7, 1, 0}, Late: 3, Manager: 2, Head: 4, Hour: 9 * time.Hour}
}

// everybody works in one place.
func everybody(c *calendar.Calendar) obligation.Calendars {
	return func(obligation.Rank) *calendar.Calendar { return c }
}

func local(t testing.TB, c *calendar.Calendar, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", text, c.Location)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestTheLadderClimbsByWorkingDays(t *testing.T) {
	t.Parallel()
	c := berlin(t)
	// Due on Thursday 31 December 2026; it opened three weeks before.
	s := obligation.Standing{Due: day(t, "2026-12-31"), Opens: day(t, "2026-12-10")}
	var got []string
	for _, r := range ladder().Rungs(s, everybody(c)) {
		got = append(got, r.Key+" "+r.At.In(c.Location).Format("Mon 2 Jan 15:04"))
	}
	assert.Equal(t, []string{
		"14 Thu 17 Dec 09:00", "7 Thu 24 Dec 09:00", "1 Wed 30 Dec 09:00", "0 Thu 31 Dec 09:00",
		"+1 Mon 4 Jan 09:00", "+2 Tue 5 Jan 09:00", "manager Tue 5 Jan 09:00", "+3 Wed 6 Jan 09:00", "head Thu 7 Jan 09:00",
	}, got)
}

func TestWhatOpensLateHasFewerRungs(t *testing.T) {
	t.Parallel()
	s := obligation.Standing{Due: day(t, "2026-12-31"), Opens: day(t, "2026-12-24")}
	rungs := ladder().Rungs(s, everybody(berlin(t)))
	assert.Equal(t, "1", rungs[0].Key, "the card told of it a week before")
}

func TestEachRungIsCalledOnceAndSaidToBeLate(t *testing.T) {
	t.Parallel()
	c, l := berlin(t), ladder()
	s := obligation.Standing{Due: day(t, "2026-12-31"), Opens: day(t, "2026-12-10")}
	calls, next := l.Look(s, everybody(c), local(t, c, "2026-12-17 08:59"))
	assert.Empty(t, calls)
	assert.True(t, next.Equal(local(t, c, "2026-12-17 09:00")))

	calls, next = l.Look(s, everybody(c), local(t, c, "2026-12-17 09:00"))
	assert.Equal(t, []bool{false}, lateness(calls))
	assert.True(t, next.Equal(local(t, c, "2026-12-24 09:00")))
	s.Told = []string{"14"}

	// Everything was down over Christmas, and came back in the night to Tuesday the 29th.
	calls, next = l.Look(s, everybody(c), local(t, c, "2026-12-29 02:10"))
	assert.Empty(t, calls, "nobody is woken")
	assert.True(t, next.Equal(local(t, c, "2026-12-29 09:00")))
	calls, _ = l.Look(s, everybody(c), next)
	assert.Equal(t, []bool{true}, lateness(calls))

	// It came back on New Year's Day: five rungs were missed, and Monday is the next working day.
	_, next = l.Look(s, everybody(c), local(t, c, "2027-01-01 12:00"))
	assert.True(t, next.Equal(local(t, c, "2027-01-04 09:00")))
	calls, next = l.Look(s, everybody(c), next)
	assert.Equal(t, []bool{true, true, true, false}, lateness(calls))
	for _, r := range l.Rungs(s, everybody(c)) {
		s.Told = append(s.Told, r.Key)
	}
	calls, next = l.Look(s, everybody(c), next)
	assert.Empty(t, calls)
	assert.True(t, next.IsZero())
}

func lateness(calls []obligation.Call) []bool {
	var late []bool
	for _, c := range calls {
		late = append(late, c.Late)
	}
	return late
}

func TestManagersAreToldInTheirOwnMorning(t *testing.T) {
	t.Parallel()
	home, tokyo := berlin(t), place(t, "Asia/Tokyo", "JP", "")
	of := func(r obligation.Rank) *calendar.Calendar {
		if r == obligation.Manager {
			return tokyo
		}
		return home
	}
	s := obligation.Standing{Due: day(t, "2026-11-10"), Opens: day(t, "2026-11-09")}
	for _, r := range ladder().Rungs(s, of) {
		if r.To == obligation.Manager {
			assert.True(t, r.At.Equal(local(t, tokyo, "2026-11-12 09:00")))
		}
	}
	evening := local(t, home, "2026-11-12 19:00") // 3 in the morning in Tokyo
	calls, next := ladder().Look(s, of, evening)
	for _, c := range calls {
		assert.NotEqual(t, obligation.Manager, c.To)
	}
	assert.True(t, next.Equal(local(t, home, "2026-11-13 09:00").Add(-8*time.Hour)), "at nine in Tokyo")
}

func TestSnoozingPutsOffButNeverBeyondTheDay(t *testing.T) {
	t.Parallel()
	c := berlin(t)
	today, due := day(t, "2026-12-17"), day(t, "2026-12-21")
	assert.Equal(t, "2026-12-18", obligation.Delay(c, today, due, 1).String())
	assert.Equal(t, "2026-12-21", obligation.Delay(c, today, due, 3).String())
	assert.True(t, obligation.Delay(c, due, due, 1).IsZero())
	assert.True(t, obligation.Delay(c, day(t, "2027-01-04"), due, 1).IsZero())

	s := obligation.Standing{Due: due, Opens: day(t, "2026-12-01"), Snoozed: day(t, "2026-12-18"), Told: []string{"14"}}
	calls, next := ladder().Look(s, everybody(c), local(t, c, "2026-12-17 12:00"))
	assert.Empty(t, calls)
	assert.True(t, next.Equal(local(t, c, "2026-12-18 09:00")))
}

func TestTheDayOnWhichClocksChangeHasOneMorning(t *testing.T) {
	t.Parallel()
	c := place(t, "America/New_York", "US", "")
	l := obligation.Ladder{Before: []int{0}, Hour: 2*time.Hour + 30*time.Minute}
	for text, want := range map[string]string{"2026-03-09": "06:30", "2026-11-02": "07:30"} {
		rungs := l.Rungs(obligation.Standing{Due: day(t, text)}, everybody(c))
		assert.Equal(t, want, rungs[0].At.UTC().Format("15:04"))
	}
}
