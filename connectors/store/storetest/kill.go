package storetest

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
	"factotum/automations/outbox"
	"factotum/automations/state"
)

// The environment of a victim: where its store is and how often one ran there
// before.
const (
	placeVariable = "FACTOTUM_STORETEST_PLACE"
	roundVariable = "FACTOTUM_STORETEST_ROUND"
)

const victims = 8 // writers in the process that is killed

// Main is what a store's TestMain calls: the test binary is also the process
// that Kill starts and kills.
func Main(m *testing.M, open func(place string) (Store, error)) {
	place := os.Getenv(placeVariable)
	if place == "" {
		os.Exit(m.Run())
	}
	s, err := open(place)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	together(victims, func(i int) {
		for n := 0; ; n++ {
			id := fmt.Sprintf("r/%s/%d/%d", os.Getenv(roundVariable), i, n)
			r, err := s.Commit(context.Background(), victim(id))
			if err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			fmt.Printf("%s %s\n", id, r.Numbers[id])
		}
	})
}

func victim(id string) state.Change {
	body := fmt.Appendf(nil, "%q", id)
	return state.Change{
		Once: state.Once{Key: id}, Documents: []state.Document{{ID: id, Prefix: "K", Body: body}},
		Claims:  []state.Claim{{Key: id, Holder: id}},
		Add:     []state.Entry{{Index: "all", ID: id}},
		Timers:  []state.Timer{{Key: id, At: at(0), Subject: id}},
		Audit:   []audit.Record{{Payload: body, Entry: audit.Entry{Subject: id, Move: "submit", Version: 1, PayloadHash: audit.Hash(body)}}},
		Notices: []outbox.Notice{{Key: id, Lane: id, At: at(0)}},
	}
}

// Kill starts a process that commits to the store at place and kills it in the
// middle, so many times. Then nothing that was acknowledged may be missing,
// nothing doubled and nothing there in part.
func Kill(t *testing.T, place string, times int, open func(place string) (Store, error)) {
	acknowledged := map[string]string{}
	for round := range times {
		for id, number := range killed(t, place, round) {
			acknowledged[id] = number
		}
	}
	s, err := open(place)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })

	var v audit.Verifier
	logged := map[string]int{}
	for _, r := range log(t, s) {
		require.NoError(t, v.Check(r, nil))
		logged[r.Subject]++
	}
	numbered := map[string]string{}
	documents := walk(t, s, 500, "all")
	for _, d := range documents {
		require.Equal(t, int64(1), d.Version)
		require.Equal(t, 1, logged[d.ID], d.ID)
		require.Empty(t, numbered[d.Number], "%s given twice", d.Number)
		numbered[d.Number] = d.ID
	}
	for id, number := range acknowledged {
		require.Equal(t, id, numbered[number], "%s was acknowledged", number)
	}
	total := len(documents)
	assert.Len(t, logged, total)
	assert.Len(t, due(t, s, at(1), total+1), total)
	assert.Len(t, lease(t, s, 1, 2, total+1), total)
	assert.LessOrEqual(t, total, len(acknowledged)+times*victims, "only what was under way may be there unacknowledged")
	t.Logf("%d kills: %d acknowledged, %d more were written, 0 lost", times, len(acknowledged), total-len(acknowledged))
}

// killed runs one victim and returns what it acknowledged, id to number.
func killed(t *testing.T, place string, round int) map[string]string {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	command := exec.CommandContext(t.Context(), self)
	command.Env = append(os.Environ(), placeVariable+"="+place, fmt.Sprintf("%s=%d", roundVariable, round))
	command.Stderr = os.Stderr
	out, err := command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())

	acknowledged := map[string]string{}
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			break // what it did not finish writing was not acknowledged
		}
		id, number, found := strings.Cut(strings.TrimSpace(line), " ")
		require.True(t, found, line)
		if len(acknowledged) == 0 { // from here on it is at work
			time.AfterFunc(rand.N(150*time.Millisecond), func() { _ = command.Process.Kill() })
		}
		acknowledged[id] = number
	}
	require.ErrorContains(t, command.Wait(), "signal: killed")
	require.NotEmpty(t, acknowledged)
	return acknowledged
}
