package request_test

import (
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/request"
)

type pair struct {
	from   request.State
	action request.Action
}

var brackets = regexp.MustCompile(`\([^)]*\)`)

// drawn reads the tables of STATES.md.
func drawn(t *testing.T) map[pair][]request.State {
	t.Helper()
	body, err := os.ReadFile("STATES.md")
	require.NoError(t, err)
	table := map[pair][]request.State{}
	for row := range strings.Lines(string(body)) {
		cells := strings.Split(strings.Trim(brackets.ReplaceAllString(row, ""), "| \n"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		switch {
		case !strings.HasPrefix(row, "|") || strings.HasPrefix(row, "|-") || cells[0] == "from" || cells[0] == "action":
		case len(cells) == 3:
			for to := range strings.SplitSeq(cells[2], ";") {
				p := pair{request.State(cells[0]), request.Action(cells[1])}
				table[p] = append(table[p], request.State(strings.TrimSpace(to)))
			}
		case len(cells) == 2:
			for state := range strings.SplitSeq(cells[1], ",") {
				state := request.State(strings.TrimSpace(state))
				table[pair{state, request.Action(cells[0])}] = []request.State{state}
			}
		}
	}
	return table
}

// states are all of them.
func states() []request.State {
	return []request.State{
		request.Draft, request.Pending, request.Returned, request.Open, request.Waiting, request.Done,
		request.Rejected, request.Withdrawn, request.Expired, request.Cancelled, request.Merged,
	}
}

func TestEveryPairIsAsDrawn(t *testing.T) {
	t.Parallel()
	table := drawn(t)
	require.Len(t, table, 25+29+1+1+3+3+10+10+5+10+1+1+1+4)
	named := map[request.State]bool{}
	for p, to := range table {
		for _, state := range append(to, p.from) {
			named[state] = true
		}
	}
	assert.ElementsMatch(t, slices.Collect(maps.Keys(named)), states())
	for _, from := range states() {
		for _, action := range actions() {
			p := pair{from, action}
			reached := map[request.State]bool{}
			others := submissions(action)
			if len(table[p]) == 0 {
				others = others[:1] // refused, whatever comes with it
			}
			for _, s := range shapes() {
				for _, other := range others {
					if state, ok := tried(t, s.sample(from), other.move(action), len(table[p]) > 0); ok {
						reached[state] = true
					}
				}
			}
			assert.ElementsMatch(t, table[p], slices.Collect(maps.Keys(reached)), "%v", p)
		}
	}
}

// submissions are the shapes that a move is made with: only some carry one.
func submissions(a request.Action) []shape {
	if (shape{}).move(a).Sent == nil {
		return []shape{{}}
	}
	return shapes()
}

// tried makes a move and checks that it leaves the request alone. It returns
// the state it led to; what is not drawn must be refused as such.
func tried(t *testing.T, r request.Request, m request.Move, drawn bool) (request.State, bool) {
	t.Helper()
	after, err := r.Apply(m)
	if err == nil {
		require.True(t, drawn, "%s while %s", m.Action, r.State)
		return after.State, true
	}
	require.True(t, reflect.DeepEqual(r, after), "%s while %s: refused, so nothing may change", m.Action, r.State)
	require.Equal(t, !drawn, cause(t, err) == request.NotNow, "%s while %s: %v", m.Action, r.State, err)
	before := text(t, r)
	scribble(&after)
	require.Equal(t, before, text(t, r), "%s while %s: what is returned is shared", m.Action, r.State)
	return "", false
}

func TestFinalStatesAreThoseWithNoWayOut(t *testing.T) {
	t.Parallel()
	table := drawn(t)
	for _, state := range states() {
		out := false
		for p, to := range table {
			out = out || p.from == state && slices.ContainsFunc(to, func(s request.State) bool { return s != state })
		}
		assert.Equal(t, !out, state.Final(), state)
	}
	assert.False(t, request.State("nowhere").Final())
	_, err := request.Request{State: "nowhere"}.Apply(by(ana, request.Keep))
	require.ErrorContains(t, err, "request: cannot keep while nowhere: not now")
}
