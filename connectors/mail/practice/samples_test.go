package practice_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/connectors/mail/practice"
)

func TestSamplesAreTheSameEachTimeAndAllDifferent(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 11, 18, 9, 0, 0, 0, time.UTC)
	first, second := practice.Samples(day), practice.Samples(day)
	require.Greater(t, len(first), 12)
	seen := map[string]bool{}
	for i, l := range first {
		raw := l.Raw()
		assert.Equal(t, string(raw), string(second[i].Raw()))
		assert.False(t, seen[string(raw)], l.Subject)
		seen[string(raw)] = true
		head, _, _ := bytes.Cut(raw, []byte("\r\n"))
		assert.Contains(t, string(head), practice.AuthServer)
	}
}
