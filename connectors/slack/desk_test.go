package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/handlers/payload"
)

// acks collects acknowledgements of a desk without any socket.
type acks chan string

func (a acks) slip(item incoming, key string) slip {
	return slip{item: item, key: key, at: time.Now(), fail: func() {}, ack: func(b []byte) error {
		a <- key + " " + string(b)
		return nil
	}}
}

func newTestDesk(t *testing.T, h Handler) (*desk, *lockedBuffer) {
	t.Helper()
	c, logs := newClient(t, "http://127.0.0.1:1/api/")
	d := newDesk(c, h)
	t.Cleanup(d.wait)
	return d, logs
}

func TestDeskKeepsEachPersonsOrderAndLetsOthersPass(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	h := &recorder{click: func(_ context.Context, c payload.Click) payload.Reply {
		if c.Action == "slow" {
			<-release
		}
		return payload.Reply{}
	}}
	d, _ := newTestDesk(t, h)
	got := make(acks, 10)
	require.NoError(t, d.take(t.Context(), got.slip(payload.Click{By: "U1", Action: "slow"}, "1")))
	for i := 2; i <= 5; i++ {
		require.NoError(t, d.take(t.Context(), got.slip(payload.Click{By: "U1"}, fmt.Sprint(i))))
	}
	require.NoError(t, d.take(t.Context(), got.slip(payload.Click{By: "U2"}, "other")))
	assert.Equal(t, "other ", <-got, "nobody waits for a slow person")
	close(release)
	for i := 1; i <= 5; i++ {
		assert.Equal(t, fmt.Sprint(i)+" ", <-got)
	}
	d.wait()
	assert.Empty(t, d.lanes.queues, "idle lanes are gone")
}

func TestDeskAnswersARepetitionFromMemory(t *testing.T) {
	t.Parallel()
	times := 0
	h := &recorder{command: func(context.Context, payload.Command) payload.Reply {
		times++
		return payload.Reply{Text: fmt.Sprint("time ", times)}
	}}
	d, _ := newTestDesk(t, h)
	got := make(acks, 2)
	for range 2 {
		require.NoError(t, d.take(t.Context(), got.slip(payload.Command{By: "U1", Name: "/x"}, "k")))
	}
	first := <-got
	assert.Contains(t, first, "time 1")
	assert.Equal(t, first, <-got)
}

func TestDeskDoesWhatFollowsFromASubmissionOnceItIsAnswered(t *testing.T) {
	t.Parallel()
	got := make(acks, 2)
	h := &recorder{submit: func(context.Context, payload.Submission) payload.Reply {
		return payload.Reply{Clear: true, Then: func(context.Context) { got <- "then" }}
	}}
	d, _ := newTestDesk(t, h)
	require.NoError(t, d.take(t.Context(), got.slip(payload.Submission{By: "U1"}, "k")))
	assert.Equal(t, `k {"response_action":"clear"}`, <-got)
	assert.Equal(t, "then", <-got)
}

func TestDeskAcknowledgesAnEventOnlyWhenItsHandlerIsDone(t *testing.T) {
	t.Parallel()
	fail := true
	h := &recorder{event: func(context.Context, payload.Event) error {
		if fail {
			fail = false
			return errors.New("store is down")
		}
		return nil
	}}
	d, logs := newTestDesk(t, h)
	got := make(acks, 2)
	require.NoError(t, d.take(t.Context(), got.slip(payload.Event{ID: "E1", By: "U1"}, "first try")))
	require.NoError(t, d.take(t.Context(), got.slip(payload.Event{ID: "E1", By: "U1"}, "second try")))
	assert.Equal(t, "second try ", <-got)
	d.wait()
	assert.Contains(t, logs.String(), "store is down")
}

func TestDeskSurvivesAPanic(t *testing.T) {
	t.Parallel()
	h := &recorder{
		command: func(context.Context, payload.Command) payload.Reply { panic("boom") },
		submit:  func(context.Context, payload.Submission) payload.Reply { panic("boom") },
		event:   func(context.Context, payload.Event) error { panic("boom") },
	}
	d, logs := newTestDesk(t, h)
	got := make(acks, 3)
	require.NoError(t, d.take(t.Context(), got.slip(payload.Command{By: "U1", Name: "/x"}, "command")))
	assert.Contains(t, <-got, "Something went wrong")
	form := payload.Submission{By: "U1", Inputs: payload.Inputs{"b": {}, "a": {}}}
	require.NoError(t, d.take(t.Context(), got.slip(form, "form")))
	assert.JSONEq(t, `{"response_action":"errors","errors":{"a":"`+saysBroken+`"}}`, strings.TrimPrefix(<-got, "form "))
	require.NoError(t, d.take(t.Context(), got.slip(payload.Event{By: "U1"}, "event")))
	d.wait()
	assert.Empty(t, got, "the event is left for Slack to repeat")
	assert.Contains(t, logs.String(), "boom")
}

func TestDeskDoesNotDoWhatSlackHasGivenUp(t *testing.T) {
	t.Parallel()
	h := &recorder{click: func(context.Context, payload.Click) payload.Reply {
		assert.Fail(t, "the person was told that it failed")
		return payload.Reply{}
	}}
	d, logs := newTestDesk(t, h)
	got := make(acks, 1)
	old := got.slip(payload.Click{By: "U1"}, "k")
	old.at = time.Now().Add(-deadline)
	require.NoError(t, d.take(t.Context(), old))
	d.wait()
	assert.Empty(t, got)
	assert.Contains(t, logs.String(), errLate.Error())
}

func TestALateCommandIsToldThatItWasNotDone(t *testing.T) {
	t.Parallel()
	told := make(chan string, 1)
	c := fakeAPI(t, func(w http.ResponseWriter, r *http.Request) {
		var said ephemeral
		assert.NoError(t, json.NewDecoder(r.Body).Decode(&said))
		told <- said.Type + " " + said.Text
		_, _ = w.Write([]byte("ok"))
	})
	d := newDesk(c, &recorder{})
	t.Cleanup(d.wait)
	got := make(acks, 2)
	for _, age := range []time.Duration{deadline, slackWaits + time.Second} {
		s := got.slip(payload.Command{By: "U1", Name: "/x", ResponseURL: c.api.String() + "response"}, fmt.Sprint(age))
		s.at = time.Now().Add(-age)
		require.NoError(t, d.take(t.Context(), s))
		assert.Contains(t, <-got, saysLate)
	}
	assert.Equal(t, "ephemeral "+saysLate, <-told, "the acknowledgement came too late for the older one")
	d.wait()
	assert.Empty(t, told)
}

func TestWordsAboutAClickComeBeforeItsAcknowledgement(t *testing.T) {
	t.Parallel()
	got := make(acks, 10)
	var status atomic.Int64
	c := fakeAPI(t, func(w http.ResponseWriter, r *http.Request) {
		var said ephemeral
		assert.NoError(t, json.NewDecoder(r.Body).Decode(&said))
		got <- said.Text
		w.WriteHeader(int(status.Load()))
	})
	h := &recorder{
		click:   func(context.Context, payload.Click) payload.Reply { return payload.Reply{Text: "not saved"} },
		command: func(context.Context, payload.Command) payload.Reply { return payload.Reply{Text: "not open"} },
	}
	d := newDesk(c, h)
	address := c.api.String() + "response"
	for _, item := range []struct {
		incoming
		says string
	}{
		{payload.Click{By: "U1", Trigger: "1", ResponseURL: address}, "not saved"},
		{payload.Command{By: "U2", Trigger: "2", Name: "take", ResponseURL: address}, "not open"},
	} {
		status.Store(http.StatusOK)
		require.NoError(t, d.take(t.Context(), got.slip(item.incoming, item.says)))
		assert.Equal(t, item.says, <-got)
		assert.Equal(t, item.says+" ", <-got, "then it is acknowledged")
		status.Store(http.StatusInternalServerError)
		unsaid := got.slip(item.incoming, "unsaid "+item.says)
		unsaid.fail = func() { got <- "Slack says that it failed" }
		require.NoError(t, d.take(t.Context(), unsaid))
		assert.Equal(t, item.says, <-got)
		assert.Equal(t, "Slack says that it failed", <-got, "nobody takes it for done")
	}
	d.wait()
	assert.Empty(t, got)
}

func TestNoticesShowBlocks(t *testing.T) {
	t.Parallel()
	ack, err := ackSubmission(payload.Reply{Text: "fallback", Blocks: []byte(`[{"type":"divider"}]`)})
	require.NoError(t, err)
	assert.Contains(t, string(ack), `"blocks":[{"type":"divider"}]`)
	assert.NotContains(t, string(ack), "fallback")
}

func TestDeskGivesHandlersTheTimeThatIsLeft(t *testing.T) {
	t.Parallel()
	left := make(chan time.Duration, 1)
	h := &recorder{click: func(ctx context.Context, _ payload.Click) payload.Reply {
		end, _ := ctx.Deadline()
		left <- time.Until(end)
		return payload.Reply{}
	}}
	d, _ := newTestDesk(t, h)
	s := make(acks, 1).slip(payload.Click{By: "U1"}, "k")
	s.at = time.Now().Add(-deadline + time.Second)
	require.NoError(t, d.take(t.Context(), s))
	assert.LessOrEqual(t, <-left, time.Second)
}

func TestDeskTellsAFloodToSlowDown(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	h := &recorder{
		command: func(context.Context, payload.Command) payload.Reply { <-release; return payload.Reply{} },
		click:   func(context.Context, payload.Click) payload.Reply { return payload.Reply{} },
	}
	d, _ := newTestDesk(t, h)
	t.Cleanup(func() { close(release) })
	got := make(acks, 2*perPerson)
	told := 0
	for i := range perPerson + 5 {
		require.NoError(t, d.take(t.Context(), got.slip(payload.Command{By: "U1", Name: "/x"}, fmt.Sprint(i))))
	}
	require.Error(t, d.take(t.Context(), got.slip(payload.Click{By: "U1"}, "click")), "a click stays unanswered")
	for len(got) > 0 {
		assert.Contains(t, <-got, saysBusy)
		told++
	}
	assert.GreaterOrEqual(t, told, 4)
	require.NoError(t, d.take(t.Context(), got.slip(payload.Click{By: "U2"}, "other")))
	assert.Equal(t, "other ", <-got)
}

func TestDeskKeepsAFormOpenThatHasBecomeTooLarge(t *testing.T) {
	t.Parallel()
	huge := []byte(`{"type":"modal","private_metadata":"` + strings.Repeat("x", maxAck) + `"}`)
	h := &recorder{submit: func(context.Context, payload.Submission) payload.Reply { return payload.Reply{Update: huge} }}
	d, logs := newTestDesk(t, h)
	got := make(acks, 1)
	require.NoError(t, d.take(t.Context(), got.slip(payload.Submission{By: "U1", Inputs: payload.Inputs{"note": {}}}, "k")))
	assert.Contains(t, <-got, saysLarge)
	d.wait()
	assert.Contains(t, logs.String(), errLarge.Error())
}

func TestSeenForgetsTheOldest(t *testing.T) {
	t.Parallel()
	s := newSeen()
	for i := range remembered + 10 {
		s.put(fmt.Sprint(i), nil)
	}
	_, oldest := s.get("0")
	_, newest := s.get(fmt.Sprint(remembered + 9))
	assert.False(t, oldest)
	assert.True(t, newest)
	assert.Len(t, s.answers, remembered)
}

// hangs is a Handler whose store does not answer: it says so when its time is over.
func hangs() *recorder {
	return &recorder{
		click: func(ctx context.Context, _ payload.Click) payload.Reply {
			<-ctx.Done()
			return payload.Reply{Text: "no store"}
		},
		command: func(ctx context.Context, _ payload.Command) payload.Reply {
			<-ctx.Done()
			return payload.Reply{Text: "no store"}
		},
		event: func(ctx context.Context, _ payload.Event) error {
			<-ctx.Done()
			return errors.New("no store")
		},
	}
}

func TestEventsHoldUpNobodysClicks(t *testing.T) {
	t.Parallel()
	h, release := hangs(), make(chan struct{})
	h.event = func(context.Context, payload.Event) error { <-release; return nil }
	h.click = func(context.Context, payload.Click) payload.Reply { return payload.Reply{} }
	d, _ := newTestDesk(t, h)
	got := make(acks, 3)
	require.NoError(t, d.take(t.Context(), got.slip(payload.Event{ID: "1", By: "U1"}, "first")))
	require.NoError(t, d.take(t.Context(), got.slip(payload.Event{ID: "2", By: "U1"}, "second")))
	require.NoError(t, d.take(t.Context(), got.slip(payload.Click{By: "U1"}, "click")))
	assert.Equal(t, "click ", <-got)
	close(release)
	assert.Equal(t, "first ", <-got)
	assert.Equal(t, "second ", <-got, "events keep their order")
}

func TestTheTimeOfAnEventCountsFromItsArrival(t *testing.T) {
	t.Parallel()
	left := make(chan time.Duration, 1)
	h := &recorder{event: func(ctx context.Context, _ payload.Event) error {
		end, _ := ctx.Deadline()
		left <- time.Until(end)
		return nil
	}}
	d, _ := newTestDesk(t, h)
	got := make(acks, 3)
	take := func(age time.Duration) time.Duration {
		s := got.slip(payload.Event{By: "U1"}, fmt.Sprint(age))
		s.at = time.Now().Add(-age)
		require.NoError(t, d.take(t.Context(), s))
		return <-left
	}
	assert.LessOrEqual(t, take(deadline-time.Second), time.Second)
	assert.Positive(t, take(time.Minute), "late rather than not at all")
	d.starved.Store(time.Now().UnixNano())
	assert.Negative(t, take(2*time.Minute), "nobody else had the time either")
}

func TestWhoWaitedBehindWhatRanOutOfTimeIsToldTheReason(t *testing.T) {
	t.Parallel()
	d, _ := newTestDesk(t, hangs())
	got := make(acks, 2)
	at := time.Now().Add(-deadline + 50*time.Millisecond)
	for _, key := range []string{"first", "second"} { // at the same moment
		s := got.slip(payload.Command{By: "U1", Name: "/x"}, key)
		s.at = at
		require.NoError(t, d.take(t.Context(), s))
	}
	for range 2 {
		said := <-got
		assert.Contains(t, said, "no store")
		assert.NotContains(t, said, saysLate)
	}
}
