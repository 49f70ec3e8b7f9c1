package people_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/people"
)

func TestTheThreadATicketCameFromReads(t *testing.T) {
	t.Parallel()
	dir, _ := people.Join(nil, nil, people.Company{Zone: "Europe/Berlin"})
	p, ok := dir.Person(people.OriginID("C1"))
	require.True(t, ok)
	assert.Equal(t, []string{"C1"}, p.Accounts)
	assert.True(t, p.Service)
	assert.False(t, p.MayDecide())
	assert.True(t, people.IsOrigin(p.ID))
	_, ok = dir.ByAccount("C1")
	assert.False(t, ok, "nobody acts as a thread")
}
