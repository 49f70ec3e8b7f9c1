package obligation_test

import (
	"flag"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/calendar"
	"factotum/automations/obligation"
)

// The full proof is -years=10 -obligations=300.
var (
	years       = flag.Int("years", 2, "years that are simulated")
	obligations = flag.Int("obligations", 60, "obligations that are simulated")
)

// decade is a company over years: what its store holds, and the replicas that
// work on it with clocks that differ.
type decade struct {
	random   *rand.Rand
	places   []*calendar.Calendar
	sites    []site
	people   []int // place of each person, who may move
	list     []obligation.Obligation
	owners   []int
	events   [][]calendar.Date // that each obligation follows
	boss     int
	course   []calendar.Date // of each obligation: all due up to that day was opened
	looks    []time.Time     // when to look at an obligation again
	open     map[string]*occurrence
	order    []string
	version  map[string]int // of a row of the store, the wake that moved it: who comes second is refused
	wakes    int
	awake    time.Time // when a replica last looked
	opened   int
	followed int            // of them after an event
	outage   time.Time      // when the next one begins
	restart  time.Time      // when one replica goes down next
	move     time.Time      // when somebody moves next
	decree   time.Time      // when a calendar changes next
	moved    int            // days of occurrences that were open then
	periods  map[string]int // how often each occurrence was opened, by a computation of its own
	now      time.Time
	down     []time.Time // of each replica: until when
	told     map[string]int
	trace    []string
	rungs    int
	late     int
	problems []string
	letters  letters
}

type occurrence struct {
	of    int
	key   string
	due   obligation.Due
	stand obligation.Standing
	at    time.Time // when to look again; zero: never
	done  time.Time // when it gets done, perhaps late
	moves int       // of its day, with the calendar
	waits time.Time // for a morning message, until it is looked for; zero: for none
}

func TestYearsOfDuties(t *testing.T) {
	t.Parallel()
	begun := time.Now()
	first := live(t, 7, 3)
	assert.Positive(t, first.moved, "calendars change while something is open")
	took := time.Since(begun).Round(time.Millisecond)
	second := live(t, 7, 3)
	assert.Equal(t, first.sum(), second.sum(), "the same seed gives the same trace")
	two := live(t, 8, 2)
	assert.NotEqual(t, first.sum(), two.sum())
	for _, d := range []*decade{first, two} {
		assert.Empty(t, d.problems[:min(len(d.problems), 10)])
		assert.Positive(t, d.followed, "some followed events")
	}
	assert.Positive(t, first.rungs)
	assert.Positive(t, first.late)
	assert.Positive(t, first.letters.missed, "some morning messages never came")
	t.Logf("%d obligations over %d years: %d occurrences, %d rungs told once each, %d of them late, %d by a morning message, %d after one that did not come, in %s; %d days moved with the calendar", *obligations, *years, first.opened, first.rungs, first.late, first.letters.told, first.letters.missed, took, first.moved)
}

func (d *decade) sum() uint64 {
	h := fnv.New64a()
	for _, line := range d.trace {
		_, _ = h.Write([]byte(line))
	}
	return h.Sum64()
}

// live lets the years pass and checks what everybody was told.
func live(t *testing.T, seed uint64, replicas int) *decade {
	t.Helper()
	d := &decade{
		random: rand.New(rand.NewPCG(seed, 45)), open: map[string]*occurrence{}, version: map[string]int{}, told: map[string]int{}, periods: map[string]int{},
		now: time.Date(2026, 1, 5, 6, 0, 0, 0, time.UTC), down: make([]time.Time, replicas),
	}
	for _, p := range [][3]string{
		{"Europe/Berlin", "DE", "BE"},
		{"Europe/London", "GB", "ENG"},
		{"America/New_York", "US", ""},
		{"America/Los_Angeles", "US", ""},
		{"Asia/Tokyo", "JP", ""},
		{"Australia/Sydney", "AU", "NSW"},
		{"Europe/Paris", "FR", ""},
		{"America/Sao_Paulo", "BR", ""},
		{"Pacific/Auckland", "NZ", ""},
		{"Asia/Kolkata", "", ""},
		{"Africa/Johannesburg", "ZA", ""},
		{"Pacific/Kiritimati", "", ""},
	} {
		d.places = append(d.places, place(t, p[0], p[1], p[2]))
		d.sites = append(d.sites, site{country: p[1], region: p[2], week: "mon-fri", turned: map[calendar.Date]bool{}})
	}
	d.people = make([]int, 40)
	for i := range d.people {
		d.people[i] = i % len(d.places)
	}
	d.letters = newLetters(len(d.people))
	for i := range *obligations {
		d.list, d.owners = append(d.list, d.invent(t, i)), append(d.owners, 1+i%(len(d.people)-1))
		d.events = append(d.events, d.hires(i))
		d.course, d.looks = append(d.course, calendar.DateOf(d.now, d.places[0].Location)), append(d.looks, d.now)
	}
	for end := d.now.AddDate(*years, 0, 0); d.now.Before(end); d.now = d.next(end) {
		d.happen()
		d.wake()
	}
	for _, key := range d.order {
		if o := d.open[key]; !o.at.IsZero() && d.awake.After(o.at.Add(time.Minute)) {
			d.problems = append(d.problems, key+" was forgotten")
		}
	}
	require.NotEmpty(t, d.order)
	d.complete()
	return d
}

// invent makes an obligation of one of all cadences.
func (d *decade) invent(t *testing.T, i int) obligation.Obligation {
	t.Helper()
	rules := []string{
		"FREQ=MONTHLY;BYMONTHDAY=15", "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=31", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=20",
		"FREQ=YEARLY;BYMONTH=6;BYDAY=-1FR", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=30", "FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU",
	}
	c := obligation.Cadence{Working: []int{10, 3, -1, -5}[i%4], Of: []obligation.Period{obligation.Quarter, obligation.Year, obligation.Quarter, obligation.Month}[i%4]}
	if i%10 < 6 {
		var err error
		c, err = obligation.Rule(rules[i%10], []obligation.Roll{obligation.Stay, obligation.Before, obligation.Later}[i%3], true)
		require.NoError(t, err)
	}
	phases := []obligation.Phase{{From: calendar.NewDate(2026, 1, 1+i%28), Cadence: c}}
	switch i % 10 {
	case 8: // it returns otherwise from a day on
		monthly, err := obligation.Rule("FREQ=MONTHLY;BYMONTHDAY=20", obligation.Later, true)
		require.NoError(t, err)
		phases = append(phases, obligation.Phase{From: calendar.NewDate(2027, 2, 1), Cadence: monthly})
	case 9:
		phases = []obligation.Phase{{Cadence: obligation.Cadence{After: &obligation.After{Dataset: "hires", Field: "day", Days: []int{30, -60}[i/10%2]}, Roll: obligation.Later}}}
	}
	return obligation.Obligation{
		Key: fmt.Sprintf("o%03d", i), Title: "Duty", Lead: []int{30, 14, 60}[i%3], Phases: phases,
		Ladder: obligation.Ladder{Before: []int{30, 14, 7, 1, 0}, Late: 5, Manager: 3, Head: 5, Hour: time.Duration(7*60+15*(i%40)) * time.Minute},
	}
}

// hires are the events of one obligation: days by chance, weeks apart.
func (d *decade) hires(i int) (all []calendar.Date) {
	if i%10 != 9 {
		return nil
	}
	for day := calendar.DateOf(d.now, time.UTC); day.Year() < d.now.Year()+*years+1; {
		day = day.AddDays(40 + d.random.IntN(200))
		all = append(all, day)
	}
	return all
}

// dues are the occurrences of one obligation within two days.
func (d *decade) dues(at int, from, to calendar.Date) (all []obligation.Due) {
	o, days := d.list[at], d.places[at%len(d.places)]
	if _, follows := o.Event(); !follows {
		return o.Between(from, to, days)
	}
	for n, day := range d.events[at] {
		if due, holds := o.On(day, fmt.Sprint(n), "", days); holds && !due.Day.Before(from) && !due.Day.After(to) {
			all = append(all, due)
		}
	}
	return all
}

// next is when something may happen: mostly at a moment that somebody waits for,
// as a wake every quarter of a minute would find it.
func (d *decade) next(end time.Time) time.Time {
	soonest := end
	for _, at := range d.looks {
		if at.Before(soonest) {
			soonest = at
		}
	}
	for _, key := range d.order {
		o := d.open[key]
		if !o.at.IsZero() && o.at.Before(soonest) {
			soonest = o.at
		}
		if at := d.hour(d.owners[o.of], o.at); !o.at.IsZero() && at.After(d.now) && at.Before(soonest) {
			soonest = at // somebody reads of it with everything else
		}
	}
	wake := soonest.Truncate(15 * time.Second).Add(time.Duration(d.random.IntN(15)+15) * time.Second)
	if up := slices.MinFunc(d.down, time.Time.Compare); up.After(wake) { // everything is down
		wake = up
	}
	if !wake.After(d.now) {
		wake = d.now.Add(15 * time.Second)
	}
	return wake
}

// happen is what life brings: outages of hours to weeks, people who move, and
// duties that get done, sometimes too late.
func (d *decade) happen() {
	if d.now.After(d.outage) || d.awaited() && d.random.IntN(50) == 0 {
		long := time.Duration(1+d.random.IntN(72)) * time.Hour
		if d.random.IntN(10) == 0 {
			long = time.Duration(1+d.random.IntN(3)) * 7 * 24 * time.Hour
		}
		for i := range d.down {
			d.down[i] = d.now.Add(long)
		}
		d.outage = d.now.Add(long + time.Duration(d.random.IntN(60*24))*time.Hour)
	}
	if d.now.After(d.restart) {
		d.down[d.random.IntN(len(d.down))] = d.now.Add(time.Duration(d.random.IntN(600)) * time.Minute)
		d.restart = d.now.Add(time.Duration(d.random.IntN(5*24)) * time.Hour)
	}
	if d.now.After(d.move) {
		d.people[d.random.IntN(len(d.people))] = d.random.IntN(len(d.places))
		d.move = d.now.Add(time.Duration(d.random.IntN(20*24)) * time.Hour)
	}
	if d.now.After(d.decree) {
		d.decrees(d.random.IntN(len(d.places)))
		d.decree = d.now.Add(time.Duration(d.random.IntN(8*24)) * time.Hour)
	}
	d.order = slices.DeleteFunc(d.order, func(key string) bool { return d.now.After(d.open[key].done) })
}

// wake lets each replica that is up look at what is due by its own clock. They
// look at the same rows at the same time; the store lets the first one through.
func (d *decade) wake() {
	d.wakes++
	for i, until := range d.down {
		if d.now.Before(until) {
			continue
		}
		clock := d.now.Add(time.Duration(2*i-2) * time.Second)
		d.awake = d.now
		d.mornings(clock)
		for at := range d.list {
			if !d.looks[at].After(clock) && d.wins(d.list[at].Key) {
				d.opens(at, clock)
			}
		}
		for _, key := range d.order {
			if o := d.open[key]; !o.at.IsZero() && !o.at.After(clock) && d.wins(key) {
				d.climbs(o, clock)
			}
		}
	}
}

// wins tells whether a row is still as the replica has read it, and moves it.
func (d *decade) wins(key string) bool {
	if d.version[key] == d.wakes {
		return false
	}
	d.version[key] = d.wakes
	return true
}

func (d *decade) calendars(of int) obligation.Calendars {
	return func(rank obligation.Rank) *calendar.Calendar {
		return d.places[d.people[map[obligation.Rank]int{obligation.Owner: d.owners[of], obligation.Manager: (d.owners[of] + 1) % len(d.people), obligation.Head: d.boss}[rank]]]
	}
}

// opens opens what is to be opened of one obligation, and notes when to look again.
func (d *decade) opens(at int, clock time.Time) {
	o, hours := d.list[at], d.calendars(at)(obligation.Owner)
	d.looks[at] = clock.Add(30 * 24 * time.Hour)
	from := d.course[at].AddDays(1)
	if today := calendar.DateOf(clock, d.places[at%len(d.places)].Location); today.Before(from) {
		from = today // the calendar may have brought something before what was opened
	}
	for _, due := range d.dues(at, from, calendar.DateOf(d.looks[at], time.UTC).AddDays(o.Lead+7)) {
		moment := o.Ladder.Opening(hours, o.Opens(due))
		if !moment.After(clock) {
			moment = o.Ladder.Awake(hours, clock)
		}
		if moment.After(clock) {
			d.looks[at] = moment
			return
		}
		key := o.Key + "/" + due.Period()
		if _, known := d.open[key]; known {
			continue
		}
		d.counts(at, due)
		d.check(key+" opened", hours, clock)
		if due.Day.After(d.course[at]) {
			d.course[at] = due.Day
		}
		done := due.Day.In(time.UTC).Add(time.Duration(d.random.IntN(50*24)-25*24) * time.Hour)
		n := &occurrence{done: done, of: at, key: key, due: due, stand: obligation.Standing{Due: due.Day, Opens: o.Opens(due)}, at: clock}
		if d.opened++; due.Record != "" {
			d.followed++
		}
		d.open[key], d.order = n, append(d.order, key)
	}
}

// climbs tells the rungs whose time has come.
func (d *decade) climbs(o *occurrence, clock time.Time) {
	ladder, of := d.list[o.of].Ladder, d.calendars(o.of)
	calls, next := ladder.Look(o.stand, of, clock)
	told, left, again := d.folds(o, calls, clock)
	for i, c := range append(told, left...) {
		d.rungs++
		if d.told[o.rung(c.Key)]++; d.told[o.rung(c.Key)] > 1 {
			d.problems = append(d.problems, o.key+" "+c.Key+" was told twice")
		}
		if clock.Before(c.At) {
			d.problems = append(d.problems, o.key+" "+c.Key+" was told too early")
		}
		if c.Late {
			d.late++
		} else if clock.Sub(c.At) > time.Hour && i >= len(told) {
			d.problems = append(d.problems, o.key+" "+c.Key+" was late and not said to be")
		}
		if i >= len(told) {
			d.check(o.key+" "+c.Key, of(c.To), clock)
		}
		o.stand.Told = append(o.stand.Told, c.Key)
	}
	if len(told)+len(left) > 0 {
		if calls, next = ladder.Look(o.stand, of, clock); len(calls) > 0 {
			next = clock // some wait for a message
		}
	} else if !again.IsZero() {
		next = again
	}
	if o.at = next; next.IsZero() {
		for _, r := range ladder.Rungs(o.stand, of) {
			if !slices.Contains(o.stand.Told, r.Key) {
				d.problems = append(d.problems, o.key+" "+r.Key+" was never told")
			}
		}
	}
}

// check is an independent look at the clock on the wall of whoever was told.
func (d *decade) check(what string, c *calendar.Calendar, clock time.Time) {
	local := clock.In(c.Location)
	if local.Hour() < 7 || local.Hour() >= 20 {
		d.problems = append(d.problems, what+" at night: "+local.String())
	}
	if !c.IsWorkingDay(calendar.DateOf(clock, c.Location)) {
		d.problems = append(d.problems, what+" on a day off: "+local.String())
	}
	d.trace = append(d.trace, what+" "+clock.UTC().Format(time.RFC3339))
}
