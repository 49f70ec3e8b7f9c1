package people_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/people"
)

func TestAContactIsSomebodyOutsideWithAnAddress(t *testing.T) {
	t.Parallel()
	d, _ := people.Join(nil, []people.Entry{{Email: "ana@example.com"}}, people.Company{Mailboxes: []people.Mailbox{{Key: "desk"}}})
	sure, unsure := people.ContactID("Jo@Client.example", true), people.ContactID("jo@client.example", false)
	p, ok := d.Person(sure)
	require.True(t, ok)
	assert.Equal(t, people.Person{ID: "mail:jo@client.example", Name: "jo@client.example", Email: "jo@client.example", Service: true}, p)
	assert.True(t, p.Contact())
	assert.False(t, p.MayDecide())
	q, ok := d.Person(unsure)
	require.True(t, ok)
	assert.Equal(t, "jo@client.example (unverified)", q.Name)
	assert.True(t, people.SameContact(sure, unsure))
	named := d.Calling(unsure, "Jo Client")
	q, _ = named.Person(unsure)
	assert.Equal(t, "Jo Client (jo@client.example) (unverified)", q.Name)
	p, _ = named.Person(sure)
	assert.Equal(t, "jo@client.example", p.Name, "another may have taken the address")
	assert.Equal(t, "jo@client.example", people.ContactAddress(unsure))

	box, ok := d.Person(people.Mailbox{Key: "desk"}.ID())
	require.True(t, ok)
	assert.False(t, box.Contact())
	assert.False(t, people.SameContact(box.ID, box.ID))
	assert.Empty(t, people.ContactAddress(box.ID))
}

func TestAContactWithTheAddressOfAPersonIsTakenForThem(t *testing.T) {
	t.Parallel()
	d, _ := people.Join(nil, []people.Entry{{Email: "ana@example.com", Also: []string{"ana@old.example"}}}, people.Company{})
	for _, verified := range []bool{true, false} {
		assert.True(t, d.Same(people.ContactID("ana@example.com", verified), "ana@example.com"))
		assert.True(t, d.Same("ana@example.com", people.ContactID("ANA@old.example", verified)))
		assert.False(t, d.Same("ana@example.com", people.ContactID("jo@client.example", verified)))
		assert.True(t, d.Same(people.ContactID("jo@client.example", true), people.ContactID("jo@client.example", verified)))
	}
}
