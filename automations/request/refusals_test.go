package request_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/request"
)

func TestEachActionRefusesWhatItLacks(t *testing.T) {
	t.Parallel()
	one, held, open := shape{needs: []int{1}}, shape{held: true}, shape{work: true}
	tests := map[string]struct {
		shape  shape
		state  request.State
		action request.Action
		spoil  func(r *request.Request, m *request.Move)
		want   request.Cause
	}{
		"submit nothing":              {one, request.Draft, request.Submit, func(_ *request.Request, m *request.Move) { m.Sent = nil }, request.Malformed},
		"submit for another":          {one, request.Draft, request.Submit, func(_ *request.Request, m *request.Move) { m.By = cy }, request.Stranger},
		"resubmit by another":         {one, request.Returned, request.Resubmit, func(_ *request.Request, m *request.Move) { m.By, m.Sent.Requester = cy, cy }, request.Stranger},
		"resubmit as another":         {one, request.Returned, request.Resubmit, func(_ *request.Request, m *request.Move) { m.Sent.Requester = cy }, request.Stranger},
		"approve what is held":        {shape{needs: []int{1}, held: true}, request.Pending, request.Approve, nil, request.Held},
		"return what is held":         {shape{needs: []int{1}, held: true}, request.Pending, request.Return, nil, request.Held},
		"approve what asks nobody":    {shape{}, request.Pending, request.Approve, nil, request.Unrouted},
		"approve one's own":           {one, request.Pending, request.Approve, func(_ *request.Request, m *request.Move) { m.By, m.Asked = ana, []string{ana} }, request.Own},
		"approve what is for one":     {one, request.Pending, request.Approve, func(_ *request.Request, m *request.Move) { m.By, m.Asked = bea, []string{bea} }, request.Own},
		"reject one's own":            {one, request.Pending, request.Reject, func(_ *request.Request, m *request.Move) { m.By, m.Asked = ana, []string{ana} }, request.Own},
		"approve without being asked": {one, request.Pending, request.Approve, func(_ *request.Request, m *request.Move) { m.Asked = []string{dan} }, request.NotAsked},
		"approve twice": {shape{needs: []int{2}}, request.Pending, request.Approve, func(r *request.Request, _ *request.Move) {
			r.Decisions = []request.Decision{{By: cy, Verdict: request.Approved}}
		}, request.Twice},
		"approve before files are kept": {shape{needs: []int{1}, files: 1}, request.Pending, request.Approve, nil, request.Copying},
		"return without words":          {one, request.Pending, request.Return, func(_ *request.Request, m *request.Move) { m.Text = " \n" }, request.Wordless},
		"reject without words":          {one, request.Pending, request.Reject, func(_ *request.Request, m *request.Move) { m.Text = "" }, request.Wordless},
		"ask without words":             {one, request.Pending, request.Ask, func(_ *request.Request, m *request.Move) { m.Text = "\t" }, request.Wordless},
		"ask oneself":                   {one, request.Pending, request.Ask, func(_ *request.Request, m *request.Move) { m.By, m.Asked = ana, []string{ana} }, request.Own},
		"ask without being asked":       {one, request.Pending, request.Ask, func(_ *request.Request, m *request.Move) { m.Asked = nil }, request.NotAsked},
		"answer without words":          {one, request.Pending, request.Answer, func(_ *request.Request, m *request.Move) { m.Text = "" }, request.Wordless},
		"answer for another":            {one, request.Pending, request.Answer, func(_ *request.Request, m *request.Move) { m.By = cy }, request.Stranger},
		"withdraw another's":            {one, request.Pending, request.Withdraw, func(_ *request.Request, m *request.Move) { m.By = cy }, request.Stranger},
		"price what lacks no rate":      {one, request.Pending, request.Price, nil, request.NotAsked},
		"price what is held otherwise":  {held, request.Pending, request.Price, func(r *request.Request, _ *request.Move) { r.Holds[0].Kind = "bank" }, request.NotAsked},
		"price with nothing":            {held, request.Pending, request.Price, func(_ *request.Request, m *request.Move) { m.Sent = nil }, request.Malformed},
		"price as another":              {held, request.Pending, request.Price, func(_ *request.Request, m *request.Move) { m.Sent.Requester = cy }, request.Malformed},
		"price without a sum":           {held, request.Pending, request.Price, func(_ *request.Request, m *request.Move) { m.Sent.Sum = nil }, request.Unpriced},
		"price with a rate missing":     {held, request.Pending, request.Price, func(_ *request.Request, m *request.Move) { m.Sent = held.sent() }, request.Unpriced},
		"price one's own":               {held, request.Pending, request.Price, func(_ *request.Request, m *request.Move) { m.By = ana }, request.Own},
		"keep a file it does not have":  {one, request.Pending, request.Keep, func(_ *request.Request, m *request.Move) { m.Copies = map[string]string{"F9": "h"} }, request.Unfit},
		"resolve without work":          {one, request.Open, request.Resolve, nil, request.NoWork},
		"resolve one's own":             {open, request.Open, request.Resolve, func(_ *request.Request, m *request.Move) { m.By = ana }, request.Own},
		"resolve what is for one":       {open, request.Open, request.Resolve, func(_ *request.Request, m *request.Move) { m.By = bea }, request.Own},
		"await without words":           {open, request.Open, request.Await, func(_ *request.Request, m *request.Move) { m.Text = "" }, request.Wordless},
		"resume without words":          {open, request.Waiting, request.Resume, func(_ *request.Request, m *request.Move) { m.Text = " " }, request.Wordless},
		"lapse without work":            {one, request.Waiting, request.Lapse, nil, request.NoWork},
		"reopen without work":           {one, request.Done, request.Reopen, nil, request.NoWork},
		"refer to nobody":               {open, request.Open, request.Refer, func(_ *request.Request, m *request.Move) { m.Sent.Steps = nil }, request.Unrouted},
		"refer nothing":                 {open, request.Open, request.Refer, func(_ *request.Request, m *request.Move) { m.Sent = nil }, request.Unrouted},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, m := tt.shape.sample(tt.state), one.move(tt.action)
			if tt.spoil != nil {
				tt.spoil(&r, &m)
			}
			before := text(t, r)
			after, err := r.Apply(m)
			assert.Equal(t, tt.want, cause(t, err))
			assert.Equal(t, before, text(t, after))
		})
	}
}

func TestARefusalSaysWhatStandsInTheWay(t *testing.T) {
	t.Parallel()
	done := apply(t, shape{needs: []int{1}}.pending(t), by(cy, request.Approve, cy))
	_, err := done.Apply(by(dan, request.Approve, dan))
	var refusal *request.Refusal
	require.ErrorAs(t, err, &refusal)
	assert.Equal(t, request.Refusal{
		Cause: request.NotNow, Action: request.Approve, State: request.Done,
		Last: request.Decision{Step: "step 1", Verdict: request.Approved, By: cy, At: monday.Add(time.Hour), Comment: "because"},
	}, *refusal)

	held := shape{needs: []int{1}, held: true}.pending(t)
	_, err = held.Apply(by(dan, request.Approve, dan))
	require.ErrorAs(t, err, &refusal)
	assert.Equal(t, "no rate", refusal.Hold.Say)
}
