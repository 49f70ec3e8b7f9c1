package people_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/people"
)

func TestWhichAccountsAreOnePerson(t *testing.T) {
	t.Parallel()
	type account = people.Account
	type entry = people.Entry
	tests := map[string]struct {
		accounts []account
		entries  []entry
		want     map[string]string // account → id
	}{
		"an address in another case": {
			accounts: []account{{ID: "U1", Email: "Ann@Corp.example"}, {ID: "U2", Email: "ann@corp.example "}},
			want:     map[string]string{"U1": "ann@corp.example", "U2": "ann@corp.example"},
		},
		"no address": {
			accounts: []account{{ID: "U1", Name: "ann"}, {ID: "U2", Name: "ann"}},
			want:     map[string]string{"U1": "slack:U1", "U2": "slack:U2"},
		},
		"an address under also": {
			accounts: []account{{ID: "U1", Email: "ann@corp.example"}, {ID: "U2", Email: "a.lee@home.example"}},
			entries:  []entry{{Email: "ann@corp.example", Also: []string{"A.Lee@home.example"}}},
			want:     map[string]string{"U1": "ann@corp.example", "U2": "ann@corp.example"},
		},
		"an account under also brings the others with its address": {
			accounts: []account{{ID: "U1", Email: "old@corp.example"}, {ID: "U2", Email: "old@corp.example"}},
			entries:  []entry{{Email: "ann@corp.example", Also: []string{"U2"}}},
			want:     map[string]string{"U1": "ann@corp.example", "U2": "ann@corp.example"},
		},
		"a mistyped account stays with its own address": {
			accounts: []account{{ID: "U1", Email: "ann@corp.example"}, {ID: "U2", Email: "boss@corp.example"}},
			entries:  []entry{{Email: "ann@corp.example", Also: []string{"U2"}}, {Email: "boss@corp.example"}},
			want:     map[string]string{"U1": "ann@corp.example", "U2": "boss@corp.example"},
		},
		"two rows claim an account: the first": {
			accounts: []account{{ID: "U1"}},
			entries: []entry{
				{Email: "ann@corp.example", Also: []string{"U1"}}, {Email: "bo@corp.example", Also: []string{"U1"}},
			},
			want: map[string]string{"U1": "ann@corp.example"},
		},
		"a bot is nobody": {
			accounts: []account{{ID: "B1", Bot: true}},
			want:     map[string]string{"B1": ""},
		},
		"an account told twice": {
			accounts: []account{{ID: "U1", Email: "ann@corp.example"}, {ID: "U1", Email: "ann@corp.example"}},
			want:     map[string]string{"U1": "ann@corp.example"},
		},
		"letters that only Unicode takes for ASCII": {
			accounts: []account{{ID: "U1", Email: "k@corp.example"}, {ID: "U2", Email: "\u212A@corp.example"}},
			want:     map[string]string{"U1": "k@corp.example", "U2": "\u212A@corp.example"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, _ := people.Join(tt.accounts, tt.entries, people.Company{})
			for account, want := range tt.want {
				p, ok := d.ByAccount(account)
				assert.Equal(t, want != "", ok, account)
				assert.Equal(t, want, p.ID, account)
			}
		})
	}
}

func TestAccountsOfOthersTakeNoRights(t *testing.T) {
	t.Parallel()
	boss := people.Account{ID: "U1", Email: "boss@corp.example"}
	row := people.Entry{Email: "boss@corp.example", Roles: []string{"finance"}}
	tests := map[string]struct {
		other people.Account
		also  []string
	}{
		"external with the address of the boss": {other: people.Account{ID: "U2", Email: "boss@corp.example", External: true}},
		"external that the file names":          {other: people.Account{ID: "U2", External: true}, also: []string{"U2"}},
		"guest with the address of the boss":    {other: people.Account{ID: "U2", Email: "boss@corp.example", Guest: true}},
		"guest that the file names":             {other: people.Account{ID: "U2", Email: "g@home.example", Guest: true}, also: []string{"U2"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			row := row
			row.Also = tt.also
			d, _ := people.Join([]people.Account{tt.other, boss}, []people.Entry{row}, people.Company{})

			p, ok := d.ByAccount("U2")
			require.True(t, ok)
			assert.Equal(t, "slack:U2", p.ID)
			assert.False(t, p.MayDecide())
			assert.Empty(t, p.Roles)
			assert.True(t, d.Same("U2", "boss@corp.example"), "still one human when it comes to their own requests")

			p, _ = d.ByAccount("U1")
			assert.Equal(t, "boss@corp.example", p.ID)
			assert.Equal(t, []string{"U1"}, p.Accounts)
			assert.True(t, p.MayDecide())
		})
	}
}

func TestExternalNeverHasTheAddressAsID(t *testing.T) {
	t.Parallel()
	d, _ := people.Join([]people.Account{{ID: "U2", Email: "boss@corp.example", External: true}},
		[]people.Entry{{Email: "boss@corp.example", Roles: []string{"finance"}}}, people.Company{})
	p, _ := d.ByAccount("U2")
	assert.Equal(t, "slack:U2", p.ID)
	p, ok := d.Person("boss@corp.example")
	require.True(t, ok)
	assert.Empty(t, p.Accounts)
}

func TestGuestWithoutFullAccountKeepsTheRow(t *testing.T) {
	t.Parallel()
	d, _ := people.Join([]people.Account{
		{ID: "U1", Email: "con@corp.example", Inactive: true},
		{ID: "U2", Email: "con@corp.example", Guest: true},
	}, []people.Entry{{Email: "con@corp.example", Manager: "U9"}, {Email: "m@corp.example", Also: []string{"U9"}}}, people.Company{})
	p, _ := d.ByAccount("U2")
	assert.Equal(t, people.Person{
		ID: "con@corp.example", Name: "con@corp.example", Email: "con@corp.example", Accounts: []string{"U2", "U1"},
		Manager: "m@corp.example", Guest: true,
	}, p)
}

func TestMessagesGoToTheAccountInUse(t *testing.T) {
	t.Parallel()
	d, _ := people.Join([]people.Account{
		{ID: "U1", Email: "ann@corp.example", Inactive: true},
		{ID: "U2", Email: "ann@home.example"},
		{ID: "U3", Email: "ann@corp.example"},
	}, []people.Entry{{Email: "ann@corp.example", Also: []string{"ann@home.example"}}}, people.Company{})
	p, _ := d.Person("ann@corp.example")
	assert.Equal(t, []string{"U3", "U2", "U1"}, p.Accounts)
	assert.Equal(t, []string{"ann@home.example"}, p.Aliases)
	assert.False(t, p.Inactive)
}
