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

func TestTheStartWaitsForWhatDoesNotAnswerYet(t *testing.T) {
	t.Parallel()
	away, wrong, quiet := fault.New(fault.Unavailable, "away"), errors.New("wrong"), slog.New(slog.DiscardHandler)
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		opens := func(after time.Duration, otherwise error) func() (string, error) {
			return func() (string, error) {
				if time.Since(begun) < after {
					return "", away
				}
				return "open", otherwise
			}
		}
		got, err := awaited(t.Context(), quiet, opens(30*time.Second, nil))
		require.NoError(t, err)
		assert.Equal(t, "open", got)
		assert.Equal(t, 30*time.Second, time.Since(begun))

		_, err = awaited(t.Context(), quiet, opens(40*time.Second, wrong))
		require.ErrorIs(t, err, wrong, "which waiting does not mend")
		assert.Equal(t, 40*time.Second, time.Since(begun))

		_, err = awaited(t.Context(), quiet, opens(time.Hour, nil))
		require.ErrorIs(t, err, away, "not for ever")
		assert.Equal(t, 40*time.Second+coming+knock, time.Since(begun))

		ctx, stop := context.WithCancel(t.Context())
		stop()
		_, err = awaited(ctx, quiet, opens(time.Hour, nil))
		require.ErrorIs(t, err, away, "and not when it is to end")
	})
}
