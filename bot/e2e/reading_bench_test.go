//go:build e2e

package e2e

import (
	"net/http"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// BenchmarkAnswersWhileHostileDocumentsAreRead measures how fast the built
// program answers a command, by itself and while children read over a hundred
// documents made against them, two at a time, on the same machine. The documents
// and the reader are those of connectors/document's own test.
//
//	go test -tags e2e -run none -bench Hostile -benchtime 1x ./bot/e2e
func BenchmarkAnswersWhileHostileDocumentsAreRead(b *testing.B) {
	s := besieged(b)
	hostile := filepath.Join(b.TempDir(), "document.test")
	out, err := exec.CommandContext(b.Context(), "go", "test", "-c", "-o", hostile, "factotum/connectors/document").CombinedOutput()
	require.NoError(b, err, "%s", out)
	for b.Loop() {
		usual := s.worst(b, lasting(30*time.Second))
		reading := exec.CommandContext(b.Context(), hostile, "-test.run", "TestHostileDocuments", "-test.count", "1")
		ended := make(chan error, 1)
		go func() {
			out, err := reading.CombinedOutput()
			b.Logf("%s", out)
			ended <- err
		}()
		meanwhile := s.worst(b, func() bool {
			select {
			case err := <-ended:
				assert.NoError(b, err)
				return true
			default:
				return false
			}
		})
		b.ReportMetric(usual.Seconds()*1000, "ms/p99-usual")
		b.ReportMetric(meanwhile.Seconds()*1000, "ms/p99-meanwhile")
		assert.Less(b, meanwhile, 2*usual)
	}
}

// lasting tells when so much time has passed.
func lasting(d time.Duration) func() bool {
	end := time.Now().Add(d)
	return func() bool { return time.Now().After(end) }
}

// worst is what 99 of 100 answers do not exceed, one command every hundredth of a
// second by several people, until it is over.
func (s *siege) worst(b *testing.B, over func() bool) time.Duration {
	b.Helper()
	people := []string{jules, ingrid, tomas, aisha, marek, lena, seun, chiara, daan, priya, hanna, sofie, ana, mei, carl, rosa, noor}
	var each []time.Duration
	for i := 0; !over(); i++ {
		begun := time.Now()
		code, said := s.send(signingSecret, s.command(people[i%len(people)], i))
		each = append(each, time.Since(begun))
		require.Equal(b, http.StatusOK, code, said)
		time.Sleep(10 * time.Millisecond)
	}
	require.Greater(b, len(each), 200)
	slices.Sort(each)
	return each[len(each)*99/100]
}
