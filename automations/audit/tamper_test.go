package audit_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
)

// exported is the export of a log of n entries, line by line.
func exported(t testing.TB, n int) ([][]byte, audit.Head) {
	t.Helper()
	var lines [][]byte
	records, seals := sealed(t, n)
	for i, r := range records {
		line, err := audit.Line(r, seals[i])
		require.NoError(t, err)
		lines = append(lines, line)
	}
	head := audit.Head{Position: int64(n), Seal: seals[n-1]}
	return append(lines, []byte(audit.Proof(head))), head
}

// read checks an export as the command does.
func read(lines [][]byte, published ...audit.Head) error {
	var v audit.Verifier
	v.Expect(published...)
	for _, line := range lines {
		last, err := v.CheckLine(line)
		if err != nil {
			return err
		}
		if last {
			return v.End()
		}
	}
	return errors.Join(v.End(), errors.New("no proof"))
}

// tampers are what can be done to an export of n entries; each gives the first
// entry that is bad then.
func tampers(n int) map[string]func(r *rand.Rand, lines *[][]byte) int {
	within := func(l [][]byte, at int, of string, r *rand.Rand) int { // a place inside the value of a part
		from := bytes.Index(l[at], []byte(of)) + len(of)
		return from + r.IntN(3)
	}
	flip := func(r *rand.Rand, l [][]byte, at, place int) int {
		l[at] = slices.Clone(l[at])
		l[at][place] ^= byte(1 + r.IntN(127))
		return at + 1
	}
	all := map[string]func(r *rand.Rand, lines *[][]byte) int{
		"a byte anywhere": func(r *rand.Rand, l *[][]byte) int {
			at := r.IntN(n)
			return flip(r, *l, at, r.IntN(len((*l)[at])))
		},
		"removed": func(r *rand.Rand, l *[][]byte) int {
			at := r.IntN(n)
			*l = slices.Delete(*l, at, at+1)
			return at + 1
		},
		"inserted": func(r *rand.Rand, l *[][]byte) int {
			at := r.IntN(n)
			*l = slices.Insert(*l, at, (*l)[(at+1+r.IntN(n-1))%n])
			return at + 1
		},
		"swapped": func(r *rand.Rand, l *[][]byte) int {
			at := r.IntN(n - 1)
			other := at + 1 + r.IntN(n-1-at)
			(*l)[at], (*l)[other] = (*l)[other], (*l)[at]
			return at + 1
		},
		"truncated": func(r *rand.Rand, l *[][]byte) int {
			at := r.IntN(n)
			*l = (*l)[:at]
			return at + 1
		},
		"truncated with a new proof": func(r *rand.Rand, l *[][]byte) int {
			at := 1 + r.IntN(n-1)
			var head audit.Head
			head.Position = int64(at)
			_ = head.Seal.UnmarshalText((*l)[at-1][9:73])
			*l = append((*l)[:at:at], []byte(audit.Proof(head)))
			return at + 1
		},
		"payload removed": func(r *rand.Rand, l *[][]byte) int {
			at := r.IntN(n)
			before, _, _ := bytes.Cut((*l)[at], []byte(`},"payload":`))
			(*l)[at] = append(slices.Clone(before), "}}\n"...)
			return at + 1
		},
	}
	for _, part := range []string{`"seal":"`, `"position":`, `"time":"20`, `"actor":"`, `"subject":"`, `"move":"`, `"policy":"`, `"payload_hash":"`, `"payload":{"purpose":"`} {
		all["a byte of "+part] = func(r *rand.Rand, l *[][]byte) int {
			at := 9 + r.IntN(n-9) // where positions have two digits
			return flip(r, *l, at, within(*l, at, part, r))
		}
	}
	return all
}

func TestAThousandTampersAreFoundAndTheFirstBadEntryNamed(t *testing.T) {
	t.Parallel()
	const n, each = 120, 65
	original, head := exported(t, n)
	require.NoError(t, read(original, head))
	found := 0
	for name, tamper := range tampers(n) {
		for seed := range each {
			lines := slices.Clone(original)
			want := tamper(rand.New(rand.NewPCG(uint64(seed), 1)), &lines)
			var bad *audit.BadError
			require.ErrorAs(t, read(lines, head), &bad, "%s, %d", name, seed)
			require.Equal(t, int64(want), bad.Position, "%s, %d: %s", name, seed, bad)
			found++
		}
	}
	assert.GreaterOrEqual(t, found, 1000)
}

func TestAProofThatDoesNotFitIsFound(t *testing.T) {
	t.Parallel()
	original, head := exported(t, 5)
	longer, _ := exported(t, 6)
	later, changed := head, head
	later.Position++
	changed.Seal[0]++
	lower := string(original[0])
	for want, lines := range map[string][][]byte{
		"entry 6: in its place is a proof that cannot be read":                    append(slices.Clone(original[:5]), []byte(audit.Proof(head)[:30])),
		"entry 6: is missing: the export was made with 6 entries":                 append(slices.Clone(original[:5]), []byte(audit.Proof(later))),
		"entry 6: was added after the export was made":                            append(slices.Clone(longer[:6]), []byte(audit.Proof(head))),
		"entry 5: the proof at the end of the export has another seal for it":     append(slices.Clone(original[:5]), []byte(audit.Proof(changed))),
		"entry 1: its line is not as it was exported: something stands around it": {[]byte("\n")},
		"entry 1: its line is not as it was exported: it has no entry":            {[]byte(strings.Replace(lower, `"entry"`, `"Entry"`, 1))},
		"a seal is 64 digits of lower-case hex":                                   {[]byte(lower[:9] + strings.ToUpper(lower[9:73]) + lower[73:])},
	} {
		assert.ErrorContains(t, read(lines), want)
	}
}

func BenchmarkVerifyAnExport(b *testing.B) {
	lines, _ := exported(b, 10_000)
	b.ReportAllocs()
	for b.Loop() {
		if err := read(lines); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(10_000*b.N)/b.Elapsed().Seconds(), "entries/s")
}

func BenchmarkVerifyRecords(b *testing.B) {
	records, seals := sealed(b, 10_000)
	b.ReportAllocs()
	for b.Loop() {
		if err := check(records, seals); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(10_000*b.N)/b.Elapsed().Seconds(), "entries/s")
}
