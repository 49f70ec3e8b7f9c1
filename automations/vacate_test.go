package automations_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
)

// leavesIT is IT with a place, without whoever is named: they are of no team any
// more, or with gone have left the company.
func (o *office) leavesIT(name string, gone bool) {
	o.t.Helper()
	accounts, entries, company := staff()
	for i, e := range entries {
		if e.Email == name+"@example.com" {
			entries[i].Teams = nil
		}
		if e.Email == "finn@example.com" {
			entries[i].Teams = []string{"it"}
		}
	}
	for i, a := range accounts {
		accounts[i].Inactive = a.Inactive || gone && a.Email == name+"@example.com"
	}
	for i, t := range company.Teams {
		if t.Key == "it" {
			company.Teams[i].Triage = "C1"
		}
	}
	o.employ(accounts, entries, company)
	require.NoError(o.t, o.Reroute(o.ctx))
	o.deliver()
}

func TestATicketOfWhoLeavesIsFreeAgain(t *testing.T) {
	t.Parallel()
	for name, gone := range map[string]bool{"the team": false, "the company": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := setup(t)
			id := o.ticket().Request.ID
			_, err := o.Assign(o.ctx, o.who("paul"), o.id(), id, automations.Handover{To: "paul@example.com"})
			require.NoError(t, err)
			o.leavesIT("somebody else", false)
			assert.Equal(t, "paul@example.com", o.request(id).Work.Assignee)
			o.leavesIT("paul", gone)
			require.NoError(t, o.Reroute(o.ctx))
			o.deliver()
			assert.Empty(t, o.request(id).Work.Assignee)
			told := strings.Join(o.box.to("C1"), "\n")
			assert.Equal(t, 1, strings.Count(told, "does not work on it any more"), told)
			page, _, err := o.Queue(o.ctx, o.who("finn"), automations.Queue{Free: true}, "", 10)
			require.NoError(t, err)
			assert.Len(t, page.Rows, 1)
			_, err = o.Assign(o.ctx, o.who("finn"), o.id(), id, automations.Handover{To: "finn@example.com"})
			require.NoError(t, err)
		})
	}
}

func TestATicketOfWhoLeavesGoesToWhoseTurnItIs(t *testing.T) {
	t.Parallel()
	o := desks(t, "round_robin")
	id := o.printer("ines", "Printer").Request.ID
	had := o.request(id).Work.Assignee
	require.NotEmpty(t, had)
	dir, err := o.Directory(o.ctx)
	require.NoError(t, err)
	p, _ := dir.Person(had)
	accounts, entries, company := staff()
	for i, e := range entries {
		if e.Email != had && (e.Email == "fay@example.com" || e.Email == "finn@example.com" || e.Email == "paul@example.com") {
			entries[i].Teams = []string{"it"}
		}
		if e.Email == had {
			entries[i].Teams = nil
		}
	}
	o.employ(accounts, entries, company)
	require.NoError(t, o.Reroute(o.ctx))
	o.deliver()
	has := o.request(id).Work.Assignee
	assert.NotContains(t, []string{"", had}, has)
	to, _ := dir.Person(has)
	assert.Contains(t, strings.Join(o.box.to(to.Accounts[0]), "\n"), p.Name+" does not work on it any more.")
}
