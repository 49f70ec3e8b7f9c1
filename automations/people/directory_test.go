package people_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/people"
)

// setup is a company of five: Top over Mid over Ann and Bo, of whom Bo has
// left; Gus is a guest.
func setup(t *testing.T) people.Directory {
	t.Helper()
	d, differences := people.Join([]people.Account{
		{ID: "U1", RealName: "Ann Lee", Email: "ann@corp.example"},
		{ID: "U2", RealName: "Bo Ray", Email: "bo@corp.example", Inactive: true},
		{ID: "U3", RealName: "Mid Müller", Email: "mid@corp.example"},
		{ID: "U4", RealName: "Top Jørgensen", Email: "top@corp.example"},
		{ID: "U5", RealName: "Gus West", Email: "gus@away.example", Guest: true},
	}, []people.Entry{
		{Email: "ann@corp.example", Manager: "mid@corp.example", Teams: []string{"it"}, Roles: []string{"finance"}, CostCentre: "CC-1"},
		{Email: "bo@corp.example", Manager: "mid@corp.example", Teams: []string{"it"}, Roles: []string{"finance"}, CostCentre: "CC-2"},
		{Email: "mid@corp.example", Manager: "top@corp.example"},
		{Email: "top@corp.example"},
	}, people.Company{
		Teams:       []people.Team{{Key: "IT", Name: "Desk", Lead: "U3"}, {Key: "hr"}},
		CostCentres: []people.CostCentre{{Code: "CC-2", Name: "Sales", Owner: "bo@corp.example"}, {Code: "CC-1", Owner: "U4"}},
		Roles:       []string{"finance"},
	})
	require.Empty(t, differences)
	return d
}

func TestLookups(t *testing.T) {
	t.Parallel()
	d := setup(t)

	assert.Equal(t, []string{"ann@corp.example"}, ids(d.InRole("Finance")), "lists leave out who has left")
	assert.Equal(t, []string{"ann@corp.example"}, ids(d.InTeam(" IT")))
	assert.Equal(t, []string{"ann@corp.example", "bo@corp.example"}, ids(d.Reports("mid@corp.example")), "but reports do not")
	assert.Empty(t, d.InRole("nobody"))
	for _, name := range []string{"ann@corp.example", "ANN@corp.example"} {
		ann, ok := d.Called(name)
		assert.True(t, ok)
		assert.Equal(t, "ann@corp.example", ann.ID)
	}
	_, ok := d.Called("nobody@corp.example")
	assert.False(t, ok)
	assert.Equal(t, []string{"mid@corp.example", "top@corp.example"}, ids(d.ManagerChain("ann@corp.example")))
	assert.Empty(t, d.ManagerChain("top@corp.example"))
	assert.Empty(t, d.ManagerChain("nobody@corp.example"))
}

func TestTeamsAndCostCentres(t *testing.T) {
	t.Parallel()
	d := setup(t)

	assert.Equal(t, []people.Team{{Key: "hr", Name: "hr"}, {Key: "it", Name: "Desk", Lead: "mid@corp.example"}}, d.Teams())
	team, ok := d.Team("It")
	assert.True(t, ok)
	assert.Equal(t, "Desk", team.Name)
	_, ok = d.Team("ops")
	assert.False(t, ok)

	assert.Equal(t, []people.CostCentre{
		{Code: "CC-1", Owner: "top@corp.example"}, {Code: "CC-2", Name: "Sales", Owner: "bo@corp.example"},
	}, d.CostCentres())
	centre, ok := d.CostCentre("cc-2")
	assert.True(t, ok)
	assert.Equal(t, "Sales", centre.Name)
	owner, ok := d.Owner("CC-2")
	assert.True(t, ok)
	assert.True(t, owner.Inactive, "who has left is found by id, so that a decision can say so")
	_, ok = d.Owner("CC-9")
	assert.False(t, ok)
}

func TestUndeclaredTeamsAndCostCentresAreThoseInUse(t *testing.T) {
	t.Parallel()
	d, differences := people.Join([]people.Account{{ID: "U1", Email: "a@x"}, {ID: "U2", Email: "b@x"}}, []people.Entry{
		{Email: "a@x", Teams: []string{"Sales", "it"}, CostCentre: "B"}, {Email: "b@x", Teams: []string{"it"}, CostCentre: "b"},
	}, people.Company{})
	assert.Empty(t, differences)
	assert.Equal(t, []people.Team{{Key: "it", Name: "it"}, {Key: "sales", Name: "sales"}}, d.Teams())
	assert.Equal(t, []people.CostCentre{{Code: "B", Name: "B"}}, d.CostCentres())
	b, _ := d.Person("b@x")
	assert.Equal(t, "B", b.CostCentre, "one spelling")
}

func TestDirectoryJSON(t *testing.T) {
	t.Parallel()
	d := setup(t)
	text, err := json.Marshal(d)
	require.NoError(t, err)
	var read people.Directory
	require.NoError(t, json.Unmarshal(text, &read))
	assert.Equal(t, d, read)

	require.Error(t, json.Unmarshal([]byte(`{"people":7}`), &read))
}

func TestEmptyDirectory(t *testing.T) {
	t.Parallel()
	var d people.Directory
	_, ok := d.Person("ann@corp.example")
	assert.False(t, ok)
	_, ok = d.CostCentre("CC-1")
	assert.False(t, ok)
	assert.False(t, d.Same("U1", "U2"))
}
