package app

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
)

// denied is how the library of Redis gives an answer that refuses.
type denied struct{ error }

func (denied) RedisError() {}

func TestTheStartWaitsForWhatDoesNotAnswerYet(t *testing.T) {
	t.Parallel()
	away, wrong, quiet := fault.New(fault.Unavailable, "away"), errors.New("wrong"), slog.New(slog.DiscardHandler)
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		var there store = struct{ store }{}
		opens := func(after time.Duration, otherwise error) func() (store, error) {
			return func() (store, error) {
				if time.Since(begun) < after {
					return nil, away
				}
				return there, otherwise
			}
		}
		got, err := awaited(t.Context(), quiet, opens(30*time.Second, nil))
		require.NoError(t, err)
		assert.Equal(t, there, got)
		assert.Equal(t, 30*time.Second, time.Since(begun))

		_, err = awaited(t.Context(), quiet, opens(40*time.Second, wrong))
		require.ErrorIs(t, err, wrong, "which waiting does not mend")
		assert.Equal(t, 40*time.Second, time.Since(begun))

		_, err = awaited(t.Context(), quiet, opens(time.Hour, nil))
		require.ErrorIs(t, err, away, "not for ever")
		assert.Equal(t, 40*time.Second+coming+knock, time.Since(begun))

		refused := fault.Wrap(denied{errors.New("NOPERM this user has no permissions to run the 'eval' command")}, fault.Unavailable, "refused")
		_, err = awaited(t.Context(), quiet, func() (store, error) { return nil, refused })
		require.ErrorIs(t, err, refused)
		assert.Equal(t, 40*time.Second+coming+knock, time.Since(begun), "nor for who does not let it in")

		ctx, stop := context.WithCancel(t.Context())
		stop()
		_, err = awaited(ctx, quiet, opens(time.Hour, nil))
		require.ErrorIs(t, err, away, "and not when it is to end")
	})
}
