package outbox_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"factotum/automations/outbox"
)

func TestPausesGrowToHalfAnHour(t *testing.T) {
	t.Parallel()
	for failures, want := range map[int]time.Duration{
		-1: 5 * time.Second, 0: 5 * time.Second, 1: 5 * time.Second, 2: 10 * time.Second, 5: 80 * time.Second,
		9: 1280 * time.Second, 10: 30 * time.Minute, 11: 30 * time.Minute, 1 << 40: 30 * time.Minute,
	} {
		assert.Equal(t, want, outbox.Backoff(failures), failures)
	}
	var all time.Duration
	for failures := 1; failures < outbox.MaxAttempts; failures++ {
		all += outbox.Backoff(failures)
	}
	assert.InDelta(t, time.Hour.Minutes(), all.Minutes(), 15, "about an hour, as MaxAttempts says")
}

func TestKeysTellCardsAndLinesApart(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "card/r1/ana@example.com", outbox.CardKey("r1", "ana@example.com"))
	assert.Equal(t, "line/r1/ana@example.com/approve-7", outbox.LineKey("r1", "ana@example.com", "approve-7"))
	assert.Equal(t, "delivery/card/r1/ana@example.com", outbox.DeliveryID("card/r1/ana@example.com"))
	assert.EqualError(t, outbox.DelayError{For: time.Minute}, "asked to wait 1m0s")
}

func TestADeliveryTellsWhatItIs(t *testing.T) {
	t.Parallel()
	at := func(key string) outbox.Delivery { return outbox.Delivery{Key: key, Request: "r1", To: "ana"} }
	card, origin, copied := at(outbox.CardKey("r1", "ana")), at(outbox.OriginKey("r1")), at(outbox.CopyKey("r1", "ana", "7"))
	assert.True(t, card.Card())
	assert.False(t, card.Origin())
	assert.True(t, origin.Origin())
	assert.False(t, origin.Card())
	assert.False(t, copied.Card())
	assert.Equal(t, "7", copied.Sentence())
	assert.Empty(t, card.Sentence())
	assert.Empty(t, at(outbox.CopyKey("r1", "ben", "7")).Sentence(), "a copy for somebody else")
	assert.Empty(t, outbox.Delivery{Key: outbox.CopyKey("", "", "7")}.Sentence(), "of no request")
}
