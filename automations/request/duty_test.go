package request_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/form"
	"factotum/automations/request"
)

// duty is one that ana has, as it is opened.
func duty() request.Request {
	r, err := request.Request{ID: "d1", State: request.Draft}.Apply(request.Move{
		Action: request.Submit, By: "duty:calendar", At: monday, Sent: &request.Submission{
			Kind: "duty_vat", Requester: "duty:calendar", Title: "VAT return, October 2026", Stewards: []request.Rule{{Kind: request.ByPerson, Of: ana}},
			Work: &request.Work{
				Do: "Add evidence", Done: "Signed off", Due: "2026-11-30", Assignee: ana, Circle: []request.Rule{{Kind: request.ByRole, Of: "finance"}},
				Duty: &request.Duty{Period: "2026-11-30", Opens: "2026-11-01", Most: 2},
			},
		},
	})
	if err != nil {
		panic(err)
	}
	return r
}

// evidence is brought by somebody.
func evidence(who string) request.Move {
	return request.Move{
		Action: request.Refer, By: who, At: monday.Add(time.Hour), Day: "2026-11-14", Sent: &request.Submission{
			Values: form.Values{"statement": {Text: "Filed"}}, Excluded: []string{who, ana}, Accounts: []string{"U1"},
			Steps: []request.Step{{Name: "Sign-off", Need: 1, Rules: []request.Rule{{Kind: request.ByRole, Of: "director"}}}},
		},
	}
}

func TestADutyIsDoneOnceItsEvidenceIsSignedOff(t *testing.T) {
	t.Parallel()
	r := duty()
	require.Equal(t, request.Open, r.State)
	assert.True(t, r.IsDuty())
	filed := apply(t, r, evidence(bea))
	assert.Equal(t, request.Pending, filed.State)
	assert.Equal(t, "Filed", filed.Values["statement"].Text)

	for _, who := range []string{bea, ana} {
		_, err := filed.Apply(by(who, request.Approve, who))
		assert.Equal(t, request.Own, cause(t, err), "whoever brought it, or has it, does not sign it off")
	}
	_, err := filed.Apply(by(cy, request.Reject, cy))
	assert.Equal(t, request.NotNow, cause(t, err))

	done := apply(t, filed, by(cy, request.Approve, cy))
	assert.Equal(t, request.Done, done.State)
	assert.Equal(t, bea, done.Work.By)
	assert.Equal(t, "2026-11-14", done.Work.Day)
	assert.Empty(t, filed.Work.By, "nothing is shared")
}

func TestWhatIsSentBackStaysOpenWithWhoHasIt(t *testing.T) {
	t.Parallel()
	back := apply(t, apply(t, duty(), evidence(ana)), by(cy, request.Return, cy))
	assert.Equal(t, request.Open, back.State)
	assert.Equal(t, "Filed", back.Values["statement"].Text)
	again := apply(t, back, evidence(ana))
	assert.Equal(t, request.Pending, again.State)
	assert.Equal(t, 2, again.Round)
	assert.Equal(t, request.Done, apply(t, again, by(cy, request.Approve, cy)).State)
}

func TestADutyEndsInNoOtherWayThanByWaiving(t *testing.T) {
	t.Parallel()
	r := duty()
	for _, a := range []request.Action{
		request.Resolve, request.Merge, request.Await, request.Rank, request.Withdraw, request.Expire, request.Reopen,
	} {
		_, err := r.Apply(shape{}.move(a))
		assert.Equal(t, request.NotNow, cause(t, err), a)
	}
	assert.Equal(t, request.Cancelled, apply(t, r, by(cy, request.Cancel)).State)
}

func TestTheDayOfADutyMovesWithTheCalendar(t *testing.T) {
	t.Parallel()
	r := apply(t, duty(), request.Move{Action: request.Remind, By: ana, At: monday, Day: "2026-11-30"}, request.Move{Action: request.Alert, By: "factotum", At: monday, Alerts: []string{"7", "0"}})
	moved := apply(t, r, request.Move{
		Action: request.Note, By: "factotum", At: monday, Text: "It is due on another day.", Day: "2026-11-27", Alerts: []string{"0"}, Sent: &request.Submission{Title: "VAT return, 27 November 2026"},
	})
	assert.Equal(t, "2026-11-27", moved.Work.Due)
	assert.Equal(t, []string{"7"}, moved.Work.Alerts, "the others were told of another day")
	assert.Equal(t, "2026-11-27", moved.Work.Duty.Snoozed, "never beyond its day")
	assert.Equal(t, "VAT return, 27 November 2026", moved.Title)
	assert.Equal(t, request.Open, moved.State)
	assert.Equal(t, "2026-11-30", r.Work.Due, "nothing is shared")
}

func TestADutyIsPutOffOnlySoOftenAndNeverBeyondItsDay(t *testing.T) {
	t.Parallel()
	put := func(day string) request.Move {
		return request.Move{Action: request.Remind, By: ana, At: monday, Day: day}
	}
	_, err := duty().Apply(put("2026-12-01"))
	assert.Equal(t, request.Malformed, cause(t, err))
	r := apply(t, apply(t, duty(), put("2026-11-20")), put("2026-11-30"))
	assert.Equal(t, 2, r.Work.Duty.Snoozes)
	assert.Equal(t, "2026-11-30", r.Work.Duty.Snoozed)
	_, err = r.Apply(put("2026-11-30"))
	assert.Equal(t, request.Over, cause(t, err))

	handed := apply(t, r, request.Move{Action: request.Assign, By: ana, At: monday, To: bea, From: ana, Choice: cy})
	assert.Equal(t, []request.Rule{{Kind: request.ByPerson, Of: bea}}, handed.Stewards)
	assert.Empty(t, handed.Work.Duty.Snoozed, "who has it now has put nothing off")
	assert.Equal(t, cy, handed.Work.Duty.Proposed)
	_, err = handed.Apply(request.Move{Action: request.Assign, By: bea, At: monday, From: bea})
	assert.Equal(t, request.Malformed, cause(t, err), "somebody always has it")
}
