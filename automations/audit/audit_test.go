package audit_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
)

func record(t *testing.T, position int64) audit.Record {
	t.Helper()
	r, err := audit.Of(time.Unix(1, 0), "p1", "r1", "submit", position, "", map[string]string{"purpose": "taxi"})
	require.NoError(t, err)
	r.Position = position
	return r
}

func TestVerifierAcceptsALogInOrderAndErasedPayloads(t *testing.T) {
	t.Parallel()
	var v audit.Verifier
	require.NoError(t, v.Check(record(t, 1)))
	erased := record(t, 2)
	erased.Payload = nil
	require.NoError(t, v.Check(erased))
	assert.Equal(t, int64(2), v.Checked())
}

func TestVerifierNamesTheFirstBadEntry(t *testing.T) {
	t.Parallel()
	changed := record(t, 1)
	changed.Payload = []byte(`{"purpose":"yacht"}`)
	tests := map[string]struct {
		log  []audit.Record
		want string
	}{
		"gap":     {[]audit.Record{record(t, 1), record(t, 3)}, "entry 3 follows entry 1"},
		"swapped": {[]audit.Record{record(t, 2), record(t, 1)}, "entry 2 follows entry 0"},
		"changed": {[]audit.Record{changed}, "entry 1 (submit of r1): the payload was changed"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var v audit.Verifier
			var err error
			for _, r := range tt.log {
				if err = v.Check(r); err != nil {
					break
				}
			}
			require.ErrorContains(t, err, tt.want)
		})
	}
}

func TestWhatCannotBeEncodedIsRefused(t *testing.T) {
	t.Parallel()
	_, err := audit.Of(time.Unix(1, 0), "p", "r", "submit", 1, "", func() {})
	require.ErrorContains(t, err, "submit of r")
}
