package audit_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
)

// sealed is a log of n entries with their seals.
func sealed(t testing.TB, n int) ([]audit.Record, []audit.Seal) {
	t.Helper()
	var records []audit.Record
	var seals []audit.Seal
	var last audit.Seal
	for i := range n {
		r, err := audit.Of(time.Unix(int64(1_800_000_000+i), int64(i)), fmt.Sprintf("p%d@example.com", i%7), fmt.Sprintf("8f1c2a70-0000-4000-8000-%012d", i/4),
			[]string{"submit", "ask", "approve", "resolve"}[i%4], int64(i%4+1), "7d0c", map[string]string{"purpose": fmt.Sprint("taxi <", i, "> to the airport"), "text": `quoted "},"payload": and \`})
		require.NoError(t, err)
		r.Position = int64(i + 1)
		last, err = last.Next(r.Entry)
		require.NoError(t, err)
		records, seals = append(records, r), append(seals, last)
	}
	return records, seals
}

// check reads a whole log.
func check(records []audit.Record, seals []audit.Seal, published ...audit.Head) error {
	var v audit.Verifier
	v.Expect(published...)
	for i, r := range records {
		var kept *audit.Seal
		if i < len(seals) {
			kept = &seals[i]
		}
		if err := v.Check(r, kept); err != nil {
			return err
		}
	}
	return v.End()
}

func TestALogThatIsAsItWasRecordedPasses(t *testing.T) {
	t.Parallel()
	records, seals := sealed(t, 9)
	require.NoError(t, check(records, seals))
	require.NoError(t, check(records, seals[:4]), "the newest are not sealed yet")
	require.NoError(t, check(records, seals, audit.Head{Position: 9, Seal: seals[8]}, audit.Head{Position: 2, Seal: seals[1]}))
	assert.Equal(t, "1:6fe71ba976664757744a7eea1df0198c85c2f74b39703ed37db7fec4502cb05f", audit.Head{Position: 1, Seal: seals[0]}.String(), "seals never change their meaning")
}

func TestWhatWasErasedOnRecordPasses(t *testing.T) {
	t.Parallel()
	records, _ := sealed(t, 5)
	erasure, err := audit.Of(time.Unix(9, 0), "ada", "r", audit.Erase, 0, "", audit.Erasure{Person: "p1", Positions: []int64{2, 4}})
	require.NoError(t, err)
	erasure.Position = 6
	records = append(records, erasure)
	records[1].Payload, records[3].Payload = nil, nil
	require.NoError(t, check(records, nil))
	records[4].Payload = nil
	assert.EqualError(t, check(records, nil), "entry 5: its payload is gone, and no erasure of it is on record")
}

func TestWhoSealsAnewIsFoundByAPublishedHead(t *testing.T) {
	t.Parallel()
	records, seals := sealed(t, 9)
	published := []audit.Head{{Position: 3, Seal: seals[2]}, {Position: 7, Seal: seals[6]}}
	records[4].Actor = "somebody else"
	var last audit.Seal
	for i, r := range records {
		last, _ = last.Next(r.Entry)
		seals[i] = last
	}
	require.NoError(t, check(records, seals))
	assert.ErrorContains(t, check(records, seals, published...), "entry 4: it or a later one up to entry 7 was changed and sealed anew")
	assert.ErrorContains(t, check(records[:6], seals[:6], published[1]), "entry 7: is missing: the log ends with entry 6, and entry 7 was published")
}

func TestHeadsAreReadAsTheyArePublished(t *testing.T) {
	t.Parallel()
	_, seals := sealed(t, 1)
	want := audit.Head{Position: 12, Seal: seals[0]}
	got, err := audit.ParseHead(want.String())
	require.NoError(t, err)
	assert.Equal(t, want, got)
	for _, bad := range []string{"", "12", want.Seal.String(), "-1:" + want.Seal.String(), "+1:" + want.Seal.String(), "x:" + want.Seal.String(), want.String() + "0", want.String()[:60], "12:F" + want.String()[4:], "12:g" + want.String()[4:]} {
		_, err := audit.ParseHead(bad)
		assert.ErrorContains(t, err, "is no head of a log", bad)
	}
}

func TestWhatCannotBeEncodedIsRefused(t *testing.T) {
	t.Parallel()
	_, err := audit.Of(time.Unix(1, 0), "p", "r", "submit", 1, "", func() {})
	require.ErrorContains(t, err, "submit of r")
}
