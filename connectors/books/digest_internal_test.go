package books

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestOtherValuesHaveOtherDigests(t *testing.T) {
	t.Parallel()
	of := func(values ...any) (d digest) {
		for _, v := range values {
			d.value(v)
		}
		return d & (1<<56 - 1)
	}
	seen := map[digest]string{}
	for _, values := range [][]any{
		{}, {nil}, {nil, nil}, {""}, {"", ""}, {0}, {false, nil}, {1}, {"1"}, {1.0}, {"a", "b"}, {"ab", ""}, {"", "ab"}, {"b", "a"}, {"EXP-12345678"}, {"EXP-12345679"}, {"eightlet"}, {"eightle", "t"}, {[]byte("x")},
	} {
		said := fmt.Sprintf("%#v", values)
		assert.Empty(t, seen[of(values...)], said)
		seen[of(values...)] = said
	}
	for n := range 100_000 {
		seen[of(n)] = "a number"
		seen[of(fmt.Sprint("request ", n))] = "a text"
	}
	assert.Greater(t, len(seen), 200_000)
	assert.Equal(t, of(7), of(int64(7)))
	assert.Equal(t, of(1), of(true))
}

func TestMomentsAreWrittenAsTheirFormatSays(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"2026-11-20T09:30:00Z", "2026-11-20T09:30:00.0019+05:30", "1969-12-31T23:59:59.99949-01:00", "2026-03-29T02:00:00.120Z"} {
		at, err := time.Parse(time.RFC3339Nano, text)
		require.NoError(t, err)
		assert.Equal(t, at.UTC().Format(moment), inUTC(at))
	}
}
