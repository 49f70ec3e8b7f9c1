package automations_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations"
	"factotum/automations/fault"
	"factotum/automations/form"
	"factotum/automations/money"
	"factotum/automations/people"
	"factotum/automations/request"
)

func TestAReturnedRequestIsChangedAndSentAgain(t *testing.T) {
	t.Parallel()
	o := setup(t)
	f := o.submit(taxi)
	id, ines, mara := f.Request.ID, o.who("ines"), o.who("mara")
	_, err := o.Decide(o.ctx, mara, "c1", automations.Decision{ID: id, Say: request.Return, Text: "The amount is 40"})
	require.NoError(t, err)

	changed := o.claim("ines", "40.00 EUR taxi to the airport yesterday")
	draft := automations.Draft{ID: id, Kind: "expense", Values: changed.Values}
	require.NoError(t, o.SaveDraft(o.ctx, ines, "s1", draft))
	paper, err := o.Paper(o.ctx, ines, id, "")
	require.NoError(t, err)
	assert.Equal(t, draft.Values, paper.Values, "what was typed is there when the form opens again")
	assert.NotEqual(t, draft.Values, paper.File.Request.Values, "but it is not sent")

	p, err := o.Preview(o.ctx, ines, paper.Draft)
	require.NoError(t, err)
	assert.True(t, p.Again)
	require.Len(t, p.Asked, 1)
	assert.Equal(t, "you are the manager of Ines Sample", p.Asked[0].Asked[0].Reason.String())

	f, err = o.Submit(o.ctx, ines, "s2", paper.Draft)
	require.NoError(t, err)
	assert.Equal(t, "EXP-1", f.Number, "the number stays")
	assert.Equal(t, request.Pending, f.Request.State)
	assert.Equal(t, "40.00 EUR", f.Request.Sum.Total.String())
	assert.NotEmpty(t, f.Request.Previous)
	assert.Equal(t, []string{"submit", "return", "resubmit"}, o.moves(id))
}

func TestWhatIsRepeatedHappensOnce(t *testing.T) {
	t.Parallel()
	o := setup(t)
	draft := o.claim("ines", taxi)
	first, err := o.Submit(o.ctx, o.who("ines"), "once", draft)
	require.NoError(t, err)
	_, err = o.Submit(o.ctx, o.who("ines"), "once", draft)
	assert.Equal(t, fault.Conflict, fault.CodeOf(err))
	assert.Contains(t, fault.Say(err), "EXP-1 was already sent")
	assert.Equal(t, []string{"submit"}, o.moves(first.Request.ID))
}

func TestSubmitRefusesWhatNobodyMayDecide(t *testing.T) {
	t.Parallel()
	o := setup(t)
	accounts, entries, company := staff()
	for i := range entries {
		entries[i].Roles, entries[i].Manager = nil, ""
	}
	o.employ(accounts, entries, company)
	_, err := o.Submit(o.ctx, o.who("ines"), "s1", o.claim("ines", taxi))
	assert.Equal(t, fault.Invalid, fault.CodeOf(err))
	assert.Equal(t, "Expense claim was not sent: nobody else may decide the step “Manager”. Ask your Factotum administrator to name somebody for it.", fault.Say(err))
}

func TestSubmitRefusesValuesThatAreMissing(t *testing.T) {
	t.Parallel()
	o := setup(t)
	_, err := o.Submit(o.ctx, o.who("ines"), "s1", o.claim("ines", "taxi"))
	assert.Equal(t, fault.Invalid, fault.CodeOf(err))
	assert.Contains(t, fault.Say(err), "Expense claim was not sent:")
}

func TestDraftsBelongToTheirOwner(t *testing.T) {
	t.Parallel()
	o := setup(t)
	draft := o.claim("ines", taxi)
	draft.Card = true
	require.NoError(t, o.SaveDraft(o.ctx, o.who("ines"), "s1", draft))
	o.deliver()
	assert.Equal(t, []string{"your draft draft Expense claim"}, o.box.to("U00"))

	assert.Equal(t, fault.Denied, fault.CodeOf(o.SaveDraft(o.ctx, o.who("mara"), "s2", draft)))
	assert.Equal(t, fault.Denied, fault.CodeOf(o.Discard(o.ctx, o.who("mara"), "s3", draft.ID)))
	mine, err := o.Mine(o.ctx, o.who("ines"), "", 10)
	require.NoError(t, err)
	assert.Len(t, mine.Rows, 1)

	require.NoError(t, o.Discard(o.ctx, o.who("ines"), "s4", draft.ID))
	require.NoError(t, o.Discard(o.ctx, o.who("ines"), "s5", "never-kept"))
	o.deliver()
	assert.Equal(t, []string{"your draft withdrawn Expense claim"}, o.box.to("U00"))
	mine, err = o.Mine(o.ctx, o.who("ines"), "", 10)
	require.NoError(t, err)
	assert.Empty(t, mine.Rows)
	assert.Empty(t, o.moves(draft.ID), "a draft leaves no trace")
}

func TestFinanceGivesAMissingRate(t *testing.T) {
	t.Parallel()
	o := setup(t)
	f := o.submit("100.00 CHF hotel yesterday")
	id := f.Request.ID
	require.Len(t, f.Request.Holds, 1)
	assert.Empty(t, f.Request.Steps)
	_, err := o.Decide(o.ctx, o.who("mara"), "c1", automations.Decision{ID: id, Say: request.Approve})
	assert.Equal(t, fault.Conflict, fault.CodeOf(err), "nobody decides while the rate is missing")
	waiting, err := o.Waiting(o.ctx, o.who("fay"), "", 10)
	require.NoError(t, err)
	assert.Len(t, waiting.Rows, 1)

	missing := f.Request.Sum.Missing[0]
	given := func(rate, source string) []automations.TypedRate {
		return []automations.TypedRate{{Missing: missing, Rate: rate, Source: source}}
	}
	for rate, source := range map[string]string{"0": "ECB", "-1": "ECB", "1e5": "ECB", "much": "ECB", "0.95": " "} {
		_, err = o.Price(o.ctx, o.who("fay"), "p"+rate, id, given(rate, source))
		assert.Equal(t, fault.Invalid, fault.CodeOf(err), rate)
	}
	_, err = o.Price(o.ctx, o.who("fay"), "p1", id, append(given("0.95", ""), given("much", "ECB")...))
	var wrong *automations.WrongRates
	require.ErrorAs(t, err, &wrong)
	assert.Equal(t, map[int]string{1: "“much” is no exchange rate. Write what 1 CHF was worth, such as 1.0632."}, wrong.Values)
	assert.Equal(t, map[int]string{0: "Say where the rate of CHF comes from, such as “ECB reference rate”."}, wrong.Sources)
	assert.Equal(t, wrong.Sources[0], fault.Say(err))
	_, err = o.Price(o.ctx, o.who("mara"), "p2", id, given("0.95", "ECB"))
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
	_, err = o.Price(o.ctx, o.who("fay"), "p3", id, nil)
	assert.Equal(t, fault.Invalid, fault.CodeOf(err))

	f, err = o.Price(o.ctx, o.who("fay"), "p4", id, given("0,95", "ECB"))
	require.NoError(t, err)
	assert.Equal(t, money.Amount{Value: decimal.RequireFromString("95.00"), Currency: "EUR"}.String(), f.Request.Sum.Base.String())
	assert.Equal(t, "ECB, given by hand", f.Request.Sum.Rates[0].Source)
	require.Len(t, f.Request.Steps, 1)
	_, err = o.Price(o.ctx, o.who("fay"), "p5", id, given("0,95", "ECB"))
	assert.Equal(t, "No rate is missing for EXP-1 any more, so nothing was changed.", fault.Say(err), "a rate is given once")
	_, err = o.Decide(o.ctx, o.who("mara"), "c2", automations.Decision{ID: id, Say: request.Approve})
	require.NoError(t, err)
}

func TestQuestionsAndAnswersReachTheOtherSide(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.submit(taxi).Request.ID
	_, err := o.Decide(o.ctx, o.who("mara"), "c1", automations.Decision{ID: id, Say: request.Ask, Text: "Why no train?"})
	require.NoError(t, err)
	f, err := o.Answer(o.ctx, o.who("ines"), "e1", automations.Saying{Ticket: id, Text: "None at 4 in the morning"})
	require.NoError(t, err)
	assert.Len(t, f.Request.Thread, 2)
	_, open := f.Request.Unanswered()
	assert.False(t, open)
	o.deliver()
	assert.Contains(t, o.box.to("U00"), "EXP-1: ask Why no train?")
	assert.Contains(t, o.box.to("U01"), "EXP-1: answer None at 4 in the morning")
	_, err = o.Answer(o.ctx, o.who("omar"), "e2", automations.Saying{Ticket: id, Text: "I know"})
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
}

func TestWithdrawIsForTheRequesterAlone(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.submit(taxi).Request.ID
	_, err := o.Withdraw(o.ctx, o.who("mara"), "c1", id)
	assert.Equal(t, fault.Denied, fault.CodeOf(err))
	_, err = o.Withdraw(o.ctx, o.who("ines"), "c2", id)
	require.NoError(t, err)
	o.wait(time.Minute)
	_, err = o.Decide(o.ctx, o.who("mara"), "c3", automations.Decision{ID: id, Say: request.Approve})
	assert.Equal(t, "EXP-1 was withdrawn by Ines Sample on 20 Nov 2026, 10:00. Nothing was changed by your click.", fault.Say(err))
	_, err = o.Withdraw(o.ctx, o.who("ines"), "c4", id)
	assert.Equal(t, fault.Conflict, fault.CodeOf(err))
}

func TestResolveIsForTheTeamAndNotForTheRequester(t *testing.T) {
	t.Parallel()
	o := setup(t)
	f, err := o.Submit(o.ctx, o.who("paul"), "s1", o.claim("paul", taxi))
	require.NoError(t, err)
	_, err = o.Decide(o.ctx, o.who("dora"), "c1", automations.Decision{ID: f.Request.ID, Say: request.Approve})
	require.NoError(t, err)
	for by, code := range map[string]fault.Code{"paul": fault.Denied, "omar": fault.Denied} {
		_, err = o.Resolve(o.ctx, o.who(by), "r-"+by, f.Request.ID, automations.Finish{})
		assert.Equal(t, code, fault.CodeOf(err), by)
	}
	assert.Equal(t, []string{"submit", "approve", "refused resolve", "refused resolve"}, o.moves(f.Request.ID))
}

func TestEveryTextOfAPolicyIsKept(t *testing.T) {
	t.Parallel()
	o := setup(t)
	require.NoError(t, o.KeepPolicies(o.ctx))
	require.NoError(t, o.KeepPolicies(o.ctx))
	f := o.submit(taxi)
	docs, err := o.store.Load(o.ctx, "policy/"+f.Request.Policy)
	require.NoError(t, err)
	assert.Contains(t, string(docs[0].Body), "manager_of")
}

func TestFilesAreCopiedBeforeApproval(t *testing.T) {
	t.Parallel()
	o := setup(t)
	id := o.submit(taxi, form.File{Name: "taxi.pdf", Source: "F1"}).Request.ID
	approve := func(once string) error {
		_, err := o.Decide(o.ctx, o.who("mara"), once, automations.Decision{ID: id, Say: request.Approve})
		return err
	}
	err := approve("c1")
	assert.Equal(t, fault.Unavailable, fault.CodeOf(err))
	assert.Contains(t, fault.Say(err), "still being copied")

	o.keeper.fail = fault.New(fault.Unavailable, "Slack does not answer.")
	require.Error(t, o.Wake(o.ctx))
	o.wait(20 * time.Minute)
	require.Error(t, o.Wake(o.ctx))
	o.deliver()
	assert.Contains(t, o.box.to("U00"), "EXP-1: uncopied", "the requester is told")
	assert.Contains(t, o.box.to("U08"), "EXP-1: uncopied", "and so is the admin")

	o.keeper.fail = nil
	o.wait(20 * time.Minute)
	require.NoError(t, o.Wake(o.ctx))
	require.NoError(t, approve("c2"))
	assert.Equal(t, []string{"submit", "refused approve", "keep", "approve"}, o.moves(id))
}

func TestAnAdminIsToldOnceOfTheirOwnFiles(t *testing.T) {
	t.Parallel()
	o := setup(t)
	o.rewrite(func(name string, e *people.Entry) {
		if name == "ines" {
			e.Roles = append(e.Roles, "admin")
		}
	})
	o.submit(taxi, form.File{Name: "taxi.pdf", Source: "F1"})
	o.keeper.fail = fault.New(fault.Unavailable, "Slack does not answer.")
	o.wait(20 * time.Minute)
	require.Error(t, o.Wake(o.ctx))
	o.deliver()
	assert.Contains(t, o.box.to("U00"), "EXP-1: uncopied", "the requester, who is an admin")
	assert.Contains(t, o.box.to("U08"), "EXP-1: uncopied", "and the other admin")
}
