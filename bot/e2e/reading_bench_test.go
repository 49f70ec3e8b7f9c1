//go:build e2e

package e2e

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// BenchmarkAnswersWhileHostileDocumentsAreRead measures how fast the built
// program answers a command, by itself and while it reads over a hundred documents
// made against it, two at a time, on the same machine under its usual limits.
//
//	go test -tags e2e -run none -bench Hostile -benchtime 1x ./bot/e2e
func BenchmarkAnswersWhileHostileDocumentsAreRead(b *testing.B) {
	s := besieged(b)
	folder, program := b.TempDir(), build(b)
	making := exec.CommandContext(b.Context(), "go", "test", "-count", "1", "-run", "HostileDocumentsAreWritten", "factotum/connectors/document")
	making.Env = append(os.Environ(), "HOSTILE_TO="+folder)
	out, err := making.CombinedOutput()
	require.NoError(b, err, "%s", out)
	hostile, err := filepath.Glob(filepath.Join(folder, "*"))
	require.NoError(b, err)
	require.Greater(b, len(hostile), 100)
	for b.Loop() {
		usual := s.worst(b, lasting(30*time.Second))
		reading := exec.CommandContext(b.Context(), program, append([]string{"read", "--jobs", "2"}, hostile...)...)
		ended := make(chan error, 1)
		go func() {
			_, err := reading.Output()
			ended <- err
		}()
		meanwhile := s.worst(b, func() bool {
			select {
			case err := <-ended:
				require.ErrorAs(b, err, new(*exec.ExitError)) // not all could be read
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
