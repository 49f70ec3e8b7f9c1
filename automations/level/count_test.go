package level_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"factotum/automations/calendar"
	"factotum/automations/level"
)

// place is an office as the count knows it: plain numbers and no calendar.
type place struct {
	zone     string
	hours    map[string]string
	country  string
	open     [7][][2]int     // by weekday: minutes of the day
	holidays map[string]bool // ISO 8601
	begin    time.Time
	working  []bool // of each minute from begin on
}

// places are teams in zones whose clocks change at other moments, by other
// lengths, at midnight or never, with hours across such changes.
func places() map[string]*place {
	week := func(days []int, spans ...[2]int) (open [7][][2]int) {
		for _, d := range days {
			open[d] = spans
		}
		return open
	}
	office, everyDay := []int{1, 2, 3, 4, 5}, []int{0, 1, 2, 3, 4, 5, 6}
	// The nationwide holidays of Germany in 2026 and 2027, written by hand.
	german := days(
		"2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-14", "2026-05-25", "2026-10-03", "2026-12-25", "2026-12-26",
		"2027-01-01", "2027-03-26", "2027-03-29", "2027-05-01", "2027-05-06", "2027-05-17", "2027-10-03", "2027-12-25", "2027-12-26",
	)
	return map[string]*place{
		"berlin": {
			zone: "Europe/Berlin", country: "DE", hours: map[string]string{"mon-fri": "09:00-12:00, 13:00-17:30"},
			open: week(office, [2]int{540, 720}, [2]int{780, 1050}), holidays: german,
		},
		"york": {
			zone: "America/New_York", hours: map[string]string{"mon-sun": "00:00-24:00"},
			open: week(everyDay, [2]int{0, 1440}), holidays: days("2026-07-03", "2026-11-26", "2026-11-01"),
		},
		"night": {
			zone: "Europe/Berlin", country: "DE", hours: map[string]string{"mon-sun": "00:00-02:30, 22:15-24:00"},
			open: week(everyDay, [2]int{0, 150}, [2]int{1335, 1440}), holidays: german,
		},
		"change": {zone: "America/New_York", hours: map[string]string{"mon-sun": "01:30-02:45"}, open: week(everyDay, [2]int{90, 165})},
		"howe":   {zone: "Australia/Lord_Howe", hours: map[string]string{"mon-sun": "00:00-24:00"}, open: week(everyDay, [2]int{0, 1440})},
		"nepal": {
			zone: "Asia/Kathmandu", hours: map[string]string{"sun-fri": "10:00-17:00"},
			open: week([]int{0, 1, 2, 3, 4, 5}, [2]int{600, 1020}), holidays: days("2026-10-20", "2026-10-21"),
		},
		"beirut": {
			zone: "Asia/Beirut", hours: map[string]string{"mon-sun": "00:00-00:45, 22:30-24:00"},
			open: week(everyDay, [2]int{0, 45}, [2]int{1350, 1440}),
		},
		"chatham": {zone: "Pacific/Chatham", hours: map[string]string{"mon-sun": "02:00-04:10"}, open: week(everyDay, [2]int{120, 250})},
		"cairo":   {zone: "Africa/Cairo", hours: map[string]string{"sun-thu": "00:00-24:00"}, open: week([]int{0, 1, 2, 3, 4}, [2]int{0, 1440})},
	}
}

func days(list ...string) map[string]bool {
	all := map[string]bool{}
	for _, d := range list {
		all[d] = true
	}
	return all
}

// calendar is the office as Factotum knows it.
func (p *place) calendar(t *testing.T) *calendar.Calendar {
	t.Helper()
	loc, err := time.LoadLocation(p.zone)
	require.NoError(t, err)
	hours, err := calendar.ParseHours(p.hours)
	require.NoError(t, err)
	var extra []calendar.Override
	if p.country == "" {
		for day := range p.holidays {
			d, err := calendar.Parse(day)
			require.NoError(t, err)
			extra = append(extra, calendar.Override{Date: d, Name: "A holiday"})
		}
	}
	c, err := calendar.New(loc, hours, p.country, "", extra)
	require.NoError(t, err)
	return c
}

// walk looks at the clock on the wall once a minute, as somebody in the office
// would: work goes on from when it first shows the hour to when it first shows
// the end. What it has shown furthest decides where it goes back.
func (p *place) walk(t *testing.T, begin time.Time, minutes int) {
	t.Helper()
	loc, err := time.LoadLocation(p.zone)
	require.NoError(t, err)
	p.begin, p.working = begin, make([]bool, minutes)
	var furthest string
	var minute int
	var weekday time.Weekday
	for i := -3 * 1440; i < minutes; i++ {
		shown := begin.Add(time.Duration(i) * time.Minute).In(loc)
		if text := shown.Format("2006-01-02 15:04"); text > furthest {
			furthest, minute, weekday = text, shown.Hour()*60+shown.Minute(), shown.Weekday()
		}
		if i < 0 || p.holidays[furthest[:10]] {
			continue
		}
		for _, s := range p.open[weekday] {
			p.working[i] = p.working[i] || s[0] <= minute && minute < s[1]
		}
	}
}

func (p *place) at(moment time.Time) bool { return p.working[int(moment.Sub(p.begin)/time.Minute)] }

// history is what may happen to a piece of work, in whole minutes.
type history struct {
	spans []level.Span
	ended time.Time
	now   time.Time
}

// invent makes up pauses, hand-overs and changes of priority.
func invent(rng *rand.Rand, begin time.Time, teams []string) history {
	at := begin.Add(time.Duration(rng.IntN(500*1440)) * time.Minute)
	s := level.Span{From: at, Team: teams[rng.IntN(len(teams))], Priority: 1 + rng.IntN(4), Runs: true}
	h := history{spans: level.Mark(nil, s)}
	for range rng.IntN(9) {
		gap := rng.IntN(300)
		if rng.IntN(3) == 0 {
			gap = rng.IntN(4 * 1440)
		}
		at = at.Add(time.Duration(gap) * time.Minute)
		s.From = at
		switch rng.IntN(4) {
		case 0, 1:
			s.Runs = !s.Runs
		case 2:
			s.Team = teams[rng.IntN(len(teams))]
		case 3:
			s.Priority = 1 + rng.IntN(4)
		}
		h.spans = level.Mark(h.spans, s)
	}
	if rng.IntN(2) == 0 {
		h.ended = h.spans[0].From.Add(time.Duration(rng.IntN(int(at.Sub(h.spans[0].From)/time.Minute)+600)) * time.Minute)
	}
	h.now = at.Add(time.Duration(rng.IntN(2*1440)) * time.Minute)
	return h
}

// count goes through a history minute by minute. The moments at which so much
// was used are zero where that was not reached within the minutes that are left.
func (h history) count(offices map[string]*place, until time.Time, target, warn time.Duration) (used time.Duration, warned, due time.Time) {
	end := h.now
	if !h.ended.IsZero() {
		end = h.ended
	}
	var sum time.Duration
	office := offices[h.spans[0].Team]
	for i, at := 0, h.spans[0].From; at.Before(until); at = at.Add(time.Minute) {
		for i+1 < len(h.spans) && !h.spans[i+1].From.After(at) && (h.ended.IsZero() || h.spans[i+1].From.Before(h.ended)) {
			i++
			office = offices[h.spans[i].Team]
		}
		last := i+1 == len(h.spans) || !h.ended.IsZero() && !h.spans[i+1].From.Before(h.ended)
		if last && !h.spans[i].Runs {
			break // nothing is counted any more
		}
		if s := h.spans[i]; s.Runs && office.at(at) {
			sum += time.Minute
			if at.Before(end) {
				used += time.Minute
			}
			if sum == warn {
				warned = at.Add(time.Minute)
			}
			if sum == target {
				return h.rest(offices, i, at, end, used), warned, at.Add(time.Minute)
			}
		}
	}
	return used, warned, due
}

// rest counts on after the promise is used up.
func (h history) rest(offices map[string]*place, i int, at, end time.Time, used time.Duration) time.Duration {
	for at = at.Add(time.Minute); at.Before(end); at = at.Add(time.Minute) {
		for i+1 < len(h.spans) && !h.spans[i+1].From.After(at) {
			i++
		}
		if s := h.spans[i]; s.Runs && offices[s.Team].at(at) {
			used += time.Minute
		}
	}
	return used
}

func TestTenThousandHistoriesAgreeWithACountOfMinutes(t *testing.T) {
	t.Parallel()
	offices := places()
	begin := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	calendars := map[string]*calendar.Calendar{}
	var teams []string
	for name, p := range offices {
		p.walk(t, begin, 700*1440)
		calendars[name] = p.calendar(t)
		teams = append(teams, name)
	}
	slices.Sort(teams)
	hours := func(team string) *calendar.Calendar { return calendars[team] }
	promise := level.Promise{Warn: 75, Targets: map[int]level.Target{
		1: {First: 20 * time.Minute, Solve: 4 * time.Hour}, 2: {First: time.Hour, Solve: 8 * time.Hour},
		3: {First: 4 * time.Hour, Solve: 24 * time.Hour}, 4: {First: 8 * time.Hour, Solve: 40 * time.Hour},
	}}
	rng := rand.New(rand.NewPCG(5, 3))
	var late, paused int
	for i := range 10_000 {
		h := invent(rng, begin.AddDate(0, 0, 3), teams)
		c := promise.Solve(h.spans, hours, h.ended, h.now)
		if i%2 == 0 {
			c = promise.First(h.spans, hours, h.ended, time.Time{}, h.now)
		}
		used, warned, due := h.count(offices, h.now.AddDate(0, 0, 60), c.Target, c.Target*3/4)
		told := fmt.Sprintf("history %d: %+v", i, h)
		require.Equal(t, used, c.Used, told)
		same(t, due, c.Due, "due "+told)
		same(t, warned, c.Warning, "warning "+told)
		if c.Late(h.now) {
			late++
		}
		if c.Due.IsZero() {
			paused++
		}
	}
	require.Greater(t, late, 1000, "the histories must matter")
	require.Greater(t, paused, 1000)
}

func same(t *testing.T, want, got time.Time, told string) {
	t.Helper()
	require.Truef(t, want.Equal(got), "%s: counted %s, got %s", told, want, got)
}
