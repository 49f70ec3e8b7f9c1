package automations_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/request"
)

func TestAPostWhoseAnswerWasLostIsFoundAgain(t *testing.T) {
	t.Parallel()
	tests := map[string]func(o *office, id string){
		"unchanged": func(*office, string) {},
		"changed": func(o *office, id string) {
			_, err := o.Withdraw(o.ctx, o.who("ines"), "w", id)
			require.NoError(o.t, err)
		},
	}
	for name, meanwhile := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := setup(t)
			o.box.lose = failing(1, fault.New(fault.Unavailable, "Slack does not answer."))
			id := o.submit(taxi).Request.ID
			o.deliver()
			o.wait(outbox.Backoff(1))
			meanwhile(o, id)
			o.deliver()
			assert.Len(t, o.box.to("U01"), 1)
			assert.Contains(t, o.box.to("U01")[0], string(o.request(id).State))
			assert.Equal(t, 1, o.box.finds)
		})
	}
}

// TestWhatIsTakenBackGoesThoughTheAnswerToItsPostWasLost has a sentence stand on
// the other side without our knowing, or not stand there at all.
func TestWhatIsTakenBackGoesThoughTheAnswerToItsPostWasLost(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]string{"posted": {"taken back"}, "not posted": nil} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := setup(t)
			o.spoken()
			id := o.ticket().Request.ID
			silences := 0
			silent := func(m outbox.Message) error {
				if silences > 0 || !strings.HasPrefix(m.Key, "copy/") {
					return nil
				}
				silences++
				return fault.New(fault.Unavailable, "Slack does not answer.")
			}
			if want == nil {
				o.box.refuse = silent
			} else {
				o.box.lose = silent
			}
			require.NoError(t, o.say("ines", "DU00-1", id, "My password is swordfish"))
			o.deliver()
			_, err := o.Amend(o.ctx, o.who("ines"), "d1", automations.Saying{Ticket: id, ID: "DU00-1", Removed: true})
			require.NoError(t, err)
			o.wait(outbox.Backoff(1))
			o.deliver()
			assert.Equal(t, want, o.copiesTo("C1"))
		})
	}
}

func TestAWorkerThatDiedAfterPostingIsFollowedByOneThatFindsThePost(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.submit(taxi).Request.ID
	o.deliver()
	_, err := o.Decide(o.ctx, o.who("mara"), "q", automations.Decision{ID: id, Say: request.Ask, Text: "why?"})
	require.NoError(t, err)
	o.die("line/")
	require.Equal(t, []string{pending, "EXP-1: ask why?"}, o.box.to("U00"))
	before := 2
	o.deliver()
	assert.Len(t, o.box.to("U00"), before, "while the lease lasts nobody else touches it")
	o.wait(30 * time.Second)
	o.deliver()
	assert.Len(t, o.box.to("U00"), before)
	o.wait(time.Hour)
	o.deliver()
	assert.Len(t, o.box.to("U00"), before)
}

func TestACardThatChangedAfterItsWorkerDiedIsFoundAndUpdated(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.submit(taxi).Request.ID
	o.die("card/")
	require.Len(t, o.box.sent("U01"), 0, "the lane holds one notice at a time")
	require.Equal(t, []string{pending}, o.box.to("U00"))
	o.wait(10 * time.Minute) // the clock of the new notice is later than the lost post
	_, err := o.Withdraw(o.ctx, o.who("ines"), "w", id)
	require.NoError(t, err)
	o.deliver()
	assert.Equal(t, []string{"EXP-1 withdrawn Taxi to the airport"}, o.box.to("U00"))
	assert.Equal(t, []string{"EXP-1 withdrawn Taxi to the airport"}, o.box.to("U01"))
}

// die delivers until the first notice whose key begins so: it is posted, but
// the record is lost, as when the process is killed in between.
func (o *office) die(key string) {
	o.t.Helper()
	dying := &automations.Courier{Store: mute{o.store, key}, Desk: o.Desk, Messenger: o.box, Render: plain, Workers: 8}
	for {
		n, err := dying.Deliver(o.ctx)
		if err != nil {
			require.ErrorIs(o.t, err, errDied)
			return
		}
		require.Positive(o.t, n)
	}
}

func TestALateWorkerDoesNotSpoilTheWorkOfTheNext(t *testing.T) {
	t.Parallel()
	o := setup(t)
	o.submit(taxi)
	o.box.lose = func(m outbox.Message) error {
		if m.To == "U00" && o.box.made == 1 { // while it posts, its lease ends and another takes over
			o.mu.Lock()
			o.now = o.now.Add(31 * time.Second)
			o.mu.Unlock()
			leased, err := o.store.Lease(o.ctx, o.clock(), o.clock().Add(time.Minute), 8)
			assert.NoError(t, err)
			assert.Len(t, leased, 1)
			assert.True(t, leased[0].Again)
		}
		return nil
	}
	n, err := o.courier.Deliver(o.ctx)
	require.NoError(t, err)
	assert.Equal(t, 1, n)
	o.wait(time.Minute)
	o.deliver()
	assert.Equal(t, []string{pending}, o.box.to("U00"))
	assert.Equal(t, []string{pending}, o.box.to("U01"))
}
