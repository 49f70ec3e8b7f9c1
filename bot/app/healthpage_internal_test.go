package app

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTheHealthPageSaysWhereToTryAgain(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "1 delivery was given up. Administrators see on their Home in Slack which and why, with a button to try again.", givenUp(1))
	assert.Contains(t, givenUp(12), "12 deliveries were given up. ")
}
