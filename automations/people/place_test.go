package people_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/people"
)

func TestAPlaceReadsAndNeverDecides(t *testing.T) {
	t.Parallel()
	dir, differences := people.Join([]people.Account{{ID: "U1", RealName: "Ana", Email: "ana@x"}}, []people.Entry{{Email: "ana@x", Teams: []string{"it"}}},
		people.Company{Zone: "Europe/Berlin", Teams: []people.Team{
			{Key: "IT", Name: "IT desk", Triage: "C1", Private: "C2"}, {Key: "people", Private: "C3"}, {Key: "sales"},
		}})
	assert.Empty(t, differences)
	place, ok := dir.Place("it", false)
	require.True(t, ok)
	assert.Equal(t, people.Person{ID: "place:it", Name: "IT desk", Accounts: []string{"C1"}, Zone: "Europe/Berlin", Service: true}, place)
	assert.False(t, place.MayDecide())
	private, ok := dir.Place("IT", true)
	require.True(t, ok)
	assert.Equal(t, []string{"C2"}, private.Accounts)
	_, ok = dir.Place("people", false)
	assert.False(t, ok)
	_, ok = dir.Place("sales", false)
	assert.False(t, ok)
	team := dir.InTeam("it")
	require.Len(t, team, 1, "a place is in no team")
	assert.Equal(t, "ana@x", team[0].ID)
}
