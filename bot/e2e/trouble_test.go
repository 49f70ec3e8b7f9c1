package e2e

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	unreachable = "Factotum cannot reach its data right now. Please try again in a minute; nothing is done twice."
	full        = "Factotum's database (Redis) is out of memory, so this was not saved. Please tell your Factotum administrator."
	waits       = "Factotum cannot use its data right now, so what you wrote waits."
)

// slackWaits is twice the time after which Slack itself tells the person that the
// app did not answer. That the app answers Slack in time the workspace looks at;
// here a person must hear of it soon, on a busy machine too.
const slackWaits = 2 * 3 * time.Second

// TestWhenRedisIsInTroubleEverybodyIsToldInTime lets people act while Redis is
// down, slow or full: nobody is told that anything is done, all are told what is
// wrong in time, and when it is well again everything happens once.
func TestWhenRedisIsInTroubleEverybodyIsToldInTime(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		begin, end func(*redis)
		says       string
		reads      bool
	}{
		"killed": {(*redis).kill, (*redis).start, unreachable, false},
		"slow": {
			func(r *redis) { r.line.delay.Store(int64(2 * time.Second)) },
			func(r *redis) { r.line.delay.Store(0) }, unreachable, false,
		},
		"full": {
			func(r *redis) { r.try("config", "set", "maxmemory", "1") },
			func(r *redis) { r.try("config", "set", "maxmemory", "0") }, full, true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, setup{redis: true})
			n, own := w.Asks(ana, "/expense 12 EUR taxi yesterday"), w.Asks(ben, "/expense 9 EUR taxi yesterday")
			w.Card(jules, n, "Approve")
			w.Card(jules, own, "Approve")
			w.As(rosa).Command("/expense 7 EUR taxi yesterday")
			w.Fills(rosa).Submit()
			w.As(rosa).SeesModal("Who decides")
			w.As(noor).Command("/expense 5 EUR taxi yesterday")
			w.Fills(noor)
			before := len(w.Log())

			c.begin(w.redis)
			w.troubled(n, own, c.says, c.reads)
			w.clock.pass(9 * 24 * time.Hour) // a reminder falls due meanwhile
			c.end(w.redis)

			w.Until(w.clock.Now())
			w.As(lena).SeesHome("Nothing waits for you.")
			assert.Equal(t, 2, reminders(w), "one for each, however long it took")
			moves := map[string]int{}
			for _, r := range w.Log()[before:] {
				moves[r.Move]++
			}
			assert.Equal(t, map[string]int{"remind": 2}, moves, "nothing else has happened")
			w.Pass(5 * time.Minute) // leases whose receipt was lost end
			w.Eventually("both reminders are posted", func() bool { return strings.Count(w.says(jules), reminder) == 2 })
			w.Decides(jules, n, "Approve", "")
			w.Card(marek, n, "Mark as reimbursed")
			w.As(rosa).Modal().Shut()
			assert.Equal(t, "EXP-3", w.Sends(rosa), "what was typed was not lost")
			w.As(noor).Modal().Submit()
			assert.Equal(t, "EXP-4", w.Sends(noor), "nor in the form before")
		})
	}
}

// troubled lets everybody act at once and measures when they are told.
func (w *world) troubled(n, own, says string, reads bool) {
	w.t.Helper()
	w.clock.pass(2 * time.Second)
	approve, withdraw := w.Card(jules, n, "Approve"), w.Card(ben, own, "Withdraw")
	form := w.Story.As(rosa).Modal()
	intime := func(begun time.Time, who, what string) {
		took := time.Since(begun)
		w.t.Logf("%s, who %s, is told after %d ms", who, what, took.Milliseconds())
		assert.Less(w.t, took, slackWaits, "%s, who %s", who, what)
	}
	told := func(who, what string, is func() bool) {
		begun := time.Now()
		for !is() {
			if time.Since(begun) > 2*slackWaits {
				break
			}
			time.Sleep(5 * time.Millisecond)
		}
		intime(begun, who, what)
	}
	var people sync.WaitGroup
	people.Go(func() {
		go approve.ClickFails("Approve")
		told(jules, "approves", func() bool { return !w.Story.As(jules).SeesNo(says) })
	})
	people.Go(func() {
		go withdraw.ClickFails("Withdraw")
		told(ben, "withdraws", func() bool { return !w.Story.As(ben).SeesNo(says) })
	})
	people.Go(func() {
		begun := time.Now()
		form.Submit()
		intime(begun, rosa, "sends")
		assert.Contains(w.t, w.Story.As(rosa).Modal().Words(), says)
	})
	people.Go(func() {
		begun := time.Now()
		assert.Equal(w.t, says, w.Story.As(noor).Modal().Errors()["Amount"], "at the first input, where the form stays as it is")
		intime(begun, noor, "fills in a form")
	})
	people.Go(func() {
		w.Story.As(carl).Say("42 EUR taxi yesterday")
		told(carl, "writes", func() bool { return !w.Story.As(carl).SeesNo(waits) })
	})
	if !reads {
		people.Go(func() {
			begun := time.Now()
			require.Empty(w.t, w.Story.As(mei).CommandFails("/desk mine"))
			intime(begun, mei, "gives a command")
			assert.False(w.t, w.Story.As(mei).SeesNo(says))
		})
		people.Go(func() {
			begun := time.Now()
			w.Story.As(lena).SeesHome(says)
			intime(begun, lena, "opens Home")
		})
	}
	people.Wait()
	assert.True(w.t, w.Story.As(jules).SeesNo("✅"), "nobody is told that it is done")
	assert.True(w.t, w.Story.As(ana).SeesNo("✅"))
}

// TestTheFirstStartWaitsForARedisThatTakesItsTime lets no command be answered in time
// for a while, in the middle of the history: nobody is there yet who could try again.
func TestTheFirstStartWaitsForARedisThatTakesItsTime(t *testing.T) {
	t.Parallel()
	w := start(t, setup{redis: true, history: true, slow: 6 * time.Second})
	n := w.Asks(ana, "/expense 12 EUR taxi yesterday")
	w.Card(jules, n, "Approve")
}

// TestWhoWritesAndThenClicksIsToldInTime lets one person do several things in a
// row while Redis is down: none of them waits behind the ones before.
func TestWhoWritesAndThenClicksIsToldInTime(t *testing.T) {
	t.Parallel()
	w := start(t, setup{redis: true})
	n := w.Asks(ana, "/expense 12 EUR taxi yesterday")
	approve := w.Card(jules, n, "Approve")
	w.redis.kill()
	w.clock.pass(2 * time.Second)
	written := time.Now()
	for range 3 {
		w.As(jules).Say("42 EUR taxi yesterday")
		time.Sleep(300 * time.Millisecond) // as people write
	}
	clicked := time.Now()
	go approve.ClickFails("Approve")
	w.Eventually("jules is told that what he wrote waits", func() bool { return !w.As(jules).SeesNo(waits) })
	assert.Less(t, time.Since(written), slackWaits)
	w.Eventually("jules is told why the click failed", func() bool { return !w.As(jules).SeesNo(unreachable) })
	assert.Less(t, time.Since(clicked), slackWaits)
	w.redis.start()
	assert.True(t, w.As(jules).SeesNo("too busy"))
	assert.Equal(t, 1, strings.Count(w.says(jules), waits), "once for all that was written until then")
}
