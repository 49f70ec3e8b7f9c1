package request_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"factotum/automations/audit"
	"factotum/automations/form"
	"factotum/automations/request"
)

// heldBy is a pending request with these holds, for which dan speaks.
func heldBy(t *testing.T, holds ...request.Hold) request.Request {
	t.Helper()
	s := shape{needs: []int{1}, work: true}
	m := s.move(request.Submit)
	m.Sent.Holds = holds
	return apply(t, draft(), m)
}

// correction is a move of dan that sets texts: key, text.
func correction(r request.Request, texts ...string) request.Move {
	sent := shape{needs: []int{1}, work: true}.sent()
	sent.Values = form.Values{}
	for key, v := range r.Values {
		sent.Values[key] = v
	}
	for i := 0; i < len(texts); i += 2 {
		sent.Values[texts[i]] = form.Value{Text: texts[i+1]}
	}
	sent.Material = []string{"purpose"}
	return request.Move{Action: request.Correct, By: dan, Speakers: []string{dan}, At: monday.Add(2 * time.Hour), Sent: sent, Text: "Purpose"}
}

func ending(a request.Action, who string, kind request.HoldKind) request.Move {
	return request.Move{Action: a, By: who, At: monday.Add(2 * time.Hour), Text: "because", Asked: []string{cy, dan, eve, bea}, Hold: extra(kind).ID()}
}

func TestABankAccountIsConfirmedByTwoPeople(t *testing.T) {
	t.Parallel()
	h := extra(request.BankHold)
	h.Voices, h.NotBefore = nil, monday.Add(2*time.Hour)
	r := heldBy(t, h)
	early := ending(request.Confirm, cy, request.BankHold)
	early.At = early.At.Add(-time.Second)
	_, err := r.Apply(early)
	assert.Equal(t, request.Early, cause(t, err))

	_, err = r.Apply(by(cy, request.Approve, cy))
	assert.Equal(t, request.Held, cause(t, err))
	r = apply(t, r, ending(request.Confirm, cy, request.BankHold))
	require.Len(t, r.Holds, 1)
	assert.Equal(t, []request.Voice{{By: cy, At: monday.Add(2 * time.Hour), Text: "because"}}, r.Holds[0].Voices)
	for who, want := range map[string]request.Cause{cy: request.Twice, bea: request.Own, ana: request.Own} {
		m := ending(request.Confirm, who, request.BankHold)
		m.Asked = append(m.Asked, ana)
		_, err = r.Apply(m)
		assert.Equal(t, want, cause(t, err), who)
	}
	_, err = r.Apply(ending(request.Release, eve, request.BankHold))
	assert.Equal(t, request.Malformed, cause(t, err), "nobody releases it alone")
	r = apply(t, r, ending(request.Confirm, eve, request.BankHold))
	assert.Empty(t, r.Holds)
	assert.Equal(t, []request.Ended{{Kind: request.BankHold, Key: "k", By: eve, At: monday.Add(2 * time.Hour)}}, r.Released)
	apply(t, r, by(dan, request.Approve, dan))
	for _, who := range []string{cy, eve} {
		_, err = r.Apply(by(who, request.Approve, who))
		assert.Equal(t, request.Own, cause(t, err), "who has said where the money goes does not decide")
	}
}

func TestWhoChangedTheAccountNeitherConfirmsNorDecides(t *testing.T) {
	t.Parallel()
	r := heldBy(t)
	m := correction(r, "purpose", "Tram")
	m.Sent.Holds = []request.Hold{extra(request.BankHold)}
	r = apply(t, r, m)
	assert.Equal(t, []string{bea, dan}, r.Excluded)
	_, err := r.Apply(ending(request.Confirm, dan, request.BankHold))
	assert.Equal(t, request.Own, cause(t, err))
	r = apply(t, r, ending(request.Confirm, cy, request.BankHold))
	_, err = r.Apply(by(dan, request.Approve, dan))
	assert.Equal(t, request.Own, cause(t, err))
}

func TestACorrectionThatDoesNotDecideOverTheMoneyExcludesNobody(t *testing.T) {
	t.Parallel()
	r := heldBy(t)
	before := r.Stage()
	r = apply(t, r, correction(r, "note", "From the fair"))
	assert.Equal(t, []string{bea}, r.Excluded)
	assert.Equal(t, before, r.Stage(), "what was decided still counts")
	assert.Equal(t, request.Remark{By: dan, At: monday.Add(2 * time.Hour), Text: "Purpose", Act: request.Correct}, r.Thread[len(r.Thread)-1])
	assert.Empty(t, r.Previous["note"])

	m := correction(r, "purpose", "Tram")
	after := apply(t, r, m)
	assert.Equal(t, "1.0", after.Stage(), "everybody decides anew")
	assert.Equal(t, r.Values, after.Previous)
	m.By, m.Speakers = cy, []string{dan}
	_, err := r.Apply(m)
	assert.Equal(t, request.Stranger, cause(t, err))
	m.By = audit.System
	_, err = r.Apply(m)
	assert.Equal(t, request.Malformed, cause(t, err), "Factotum itself changes no value")
}

func TestACorrectionTakesNoHoldAwayThatIsAboutTheDocument(t *testing.T) {
	t.Parallel()
	r := heldBy(t, extra(request.MismatchHold), request.Hold{Kind: request.UnsureHold, Say: "look"})
	_, err := r.Apply(correction(r, "purpose", "Bus"))
	assert.Equal(t, request.Held, cause(t, err), "whom the hold names chooses")
	r = apply(t, r, correction(r, "note", "x"))
	require.Len(t, r.Holds, 1)
	assert.Equal(t, request.MismatchHold, r.Holds[0].Kind)
}

func TestAMismatchIsReleasedWithOneOfItsValues(t *testing.T) {
	t.Parallel()
	r := heldBy(t, extra(request.MismatchHold))
	m := ending(request.Release, cy, request.MismatchHold)
	m.Sent = correction(r, "purpose", "Bus").Sent
	m.Choice = "page"
	_, err := r.Apply(m)
	assert.Equal(t, request.Unchosen, cause(t, err), "a value of their own")
	m.Sent = correction(r, "purpose", "Tram", "note", "y").Sent
	_, err = r.Apply(m)
	assert.Equal(t, request.Unchosen, cause(t, err), "something else too")
	m.Sent.Values = correction(r, "purpose", "Tram").Sent.Values
	m.Choice = "mail"
	_, err = r.Apply(m)
	assert.Equal(t, request.Unchosen, cause(t, err))
	m.Choice = "page"
	m.Sent.Holds = []request.Hold{extra(request.MismatchHold)}
	after := apply(t, r, m)
	assert.Empty(t, after.Holds, "what somebody has ended does not come again")
	assert.Equal(t, "Tram", after.Values["purpose"].Text)
	assert.Equal(t, []string{bea, cy}, after.Excluded, "who chose the amount does not decide on it")
	assert.Equal(t, "page", after.Released[0].Choice)
}

func TestWhatWasReleasedIsNotHeldAgain(t *testing.T) {
	t.Parallel()
	r := heldBy(t, extra(request.DuplicateHold), extra(request.OrderHold))
	_, err := r.Apply(ending(request.Confirm, cy, request.DuplicateHold))
	assert.Equal(t, request.Malformed, cause(t, err))
	r = apply(t, r, ending(request.Release, cy, request.DuplicateHold))
	assert.Equal(t, request.Pending, r.State)
	_, err = r.Apply(ending(request.Release, cy, request.DuplicateHold))
	assert.Equal(t, request.Over, cause(t, err))
	again, other := extra(request.DuplicateHold), extra(request.DuplicateHold)
	other.Key = "another request"
	m := correction(r, "note", "z")
	m.Sent.Holds = []request.Hold{again, other}
	r = apply(t, r, m)
	assert.Equal(t, []request.Hold{other}, r.Holds)
}

func TestTheClockAndTheVoicesOfAHoldSurviveACorrection(t *testing.T) {
	t.Parallel()
	r := heldBy(t, extra(request.BankHold))
	anew := extra(request.BankHold)
	anew.Voices, anew.Since = nil, monday.Add(time.Hour)
	m := correction(r, "note", "z")
	m.Sent.Holds = []request.Hold{anew}
	assert.Equal(t, r.Holds, apply(t, r, m).Holds)
	anew.Key = "another account"
	m.Sent.Holds = []request.Hold{anew}
	assert.Equal(t, []request.Hold{anew}, apply(t, r, m).Holds)
}

func TestWhatArrivesAgainIsNotedWithItsClaims(t *testing.T) {
	t.Parallel()
	r := heldBy(t)
	r = apply(t, r, by(cy, request.Ask, cy), request.Move{Action: request.Note, By: audit.System, At: monday, Text: "It arrived again.", Keys: []string{"invoice/2", "invoice/1"}})
	assert.Equal(t, []string{"invoice/1", "invoice/2"}, r.Keys())
	_, open := r.Unanswered()
	assert.True(t, open, "a note is no answer")
	r = apply(t, r, request.Move{Action: request.Answer, By: dan, Speakers: []string{dan}, At: monday, Text: "Yes"})
	_, open = r.Unanswered()
	assert.False(t, open, "a steward answers for the requester")
	r = apply(t, r, request.Move{Action: request.Withdraw, By: dan, Speakers: []string{dan}, At: monday})
	assert.Empty(t, r.Keys(), "who takes it back gives its claims up")
}

func TestAMaskShowsWhatDiffersAndNoMore(t *testing.T) {
	t.Parallel()
	for number, want := range map[string]string{
		"de89 3704 0044 0532 0130 00": "DE89 •••• 3000", "DE89370400440532013000": "DE89 •••• 3000", "12345678": "•••• 678", "12": "•••• 12", "": "none",
	} {
		assert.Equal(t, want, request.Mask("on file", number).Masked)
	}
	assert.Equal(t, request.Mask("a", "DE89 3704").Hash, request.Mask("b", "de893704").Hash)
}
