package audit_test

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
)

// TestEntriesAreReadAsJSONIs writes entries, changes some bytes of most, and
// reads them both ways.
func TestEntriesAreReadAsJSONIs(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 7))
	words := []string{"", "r-1", "zoë@example.com", `a "b" \ <c> & d`, "tab\t", "\u2028", "\xff", strings.Repeat("0f", 32)}
	word := func() string { return words[r.IntN(len(words))] }
	marks := []byte("{}\":,\\0129-+. eTZ\x00\xff")
	accepted := 0
	for range 50_000 {
		entry := audit.Entry{
			Position: r.Int64N(3) * r.Int64(), Time: time.Unix(r.Int64N(4e9), r.Int64N(1e9)).UTC(), Actor: word(), Subject: word(),
			Move: word(), Version: -r.Int64N(2) * r.Int64(), Policy: word(), PayloadHash: word(),
		}
		body, err := json.Marshal(entry)
		require.NoError(t, err)
		for range r.IntN(3) {
			body[r.IntN(len(body))] = marks[r.IntN(len(marks))]
		}
		var want audit.Entry
		refused := json.Unmarshal(body, &want)
		got, err := audit.Read(body)
		require.Equal(t, refused == nil, err == nil, "%s: %v, %v", body, refused, err)
		if err == nil {
			require.Equal(t, want, got, "%s", body)
			accepted++
		}
	}
	assert.Greater(t, accepted, 10_000)
}

func BenchmarkRead(b *testing.B) {
	records, _ := sealed(b, 1)
	body, err := json.Marshal(records[0].Entry)
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		_, err := audit.Read(body)
		require.NoError(b, err)
	}
}
