package automations_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/request"
)

const taxi = "42.50 EUR taxi to the airport yesterday"

func TestAClaimGoesFromSubmissionToReimbursement(t *testing.T) {
	t.Parallel()
	o := setup(t)
	f := o.submit(taxi)
	assert.Equal(t, "EXP-1", f.Number)
	assert.Equal(t, request.Pending, f.Request.State)
	o.deliver()
	assert.Equal(t, []string{"EXP-1 pending Taxi to the airport"}, o.box.to("U01"))

	f, err := o.Decide(o.ctx, o.who("mara"), "c1", automations.Decision{ID: f.Request.ID, Say: request.Approve, Text: "Fine"})
	require.NoError(t, err)
	assert.Equal(t, request.Open, f.Request.State)
	o.deliver()
	assert.Equal(t, []string{"EXP-1 open Taxi to the airport"}, o.box.to("U01"), "the approver's card is locked")
	assert.Equal(t, []string{"EXP-1 open Taxi to the airport"}, o.box.to("U05"), "the team that pays has a card")
	assert.Equal(t, []string{"EXP-1 open Taxi to the airport", "EXP-1: approve Fine"}, o.box.to("U00"))

	f, err = o.Resolve(o.ctx, o.who("paul"), "c2", f.Request.ID, automations.Finish{})
	require.NoError(t, err)
	assert.Equal(t, request.Done, f.Request.State)
	assert.Equal(t, []string{"submit", "approve", "resolve"}, o.moves(f.Request.ID))
}

func TestRefusalsSayWhyAndAreAudited(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		by   string
		say  request.Action
		text string
		code fault.Code
		want string
	}{
		"own":           {"ines", request.Approve, "", fault.Denied, "EXP-1 is your own request or for you, so somebody else has to decide it."},
		"not asked":     {"omar", request.Approve, "", fault.Denied, "You are not, or no longer, among those who decide EXP-1, so nothing was changed. It waits for Mara Sample."},
		"guest":         {"gus", request.Approve, "", fault.Denied, "Guests, people of other organisations and people who have left cannot decide requests"},
		"without words": {"mara", request.Reject, " ", fault.Invalid, "Please write a few words"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := setup(t)
			f := o.submit(taxi)
			_, err := o.Decide(o.ctx, o.who(tt.by), "c1", automations.Decision{ID: f.Request.ID, Say: tt.say, Text: tt.text})
			require.Error(t, err)
			assert.Equal(t, tt.code, fault.CodeOf(err))
			assert.Contains(t, fault.Say(err), tt.want)
			assert.Equal(t, []string{"submit", "refused " + string(tt.say)}, o.moves(f.Request.ID))
		})
	}
}

func TestTheSlowerApproverIsToldWhoDecided(t *testing.T) {
	t.Parallel()
	o := setup(t)
	f := o.submit(taxi)
	_, err := o.Decide(o.ctx, o.who("mara"), "c1", automations.Decision{ID: f.Request.ID, Say: request.Reject, Text: "Walk"})
	require.NoError(t, err)
	o.wait(time.Hour)
	_, err = o.Decide(o.ctx, o.who("mara"), "c2", automations.Decision{ID: f.Request.ID, Say: request.Approve})
	assert.Equal(t, fault.Conflict, fault.CodeOf(err))
	assert.Equal(t, "EXP-1 was already rejected by you on 20 Nov 2026, 10:00. Nothing was changed by your click.", fault.Say(err))
}

func TestAClickOnAnOlderCardDecidesNoLaterStep(t *testing.T) {
	t.Parallel()
	o := setup(t)
	accounts, entries, company := staff()
	company.CostCentres[0].Owner = "mara@example.com" // both steps are hers alone
	o.employ(accounts, entries, company)
	f := o.submit("600 EUR flight yesterday")
	approve := automations.Decision{ID: f.Request.ID, Say: request.Approve, Stage: f.Request.Stage()}
	f, err := o.Decide(o.ctx, o.who("mara"), "c1", approve)
	require.NoError(t, err)
	_, err = o.Decide(o.ctx, o.who("mara"), "c2", approve)
	assert.Equal(t, fault.Conflict, fault.CodeOf(err))
	assert.Equal(t, "The step “Manager” of EXP-1 was already approved by you on 20 Nov 2026, 10:00. Nothing was changed by your click; it now waits for Fay Sample and Finn Sample.", fault.Say(err))
	assert.Equal(t, 2, f.Request.Step, "one person decides once")
	require.Len(t, f.Request.Decisions, 2)
	assert.Equal(t, "Cost centre owner: you own the cost centre Sales (sales), because the amount is 500 or more and your cost centre pays", f.Request.Decisions[1].Step+": "+f.Request.Decisions[1].Why)
	o.same(f.Request.ID)

	approve.Stage = "7.0"
	_, err = o.Decide(o.ctx, o.who("fay"), "c4", approve)
	assert.Equal(t, "EXP-1 was changed and sent again since this card was shown. Nothing was changed by your click; please look at it again.", fault.Say(err))
	assert.Equal(t, []string{"submit", "approve", "refused approve", "refused approve"}, o.moves(f.Request.ID))
}
