package catalogue_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/catalogue"
	"factotum/automations/level"
)

// promised are levels without mistakes, one thing a line.
const promised = `levels:
  warn: 75
  urgent: {first: 15m, solve: 4h}
  normal: {first: 4h}
  nudge: 2
  lapse: 5
  settle: 3
`

func TestLevelsOfAKind(t *testing.T) {
	t.Parallel()
	c, problems := catalogue.Load(company(), yamls(ticketed()+promised), nil)
	require.Empty(t, problems)
	k, err := c.Kind("visit")
	require.NoError(t, err)
	assert.Equal(t, &catalogue.Levels{
		Promise: level.Promise{Warn: 75, Targets: map[int]level.Target{
			0: {First: 4 * time.Hour}, 1: {First: 15 * time.Minute, Solve: 4 * time.Hour}, 3: {First: 4 * time.Hour},
		}},
		Nudge: 2, Lapse: 5, Settle: 3,
	}, k.Levels)
	assert.Nil(t, kind(t, "leave").Levels)
	assert.Equal(t, "high", catalogue.PriorityName(2))
	assert.Empty(t, catalogue.PriorityName(0))
}

func TestMistakesOfLevels(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ old, text, want string }{
		"share":       {"warn: 75", "warn: 175", `own1.yaml:31: 175 is no share of the time: write percent from 1 to 99, such as warn: 75`},
		"time":        {"solve: 4h", "solve: 4 hours", `own1.yaml:32: "4 hours" is no working time: write for example 30m or 8h`},
		"days":        {"settle: 3", "settle: 1000", `own1.yaml:36: 1000 are no working days to wait: write a number from 1 to 250, such as settle: 5`},
		"nudged late": {"nudge: 2", "nudge: 5", `own1.yaml:34: who asked is reminded after 5 days, but it ends after 5: remind them earlier`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, problems := catalogue.Load(company(), yamls(strings.Replace(ticketed()+promised, c.old, c.text, 1)), nil)
			require.Len(t, problems, 1)
			assert.Equal(t, c.want, problems[0].String())
		})
	}
	_, problems := catalogue.Load(company(), yamls(good+promised), nil)
	require.Len(t, problems, 1)
	assert.Contains(t, problems[0].String(), "only the time of tickets is counted")
}

// ticketed is a good kind whose work is a ticket.
func ticketed() string {
	return strings.Replace(good, "done: Received}", "done: Received, ticket: {}}", 1)
}
