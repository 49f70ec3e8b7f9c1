package automations_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/fault"
	"factotum/automations/people"
	"factotum/automations/policy"
	"factotum/automations/request"
)

// private gives IT a private channel beside the other, and a lead.
func (o *office) private(lead string) {
	o.t.Helper()
	accounts, entries, company := staff()
	for i := range entries {
		entries[i].Teams = append(entries[i].Teams, "it")
	}
	for i := range company.Teams {
		if company.Teams[i].Key == "it" {
			company.Teams[i].Triage, company.Teams[i].Private, company.Teams[i].Lead = "C1", "C9", lead
		}
	}
	o.employ(accounts, entries, company)
}

func TestWhoMayMakeATicketPrivate(t *testing.T) {
	t.Parallel()
	o := desks(t, "")
	id := o.printer("ines", "Printer").Request.ID
	conceal := func(name string) error {
		_, err := o.Conceal(o.ctx, o.who(name), o.id(), id)
		return err
	}
	o.refusal(conceal("fay"), fault.Invalid, "has no private channel, so nothing was changed")
	o.private("")
	o.refusal(conceal("ines"), fault.Invalid, "the team has no lead. Nothing was changed.")
	o.private("fay@example.com")
	o.refusal(conceal("gus"), fault.Denied, "you are not of that team")
	other := o.printer("ines", "Printer too")
	_, err := o.Link(o.ctx, o.who("finn"), o.id(), id, other.Number, false)
	require.NoError(t, err)
	o.refusal(conceal("finn"), fault.Invalid, "is tied to "+other.Number+", whose readers would still see it")
	_, err = o.Link(o.ctx, o.who("finn"), o.id(), id, other.Number, true)
	require.NoError(t, err)

	f, err := o.Conceal(o.ctx, o.who("finn"), o.id(), id)
	require.NoError(t, err)
	r := f.Request
	assert.True(t, r.Work.Private)
	assert.Equal(t, []request.Rule{{Kind: request.ByPerson, Of: "fay@example.com"}, {Kind: request.ByPerson, Of: "finn@example.com"}}, r.Work.Circle)
	o.refusal(conceal("finn"), fault.Conflict, "is private already")
	dir, err := o.Directory(o.ctx)
	require.NoError(t, err)
	place, ok := dir.Place("it", false)
	require.True(t, ok)
	assert.True(t, policy.ShutOut(r, place, dir))
	assert.False(t, policy.ShutOut(r, mustPlace(t, dir), dir))
	assert.True(t, policy.ShutOut(r, o.who("paul"), dir))
	assert.False(t, policy.ShutOut(r, o.who("ines"), dir))
	assert.Equal(t, fault.Conflict, fault.CodeOf(second(o.Conceal(o.ctx, o.who("ines"), o.id(), o.submit(taxi).Request.ID))))
}

func mustPlace(t *testing.T, dir people.Directory) people.Person {
	t.Helper()
	p, ok := dir.Place("it", true)
	require.True(t, ok)
	return p
}

func second[T any](_ T, err error) error { return err }
