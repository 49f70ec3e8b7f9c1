package automations_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/people"
	"factotum/automations/request"
	"factotum/automations/state"
)

// monday is eight working hours after the start: Friday 10 to 17 and Monday 9
// to 10 in Berlin.
func monday() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }

func TestAnIdleApproverIsRemindedEveryEightWorkingHours(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.submit(taxi).Request.ID
	o.until(monday().Add(-time.Second))
	o.wake()
	assert.Equal(t, []string{"EXP-1 pending Taxi to the airport"}, o.box.to("U01"), "the weekend does not count")

	o.until(monday())
	o.wake()
	assert.Equal(t, []string{"EXP-1 pending Taxi to the airport", "EXP-1: remind"}, o.box.to("U01"))
	assert.Len(t, o.box.to("U00"), 1, "the requester is not reminded")
	o.wait(time.Hour)
	o.wake()
	assert.Len(t, o.box.to("U01"), 2)
	o.until(monday().AddDate(0, 0, 1))
	o.wake()
	assert.Len(t, o.box.to("U01"), 3)

	assert.Equal(t, []string{"remind"}, o.due())
	o.approve(id, "mara")
	assert.Empty(t, o.due(), "what is decided reminds nobody")
	assert.Equal(t, []string{"submit", "remind", "remind", "approve"}, o.moves(id))
}

func TestAReminderStandsInTheMorningMessageWhereOneComes(t *testing.T) {
	t.Parallel()
	for name, comes := range map[string]bool{"it comes": true, "it never comes": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := setup(t)
			o.courier.Render = greets
			require.NoError(t, o.SetMorning(o.ctx, o.who("mara"), "a", automations.MorningWish{Hour: 10}))
			id := o.submit(taxi).Request.ID
			o.until(monday())
			o.wake()
			assert.NotContains(t, o.moves(id), "remind", "it waits for the message")
			if comes {
				require.NoError(t, (&automations.Mornings{Desk: o.Desk}).Run(o.ctx))
				o.deliver()
			}
			o.wait(4 * time.Hour)
			o.wake()
			assert.Contains(t, o.moves(id), "remind")
			assert.Equal(t, comes, slices.Contains(o.box.to("U01"), "morning [EXP-1] []"))
			assert.Equal(t, !comes, slices.Contains(o.box.to("U01"), "EXP-1: remind"))
		})
	}
}

func TestEveryEndOfWaitingCancelsTheReminder(t *testing.T) {
	t.Parallel()
	ends := map[string]func(o *office, id string) error{
		"reject": func(o *office, id string) error {
			_, err := o.Decide(o.ctx, o.who("mara"), "c", automations.Decision{ID: id, Say: request.Reject, Text: "no"})
			return err
		},
		"return": func(o *office, id string) error {
			_, err := o.Decide(o.ctx, o.who("mara"), "c", automations.Decision{ID: id, Say: request.Return, Text: "no"})
			return err
		},
		"withdraw": func(o *office, id string) error {
			_, err := o.Withdraw(o.ctx, o.who("ines"), "c", id)
			return err
		},
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := setup(t)
			id := o.submit(taxi).Request.ID
			require.Equal(t, []string{"remind"}, o.due())
			require.NoError(t, end(o, id))
			assert.Empty(t, o.due())
		})
	}
}

func TestAQuestionStartsTheTimeOfAnApproverNotAgain(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.submit(taxi).Request.ID
	o.wait(time.Hour)
	_, err := o.Answer(o.ctx, o.who("ines"), "a", automations.Saying{Ticket: id, Text: "It rained"})
	require.NoError(t, err)
	o.until(monday())
	o.wake()
	assert.Contains(t, o.box.to("U01"), "EXP-1: remind")
}

func TestOnlyThoseWhoHaveNotApprovedAreReminded(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.purchase("12000.00 EUR").Request.ID
	o.approve(id, "mara", "omar", "fay", "dora")
	o.until(monday())
	o.wake()
	assert.Contains(t, o.box.to("U07"), "PUR-1: remind", "dan is the second director")
	assert.NotContains(t, o.box.to("U06"), "PUR-1: remind", "dora has approved")
	assert.NotContains(t, o.box.to("U01"), "PUR-1: remind")
}

func TestWhatWasMissedForDaysFiresOnce(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.submit(taxi).Request.ID
	o.until(monday().AddDate(0, 0, 9))
	o.wake()
	o.wake()
	assert.Equal(t, []string{"submit", "remind"}, o.moves(id))
	assert.Len(t, o.box.to("U01"), 2)
	timers, err := o.store.Due(o.ctx, o.clock().AddDate(0, 1, 0), 10)
	require.NoError(t, err)
	require.Len(t, timers, 1)
	assert.Equal(t, o.clock().AddDate(0, 0, 1), timers[0].At, "the next is due eight working hours from now")
}

func TestNobodyIsRemindedAtNightOfWhatWasMissed(t *testing.T) {
	t.Parallel()
	o := setup(t)
	o.submit(taxi)
	o.until(o.berlin("2026-11-23 22:00"))
	o.wake()
	o.until(o.berlin("2026-11-24 08:59"))
	o.wake()
	assert.Len(t, o.box.to("U01"), 1, "everything was down until late")
	o.until(o.berlin("2026-11-24 09:00"))
	o.wake()
	o.wake()
	assert.Equal(t, "EXP-1: remind", o.box.to("U01")[1])
	assert.Len(t, o.box.to("U01"), 2)
}

func TestTwoWakesAtTheSameTimeRemindOnce(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.submit(taxi).Request.ID
	o.until(monday())
	var wakes sync.WaitGroup
	for range 8 {
		other := o.replica(o.store)
		wakes.Go(func() { assert.NoError(t, other.Wake(o.ctx)) })
	}
	wakes.Wait()
	o.deliver()
	assert.Equal(t, []string{"submit", "remind"}, o.moves(id))
	assert.Len(t, o.box.to("U01"), 2)
}

func TestAReminderThatComesTooLateIsNotPosted(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.submit(taxi).Request.ID
	o.until(monday())
	require.NoError(t, o.Wake(o.ctx))
	o.approve(id, "mara")
	o.deliver()
	assert.Equal(t, []string{"EXP-1 open Taxi to the airport"}, o.box.to("U01"))
}

func TestARequestThatNobodyMayDecideGoesOnRemindingOnceSomebodyMay(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.submit(taxi).Request.ID
	o.rewrite(func(_ string, e *people.Entry) { e.Manager, e.Roles = "", nil })
	o.until(monday())
	o.wake()
	assert.NotContains(t, o.box.to("U01"), "EXP-1: remind", "nobody is there to be reminded")
	assert.Equal(t, []string{"remind"}, o.due(), "but it is not forgotten")
	o.rewrite(func(string, *people.Entry) {})
	o.until(monday().AddDate(0, 0, 1))
	o.wake()
	assert.Contains(t, o.box.to("U01"), "EXP-1: remind")
	assert.Equal(t, request.Pending, o.request(id).State)
}

// replica is a second desk over a store: its directory is cached apart.
func (o *office) replica(store automations.Store) *automations.Desk {
	return &automations.Desk{
		Store: store, Catalogue: o.Catalogue, Now: o.clock, NewID: o.id, Calendar: o.Calendar, Law: o.Law, Keeper: o.keeper, Due: func() {},
	}
}

// outdated answers Due with what was due before.
type outdated struct {
	automations.Store
	timers []state.Timer
}

func (s outdated) Due(context.Context, time.Time, int) ([]state.Timer, error) { return s.timers, nil }

func TestATimerOfARequestThatWentOnDoesNothing(t *testing.T) {
	t.Parallel()
	tests := map[string]func(o *office, id string){
		"decided":   func(o *office, id string) { o.approve(id, "mara") },
		"withdrawn": func(o *office, id string) { _, _ = o.Withdraw(o.ctx, o.who("ines"), "c", id) },
		"reminded":  func(o *office, id string) { o.wake() },
	}
	for name, goOn := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := setup(t)
			id := o.submit(taxi).Request.ID
			o.until(monday())
			due, err := o.store.Due(o.ctx, o.clock(), 10)
			require.NoError(t, err)
			require.Len(t, due, 1)
			goOn(o, id)
			before := o.moves(id)
			require.NoError(t, o.replica(outdated{o.store, due}).Wake(o.ctx))
			assert.Equal(t, before, o.moves(id))
		})
	}
}

func TestTimersThatCannotFireDoNotHoldUpTheOthers(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.submit(taxi).Request.ID
	_, err := o.store.Commit(o.ctx, state.Change{Once: state.Once{Key: "planted"}, Timers: []state.Timer{
		{Key: "a", Name: "unheard", Subject: id, At: start()},
		{Key: "b", Name: "remind", Subject: "nothing", At: start()},
		{Key: "c", Name: "copy", Subject: "nothing", At: start()},
	}})
	require.NoError(t, err)
	o.until(monday())
	require.ErrorContains(t, o.Wake(o.ctx), `no timer is called "unheard"`)
	o.deliver()
	assert.Contains(t, o.box.to("U01"), "EXP-1: remind")
	assert.Equal(t, []string{"unheard", "remind"}, o.due(), "those of a request that is not there are dropped")

	ended, cancel := context.WithCancel(o.ctx)
	cancel()
	require.Error(t, o.Wake(ended))
}

// request is a request as it is stored.
func (o *office) request(id string) request.Request {
	o.t.Helper()
	found, err := o.Find(o.ctx, o.who("adam"), id)
	require.NoError(o.t, err)
	return found.File.Request
}
