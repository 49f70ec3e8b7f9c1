package people_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"factotum/automations/people"
)

func TestPrecedence(t *testing.T) {
	t.Parallel()
	d, differences := people.Join([]people.Account{{
		ID: "U1", Name: "annie", RealName: "Ann Lee", Email: "ann@corp.example", Title: "Engineer", Zone: "Europe/Berlin",
		Locale: "de-DE", Groups: []string{"money"},
	}, {
		ID: "U2", Name: "bo", Email: "bo@corp.example", Groups: []string{"money"},
	}}, []people.Entry{{
		Email: "ANN@corp.example", Name: "Lee, Ann", Manager: "U2", Teams: []string{"IT", "it "}, Roles: []string{"Owner"},
		CostCentre: "cc-1", Country: "de", Region: "by", Zone: "Europe/Paris",
	}, {
		Email: "bo@corp.example", Name: "Bo Ray", Zone: "Europe/Paris",
	}}, people.Company{
		CostCentres: []people.CostCentre{{Code: "CC-1", Owner: "U2"}},
		Groups:      map[string]people.Grant{"@money": {Role: "Finance", Team: "Books"}},
	})
	ann, _ := d.Person("ann@corp.example")
	assert.Equal(t, people.Person{
		ID: "ann@corp.example", Name: "Ann Lee", Email: "ann@corp.example", Title: "Engineer", Accounts: []string{"U1"},
		Manager: "bo@corp.example", Teams: []string{"it"}, Roles: []string{"owner"}, CostCentre: "CC-1",
		Country: "DE", Region: "BY", Zone: "Europe/Berlin", Locale: "de-DE",
	}, ann)
	bo, _ := d.Person("bo@corp.example")
	assert.Equal(t, people.Person{
		ID: "bo@corp.example", Name: "bo", Email: "bo@corp.example", Accounts: []string{"U2"},
		Teams: []string{"books"}, Roles: []string{"finance"}, Zone: "Europe/Paris",
	}, bo)
	assert.Equal(t, []people.Difference{
		{About: "ann@corp.example", Of: "person.roles", Say: `A user group gives ann@corp.example the role "finance", but their row names others, and the row counts. Add it to the row, or take them out of the group.`},
		{About: "ann@corp.example", Of: "person.teams", Say: `A user group gives ann@corp.example the team "books", but their row names others, and the row counts. Add it to the row, or take them out of the group.`},
	}, differences)
}

func TestEitherListEndsMembership(t *testing.T) {
	t.Parallel()
	for _, slack := range []bool{false, true} {
		for _, file := range []bool{false, true} {
			d, _ := people.Join([]people.Account{{ID: "U1", Email: "ann@corp.example", Inactive: slack}},
				[]people.Entry{{Email: "ann@corp.example", Inactive: file}}, people.Company{})
			p, _ := d.ByAccount("U1")
			assert.Equal(t, slack || file, p.Inactive)
			assert.Equal(t, !slack && !file, p.MayDecide())
		}
	}
}

// Whatever the lists say, in whatever order: each account is one person's, no
// full member shares a person with a limited account, and the directory is the
// same bytes, before and after its JSON.
func TestJoinAlways(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		address := rapid.SampledFrom([]string{"a@x", "b@x", "c@x", "A@x", "d@y", ""})
		n := rapid.IntRange(0, 8).Draw(t, "accounts")
		accounts := make([]people.Account, n)
		for i := range accounts {
			accounts[i] = people.Account{
				ID: fmt.Sprintf("U%d", i), Email: address.Draw(t, "email"), Guest: rapid.Bool().Draw(t, "guest"),
				External: rapid.Bool().Draw(t, "external"), Inactive: rapid.Bool().Draw(t, "inactive"),
			}
		}
		name := rapid.SampledFrom([]string{"a@x", "b@x", "d@y", "U0", "U1", "U2", "nobody@x"})
		entries := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) people.Entry {
			return people.Entry{
				Email: address.Draw(t, "email"), Manager: name.Draw(t, "manager"),
				Also: rapid.SliceOfN(name, 0, 3).Draw(t, "also"),
			}
		}), 0, 4).Draw(t, "entries")

		d, differences := people.Join(accounts, entries, people.Company{})
		for _, a := range accounts {
			p, ok := d.ByAccount(a.ID)
			require.True(t, ok)
			require.Contains(t, p.Accounts, a.ID)
			require.False(t, (a.Guest || a.External) && p.MayDecide())
			named := slices.ContainsFunc(entries, func(e people.Entry) bool { return slices.Contains(e.Also, a.ID) })
			require.False(t, a.External && !named && p.ID != "slack:"+a.ID, "an address of others is no id")
			byID, ok := d.Person(p.ID)
			require.True(t, ok)
			require.Equal(t, p, byID)
			require.NotContains(t, ids(d.ManagerChain(p.ID)), p.ID)
			for _, b := range accounts {
				if a.Email != "" && a.Email == b.Email {
					require.True(t, d.Same(a.ID, b.ID), "equal addresses are one human")
				}
				require.Equal(t, d.Same(a.ID, b.ID), d.Same(b.ID, a.ID))
			}
		}
		text, err := json.Marshal(d)
		require.NoError(t, err)
		slices.Reverse(accounts)
		again, differencesAgain := people.Join(accounts, entries, people.Company{})
		textAgain, err := json.Marshal(again)
		require.NoError(t, err)
		require.Equal(t, string(text), string(textAgain))
		require.Equal(t, differences, differencesAgain)

		var read people.Directory
		require.NoError(t, json.Unmarshal(text, &read))
		require.Equal(t, d, read)
	})
}

func ids(list []people.Person) []string {
	all := []string{}
	for _, p := range list {
		all = append(all, p.ID)
	}
	return all
}
