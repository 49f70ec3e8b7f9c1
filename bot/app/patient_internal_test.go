package app

import (
	"context"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/state"
)

// lame answers from a moment on.
type lame struct {
	automations.Store
	from time.Time
	err  error // until then
}

func (l lame) Commit(context.Context, state.Change) (state.Result, error) {
	if time.Now().Before(l.from) {
		return state.Result{}, l.err
	}
	return state.Result{Outcome: []byte("done")}, nil
}

func TestTheFirstRunOfADemonstrationWaitsForItsStore(t *testing.T) {
	t.Parallel()
	away, wrong := fault.New(fault.Unavailable, "It does not answer."), fault.New(fault.Conflict, "It moved.")
	quiet := slog.New(slog.DiscardHandler)
	synctest.Test(t, func(t *testing.T) {
		never := make(chan struct{})
		done, err := patient{log: quiet, settled: never, Store: lame{from: time.Now().Add(90 * time.Second), err: away}}.Commit(t.Context(), state.Change{})
		require.NoError(t, err)
		assert.Equal(t, "done", string(done.Outcome))

		begun := time.Now()
		_, err = patient{log: quiet, settled: never, Store: lame{from: begun.Add(time.Hour), err: wrong}}.Commit(t.Context(), state.Change{})
		require.ErrorIs(t, err, wrong, "waiting mends nothing")
		assert.Zero(t, time.Since(begun))
		_, err = patient{log: quiet, settled: never, Store: lame{from: begun.Add(time.Hour), err: away}}.Commit(t.Context(), state.Change{})
		require.ErrorIs(t, err, away, "not for ever")
		assert.Equal(t, coming+knock, time.Since(begun))

		ctx, stop := context.WithTimeout(t.Context(), time.Second/2)
		defer stop()
		begun = time.Now()
		_, err = patient{log: quiet, settled: never, Store: lame{from: begun.Add(time.Hour), err: away}}.Commit(ctx, state.Change{})
		require.ErrorIs(t, err, away)
		assert.Equal(t, time.Second/2, time.Since(begun), "the demonstration was stopped")

		over := make(chan struct{})
		close(over)
		begun = time.Now()
		_, err = patient{lame{from: begun.Add(time.Hour), err: away}, quiet, over}.Commit(t.Context(), state.Change{})
		require.ErrorIs(t, err, away)
		assert.Zero(t, time.Since(begun), "somebody is there who is told")
	})
}
