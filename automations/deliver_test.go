package automations_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/catalogue"
	"factotum/automations/fault"
	"factotum/automations/outbox"
	"factotum/automations/request"
)

// pending is how the card of the taxi reads while it is pending.
const pending = "EXP-1 pending Taxi to the airport"

func TestACardIsUpdatedOnlyWhenItsContentChanged(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.submit(taxi).Request.ID
	o.deliver()
	require.Equal(t, 2, o.box.made, "one card for ines and one for mara")
	require.NoError(t, o.Reroute(o.ctx))
	o.deliver()
	assert.Equal(t, []int{2, 0}, []int{o.box.made, o.box.updates}, "the same content is not sent again")
	o.approve(id, "mara")
	o.deliver()
	assert.Equal(t, 2, o.box.updates)
	assert.Equal(t, []string{"EXP-1 open Taxi to the airport"}, o.box.to("U01"))
}

func TestHoweverManyChangesACardIsPostedOnceAndAsItIsNow(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.submit(taxi).Request.ID
	_, err := o.Withdraw(o.ctx, o.who("ines"), "w", id)
	require.NoError(t, err)
	o.deliver()
	assert.Equal(t, []string{"EXP-1 withdrawn Taxi to the airport"}, o.box.to("U01"))
	assert.Equal(t, []int{2, 0}, []int{o.box.made, o.box.updates})
}

func TestLinesStandInTheThreadOfTheReadersCardInTheirOrder(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.submit(taxi).Request.ID
	for i, word := range []string{"one", "two", "three"} {
		o.wait(time.Second)
		_, err := o.Decide(o.ctx, o.who("mara"), fmt.Sprint("q", i), automations.Decision{ID: id, Say: request.Ask, Text: word})
		require.NoError(t, err)
	}
	o.deliver()
	got := o.box.sent("U00")
	require.Len(t, got, 4)
	assert.Equal(t, pending, got[0].Text)
	for i, word := range []string{"one", "two", "three"} {
		assert.Equal(t, "EXP-1: ask "+word, got[i+1].Text)
		assert.Equal(t, got[0].ts, got[i+1].Thread)
	}
	o.deliver()
	assert.Len(t, o.box.sent("U00"), 4, "a line is said once")
}

func TestACardThatIsGoneIsPostedAnew(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.submit(taxi).Request.ID
	o.deliver()
	old := o.box.sent("U01")[0].ts
	o.box.clear()
	o.approve(id, "mara")
	o.deliver()
	require.Equal(t, []string{"EXP-1 open Taxi to the airport"}, o.box.to("U01"))
	anew := o.box.sent("U01")[0].ts
	assert.NotEqual(t, old, anew)
	at, err := o.At(o.ctx, "DU01", anew)
	require.NoError(t, err)
	assert.Equal(t, id, at.Request)
	at, err = o.At(o.ctx, "DU01", old)
	require.NoError(t, err)
	assert.Empty(t, at.Request, "nothing stands there any more")
}

// failing refuses what goes to mara so many times.
func failing(times int, err error) func(outbox.Message) error {
	return func(m outbox.Message) error {
		if m.To != "U01" || times == 0 {
			return nil
		}
		times--
		return err
	}
}

func TestAMessengerThatAsksToWaitIsObeyedToTheMoment(t *testing.T) {
	t.Parallel()
	o := setup(t)
	asked := fault.Wrap(outbox.DelayError{For: 90 * time.Second}, fault.Unavailable, "Slower, please.")
	o.box.refuse = failing(2*outbox.MaxAttempts, asked)
	o.submit(taxi)
	o.deliver()
	assert.Empty(t, o.box.to("U01"))
	assert.Len(t, o.box.to("U00"), 1)
	for range 2*outbox.MaxAttempts - 1 {
		o.wait(89*time.Second + 999*time.Millisecond)
		o.deliver()
		o.wait(time.Millisecond)
		o.deliver()
		assert.Empty(t, o.box.to("U01"))
	}
	o.wait(90*time.Second - time.Millisecond)
	o.deliver()
	assert.Empty(t, o.box.to("U01"))
	o.wait(time.Millisecond)
	o.deliver()
	assert.Equal(t, []string{pending}, o.box.to("U01"), "waiting as told is no failure, however often")
	assert.Zero(t, o.box.finds, "what was refused before it was posted need not be looked for")
}

func TestWhatIsUnavailableIsTriedLaterAndLaterAndThenGivenUp(t *testing.T) {
	t.Parallel()
	o := setup(t)
	o.box.refuse = failing(outbox.MaxAttempts, fault.New(fault.Unavailable, "Slack does not answer."))
	card := outbox.CardKey(o.submit(taxi).Request.ID, "mara@example.com")
	var waited time.Duration
	for failures := 1; failures < outbox.MaxAttempts; failures++ {
		o.deliver()
		o.wait(outbox.Backoff(failures) - time.Millisecond)
		o.deliver()
		assert.Empty(t, o.failed(), failures)
		o.wait(time.Millisecond)
		waited += outbox.Backoff(failures)
	}
	assert.Greater(t, waited, time.Hour)
	o.deliver()
	assert.Equal(t, []automations.Undelivered{
		{Key: card, Number: "EXP-1", To: "Mara Sample", Reason: "Slack does not answer."},
	}, o.failed())

	require.NoError(t, o.Redeliver(o.ctx, o.who("adam"), card))
	assert.Empty(t, o.failed())
	o.deliver()
	assert.Equal(t, []string{pending}, o.box.to("U01"))
	assert.Equal(t, fault.NotFound, fault.CodeOf(o.Redeliver(o.ctx, o.who("adam"), card)))
}

// failed is what an admin sees of deliveries that were given up.
func (o *office) failed() []automations.Undelivered {
	o.t.Helper()
	all, err := o.Undelivered(o.ctx, o.who("adam"), 10)
	require.NoError(o.t, err)
	require.Zero(o.t, all.Hidden)
	return all.List
}

func TestWhatWillNeverWorkIsGivenUpAtOnce(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		spoil func(o *office)
		want  string
	}{
		"refused by the messenger": {func(o *office) { o.box.refuse = failing(1, fault.New(fault.Internal, "invalid_blocks")) }, "invalid_blocks"},
		"not rendered": {func(o *office) {
			o.courier.Render = func(automations.Sight) (outbox.Message, error) { return outbox.Message{}, errors.New("no such line") }
		}, "no such line"},
		"reader without an account": {func(o *office) { o.without("mara") }, "Mara Sample has no account in Slack"},
		"reader who is nobody": {func(o *office) {
			accounts, entries, company := staff()
			entries[0].Manager = ""
			o.employ(append(accounts[:1:1], accounts[2:]...), append(entries[:1:1], entries[2:]...), company)
		}, "mara@example.com is no longer in the directory"},
		"kind that is no more": {func(o *office) {
			empty := o.replica(o.store)
			empty.Catalogue = noKinds(o.t)
			o.courier.Desk = empty
		}, "expense"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := setup(t)
			o.submit(taxi)
			tt.spoil(o)
			o.deliver()
			var reasons []string
			for _, f := range o.failed() {
				reasons = append(reasons, f.Reason)
			}
			require.NotEmpty(t, reasons)
			assert.Contains(t, reasons[len(reasons)-1], tt.want)
		})
	}
}

// without takes the account of somebody away who stays in the company's file.
func (o *office) without(name string) {
	accounts, entries, company := staff()
	for i, a := range accounts {
		if a.Name == name {
			accounts = append(accounts[:i:i], accounts[i+1:]...)
			break
		}
	}
	for i := range entries {
		if entries[i].Email == name+"@example.com" {
			entries[i].Name = "Mara Sample"
		}
	}
	o.employ(accounts, entries, company)
}

func TestWhoHasLeftGetsNothing(t *testing.T) {
	t.Parallel()
	o := setup(t)
	o.submit(taxi)
	accounts, entries, company := staff()
	accounts[1].Inactive = true
	o.employ(accounts, entries, company)
	o.deliver()
	assert.Empty(t, o.box.to("U01"))
	assert.Empty(t, o.failed())
}

func TestASlowDeliveryHoldsNoOtherUp(t *testing.T) {
	t.Parallel()
	o := setup(t)
	slow := o.submit(taxi).Request.ID
	o.submit(taxi)
	begun, others := make(chan struct{}), make(chan string, 8)
	release := make(chan struct{})
	o.courier.Workers = 2
	o.courier.Render = func(s automations.Sight) (outbox.Message, error) {
		if s.Notice.Request == slow && s.Notice.To == "ines@example.com" {
			close(begun)
			<-release
		}
		others <- s.Notice.Request
		return plain(s)
	}
	ended := make(chan error)
	go func() { ended <- o.courier.Work(o.ctx) }()
	<-begun
	assert.NotEqual(t, slow, <-others)
	assert.NotEqual(t, slow, <-others)
	third := o.submit(taxi).Request.ID
	assert.Equal(t, third, <-others, "what comes meanwhile is looked for")
	assert.Equal(t, third, <-others)
	close(release)
	require.NoError(t, <-ended)
	assert.Len(t, o.box.to("U00"), 3)
	assert.Len(t, o.box.to("U01"), 3)
}

func TestWorkEndsWhenTheStoreFailsOrTheContextDoes(t *testing.T) {
	t.Parallel()
	o := setup(t)
	o.submit(taxi)
	dying := &automations.Courier{Store: mute{o.store, "card/"}, Desk: o.Desk, Messenger: o.box, Render: plain, Workers: 8}
	require.ErrorIs(t, dying.Work(o.ctx), errDied)
	ctx, cancel := context.WithCancel(o.ctx)
	cancel()
	o.wait(time.Hour)
	require.NoError(t, o.courier.Work(ctx))
	assert.Equal(t, 1, o.box.made, "nothing is taken any more")
	require.NoError(t, o.courier.Work(o.ctx))
	assert.Equal(t, []string{pending}, o.box.to("U01"))
}

func TestAnEndedContextLosesNothing(t *testing.T) {
	t.Parallel()
	o := setup(t)
	o.submit(taxi)
	ctx, cancel := context.WithCancel(o.ctx)
	o.box.lose = func(outbox.Message) error { cancel(); return nil }
	_, err := o.courier.Deliver(ctx)
	require.NoError(t, err, "what was posted is recorded although the program is ending")
	_, err = o.courier.Deliver(ctx)
	require.Error(t, err)
	o.box.lose = nil
	o.box.refuse = failing(1, context.DeadlineExceeded)
	o.deliver()
	assert.Empty(t, o.failed(), "running out of time is no reason to give up")
	o.wait(time.Minute)
	o.deliver()
	assert.Equal(t, []string{pending}, o.box.to("U00"))
	assert.Equal(t, []string{pending}, o.box.to("U01"))
}

// noKinds is a catalogue in which everything was taken out.
func noKinds(t testing.TB) *catalogue.Catalogue {
	t.Helper()
	c, problems := catalogue.Load(catalogue.Company{Name: "Sample Ltd", Currency: "EUR"}, nil, nil)
	require.Empty(t, problems)
	return c
}
