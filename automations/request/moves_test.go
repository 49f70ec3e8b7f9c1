package request_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"factotum/automations/audit"
	"factotum/automations/form"
	"factotum/automations/request"
)

func TestSubmitFreezesWhatWasSent(t *testing.T) {
	t.Parallel()
	s := shape{needs: []int{1, 2}, work: true, held: true, files: 1}
	m := s.move(request.Submit)
	m.Sent.Created = monday.Add(-time.Hour)
	r := apply(t, draft(), m)
	sub := s.sent()
	sub.Work.Spans = []request.Span{{From: m.At, State: request.Pending, Team: "payables", Priority: request.Normal}}
	assert.Equal(t, request.Request{
		ID: "r1", Kind: "expense", State: request.Pending, Requester: ana, Title: "Taxi", Values: sub.Values, Sum: sub.Sum, Policy: "p1",
		Steps: sub.Steps, Warnings: sub.Warnings, Holds: sub.Holds, Work: sub.Work, Shown: []string{cy}, Excluded: []string{bea},
		Reading: sub.Reading, Stewards: sub.Stewards, Accounts: []string{"U1", "U2"}, Created: monday.Add(-time.Hour), Submitted: m.At, Since: m.At,
	}, r)
}

func TestWhatADraftWasIsForgottenWhenItIsSent(t *testing.T) {
	t.Parallel()
	card := draft()
	card.Shown, card.Title, card.Values = []string{ana}, "Draft", nil // a draft is in no log
	m := shape{needs: []int{1}}.move(request.Submit)
	assert.Equal(t, apply(t, draft(), m), apply(t, card, m))
}

func TestQuorum(t *testing.T) {
	t.Parallel()
	all := []string{cy, dan, eve}
	tests := map[string]struct {
		need   int
		asked  []string
		enough int // approvals after which the step is done
	}{
		"any":                    {1, all, 1},
		"two":                    {2, all, 2},
		"everybody":              {0, all, 3},
		"everybody of one":       {0, []string{cy}, 1},
		"more than there are":    {5, []string{cy, dan}, 2},
		"everybody but the last": {0, []string{cy, dan}, 2},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := shape{needs: []int{tt.need, 1}}.pending(t)
			for n, who := range tt.asked[:tt.enough] {
				assert.Equal(t, 0, r.Step)
				assert.Equal(t, tt.asked[:n:n], append([]string{}, r.Approvals()...))
				assert.Equal(t, monday.Add(time.Hour), r.Since, "a vote that does not end the step leaves its clock alone")
				m := by(who, request.Approve, tt.asked...)
				m.At = monday.Add(2 * time.Hour)
				r = apply(t, r, m)
			}
			assert.Equal(t, 1, r.Step)
			assert.Equal(t, request.Pending, r.State)
			assert.Equal(t, monday.Add(2*time.Hour), r.Since)
			assert.Empty(t, r.Approvals(), "the next step begins anew")
		})
	}
}

func TestWhoeverIsNoLongerAskedIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	r := shape{needs: []int{0}}.pending(t)
	r = apply(t, r, by(cy, request.Approve, cy, dan, eve), by(dan, request.Approve, cy, dan))
	assert.Equal(t, request.Done, r.State)
}

func TestAnApprovalGoesOn(t *testing.T) {
	t.Parallel()
	r := apply(t, shape{needs: []int{1, 1}, work: true}.pending(t), by(cy, request.Approve, cy, dan))
	step, ok := r.Current()
	assert.True(t, ok)
	assert.Equal(t, "step 2", step.Name)
	m := by(dan, request.Approve, cy, dan)
	m.Why, m.Text = "you have the role finance", "  fine  "
	r = apply(t, r, m)
	assert.Equal(t, request.Open, r.State)
	_, ok = r.Current()
	assert.False(t, ok)
	last, ok := r.LastDecision()
	assert.True(t, ok)
	assert.Equal(t, request.Decision{
		Step: "step 2", Index: 1, Verdict: request.Approved, By: dan, Why: "you have the role finance", At: m.At, Comment: "fine",
	}, last)
	_, ok = draft().LastDecision()
	assert.False(t, ok)
}

func TestOnePersonDecidesOnceWhereNobodyElseIsAsked(t *testing.T) {
	t.Parallel()
	once := by(cy, request.Approve, cy, dan)
	once.Given = []request.Given{{Why: "you own it", Asked: []string{cy}}}
	r := apply(t, shape{needs: []int{1, 1}}.pending(t), once)
	assert.Equal(t, request.Done, r.State)
	assert.Equal(t, []string{"step 1", "step 2"}, []string{r.Decisions[0].Step, r.Decisions[1].Step})
	assert.Equal(t, "you own it", r.Decisions[1].Why)

	again := shape{needs: []int{1, 1}}.pending(t)
	again.Steps[1].Again = true
	others := by(cy, request.Approve, cy)
	others.Given = []request.Given{{Asked: []string{cy, dan}}}
	for name, tt := range map[string]struct {
		r request.Request
		m request.Move
	}{
		"a step that asks again": {again, once}, "others are asked too": {shape{needs: []int{1, 1}}.pending(t), others},
		"there is no further step": {shape{needs: []int{1}}.pending(t), once},
	} {
		_, err := tt.r.Apply(tt.m)
		assert.Equal(t, request.Malformed, cause(t, err), name)
	}
}

func TestARejectionEndsAndAReturnStartsAnotherRound(t *testing.T) {
	t.Parallel()
	s := shape{needs: []int{2, 1}}
	rejected := apply(t, s.pending(t), by(cy, request.Reject, cy))
	assert.Equal(t, request.Rejected, rejected.State)
	assert.Equal(t, request.TurnedDown, rejected.Decisions[0].Verdict)
	assert.Equal(t, monday.Add(time.Hour), rejected.Since)

	r := apply(t, s.pending(t), by(cy, request.Approve, cy, dan), by(dan, request.Approve, cy, dan), by(eve, request.Return, eve))
	assert.Equal(t, request.Returned, r.State)
	assert.Equal(t, request.SentBack, r.Decisions[2].Verdict)
	assert.Equal(t, monday.Add(time.Hour), r.Since)
	m := s.move(request.Resubmit)
	m.Sent.Values = form.Values{"purpose": {Text: "Train"}}
	m.Sent.Accounts, m.Sent.Created, m.At = []string{"U3"}, monday.Add(time.Minute), monday.Add(5*time.Hour)
	again := apply(t, r, m)
	assert.Equal(t, request.Pending, again.State)
	assert.Equal(t, 0, again.Step)
	assert.Equal(t, 1, again.Round)
	assert.Equal(t, r.Values, again.Previous, "what changed can be shown")
	assert.Equal(t, "Train", again.Values["purpose"].Text)
	assert.Equal(t, []string{"U1", "U2", "U3"}, again.Accounts, "accounts once known stay known")
	assert.Empty(t, again.Approvals(), "earlier approvals are void")
	assert.Equal(t, r.Created, again.Created)
	assert.Equal(t, r.Submitted, again.Submitted)
	assert.Len(t, again.Decisions, 3)
	again = apply(t, again, by(cy, request.Approve, cy, dan), by(dan, request.Approve, cy, dan))
	assert.Equal(t, 1, again.Step)
}

func TestAMissingRateIsGiven(t *testing.T) {
	t.Parallel()
	held := shape{held: true}.pending(t)
	assert.Equal(t, request.Pending, held.State)
	m := shape{needs: []int{1}, work: true}.move(request.Price)
	r := apply(t, held, m)
	assert.Empty(t, r.Holds)
	assert.Len(t, r.Steps, 1)
	assert.Equal(t, request.Pending, r.State)
	assert.Equal(t, "50.00 EUR", r.Sum.Base.String())

	both := shape{held: true}.sample(request.Pending)
	both.Holds = append([]request.Hold{{Kind: "bank"}}, both.Holds...)
	assert.Empty(t, apply(t, both, m).Holds, "the rate may not be the first that holds")
}

func TestFilesAreKept(t *testing.T) {
	t.Parallel()
	r := shape{needs: []int{1}, files: 2}.pending(t)
	assert.Len(t, r.Files(), 2)
	keep := by(audit.System, request.Keep)
	keep.Copies = map[string]string{"F1": "h1"}
	r = apply(t, r, keep)
	assert.Equal(t, []form.File{{Name: "r.pdf", Source: "F2"}}, r.Uncopied())
	keep.Copies = map[string]string{"F2": "h2"}
	r = apply(t, r, keep, by(cy, request.Approve, cy))
	assert.Equal(t, "h1", r.Files()[0].Hash)
	assert.Equal(t, request.Done, r.State)
}

func TestWorkIsDoneAskedAboutReferredAndReopened(t *testing.T) {
	t.Parallel()
	s := shape{needs: []int{1}, work: true}
	open := apply(t, s.pending(t), by(cy, request.Approve, cy))
	done := apply(t, open, by(dan, request.Resolve))
	assert.Equal(t, request.Done, done.State)
	assert.Equal(t, dan, done.Work.By)
	assert.Equal(t, "because", done.Closing)
	assert.Empty(t, open.Work.By)

	again := apply(t, done, by(ana, request.Reopen))
	assert.Equal(t, request.Open, again.State)
	assert.Empty(t, again.Work.By)
	assert.Empty(t, again.Closing)

	waiting := apply(t, open, by(dan, request.Await))
	question, unanswered := waiting.Unanswered()
	assert.True(t, unanswered)
	assert.Equal(t, request.Remark{By: dan, At: monday.Add(time.Hour), Text: "because", Question: true}, question)
	resumed := apply(t, waiting, by(ana, request.Resume))
	_, unanswered = resumed.Unanswered()
	assert.False(t, unanswered)
	assert.Equal(t, request.Remark{By: ana, At: monday.Add(time.Hour), Text: "because"}, resumed.Thread[1])
	lapsed := apply(t, waiting, by(audit.System, request.Lapse))
	assert.Equal(t, request.Done, lapsed.State)

	referred := apply(t, open, shape{needs: []int{1, 1}}.move(request.Refer))
	assert.Equal(t, request.Pending, referred.State)
	assert.Equal(t, 0, referred.Step)
	assert.Equal(t, 1, referred.Round, "what was approved before does not count again")
	assert.Len(t, referred.Steps, 2)
	back := apply(t, referred, by(cy, request.Approve, cy), by(cy, request.Approve, cy))
	assert.Equal(t, request.Open, back.State)
}

func TestEndings(t *testing.T) {
	t.Parallel()
	pending, open := shape{needs: []int{1}}.pending(t), shape{work: true}.pending(t)
	for _, tt := range []struct {
		from request.Request
		move request.Move
		want request.State
	}{
		{pending, by(ana, request.Withdraw), request.Withdrawn},
		{pending, by(audit.System, request.Expire), request.Expired},
		{open, by(dan, request.Cancel), request.Cancelled},
		{open, by(dan, request.Merge), request.Merged},
	} {
		tt.move.Text, tt.move.At = " enough ", monday.Add(3*time.Hour)
		r := apply(t, tt.from, tt.move)
		assert.Equal(t, tt.want, r.State)
		assert.Equal(t, "enough", r.Closing)
		assert.Equal(t, tt.move.At, r.Since)
	}
	assert.Equal(t, request.Withdrawn, apply(t, draft(), by(ana, request.Withdraw)).State, "a draft that nobody owns yet")
}

func TestQuestionsAndAnswersAreTheThread(t *testing.T) {
	t.Parallel()
	r := shape{needs: []int{1}}.pending(t)
	_, open := r.Unanswered()
	assert.False(t, open)
	r = apply(t, r, by(cy, request.Ask, cy), by(dan, request.Ask, cy, dan))
	q, open := r.Unanswered()
	assert.True(t, open)
	assert.Equal(t, dan, q.By, "the newest question")
	r = apply(t, r, by(ana, request.Answer))
	_, open = r.Unanswered()
	assert.False(t, open)
	assert.Equal(t, request.Remark{By: ana, At: monday.Add(time.Hour), Text: "because"}, r.Thread[2])
	assert.Equal(t, request.Pending, r.State)
	r.Thread = append(r.Thread, request.Remark{By: cy, Text: "a note of somebody else"})
	_, open = r.Unanswered()
	assert.False(t, open)
}

func TestRemindersAndNewCardsAreNoted(t *testing.T) {
	t.Parallel()
	r := shape{needs: []int{1}}.pending(t)
	show := by(audit.System, request.Show)
	show.Shows = []string{cy, dan, dan}
	r = apply(t, r, show, by(audit.System, request.Remind))
	assert.Equal(t, []string{cy, dan}, r.Shown, "everybody once")
	assert.Equal(t, monday.Add(time.Hour), r.Reminded)
	assert.Equal(t, monday.Add(time.Hour), r.Since, "the clock of the step goes on")
	m := by(cy, request.Approve, cy)
	m.Shows = []string{eve}
	assert.Equal(t, []string{cy, dan, eve}, apply(t, r, m).Shown, "every move may show it to more people")
}

func TestRulesAreOneInUpperAndLowerCase(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "role:finance", request.Rule{Kind: request.ByRole, Of: " Finance "}.Key())
}
