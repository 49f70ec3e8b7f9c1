package outbox_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"factotum/automations/outbox"
)

func TestKeysTellWhatBelongsToWhom(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "card/r1/ana@x", outbox.CardKey("r1", "ana@x"))
	assert.Equal(t, "line/r1/ana@x/ask-7", outbox.LineKey("r1", "ana@x", "ask-7"))
	assert.Equal(t, "delivery/card/r1/ana@x", outbox.DeliveryID(outbox.CardKey("r1", "ana@x")))
}

func TestPausesGrowAndEnd(t *testing.T) {
	t.Parallel()
	for failures, want := range map[int]time.Duration{
		-1: 5 * time.Second, 0: 5 * time.Second, 1: 5 * time.Second, 2: 10 * time.Second, 3: 20 * time.Second,
		9: 1280 * time.Second, 10: 30 * time.Minute, 11: 30 * time.Minute, 1_000_000: 30 * time.Minute,
	} {
		assert.Equal(t, want, outbox.Backoff(failures), failures)
	}
	var tried time.Duration
	for failures := 1; failures < outbox.MaxAttempts; failures++ {
		tried += outbox.Backoff(failures)
	}
	assert.InDelta(t, 72, tried.Minutes(), 1, "an outage of an hour is outlasted")
}

func TestTheMessengerSaysHowLongToWait(t *testing.T) {
	t.Parallel()
	assert.EqualError(t, outbox.DelayError{For: 3 * time.Second}, "asked to wait 3s")
}
