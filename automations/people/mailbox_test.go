package people_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/people"
)

func TestAMailboxIsSomebodyWhoIsNeverAsked(t *testing.T) {
	t.Parallel()
	dir, differences := people.Join([]people.Account{{ID: "U1", RealName: "Ana", Email: "ana@x"}}, []people.Entry{{Email: "ana@x"}},
		people.Company{Mailboxes: []people.Mailbox{{Key: "invoices", Name: "Invoices", Zone: "Europe/Berlin"}, {Key: "post"}}})
	assert.Empty(t, differences, "it needs no account")
	box, ok := dir.Person("mail:invoices")
	require.True(t, ok)
	assert.Equal(t, people.Person{ID: "mail:invoices", Name: "Invoices", Zone: "Europe/Berlin", Service: true}, box)
	assert.False(t, box.MayDecide())
	assert.False(t, dir.Same("mail:invoices", "ana@x"))
	post, _ := dir.Person("mail:post")
	assert.Equal(t, "post", post.Name)

	body, err := json.Marshal(dir)
	require.NoError(t, err)
	var again people.Directory
	require.NoError(t, json.Unmarshal(body, &again))
	assert.Equal(t, dir, again)
}
