package automations_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/people"
	"factotum/automations/request"
)

// outsider is a help desk to which jira may write.
func outsider(t *testing.T) *office {
	t.Helper()
	o := helpdesk(t, fault4h)
	o.Hooks = []automations.Hook{{Key: "jira", Takes: []string{"fault"}, Deaf: true}}
	accounts, entries, company := staff()
	company.Systems = []people.System{{Key: "jira", Name: "Jira"}}
	o.employ(accounts, entries, company)
	return o
}

func jira(id, number, external string) automations.Incoming {
	return automations.Incoming{System: "jira", ID: id, Number: number, External: external}
}

func printer() form.Raw { return form.Raw{"what": {Text: "Printer"}} }

func TestATicketFromOutsideIsOpenedOnceAndFoundByItsNumberThere(t *testing.T) {
	t.Parallel()
	o := outsider(t)
	f, err := o.OpenFor(o.ctx, jira("m1", "", "OPS-7"), "fault", "ines@example.com", printer())
	require.NoError(t, err)
	assert.Equal(t, "FLT-1", f.Number)
	assert.Equal(t, "ines@example.com", f.Request.Requester)
	again, err := o.OpenFor(o.ctx, jira("m1", "", "OPS-7"), "fault", "ines@example.com", printer())
	require.NoError(t, err, "a message that comes twice")
	assert.Equal(t, f.Request.ID, again.Request.ID)
	_, err = o.OpenFor(o.ctx, jira("m2", "", "OPS-7"), "fault", "ines@example.com", printer())
	assert.Equal(t, fault.Conflict, fault.CodeOf(err))

	said, err := o.SayFor(o.ctx, jira("m3", "", "OPS-7"), "Which printer?", false)
	require.NoError(t, err)
	require.Len(t, said.Request.Thread, 1)
	assert.Equal(t, "hook:jira", said.Request.Thread[0].By)
	assert.False(t, said.Request.Work.First.IsZero(), "it is an answer of those who work on it")
	_, err = o.SayFor(o.ctx, jira("m3", "", "OPS-7"), "Which printer?", false)
	require.NoError(t, err)
	assert.Len(t, o.request(f.Request.ID).Thread, 1)
	done, err := o.ResolveFor(o.ctx, jira("m4", "FLT-1", ""), "Cable")
	require.NoError(t, err)
	assert.Equal(t, request.Done, done.Request.State)
	assert.Equal(t, []string{"submit", "link", "say", "resolve"}, o.moves(f.Request.ID))
	o.deliver()
	assert.Contains(t, o.box.to(inesBox), "FLT-1: resolve Cable")
	_, err = o.ResolveFor(o.ctx, jira("m4", "FLT-1", ""), "Cable")
	require.NoError(t, err)
	o.until(berlin(t, 30, 9, 0))
	o.wake()
	assert.False(t, o.request(f.Request.ID).Work.Settled.IsZero())
	other := o.broken()
	o.make(other, request.Move{Action: request.Cancel, By: "paul@example.com", Text: "No"})
	_, err = o.ResolveFor(o.ctx, jira("m5", "FLT-2", ""), "Cable")
	assert.Equal(t, fault.Conflict, fault.CodeOf(err))
}

func TestANumberThereBelongsToOneTicket(t *testing.T) {
	t.Parallel()
	o := outsider(t)
	first, second := o.broken(), o.broken()
	_, err := o.LinkFor(o.ctx, jira("m1", "FLT-1", "OPS-7"))
	require.NoError(t, err)
	assert.Equal(t, []request.Tie{{Kind: request.External, ID: "jira/OPS-7", Number: "OPS-7", Title: "jira"}}, o.request(first).Work.Ties)
	_, err = o.LinkFor(o.ctx, jira("m2", "FLT-2", "OPS-7"))
	assert.Equal(t, fault.Conflict, fault.CodeOf(err))
	assert.Empty(t, o.request(second).Work.Ties)
	_, err = o.LinkFor(o.ctx, jira("m3", "FLT-2", ""))
	assert.Equal(t, fault.Invalid, fault.CodeOf(err))
}

func TestASystemDoesOnlyWhatItMay(t *testing.T) {
	t.Parallel()
	o := outsider(t)
	o.broken()
	_, err := o.SayFor(o.ctx, automations.Incoming{System: "other", ID: "m1", Number: "FLT-1"}, "Hello", false)
	assert.Equal(t, fault.NotFound, fault.CodeOf(err))
	_, err = o.SayFor(o.ctx, jira("m1", "FLT-9", ""), "Hello", false)
	assert.Equal(t, fault.NotFound, fault.CodeOf(err))
	_, err = o.OpenFor(o.ctx, jira("m2", "", ""), "expense", "ines@example.com", nil)
	assert.Equal(t, fault.NotFound, fault.CodeOf(err))
	_, err = o.OpenFor(o.ctx, jira("m3", "", ""), "fault", "nobody@example.com", nil)
	assert.Equal(t, fault.NotFound, fault.CodeOf(err))
	_, err = o.OpenFor(o.ctx, jira("m4", "", ""), "fault", "mail:invoices", nil)
	assert.Equal(t, fault.NotFound, fault.CodeOf(err), "a mailbox asks for nothing here")
	_, err = o.SayFor(o.ctx, jira("m5", "FLT-1", ""), " ", false)
	assert.Equal(t, fault.Invalid, fault.CodeOf(err))
}
