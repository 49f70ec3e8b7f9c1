package automations_test

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/audit"
	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/automations/request"
)

// races is how many double clicks are made; of races between approvers a third
// as many, at most 1,000. The full proof is -races=10000.
var races = flag.Int("races", 300, "double clicks to make")

// racers is how many goroutines click at the same time.
const racers = 32

// crowd runs do for each of n in so many goroutines.
func crowd(n int, do func(i int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range racers {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	group.Wait()
}

// together runs the calls at the same moment and gives their errors.
func together(calls ...func() error) []error {
	errs, begin := make([]error, len(calls)), make(chan struct{})
	var group sync.WaitGroup
	for i, call := range calls {
		group.Go(func() {
			<-begin
			errs[i] = call()
		})
	}
	close(begin)
	group.Wait()
	return errs
}

// decided counts, in the log, the decisions about each request.
func (o *office) decided() map[string][]string {
	o.t.Helper()
	var v audit.Verifier
	found := map[string][]string{}
	for {
		records, err := o.store.Log(o.ctx, v.Head().Position, 1000)
		require.NoError(o.t, err)
		if len(records) == 0 {
			return found
		}
		for _, r := range records {
			require.NoError(o.t, v.Check(r, nil))
			if r.Move == string(request.Approve) || r.Move == string(request.Reject) {
				found[r.Subject] = append(found[r.Subject], r.Move)
			}
		}
	}
}

func TestADoubleClickDecidesOnce(t *testing.T) {
	t.Parallel()
	keys := map[string]func(id string) (string, string){
		"clicked twice":         func(id string) (string, string) { return id + "/1", id + "/2" },
		"one click, told twice": func(id string) (string, string) { return id + "/1", id + "/1" },
	}
	for name, pair := range keys {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := setup(t)
			mara, begun := o.who("mara"), time.Now()
			var told, repeated atomic.Int64
			crowd(*races, func(int) {
				id := o.submit(taxi).Request.ID
				click := func(once string) func() error {
					return func() error {
						_, err := o.Decide(o.ctx, mara, once, automations.Decision{ID: id, Say: request.Approve})
						return err
					}
				}
				one, two := pair(id)
				for _, err := range together(click(one), click(two)) {
					if err == nil {
						repeated.Add(1)
						continue
					}
					told.Add(1)
					assert.Equal(t, fault.Conflict, fault.CodeOf(err))
					assert.Contains(t, fault.Say(err), "was already approved by you on 20 Nov 2026, 10:00. Nothing was changed by your click.")
				}
				assert.Len(t, o.request(id).Decisions, 1)
			})
			decided := o.decided()
			assert.Len(t, decided, *races)
			for id, moves := range decided {
				assert.Equal(t, []string{"approve"}, moves, id)
			}
			assert.Equal(t, int64(2**races), told.Load()+repeated.Load())
			if one, two := pair(""); one != two {
				assert.Equal(t, int64(*races), told.Load(), "one of two keys does nothing")
			}
			t.Logf("%d double clicks by %d goroutines: %d decisions, %d told that they had decided, %d told the first outcome, %s",
				*races, racers, len(decided), told.Load(), repeated.Load()-int64(*races), time.Since(begun).Round(time.Millisecond))
		})
	}
}

func TestOfThoseWhoApproveAndRejectAtOnceOneDecides(t *testing.T) {
	t.Parallel()
	o := setup(t)
	many, begun := min(*races/3, 1000), time.Now()
	var won, told atomic.Int64
	wins := [2]atomic.Int64{}
	for race := range many {
		id := o.purchase("1500.00 EUR").Request.ID
		o.approve(id, "mara", "omar")
		calls := make([]func() error, racers)
		for i := range calls {
			by, in := o.who("fay"), automations.Decision{ID: id, Say: request.Approve}
			if (i+race)%2 == 1 { // who starts first is not always the same
				by, in.Say, in.Text = o.who("finn"), request.Reject, "too dear"
			}
			calls[i] = func() error { _, err := o.Decide(o.ctx, by, fmt.Sprint(id, i), in); return err }
		}
		errs := together(calls...)
		first, _ := o.request(id).LastDecision()
		wins[slices.Index([]people.ID{"fay@example.com", "finn@example.com"}, first.By)].Add(1)
		for i, err := range errs {
			if err == nil {
				won.Add(1)
				assert.Equal(t, (i+race)%2 == 0, first.Verdict == request.Approved, "who is told yes has decided")
				continue
			}
			assert.Equal(t, fault.Conflict, fault.CodeOf(err))
			who := "Fay Sample"
			if first.Verdict == request.TurnedDown {
				who = "Finn Sample"
			}
			if ((i+race)%2 == 0) == (first.Verdict == request.Approved) {
				who = "you"
			}
			want := fmt.Sprintf("was already %s by %s on 20 Nov 2026, 10:00.", first.Verdict, who)
			if assert.True(t, strings.Contains(fault.Say(err), want), "%s does not say: %s", fault.Say(err), want) {
				told.Add(1)
			}
		}
	}
	for id, moves := range o.decided() {
		assert.Len(t, moves, 3, id) // the manager, the owner, and one of the two
	}
	assert.Equal(t, int64(many), won.Load(), "one decision each")
	assert.Equal(t, int64(many*(racers-1)), told.Load(), "and everybody else is told whose it was")
	t.Logf("%d races of %d: %d decisions (%d approved, %d rejected), %d told who was first, %s",
		many, racers, won.Load(), wins[0].Load(), wins[1].Load(), told.Load(), time.Since(begun).Round(time.Millisecond))
}
